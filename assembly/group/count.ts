import { GroupRow, appendGroupRow } from "../batch/additions";
import { SERIES_INCIDENT, SERIES_RATED, Series } from "../series/record";
import { groupEvery } from "../settings/settings";
import { group, member, oldest, part } from "./group";

/**
 * How much of a group is anomalous at once: for every interval of the data's own time, by the common clock, the series
 * of each group that had a point in it, and those of them that were within an incident.
 */

/** Number of the interval in work; 0 before the first. */
let interval: u32 = 0;
/** Nanoseconds: where the interval in work ends. */
let end: i64 = 0;

/** Number of the interval that has counted a series last; 0 where none has. */
@inline
export function intervalOf(series: i32): u32 {
  return member(series).interval;
}

/** Number of the interval in work, 0 before the first, and where it ends. */
export function countInterval(): u32 {
  return interval;
}

export function countEnd(): i64 {
  return end;
}

/** Goes on with the interval of a snapshot. */
export function restoreCounts(number: u32, intervalEnd: i64): void {
  interval = number;
  end = intervalEnd;
}

/** Goes on with a series of a snapshot that is in its group; `counted`: the interval that has counted it last. */
export function restoreCount(series: i32, record: Series, counted: u32): void {
  const number = member(series).group;
  if (number == 0 || counted == 0 || interval == 0) {
    record.flags &= ~SERIES_RATED;
    return;
  }
  member(series).interval = counted;
  if (counted != interval) return;
  group(number).series++;
  if (record.flags & SERIES_RATED) group(number).anomalous++;
}

/** Ends the interval in work where the common clock has passed its end: its counts are written behind a line. */
export function endCounts(line: i32, now: i64): void {
  // where the clock has gone back, the interval of before has no end
  if (interval != 0 && now < end && now >= end - groupEvery) return;
  if (interval != 0) tellCounts(line);
  interval++;
  end = intervalEnd(now, groupEvery);
}

/** Counts a point of a series that has just been scored. */
export function countPoint(series: i32, record: Series): void {
  const counted = member(series);
  if (counted.group == 0) return;
  const its = group(counted.group);
  if (counted.interval != interval) {
    counted.interval = interval;
    record.flags &= ~SERIES_RATED;
    its.series++;
  }
  if (record.flags & SERIES_INCIDENT && (record.flags & SERIES_RATED) == 0) {
    record.flags |= SERIES_RATED;
    its.anomalous++;
  }
}

/** Where the interval of a time ends: intervals are counted from 1970 on. Nanoseconds. */
export function intervalEnd(time: i64, every: i64): i64 {
  const past = time % every;
  return time - (past < 0 ? past + every : past) + every;
}

function tellCounts(line: i32): void {
  for (let number = oldest; number != 0; number = group(number).next) {
    const its = group(number);
    if (its.series > 0) {
      const row: GroupRow = appendGroupRow();
      row.line = line;
      row.time = end;
      row.group = number;
      row.series = its.series;
      row.anomalous = its.anomalous;
    }
    its.series = 0;
    its.anomalous = 0;
    part(number);
  }
}
