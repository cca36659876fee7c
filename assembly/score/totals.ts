import { LINE_UNPARSABLE, line, partLine } from "../batch/batch";
import { SERIES_SCORED, Series, capacity } from "../series/record";

/** Counts since the start. Series held, and series that went for others, go by the points that have been scored. */

export enum Total {
  Lines,
  /** Points that moved a series, written about or not. */
  Scored,
  /** Points that nobody asked for. */
  Passed,
  /** Lines. */
  Unparsable,
  Late,
  Incidents,
  /** Series whose values an exponential trend can't follow. */
  Additive,
  /** Series that went for others. */
  Evictions,
  Count,
}

const totals: usize = memory.data(<i32>Total.Count * 8);

/** Adds to one of the totals. */
@inline
export function count(which: i32, by: i64): void {
  const slot = totals + (<usize>which << 3);
  store<i64>(slot, load<i64>(slot) + by);
}

@inline
export function totalOf(which: i32): i64 {
  return load<i64>(totals + (<usize>which << 3));
}

/** One of the totals, for the host; exact to 2^53. */
export function total(which: i32): f64 {
  return <f64>totalOf(which);
}

/** The first line of the part in work that is not among the totals yet. */
let nextLine: i32 = 0;

/** Before the lines of a part are counted. */
export function startCounting(): void {
  nextLine = partLine;
}

/** Counts the part's lines before `end`, whose points have been scored. */
export function countLines(end: i32): void {
  count(Total.Lines, end - nextLine);
  for (; nextLine < end; nextLine++) {
    if (line(nextLine).flags & LINE_UNPARSABLE) count(Total.Unparsable, 1);
  }
}

let scoredSeries: i32 = 0;

/** Series that are held and have had a point scored. */
export function liveSeries(): i32 {
  return scoredSeries;
}

/** Counts a series at its first point; beyond the capacity another has gone for it. */
export function countNew(record: Series): void {
  record.flags |= SERIES_SCORED;
  if (scoredSeries < capacity) scoredSeries++;
  else count(Total.Evictions, 1);
}

/** Counts a series of a snapshot among those that have been scored, if it has been. */
export function countRestored(record: Series): void {
  if (record.flags & SERIES_SCORED) scoredSeries++;
}
