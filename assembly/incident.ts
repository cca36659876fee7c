import { Reason } from "./judgement";
import { SERIES_INCIDENT, Series } from "./series";
import { Model } from "./settings";

/**
 * Incidents: one opens when enough of the newest points are anomalous, escalates whenever a point of it is beyond anything
 * that the series has shown lately, and closes after five points in a row that are not anomalous.
 */

export enum Event {
  None,
  Opened,
  Escalated,
  Closed,
}

/** Points below the limit in a row that close an incident. */
const QUIET_POINTS: u8 = 5;

/**
 * Follows a series' incident with a point's score, of which 1 is the limit, or 0 where it may not alarm; `isSecond`: it has
 * reached the second mark.
 */
export function follow(
  record: Series, score: f64, isSecond: bool, reason: i32, time: i64, settings: Model,
): i32 {
  const isAnomalous = score >= 1;
  const before = record.recent;
  record.recent = (before << 1) | (isAnomalous ? 1 : 0);
  const isOpen = (record.flags & SERIES_INCIDENT) != 0;
  if (isAnomalous) {
    const others = before & ((1 << (settings.forOf - 1)) - 1);
    if (!isOpen && others == 0) {
      record.firstTime = time;
      record.peak = 0;
      record.severity = 1;
    }
    if (isSecond) record.severity = 2;
    // what opened as a spike may turn out to be a new level
    if (isOpen && reason == Reason.LevelShift) record.reason = <u8>reason;
    record.lastTime = time;
    record.quiet = 0;
    record.peak = max(record.peak, <f32>score);
  }
  if (isOpen) return !isAnomalous ? calm(record) : isSecond ? escalate(record, reason) : Event.None;
  const mask = settings.forOf == 32 ? <u32>0xffffffff : (<u32>1 << settings.forOf) - 1;
  if (!isAnomalous || popcnt(record.recent & mask) < <u32>settings.forCount) return Event.None;
  record.flags |= SERIES_INCIDENT;
  record.incident++;
  record.reason = <u8>reason;
  return Event.Opened;
}

/**
 * Follows a series' incident with a silence that lasts at `time`. It is no point: `--for` does not wait for more of them.
 * Within an incident for another reason it is told of once, as an escalation, whatever the severity.
 */
export function followSilence(record: Series, time: i64): i32 {
  record.quiet = 0;
  if (record.flags & SERIES_INCIDENT) {
    record.lastTime = time;
    record.peak = max(record.peak, 1);
    return record.reason == Reason.Gap ? Event.None : escalate(record, Reason.Gap);
  }
  record.flags |= SERIES_INCIDENT;
  record.incident++;
  record.reason = <u8>Reason.Gap;
  record.severity = 1;
  record.firstTime = time;
  record.lastTime = time;
  record.peak = 1;
  return Event.Opened;
}

function escalate(record: Series, reason: i32): i32 {
  record.reason = <u8>reason;
  return Event.Escalated;
}

function calm(record: Series): i32 {
  if (++record.quiet < QUIET_POINTS) return Event.None;
  record.flags &= ~SERIES_INCIDENT;
  record.recent = 0;
  return Event.Closed;
}
