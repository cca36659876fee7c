import { EventRow, appendEvent, eventRow } from "../batch/additions";
import { at4, pointEvent } from "../batch/batch";
import { Event, incidentOf } from "../detect/incident";
import { channelsOf } from "../detect/judge";
import { leastOf, mostOf } from "../detect/gate";
import { Judgement, Reason, isOfValue } from "../detect/judgement";
import { isCounter } from "../model/counter";
import { greater, lesser } from "../number/extent";
import { SERIES_NEGATIVE, SERIES_OVER_HUNDRED, Series } from "../series/record";
import { Model } from "../settings/settings";

/** What a person is told where an incident opens, escalates or closes. */

/** Notes how far a series' values reach: no range is told that goes beyond 0, or beyond 100, where they never did. */
export function meetValue(record: Series, value: f64): void {
  if (value < 0) record.flags |= SERIES_NEGATIVE;
  if (value > 100) record.flags |= SERIES_OVER_HUNDRED;
}

// what the host asks of an event's point: what was judged, and the range in which that was expected

export function toldValue(point: i32): f64 {
  return rowOf(point).value;
}

export function toldLow(point: i32): f64 {
  return rowOf(point).low;
}

export function toldHigh(point: i32): f64 {
  return rowOf(point).high;
}

@inline
function rowOf(point: i32): EventRow {
  return eventRow(load<i32>(at4(pointEvent, point)));
}

/** Fills a row for an event of the point in work; returns its index. */
export function takeEvent(
  record: Series, judgement: Judgement, value: f64, event: i32, settings: Model,
): i32 {
  const index = appendEvent();
  const row = eventRow(index);
  row.event = event;
  const its = incidentOf(record);
  row.reason = its.reason;
  row.severity = its.severity;
  row.incident = record.incidents;
  const isOfValues = isOfValue(its.reason);
  row.low = isOfValues ? lowest(record, judgement.low) : judgement.low;
  row.high = isOfValues ? highest(record, judgement.high) : judgement.high;
  // a change has no sign
  if (its.reason == Reason.Variance) row.low = greater(0, row.low);
  // a season that was taken off and put back leaves a rounding error
  const rounding = 1e-9 * (Math.abs(value) + Math.abs(judgement.season));
  const isValue = Math.abs(judgement.measured - value) <= rounding && its.reason != Reason.Missing;
  row.value = isValue ? value : judgement.measured;
  row.current = value;
  row.isRate = isCounter(record);
  if (event != Event.Closed) {
    if (isOfValues && channelsOf(record).changes == 1 && value != record.value) {
      // it has never been anything else
      row.low = record.value;
      row.high = record.value;
    }
    keepOutside(row, judgement);
    // the range that is told first is the one that the end is told by
    if (isOfValues && (event == Event.Opened || its.low == judgement.low)) {
      its.low = row.low;
      its.high = row.high;
    }
  }
  const isLimit = its.reason == Reason.Range;
  row.openingLow = isLimit ? leastOf(settings) : lowest(record, its.low);
  row.openingHigh = isLimit ? mostOf(settings) : highest(record, its.high);
  row.isBack = value >= row.openingLow && value <= row.openingHigh;
  // a clock that has gone back lies between them
  row.duration = max(0, <f64>(its.lastTime - its.firstTime) * 1e-9);
  row.peak = its.peak;
  return index;
}

/** A value is told to be outside its range by this part of its distance at least. */
const LEAST_SURPRISE: f64 = 1.01;

/**
 * Several distances together can be a surprise where none of them is alone. The range that is told is then that in
 * which the largest of them would have been none.
 */
function keepOutside(row: EventRow, judgement: Judgement): void {
  if (row.value < row.low || row.value > row.high) return;
  const middle = 0.5 * (judgement.low + judgement.high);
  const half = Math.abs(row.value - middle) / greater(judgement.score - 1, LEAST_SURPRISE);
  row.low = greater(row.low, middle - half);
  row.high = lesser(row.high, middle + half);
}

// the ends of a range of values, without what the series has never shown: below 0, and above 100

function lowest(record: Series, low: f64): f64 {
  return record.flags & SERIES_NEGATIVE ? low : max(0, low);
}

function highest(record: Series, high: f64): f64 {
  return record.flags & SERIES_OVER_HUNDRED ? high : min(100, high);
}
