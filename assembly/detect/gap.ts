import { ALARM_POINTS, points } from "./age";
import { Channels } from "../series/channels";
import { greater } from "../number/extent";
import { incidentOf } from "./incident";
import { Judgement, Reason, judgeAs } from "./judgement";
import { SERIES_GONE, SERIES_INCIDENT, SERIES_SILENT, Series } from "../series/record";

/** A series that was silent for longer than ever between two of its points. */

/** A silence is one when it is longer than ever by half, and than so many steps. */
const SILENT_TIMES: f64 = 1.5;
const SILENT_STEPS: f64 = 3;
/**
 * A series that reports when its value moves has times of all lengths between two points: silence says nothing of it.
 * Evidence is a time of so many steps at least, and shorter than this part of the longest. It counts as much as so many
 * other times count against it. With less of it than makes the series such a one, a silence has to be longer.
 */
const SCATTERED_STEPS: i64 = 3;
const SCATTERED_PART: f64 = 0.8;
const SCATTERED_RISE: i32 = 15;
const SCATTERED: u8 = 30;
const SCATTERED_MOST: i32 = 75;

/** Nanoseconds: what is longer is no silence but a clock that was set, or was never right. */
export const LONGEST_SILENCE: i64 = 365 * 86_400_000_000_000;

/** The whole steps that a series may be silent for. */
export function silenceLimit(record: Series, channels: Channels): f64 {
  const longest = (<f64>channels.longestGap * 1e9) / <f64>max<i64>(record.step, 1);
  const times = SILENT_TIMES * (1 + <f64>channels.scattered / <f64>SCATTERED);
  return Math.floor(greater(SILENT_STEPS, times * longest));
}

/** Whether a long silence means anything: the series is no longer young, and its points come at regular times. */
export function hasSilences(record: Series, channels: Channels, age: u32): bool {
  return age >= ALARM_POINTS && record.step != 0 && channels.scattered < SCATTERED;
}

export function watchSilence(its: Judgement, channels: Channels, record: Series, steps: i64): void {
  const limit = silenceLimit(record, channels), isTold = hasSilences(record, channels, points + 1);
  if (record.step != 0) learnGap(channels, steps, its.elapsed);
  if (record.flags & SERIES_SILENT) {
    endSilence(record);
    return;
  }
  if (!isTold || <f64>steps <= limit || its.score >= 1 || its.elapsed > <f64>LONGEST_SILENCE * 1e-9) return;
  judgeAs(its, Reason.Gap, 1, its.elapsed, 0, limit * (<f64>record.step * 1e-9));
}

function learnGap(channels: Channels, steps: i64, gap: f64): void {
  const longest: f64 = channels.longestGap;
  const isBetween = steps >= SCATTERED_STEPS && gap < SCATTERED_PART * longest;
  const evidence = <i32>channels.scattered + (isBetween ? SCATTERED_RISE : -1);
  channels.scattered = <u8>max(0, min(SCATTERED_MOST, evidence));
  if (gap > longest) channels.longestGap = <f32>gap;
}

/** A silence that has been told of is none of its next point's; its incident lasts until that point at least. */
function endSilence(record: Series): void {
  record.flags &= ~(SERIES_SILENT | SERIES_GONE);
  if (record.flags & SERIES_INCIDENT) {
    const its = incidentOf(record);
    its.lastTime = max(its.lastTime, record.time);
  }
}
