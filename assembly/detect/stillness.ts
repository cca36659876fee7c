import { points } from "./age";
import { Channels } from "../series/channels";
import { greater } from "../number/extent";
import { Judgement, Reason, judgeAs, offer } from "./judgement";
import { share } from "./share";
import { Series } from "../series/record";

/** A sensor that stands still for too long. */

/** A value has stood still for too long after this many times the longest run yet, and after so many points, */
const STILL_TIMES: f64 = 3;
const STILL_POINTS: f64 = 20;
/** when the series is so old and has changed so often. */
const STILL_AGE: u32 = 300;
const STILL_CHANGES: u32 = 50;
/** What the longest run keeps at each end of a run; at each point it loses this many times the asked-for share. */
const RUN_KEPT: f64 = 0.9985;
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
  if (!offer(its, <f64>(channels.run - 1) / limit, true)) return;
  const seconds = <f64>record.step * 1e-9;
  judgeAs(its, Reason.Stuck, its.score, <f64>channels.run * seconds, value, limit * seconds);
}
