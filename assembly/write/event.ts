import { EtaRow, EventRow } from "../batch/additions";
import { Reason } from "../detect/judgement";
import { Event } from "../detect/incident";
import { writeMessage } from "./message";
import { Series } from "../series/record";
import { Word } from "../settings/words";
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
  copy(name, length);
  say(which + SPLICED);
}

/** A comma follows what is spliced in; a line of our own has it in the next word. */
@inline
function endField(name: usize): void {
  if (name != 0) put(COMMA);
}

export function writeEvent(row: EventRow, record: Series, name: usize, length: usize): void {
  startField(Word.Event, name, length);
  put(QUOTE);
  say(Word.Opened + row.event - Event.Opened);
  put(QUOTE);
  endField(name);
  startField(Word.Severity, name, length);
  integer(row.severity);
  put(INTEGER_SUFFIX);
  endField(name);
  startField(Word.Incident, name, length);
  integer(row.incident);
  put(INTEGER_SUFFIX);
  endField(name);
  startField(Word.Reason, name, length);
  put(QUOTE);
  say(Word.Spike + row.reason - Reason.Spike);
  put(QUOTE);
  endField(name);
  startField(Word.Message, name, length);
  writeMessage(row, record);
  endField(name);
  if (row.event != Event.Closed) return;
  startField(Word.Duration, name, length);
  number(row.duration);
  endField(name);
  writeFinite(Word.Peak, row.peak, name, length);
}

export function writeEta(row: EtaRow, name: usize, length: usize): void {
  writeFinite(Word.EtaAbove, row.above, name, length);
  writeFinite(Word.EtaAboveEarliest, row.aboveEarliest, name, length);
  writeFinite(Word.EtaAboveLatest, row.aboveLatest, name, length);
  writeFinite(Word.EtaBelow, row.below, name, length);
  writeFinite(Word.EtaBelowEarliest, row.belowEarliest, name, length);
  writeFinite(Word.EtaBelowLatest, row.belowLatest, name, length);
}

/** What is not known, or overflows a double, is left out. */
function writeFinite(which: i32, value: f64, name: usize, length: usize): void {
  if (!isFinite(value)) return;
  startField(which, name, length);
  number(value);
  endField(name);
}
