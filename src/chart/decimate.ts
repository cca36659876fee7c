import type { SeriesColumns } from "./store.js";

/** What is drawn of a series: rows in uPlot's columns, null where there is nothing. */
export interface Drawing {
  readonly time: number[];
  readonly value: number[];
  readonly yhat: (number | null)[];
  readonly lower: (number | null)[];
  readonly upper: (number | null)[];
  readonly score: (number | null)[];
}

/** The first row at or after a time, `time.length` where there is none. */
export function rowAt(time: ArrayLike<number>, wanted: number): number {
  let low = 0;
  let high = time.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (time[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The row whose time is nearest; -1 where there are no rows. */
export function nearestRow(time: ArrayLike<number>, wanted: number): number {
  const after = rowAt(time, wanted);
  if (after === 0) return time.length > 0 ? 0 : -1;
  if (after === time.length) return after - 1;
  return wanted - time[after - 1]! <= time[after]! - wanted ? after - 1 : after;
}

/**
 * What can be seen of the rows between two times on so many pixels: all of them where they are few, else of each pixel
 * the first and last row, and those with the least and greatest value and with the greatest score; the band there is the
 * hull of its bands. The nearest row on either side is kept, so that lines run on to the edge.
 */
export function decimate(columns: SeriesColumns, from: number, to: number, pixels: number): Drawing {
  const { time } = columns;
  const first = Math.max(0, rowAt(time, from) - 1);
  const end = Math.min(time.length, rowAt(time, to) + 2);
  const drawing: Drawing = { time: [], value: [], yhat: [], lower: [], upper: [], score: [] };
  if (end - first <= 4 * pixels) {
    for (let row = first; row < end; row++) addRow(drawing, columns, row, columns.lower[row]!, columns.upper[row]!);
    return drawing;
  }
  const scale = pixels / Math.max(to - from, Number.MIN_VALUE);
  for (let row = first; row < end; ) {
    const pixel = Math.floor((time[row]! - from) * scale);
    let next = row + 1;
    while (next < end && Math.floor((time[next]! - from) * scale) === pixel) next++;
    addPixel(drawing, columns, row, next);
    row = next;
  }
  return drawing;
}

/** Adds the rows from `start` to before `end`, which share a pixel. */
function addPixel(drawing: Drawing, columns: SeriesColumns, start: number, end: number): void {
  const { value, lower, upper, score } = columns;
  let [least, greatest, worst] = [start, start, start];
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let row = start; row < end; row++) {
    if (value[row]! < value[least]!) least = row;
    if (value[row]! > value[greatest]!) greatest = row;
    if (!(score[row]! <= score[worst]!)) worst = row;
    if (lower[row]! < low) low = lower[row]!;
    if (upper[row]! > high) high = upper[row]!;
  }
  const rows = [...new Set([start, least, greatest, worst, end - 1])].sort((one, other) => one - other);
  for (const row of rows) addRow(drawing, columns, row, low, high);
}

function addRow(drawing: Drawing, { time, value, yhat, score }: SeriesColumns, row: number, low: number, high: number) {
  const isScored = !Number.isNaN(yhat[row]!);
  drawing.time.push(time[row]!);
  drawing.value.push(value[row]!);
  drawing.yhat.push(isScored ? yhat[row]! : null);
  drawing.lower.push(isScored && Number.isFinite(low) ? low : null);
  drawing.upper.push(isScored && Number.isFinite(high) ? high : null);
  drawing.score.push(isScored ? score[row]! : null);
}
