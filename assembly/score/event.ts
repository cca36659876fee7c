import { EventRow, appendEvent, eventRow } from "../batch/additions";
import { Event, incidentOf } from "../detect/incident";
import { Judgement, Reason } from "../detect/judgement";
import { isCounter } from "../model/counter";
import { SERIES_NEGATIVE, SERIES_OVER_HUNDRED, Series } from "../series/record";

/** What a person is told where an incident opens, escalates or closes. */

/** Notes how far a series' values reach: no range is told that goes beyond 0, or beyond 100, where they never did. */
export function meetValue(record: Series, value: f64): void {
  if (value < 0) record.flags |= SERIES_NEGATIVE;
  if (value > 100) record.flags |= SERIES_OVER_HUNDRED;
}

/** Fills a row for an event of the point in work; returns its index. */
export function takeEvent(record: Series, judgement: Judgement, value: f64, event: i32): i32 {
  const index = appendEvent();
  const row = eventRow(index);
  row.event = event;
  const its = incidentOf(record);
  row.reason = its.reason;
  row.severity = its.severity;
  row.incident = record.incidents;
  row.low = judgement.low;
  row.high = judgement.high;
  row.value = judgement.measured;
  row.current = value;
  row.isRate = isCounter(record);
  if (its.reason != Reason.Range) narrow(row, record);
  if (event == Event.Opened) {
    its.low = row.low;
    its.high = row.high;
  }
  row.isBack = value >= its.low && value <= its.high;
  row.openingLow = its.low;
  row.openingHigh = its.high;
  // a clock that has gone back lies between them
  row.duration = max(0, <f64>(its.lastTime - its.firstTime) * 1e-9);
  row.peak = its.peak;
  return index;
}

/** Takes off a range what the series has never shown: below 0, and above 100; changes of a value have no sign. */
function narrow(row: EventRow, record: Series): void {
  if ((record.flags & SERIES_NEGATIVE) == 0 || row.reason == Reason.Variance) row.low = max(0, row.low);
  if ((record.flags & SERIES_OVER_HUNDRED) == 0) row.high = min(100, row.high);
}
