import { Judgement, Reason, isOfTime, isOfValue } from "./judgement";
import { giveBlockBack, takeBlock } from "../memory/pool";
import { SERIES_INCIDENT, Series } from "../series/record";
import { Model } from "../settings/settings";

/**
 * Incidents: one opens when enough of the newest points are anomalous, escalates whenever a point of it is beyond
 * anything that the series has shown lately, and closes after five points in a row that are not anomalous.
 */

export enum Event {
  None,
  Opened,
  Escalated,
  Closed,
}

/** What is kept of a series whose newest points make an incident, or may come to make one. */
@unmanaged
export class Incident {
  /** Times of its first and its newest anomalous point. */
  firstTime: i64;
  lastTime: i64;
  /** The range that was expected of the first of its values that was outside one, limits apart; NaN before. */
  low: f64;
  high: f64;
  /** Highest score. */
  peak: f32;
  /** Anomalous points, the newest in the lowest bit. */
  recent: u32;
  severity: u8;
  /** Reason of the newest event. */
  reason: u8;
  /** Points below the limit in a row, once it is open. */
  quiet: u8;
}

/** Points below the limit in a row that close an incident. */
export const QUIET_POINTS: u8 = 5;

@inline
export function incidentOf(record: Series): Incident {
  return changetype<Incident>(record.incident);
}

/**
 * Follows a series' incident with the judgement of a point, which may alarm or may not yet. What an event is told from
 * stands in the series' Incident until `forget` is called.
 */
export function followPoint(record: Series, judgement: Judgement, mayAlarm: bool, time: i64, settings: Model): i32 {
  const isAnomalous = mayAlarm && judgement.score >= 1;
  const isSecond = judgement.isSecond, reason = judgement.reason;
  if (record.incident == 0) {
    if (!isAnomalous) return Event.None;
    record.incident = takeBlock(offsetof<Incident>());
  }
  const its = incidentOf(record);
  const before = its.recent;
  its.recent = (before << 1) | (isAnomalous ? 1 : 0);
  const isOpen = (record.flags & SERIES_INCIDENT) != 0;
  if (isAnomalous) {
    const others = before & ((1 << (<i32>settings.forOf - 1)) - 1);
    if (!isOpen && others == 0) {
      its.low = NaN;
      its.firstTime = time;
      its.peak = 0;
      its.severity = 1;
    }
    if (isSecond) its.severity = 2;
    if (isNaN(its.low) && isOfValue(reason)) {
      its.low = judgement.low;
      its.high = judgement.high;
    }
    // what opened as a spike may turn out to be a new level
    if (isOpen && reason == Reason.LevelShift && its.reason != Reason.Range) its.reason = <u8>reason;
    its.lastTime = time;
    its.quiet = 0;
    its.peak = max(its.peak, <f32>judgement.score);
  }
  if (isOpen) {
    if (isAnomalous) return isSecond || isOtherFault(its.reason, reason) ? escalate(its, reason) : Event.None;
    if (!judgement.isNear || its.reason != Reason.Range) return calm(record, its);
    its.quiet = 0;
    return Event.None;
  }
  const mask = <i32>settings.forOf == 32 ? <u32>0xffffffff : (<u32>1 << <i32>settings.forOf) - 1;
  // what did not come is no point: `--for` does not wait for more
  const isEnough = reason == Reason.Missing || popcnt(its.recent & mask) >= <u32>settings.forCount;
  if (!isAnomalous || !isEnough) return Event.None;
  record.flags |= SERIES_INCIDENT;
  record.incidents++;
  its.reason = <u8>reason;
  return Event.Opened;
}

/**
 * Follows a series' incident with a silence that lasts at `time`. It is no point: `--for` does not wait for more of
 * them. Within an incident for another reason it is told of once, as an escalation, whatever the severity.
 */
export function followSilence(record: Series, time: i64): i32 {
  if (record.incident == 0) record.incident = takeBlock(offsetof<Incident>());
  const its = incidentOf(record);
  its.quiet = 0;
  if (record.flags & SERIES_INCIDENT) {
    its.lastTime = time;
    its.peak = max(its.peak, 1);
    return its.reason == Reason.Gap ? Event.None : escalate(its, Reason.Gap);
  }
  record.flags |= SERIES_INCIDENT;
  record.incidents++;
  its.reason = <u8>Reason.Gap;
  its.severity = 1;
  its.low = NaN;
  its.firstTime = time;
  its.lastTime = time;
  its.peak = 1;
  return Event.Opened;
}

/** Whether a value is a fault of its own behind a silence, a sensor that stood still, or what did not come. */
function isOtherFault(before: i32, reason: i32): bool {
  if (before == Reason.Missing) return reason != Reason.Missing;
  return (before == Reason.Gap || before == Reason.Stuck) && !isOfTime(reason);
}

function escalate(its: Incident, reason: i32): i32 {
  its.reason = <u8>reason;
  return Event.Escalated;
}

function calm(record: Series, its: Incident): i32 {
  if (++its.quiet < QUIET_POINTS) return Event.None;
  record.flags &= ~SERIES_INCIDENT;
  its.recent = 0;
  return Event.Closed;
}

/** Takes an incident along when its series' clock is set. */
export function shiftIncident(record: Series, by: i64): void {
  if (record.incident == 0) return;
  const its = incidentOf(record);
  its.firstTime += by;
  its.lastTime += by;
}

/** Forgets what none of the next points can make an incident of. */
export function forget(record: Series, settings: Model): void {
  if (record.incident == 0 || record.flags & SERIES_INCIDENT) return;
  if (incidentOf(record).recent & ((1 << (<i32>settings.forOf - 1)) - 1)) return;
  dropIncident(record);
}

export function dropIncident(record: Series): void {
  if (record.incident == 0) return;
  giveBlockBack(record.incident, offsetof<Incident>());
  record.incident = 0;
}
