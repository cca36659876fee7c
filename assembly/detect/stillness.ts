import { ALARM_POINTS, points } from "./age";
import { Channels } from "../series/channels";
import { greater } from "../number/extent";
import { incidentOf } from "./incident";
import { Judgement, Reason, judgeAs, offer } from "./judgement";
import { share } from "./share";
import { SERIES_GONE, SERIES_INCIDENT, SERIES_SILENT, Series } from "../series/record";

/** A sensor that stands still for too long, and a series that was silent for longer than ever. */

/** A value has stood still for too long after this many times the longest run yet, and after so many points, */
const STILL_TIMES: f64 = 3;
const STILL_POINTS: f64 = 20;
/** when the series is so old and has changed so often. */
const STILL_AGE: u32 = 300;
const STILL_CHANGES: u32 = 50;
/** What the longest run keeps at each end of a run; at each point it loses this many times the asked-for share. */
const RUN_KEPT: f64 = 0.9993;
const FORGOTTEN: f64 = 2;
/** A series that has changed at less than this part of its points is one that stays at home: `up`, a door, a link. */
const BUSY: f64 = 0.02;
const BUSY_POINTS: f64 = 100;
const STAY_MOST: u16 = 1000;

/**
 * A value that stays the same for longer than usual; where a series seldom changes, one that stays away from where it
 * is most of the time.
 */
export function watchStillness(its: Judgement, record: Series, channels: Channels, value: f64, change: f64): void {
  const before = channels.run;
  if (change > its.tiny) {
    if (before > 0) channels.longestRun = max(channels.longestRun * <f32>RUN_KEPT, <f32>before);
    channels.run = 0;
  } else if (<f64>channels.changes > BUSY * (<f64>points + BUSY_POINTS) || value != channels.home) {
    channels.run++;
  }
  if (value == channels.home) {
    if (channels.stay < STAY_MOST) channels.stay++;
  } else if (channels.stay > 0) {
    channels.stay--;
  } else {
    channels.home = value;
  }
  // while it stands still, what it stood longest before is kept
  if (before == 0 || channels.run == 0) channels.longestRun *= <f32>(1 - FORGOTTEN * share);
  if (<f64>channels.run < STILL_POINTS || channels.changes < STILL_CHANGES || points < STILL_AGE) return;
  const limit = greater(STILL_TIMES * channels.longestRun, STILL_POINTS);
  if (!offer(its, <f64>channels.run / limit, true)) return;
  const seconds = <f64>record.step * 1e-9;
  judgeAs(its, Reason.Stuck, its.score, <f64>channels.run * seconds, value, limit * seconds);
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
