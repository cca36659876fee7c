import { ALARM_POINTS, points } from "./age";
import { Channels } from "../series/channels";
import { greater } from "../number/extent";
import { incidentOf } from "./incident";
import { Judgement, Reason, judgeAs } from "./judgement";
import { SERIES_GONE, SERIES_INCIDENT, SERIES_SILENT, Series } from "../series/record";

/** A sensor that stands still for too long, and a series that was silent for longer than ever. */

/**
 * A value has stood still for too long after so many times the longest run yet, which is forgotten by point and by run,
 */
const STILL_TIMES: f64 = 3;
const RUN_FORGOTTEN: f64 = 5e-4;
const RUN_KEPT: f64 = 0.995;
/** and after so many points in a row, when the series is so old and has shown so many runs. */
const STILL_POINTS: u32 = 20;
const STILL_AGE: u32 = 300;
const STILL_RUNS: u8 = 5;

export function watchStillness(its: Judgement, record: Series, channels: Channels, value: f64, change: f64): void {
  channels.longestRun *= <f32>(1 - RUN_FORGOTTEN);
  if (change > 0) {
    if (channels.run > 0) {
      if (channels.runs < 255) channels.runs++;
      channels.longestRun = max(channels.longestRun * <f32>RUN_KEPT, <f32>channels.run);
    }
    channels.run = 0;
    return;
  }
  channels.run++;
  if (points < STILL_AGE || channels.run < STILL_POINTS || channels.runs < STILL_RUNS || its.score >= 1) return;
  // while it stands still, what it stood longest before is kept
  channels.longestRun /= <f32>(1 - RUN_FORGOTTEN);
  const limit = STILL_TIMES * channels.longestRun;
  if (<f64>channels.run <= limit) return;
  const seconds = <f64>record.step * 1e-9;
  judgeAs(its, Reason.Stuck, 1, <f64>channels.run * seconds, value, limit * seconds);
}

/** A silence is one when it is longer than ever by half, and than so many steps. */
const SILENT_TIMES: f64 = 1.5;
const SILENT_STEPS: f64 = 3;

/** The steps that a series may be silent for. */
export function silenceLimit(channels: Channels): f64 {
  return greater(SILENT_STEPS, SILENT_TIMES * <f64>channels.longestGap);
}

export function watchSilence(its: Judgement, channels: Channels, record: Series, steps: i64): void {
  const gap = <f64>steps;
  const limit = silenceLimit(channels);
  if (gap > <f64>channels.longestGap) channels.longestGap = <f32>gap;
  if (record.flags & SERIES_SILENT) {
    endSilence(record);
    return;
  }
  if (points + 1 < ALARM_POINTS || gap <= limit || record.step == 0 || its.score >= 1) return;
  const seconds = <f64>record.step * 1e-9;
  judgeAs(its, Reason.Gap, 1, gap * seconds, 0, limit * seconds);
}

/** A silence that has been told of is none of its next point's; its incident lasts until that point at least. */
function endSilence(record: Series): void {
  record.flags &= ~(SERIES_SILENT | SERIES_GONE);
  if (record.flags & SERIES_INCIDENT) {
    const its = incidentOf(record);
    its.lastTime = max(its.lastTime, record.time);
  }
}
