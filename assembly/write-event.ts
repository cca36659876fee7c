import { Reason } from "./judgement";
import { Event } from "./incident";
import { EtaRow, EventRow } from "./batch";
import { writeMessage } from "./message";
import { Series } from "./series";
import { Word } from "./settings";
import { COMMA, INTEGER_SUFFIX, QUOTE, copy, integer, number, put, say } from "./text";

/**
 * The fields of an event and of what a forecast will cross, for a line of ours or spliced behind the name of a field of
 * the original line: `name` is null for the former.
 */

/** From a field's own word to the one behind a name. */
const SPLICED: i32 = Word.SplicedEvent - Word.Event;

/** Fields that one point may have of these. */
export const EVENT_FIELDS: usize = 13;

@inline
function startField(which: i32, name: usize, length: usize): void {
  if (name == 0) {
    say(which);
    return;
  }
  put(COMMA);
  copy(name, length);
  say(which + SPLICED);
}

export function writeEvent(row: EventRow, record: Series, name: usize, length: usize): void {
  startField(Word.Event, name, length);
  put(QUOTE);
  say(Word.Opened + row.event - Event.Opened);
  put(QUOTE);
  startField(Word.Severity, name, length);
  integer(row.severity);
  put(INTEGER_SUFFIX);
  startField(Word.Incident, name, length);
  integer(row.incident);
  put(INTEGER_SUFFIX);
  startField(Word.Reason, name, length);
  put(QUOTE);
  say(Word.Spike + row.reason - Reason.Spike);
  put(QUOTE);
  startField(Word.Message, name, length);
  writeMessage(row, record);
  if (row.event != Event.Closed) return;
  startField(Word.Duration, name, length);
  number(row.duration);
  startField(Word.Peak, name, length);
  number(row.peak);
}

export function writeEta(row: EtaRow, name: usize, length: usize): void {
  writeSeconds(Word.EtaAbove, row.above, name, length);
  writeSeconds(Word.EtaAboveEarliest, row.aboveEarliest, name, length);
  writeSeconds(Word.EtaAboveLatest, row.aboveLatest, name, length);
  writeSeconds(Word.EtaBelow, row.below, name, length);
  writeSeconds(Word.EtaBelowEarliest, row.belowEarliest, name, length);
  writeSeconds(Word.EtaBelowLatest, row.belowLatest, name, length);
}

function writeSeconds(which: i32, seconds: f64, name: usize, length: usize): void {
  if (isNaN(seconds)) return;
  startField(which, name, length);
  number(seconds);
}
