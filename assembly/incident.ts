import { SERIES_INCIDENT, Series } from "./series";
import { Model } from "./settings";

/**
 * Incidents: one opens when enough of the newest points are anomalous, escalates when its score reaches the second mark
 * and again beyond twice the score of its last escalation, and closes after five points in a row that are not.
 */

export enum Event {
  None,
  Opened,
  Escalated,
  Closed,
}

/** The second mark: beyond anything that the series has shown lately. */
export const SECOND_MARK: f64 = 2;
/** Points below the limit in a row that close an incident. */
const QUIET_POINTS: u8 = 5;

/** Follows a series' incident with a point's score, of which 1 is the limit; 0 where it may not alarm. */
export function follow(record: Series, score: f64, reason: i32, time: i64, settings: Model): i32 {
  const isAnomalous = score >= 1;
  const before = record.recent;
  record.recent = (before << 1) | (isAnomalous ? 1 : 0);
  const isOpen = (record.flags & SERIES_INCIDENT) != 0;
  if (isAnomalous) {
    const others = before & ((1 << (settings.forOf - 1)) - 1);
    if (!isOpen && others == 0) {
      record.firstTime = time;
      record.peak = 0;
    }
    record.lastTime = time;
    record.quiet = 0;
    record.peak = max(record.peak, <f32>score);
  }
  if (isOpen) return isAnomalous ? escalate(record, score, reason) : calm(record);
  const mask = settings.forOf == 32 ? <u32>0xffffffff : (<u32>1 << settings.forOf) - 1;
  if (!isAnomalous || popcnt(record.recent & mask) < <u32>settings.forCount) return Event.None;
  record.flags |= SERIES_INCIDENT;
  record.incident++;
  record.reason = <u8>reason;
  mark(record, record.peak);
  return Event.Opened;
}

/** Sets the severity by a score, and how far the next escalation is. */
function mark(record: Series, score: f64): void {
  record.severity = score >= SECOND_MARK ? 2 : 1;
  record.escalation = <f32>max(SECOND_MARK, score >= SECOND_MARK ? 2 * score : 0);
}

function escalate(record: Series, score: f64, reason: i32): i32 {
  if (score < <f64>record.escalation) return Event.None;
  record.reason = <u8>reason;
  mark(record, score);
  return Event.Escalated;
}

function calm(record: Series): i32 {
  if (++record.quiet < QUIET_POINTS) return Event.None;
  record.flags &= ~SERIES_INCIDENT;
  record.recent = 0;
  return Event.Closed;
}
