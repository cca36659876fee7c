import type { SeriesColumns } from "./store.js";

/** Whether the points have no times of their own: those of lines without a timestamp all stand at one. */
export function isUntimed({ time }: Pick<SeriesColumns, "time">): boolean {
  return time.length > 1 && time[0] === time.at(-1);
}

/** The same columns; points without times of their own stand a second apart, from 1970 on, in their order. */
export function timed(columns: SeriesColumns): SeriesColumns {
  if (!isUntimed(columns)) return columns;
  return { ...columns, time: columns.time.map((_, row) => row * 1_000) };
}
