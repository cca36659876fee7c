import { StatisticsRow, appendStatistics } from "../batch/additions";
import { intervalEnd } from "../group/count";
import { deviationOf } from "../model/model";
import { Total, countLines, liveSeries, totalOf } from "./totals";
import { Series } from "../series/record";
import { statisticsEvery } from "../settings/settings";

/**
 * What Holtline tells of its own work: counts since the start, and how good the forecasts of the newest interval were.
 * By the data's own time: an interval ends with the first line of a scored series at or behind its end, and that line
 * is not counted in it.
 */

/** Nanoseconds: where the interval in work ends, and whether one has begun. */
let end: i64 = 0;
let hasBegun: bool = false;

// of the points that were written about in the interval: how many, those within their band, and sums of their distances
// from the forecast and from the value before, in the forecast's standard deviations: large values count like small
// ones
let points: u32 = 0;
let inside: u32 = 0;
let missed: f64 = 0;
let moved: f64 = 0;

/** The interval in work, as it stands in a snapshot. */
@unmanaged
export class Interval {
  /** Nanoseconds: its length, and where it ends, 0 while none has begun. */
  every: i64;
  end: i64;
  points: u32;
  inside: u32;
  missed: f64;
  moved: f64;
}

export function saveInterval(to: Interval): void {
  to.every = statisticsEvery;
  to.end = hasBegun ? end : 0;
  to.points = points;
  to.inside = inside;
  to.missed = missed;
  to.moved = moved;
}

/** Goes on with an interval, if it is as long as those that are asked for now. */
export function restoreInterval(from: Interval): void {
  if (from.every != statisticsEvery || from.end == 0) return;
  hasBegun = true;
  end = from.end;
  points = from.points;
  inside = from.inside;
  missed = from.missed;
  moved = from.moved;
}

/** Takes the common clock at a line of the batch, before its points are scored. */
export function endInterval(line: i32, time: i64): void {
  // where the clock has gone back, the interval of before has no end
  if (hasBegun && time < end && time >= end - statisticsEvery) return;
  if (hasBegun && time >= end) tell(line);
  hasBegun = true;
  end = intervalEnd(time, statisticsEvery);
}

function tell(line: i32): void {
  countLines(line);
  const row: StatisticsRow = appendStatistics();
  row.line = line;
  row.time = end;
  row.lines = totalOf(Total.Lines);
  row.scored = totalOf(Total.Scored);
  row.passed = totalOf(Total.Passed);
  row.unparsable = totalOf(Total.Unparsable);
  row.late = totalOf(Total.Late);
  row.incidents = totalOf(Total.Incidents);
  row.series = liveSeries();
  row.evictions = totalOf(Total.Evictions);
  row.coverage = <f64>inside / <f64>points;
  row.mase = missed / moved;
  points = 0;
  inside = 0;
  missed = 0;
  moved = 0;
}

/** Counts a point that is written about; `record` still has the one before. */
export function countResult(record: Series, value: f64, residual: f64, isInBand: bool): void {
  points++;
  if (isInBand) inside++;
  const deviation = deviationOf(record);
  if (deviation == 0) return;
  missed += Math.abs(residual) / deviation;
  moved += Math.abs(value - record.value) / deviation;
}
