import { QUIET_POINTS } from "./incident";
import { DAY, EventState, OCTAVE, TOLERANCE, WEEK, byteOf, isLogged, logEvent } from "./log";
import { awaitNext, meetRun } from "./missing";
import { Channels } from "../series/channels";

/**
 * What comes back by the clock: a log of the last incidents, with the second at which each began and its peak. One is
 * expected, and no news, when the like of at least half its size began at this time on both of the last two days, or
 * weeks. Incidents are logged whether they were news or not.
 */

const SECOND: i64 = 1_000_000_000;
/** All places of the log. */
const ALL: u32 = 0xffffffff;

/**
 * Follows what is beyond a limit, `raw` being the largest ratio to one at this point, `step` seconds after the last,
 * and `side` which way the value went that a person wants to be told of. True when it is expected.
 */
export function isExpected(raw: f64, side: i32, channels: Channels, time: i64, step: i64): bool {
  if (raw >= 1) {
    if (channels.eventState == EventState.None) {
      channels.eventState = <u8>EventState.News;
      channels.eventStart = <u32>(time / SECOND);
      channels.eventPeak = 0;
    }
    channels.eventQuiet = 0;
    if (<f32>raw > channels.eventPeak) {
      channels.eventPeak = <f32>raw;
      channels.eventSide = <i8>side;
      const came = cameOn(channels, DAY, step) || cameOn(channels, WEEK, step);
      channels.eventState = <u8>(came ? EventState.Expected : EventState.News);
    }
  } else if (channels.eventState != EventState.None && ++channels.eventQuiet >= QUIET_POINTS) {
    logEvent(channels);
    if (channels.eventState == EventState.Expected) meetRun(channels);
    channels.eventState = <u8>EventState.None;
    awaitNext(channels, time / SECOND, TOLERANCE + step);
  }
  return channels.eventState == EventState.Expected;
}

/** Whether the like of the event began one and two periods before it. */
function cameOn(channels: Channels, period: i64, step: i64): bool {
  const least = <u32>max<i32>(0, <i32>byteOf(channels.eventPeak) - <i32>OCTAVE);
  return isLogged(channels, <i64>channels.eventStart - period, TOLERANCE + step, least, ALL) &&
    isLogged(channels, <i64>channels.eventStart - 2 * period, TOLERANCE + step, least, ALL);
}
