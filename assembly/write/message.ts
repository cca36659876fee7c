import { EventRow } from "../batch/additions";
import { Event } from "../detect/incident";
import { Reason } from "../detect/judgement";
import { Key, keyText } from "../series/key";
import { Series } from "../series/record";
import { Word } from "../settings/words";
import { BACKSLASH, COMMA, EQUALS, QUOTE, SPACE, number, put, say } from "./text";

/**
 * The sentence that an event has for a person, as a string field: `bv_1 temperature is 27.4, expected 18.6 to 19.1
 * (spike)`. A series is called by its tags' values, or by its measurement when it has none, and by its field.
 */

/** Bytes that names and words of a message may take. */
export function messageRoom(record: Series): usize {
  const key = changetype<Key>(record.key);
  return 2 * <usize>(key.prefixLength + key.fieldLength) + 512;
}

export function writeMessage(row: EventRow, record: Series): void {
  put(QUOTE);
  sayName(record);
  if (row.event == Event.Closed && isNaN(row.current)) say(Word.Gone);
  else if (row.event == Event.Closed) sayEnd(row);
  else if (row.reason == Reason.Gap) sayGap(row);
  else if (row.reason == Reason.Stuck) sayStillness(row);
  else sayValue(row);
  put(SPACE);
  put(40);
  say(Word.Spike + row.reason - Reason.Spike);
  put(41);
  put(QUOTE);
}

function sayName(record: Series): void {
  const key = changetype<Key>(record.key);
  const text = keyText(record.key);
  const end = text + key.prefixLength;
  let at = text + key.measurementLength;
  if (at == end) {
    unescape(text, end);
    put(SPACE);
  }
  while (at < end) {
    const value = separator(at + 1, end) + 1;
    at = separator(value, end);
    unescape(value, at);
    put(SPACE);
  }
  unescape(end, end + key.fieldLength);
}

/** The next comma or equals sign that separates. */
function separator(at: usize, end: usize): usize {
  while (at < end && ((load<u8>(at) != COMMA && load<u8>(at) != EQUALS) || load<u8>(at - 1) == BACKSLASH)) at++;
  return at;
}

/** Writes a name of a key without its backslashes, for a string in quotes. */
function unescape(at: usize, end: usize): void {
  for (; at < end; at++) {
    const byte = load<u8>(at);
    if (byte == BACKSLASH && at + 1 < end) {
      const next = load<u8>(at + 1);
      if (next == COMMA || next == EQUALS || next == SPACE) continue;
    }
    if (byte == BACKSLASH || byte == QUOTE) put(BACKSLASH);
    put(byte);
  }
}

/** ` is 27.4, expected 18.6 to 19.1`, or what fits the reason better. */
function sayValue(row: EventRow): void {
  say(row.reason == Reason.Variance ? Word.Varies : Word.Is);
  number(row.value);
  say(row.reason == Reason.Range ? Word.Allowed : Word.Expected);
  if (row.low == -Infinity) {
    say(Word.AtMost);
  } else if (row.high == Infinity) {
    say(Word.AtLeast);
    number(row.low);
    return;
  } else {
    number(row.low);
    say(Word.To);
  }
  number(row.high);
}

/** ` stays at 18.8 for 150 s, expected a change within 50 s`. */
function sayStillness(row: EventRow): void {
  say(Word.Stays);
  number(row.low);
  sayTime(Word.StaysFor, Word.ExpectedChange, row);
}

function sayGap(row: EventRow): void {
  sayTime(isNaN(row.current) ? Word.SilentStill : Word.Silent, Word.ExpectedPoint, row);
}

/** ` was silent for 300 s, expected a point within 60 s`. */
function sayTime(during: i32, expected: i32, row: EventRow): void {
  say(during);
  number(row.value);
  say(expected);
  number(row.high);
  say(Word.Seconds);
}

/** ` is 18.8 again after 35 s`; without a time where a single point was anomalous. */
function sayEnd(row: EventRow): void {
  say(Word.Is);
  number(row.current);
  say(Word.Back);
  if (row.duration == 0) return;
  say(Word.After);
  number(row.duration);
  say(Word.Seconds);
}
