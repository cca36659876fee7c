import { liveSeries } from "./totals";

/**
 * The common clock: the time that intervals and silences go by. It is that of most series. A point that is more than a
 * day ahead of it, or behind it, moves it only when as many points in a row agree as half of all series have, and five
 * at least: one device with a wrong clock does not.
 */

const DAY: i64 = 86_400_000_000_000;
const LEAST: u32 = 5;

/** Nanoseconds; the least number before the first point. */
export let now: i64 = i64.MIN_VALUE;
/** Points in a row that were more than a day ahead, and behind; the others reset both. */
let ahead: u32 = 0;
let behind: u32 = 0;
/** Points that agree with the clock, up to LEAST: before that any other point is as good. */
let agreed: u32 = 0;

/** The clock as it stands in a snapshot. */
@unmanaged
export class Clock {
  now: i64;
  ahead: u32;
  behind: u32;
  agreed: u32;
}

export function saveClock(to: Clock): void {
  to.now = now;
  to.ahead = ahead;
  to.behind = behind;
  to.agreed = agreed;
}

export function restoreCommonClock(from: Clock): void {
  now = from.now;
  ahead = from.ahead;
  behind = from.behind;
  agreed = from.agreed;
}

/** Takes the time of a point; true where it is too far ahead of all others to be believed. */
export function meetTime(time: i64): bool {
  if (agreed == 0) {
    moveTo(time);
    return false;
  }
  // the difference of two times may not fit 64 bits: their halves' does
  const days = (time >> 1) - (now >> 1);
  if (days <= DAY >> 1 && days >= -(DAY >> 1)) {
    if (time > now) now = time;
    if (agreed < LEAST) agreed++;
    ahead = 0;
    behind = 0;
    return false;
  }
  if (days > 0) return isAhead(time);
  ahead = 0;
  if (++behind >= agreement() || agreed < LEAST) moveTo(time);
  return false;
}

function isAhead(time: i64): bool {
  behind = 0;
  // a series alone has no others to differ from
  if (++ahead < agreement() && agreed == LEAST && liveSeries() > 1) return true;
  moveTo(time);
  return false;
}

function moveTo(time: i64): void {
  now = time;
  ahead = 0;
  behind = 0;
  agreed = 1;
}

@inline
function agreement(): u32 {
  return max(LEAST, <u32>liveSeries() >> 1);
}
