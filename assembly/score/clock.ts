import { SERIES_TIMED, Series } from "../series/record";
import { liveSeries } from "./totals";

/**
 * The common clock: the time that intervals and silences go by. It is that of most series. A point that is ahead of it
 * by more than an hour moves it only when another series agrees; one that is more than a day ahead, or behind, when
 * most series do. What agrees has to come in a row, at least five points of it where it is about days.
 */

const HALF_HOUR: i64 = 1_800_000_000_000;
const HALF_DAY: i64 = 24 * HALF_HOUR;
/** A series may be ahead by so many of its steps, where that is longer. */
const STEPS: i64 = 3;
const LONGEST_STEP: i64 = 1 << 60;
const LEAST: u32 = 5;
/** Points in a row, for each series there is, that are believed without most series: those are gone. */
const TURNS: u32 = 20;

/** Nanoseconds; the least number before the first point. */
export let now: i64 = i64.MIN_VALUE;
/** Points in a row that were too far ahead, and behind, and of how many series; the others reset all of them. */
let ahead: u32 = 0;
let behind: u32 = 0;
let differing: u32 = 0;
/** Points that agree with the clock, up to LEAST: before that any other point is as good. */
let agreed: u32 = 0;

/** The clock as it stands in a snapshot. */
@unmanaged
export class Clock {
  now: i64;
  ahead: u32;
  behind: u32;
  agreed: u32;
  differing: u32;
}

export function saveClock(to: Clock): void {
  to.now = now;
  to.ahead = ahead;
  to.behind = behind;
  to.differing = differing;
  to.agreed = agreed;
}

export function restoreCommonClock(from: Clock): void {
  now = from.now;
  ahead = from.ahead;
  behind = from.behind;
  differing = from.differing;
  agreed = from.agreed;
}

/**
 * Takes the time of a series' point; true where it is more than a day ahead of all others, and of the series' own
 * newest, and not believed.
 */
export function meetTime(record: Series, time: i64): bool {
  if (agreed == 0) {
    moveTo(time);
    return false;
  }
  const lead = halfLead(time), most = max(HALF_HOUR, reachOf(record));
  if (lead <= most && lead >= -HALF_DAY) {
    if (time > now) now = time;
    if (agreed < LEAST) agreed++;
    ahead = 0;
    behind = 0;
    differing = 0;
    return false;
  }
  if (lead > 0) return meetAhead(record, time, lead > max(HALF_DAY, most), most);
  if (ahead > 0) differing = 0;
  ahead = 0;
  if (isNew(record) && halfLead(record.time) >= -HALF_DAY) differing++;
  if (isBelieved(++behind) || agreed < LEAST) moveTo(time);
  return false;
}

function meetAhead(record: Series, time: i64, isFar: bool, most: i64): bool {
  if (behind > 0) differing = 0;
  behind = 0;
  if (isNew(record) && halfLead(record.time) <= most) differing++;
  ahead++;
  // a series alone has no others to differ from
  if (agreed < LEAST || liveSeries() <= 1 || (isFar ? isBelieved(ahead) : differing > 1)) {
    moveTo(time);
    return false;
  }
  return isFar && record.step != 0 && (time >> 1) - (record.time >> 1) > max(HALF_DAY, most);
}

/** Half of what a time is ahead of the clock: the whole may not fit 64 bits. */
@inline
function halfLead(time: i64): i64 {
  return (time >> 1) - (now >> 1);
}

/** Half of the steps that a series may be ahead by. */
function reachOf(record: Series): i64 {
  return STEPS * (min(record.step, LONGEST_STEP) >> 1);
}

/** Whether none of the points in a row that differ has been of this series: it stands by the clock so far. */
@inline
function isNew(record: Series): bool {
  return record.late == 0 && (record.flags & SERIES_TIMED) != 0;
}

function isBelieved(points: u32): bool {
  const live = <u32>liveSeries();
  return points >= LEAST && (differing > live >> 1 || points >= TURNS * live);
}

function moveTo(time: i64): void {
  now = time;
  ahead = 0;
  behind = 0;
  differing = 0;
  agreed = 1;
}
