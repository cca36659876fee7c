import { scratch, output, OUTPUT_CAPACITY } from "../memory/memory";
import {
  LARGEST_RECORD, RECORD_VERSION, checkOfRecord, checksum, isRecord, lastSeenOfRecord, restoreRecord, saveSeries,
} from "./record";
import { countEnd, countInterval, restoreCounts } from "../group/count";
import { numberPlaces } from "../group/group";
import { Rounds, restoreRounds, saveRounds } from "../group/round";
import { startSaved } from "./groups";
import { clock, restoreClock } from "../lookup/recency";
import { Total, count, totalOf } from "../score/totals";
import { SERIES_TIMED, series, seriesCount } from "../series/record";
import { Interval, restoreInterval, saveInterval } from "../score/statistics";
import { Clock, restoreCommonClock, saveClock } from "../score/clock";

/**
 * Snapshots: all that makes the next bytes of output and is not the settings', piece by piece through `output`, and
 * back through `scratch`. First what belongs to no series, then a record a series, in the order of their numbers.
 */

export { RECORD_VERSION };

/** What belongs to no series; behind it the Interval of the statistics, the Rounds, and an i64 a total. */
@unmanaged
class Globals {
  /** Number of the interval in work that groups are counted in, 0 before the first; nanoseconds: where it ends. */
  countInterval: i64;
  countEnd: i64;
  /** The common clock. */
  now: i64;
  ahead: u32;
  behind: u32;
  agreed: u32;
  differing: u32;
  /** Points seen, as recency.ts counts them: what the series' `lastSeen` are to be read by. */
  clock: i64;
}

const ROUNDS_AT: usize = offsetof<Globals>() + offsetof<Interval>();
const COUNTERS_AT: usize = ROUNDS_AT + offsetof<Rounds>();
const GLOBALS_BYTES: i32 = <i32>COUNTERS_AT + (Total.Count << 3);

/** Sum of the checks of the records that have been written or read since `startRecords`, and how many were written. */
let checks: u64 = 0;
let written: i32 = 0;
/** Newest time of the series that have been written: nanoseconds, the least number when there is none. */
let newest: i64 = i64.MIN_VALUE;
let nextSeries: i32 = 1;

/** Before the first record is written or read. */
export function startRecords(): void {
  checks = 0;
  written = 0;
  newest = i64.MIN_VALUE;
  nextSeries = 1;
  startSaved();
}

export function recordChecks(): u64 {
  return checks;
}

export function recordCount(): i32 {
  return written;
}

export function newestTime(): i64 {
  return newest;
}

/** Leaves what belongs to no series in output; returns its bytes. */
export function saveGlobals(): i32 {
  const globals = changetype<Globals>(output);
  numberPlaces();
  globals.countInterval = countInterval();
  globals.countEnd = countEnd();
  saveClock(changetype<Clock>(output + offsetof<Globals>("now")));
  globals.clock = clock;
  saveInterval(changetype<Interval>(output + offsetof<Globals>()));
  saveRounds(changetype<Rounds>(output + ROUNDS_AT));
  const counters = output + COUNTERS_AT;
  for (let which = 0; which < Total.Count; which++) store<i64>(counters + (<usize>which << 3), totalOf(which));
  return GLOBALS_BYTES;
}

/** Takes what belongs to no series from scratch; before any record, which may go on with its group. */
export function restoreGlobals(keepsGroups: bool, keepsCounts: bool): void {
  const globals = changetype<Globals>(scratch);
  if (keepsGroups) restoreRounds(changetype<Rounds>(scratch + ROUNDS_AT));
  if (keepsCounts) restoreCounts(<u32>globals.countInterval, globals.countEnd);
  restoreCommonClock(changetype<Clock>(scratch + offsetof<Globals>("now")));
  restoreClock(<u32>globals.clock);
  restoreInterval(changetype<Interval>(scratch + offsetof<Globals>()));
  const counters = scratch + COUNTERS_AT;
  for (let which = 0; which < Total.Count; which++) count(which, load<i64>(counters + (<usize>which << 3)));
}

/** Leaves the records of the next series in output, as many as fit; returns their bytes, 0 behind the last. */
export function saveRecords(): i32 {
  let at = output;
  const last = output + OUTPUT_CAPACITY - LARGEST_RECORD;
  while (nextSeries <= seriesCount && at <= last) {
    const record = series(nextSeries);
    if (record.flags & SERIES_TIMED) newest = max(newest, record.time);
    const start = at;
    at = saveSeries(nextSeries++, start);
    checks += checkOfRecord(start);
    written++;
  }
  return <i32>(at - output);
}

/** Whether so many bytes of scratch are one whole record, which is counted among the checks then. */
export function checkRecord(bytes: i32): bool {
  if (!isRecord(scratch, bytes)) return false;
  checks += checkOfRecord(scratch);
  return true;
}

/** When the series of the record in scratch was last seen, as a count of points. */
export function lastSeenInRecord(): u32 {
  return lastSeenOfRecord(scratch);
}

/** Makes a series of the record in scratch, which has been checked; returns one of Restored. */
export function restoreSeries(rule: i32, group: i32, keepsGroups: bool): i32 {
  return restoreRecord(scratch, rule, group, keepsGroups);
}

/** The checksum of so many bytes of scratch, whole words of eight. */
export function checkScratch(bytes: i32): u64 {
  return checksum(scratch, bytes);
}
