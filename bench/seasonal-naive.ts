import type { Met, Row } from "./forecasts.js";

const DAY = 86_400e6;

/** The value at the same time of the last day, for each of the engine's forecasts: NaN where there is none. */
export function seasonalNaive(rows: readonly Row[], met: readonly Met[]): number[] {
  const isDaily = rows.length > 1 && rows[1]!.time - rows[0]!.time < DAY;
  const byTime = new Map(isDaily ? rows.map(({ time, value }) => [time, value]) : []);
  return met.map(({ time, origin }) => {
    const days = Math.max(1, Math.ceil((time - rows[origin - 1]!.time) / DAY));
    return byTime.get(time - days * DAY) ?? Number.NaN;
  });
}
