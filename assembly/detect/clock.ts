import { QUIET_POINTS } from "./incident";
import { Channels, LOGGED, logOf } from "../series/channels";

/**
 * What comes back by the clock: a log of the last incidents, with the second at which each began and its peak. One is
 * expected, and no news, when the like of at least half its size began at this time on both of the last two days, or
 * weeks. Incidents are logged whether they were news or not.
 */

const DAY: i64 = 86_400;
const WEEK: i64 = 7 * DAY;
/** Seconds that one may come earlier or later, beside a step. */
const TOLERANCE: i64 = 600;

enum EventState {
  None,
  News,
  Expected,
}

@inline
function timeAt(log: usize, index: i32): usize {
  return log + (<usize>index << 2);
}

@inline
function peakAt(log: usize, index: i32): usize {
  return log + (<usize>LOGGED << 2) + index;
}

/** A peak in a byte: eight to an octave of 1 + the ratio, straight within each. */
function byteOf(ratio: f32): u32 {
  const bits = reinterpret<u32>(min<f32>(1 + max<f32>(0, ratio), <f32>1e30));
  return min(255, (((bits >> 23) - 127) << 3) | ((bits >> 20) & 7));
}

/** Bytes of one octave. */
const OCTAVE: u32 = 8;

/**
 * Follows what is beyond a limit, `raw` being the largest ratio to one at this point, `step` seconds after the last.
 * True when it is expected.
 */
export function isExpected(channels: Channels, raw: f64, time: i64, step: i64): bool {
  if (raw >= 1) {
    const seconds = time / 1_000_000_000;
    if (channels.eventState == EventState.None) {
      channels.eventState = <u8>EventState.News;
      channels.eventStart = <u32>seconds;
      channels.eventPeak = 0;
    }
    channels.eventQuiet = 0;
    if (<f32>raw > channels.eventPeak) {
      channels.eventPeak = <f32>raw;
      const came = cameOn(channels, DAY, step) || cameOn(channels, WEEK, step);
      channels.eventState = <u8>(came ? EventState.Expected : EventState.News);
    }
  } else if (channels.eventState != EventState.None && ++channels.eventQuiet >= QUIET_POINTS) {
    channels.eventState = <u8>EventState.None;
    const log = logOf(channels), next = <i32>channels.logNext;
    store<u32>(timeAt(log, next), channels.eventStart);
    store<u8>(peakAt(log, next), <u8>byteOf(channels.eventPeak));
    channels.logNext = <u8>((next + 1) % LOGGED);
  }
  return channels.eventState == EventState.Expected;
}

/** Whether the like of the event began one and two periods before it. */
function cameOn(channels: Channels, period: i64, step: i64): bool {
  const least = max<i32>(0, <i32>byteOf(channels.eventPeak) - <i32>OCTAVE);
  return isLogged(channels, <i64>channels.eventStart - period, TOLERANCE + step, <u32>least) &&
    isLogged(channels, <i64>channels.eventStart - 2 * period, TOLERANCE + step, <u32>least);
}

function isLogged(channels: Channels, at: i64, within: i64, least: u32): bool {
  const log = logOf(channels);
  for (let index = 0; index < LOGGED; index++) {
    const time = <i64>load<u32>(timeAt(log, index));
    if (time == 0 || load<u8>(peakAt(log, index)) < least) continue;
    if (abs<i64>(time - at) <= within) return true;
  }
  return false;
}
