import { EventRow } from "../batch/additions";
import { Event } from "../detect/incident";
import { Reason, isOfTime } from "../detect/judgement";
import { Key, keyText } from "../series/key";
import { Series } from "../series/record";
import { digits } from "../settings/settings";
import { Word } from "../settings/words";
import { BACKSLASH, COMMA, EQUALS, QUOTE, SPACE, numberOf, put, say } from "./text";
import { sayMinute } from "./time-of-day";

/**
 * The sentence that an event has for a person, as a string field: `bv_1 temperature is 27.4, expected 18.6 to 19.1
 * (spike)`. A series is called by its tags' values, or by its measurement when it has none, and by its field.
 */

/** Parentheses. */
export const OPENING: u8 = 40;
export const CLOSING: u8 = 41;

/** Seconds. */
const DAY: f64 = 86_400;

/** Bytes that names and words of a message may take. */
export function messageRoom(record: Series): usize {
  const key = changetype<Key>(record.key);
  return 2 * <usize>(key.prefixLength + key.fieldLength) + 512;
}

export function writeMessage(row: EventRow, record: Series): void {
  put(QUOTE);
  sayName(record);
  if (row.event == Event.Closed && isNaN(row.current)) say(Word.Gone);
  else if (row.event == Event.Closed) sayClosing(row);
  else if (row.reason == Reason.Gap) sayGap(row);
  else if (row.reason == Reason.Stuck) sayStillness(row);
  else if (row.reason == Reason.Missing) sayMissing(row);
  else sayValue(row);
  put(SPACE);
  put(OPENING);
  say(Word.Spike + row.reason - Reason.Spike);
  put(CLOSING);
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
export function separator(at: usize, end: usize): usize {
  while (at < end && ((load<u8>(at) != COMMA && load<u8>(at) != EQUALS) || load<u8>(at - 1) == BACKSLASH)) at++;
  return at;
}

/** Writes a name of a key without its backslashes, for a string in quotes. */
export function unescape(at: usize, end: usize): void {
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
  say(verbOf(row));
  sayMeasured(row);
  say(row.reason == Reason.Range ? Word.Allowed : Word.Expected);
  sayRange(row.value, row.low, row.high, LEAST_DIGITS);
}

/** What was judged may not be the newest value: a jump that is taken back was one before, a level is a mean. */
function verbOf(row: EventRow): i32 {
  if (row.reason == Reason.Variance) return Word.Varies;
  if (row.value == row.current) return Word.Is;
  return row.reason == Reason.Spike ? Word.Was : Word.Averages;
}

/** The value that was judged, with as many digits as tell it from the range. */
function sayMeasured(row: EventRow): void {
  sayBeside(row.value, row.value > row.high ? row.high : row.low);
  if (row.isRate) say(Word.ASecond);
}

/** A value with as many digits as were asked for, and as tell it from another number. */
function sayBeside(value: f64, other: f64): void {
  numberOf(value, digits == 0 ? 0 : max(digits, digitsApart(value, other, LEAST_DIGITS)));
}

/** `18.6 to 19.1`, `at most 25`: each end with as few digits as keep the value outside, and tell how wide it is. */
export function sayRange(value: f64, low: f64, high: f64, least: i32): void {
  if (low == -Infinity) {
    say(Word.AtMost);
  } else if (high == Infinity) {
    say(Word.AtLeast);
    sayEnd(value, low, least);
    return;
  } else {
    const tenth = 0.1 * (high - low);
    const apart = max(digitsApart(low, low + tenth, least), digitsApart(high, high - tenth, least));
    const needed = max(digitsApart(low, value, least), digitsApart(high, value, least));
    if (low == high || apart > needed + MORE_DIGITS) {
      sayEnd(value, 0.5 * (low + high), least);
      return;
    }
    numberOf(low, max(apart, needed));
    say(Word.To);
    numberOf(high, max(apart, needed));
    return;
  }
  sayEnd(value, high, least);
}

@inline
function sayEnd(value: f64, end: f64, least: i32): void {
  numberOf(end, digitsApart(end, value, least));
}

/** Digits of a range's end for a person, and how many more tell it from the other end: else they are one number. */
const LEAST_DIGITS: i32 = 4;
const MORE_DIGITS: i32 = 3;
const MOST_DIGITS: i32 = 17;

/** How many digits a number needs so that what is rounded away is less than half of its distance from another. */
export function digitsApart(value: f64, other: f64, least: i32): i32 {
  const distance = Math.abs(value - other);
  let significant = 1;
  let rounding = Math.abs(value) * 0.5;
  while ((significant < least || rounding > 0.5 * distance) && significant < MOST_DIGITS) {
    rounding *= 0.1;
    significant++;
  }
  return significant;
}

/** ` stays at 18.8 for 150 s, expected a change within 50 s`. */
function sayStillness(row: EventRow): void {
  say(Word.Stays);
  sayBeside(row.low, Infinity);
  sayTime(Word.StaysFor, Word.ExpectedChange, row);
}

function sayGap(row: EventRow): void {
  sayTime(isNaN(row.current) ? Word.SilentStill : Word.Silent, Word.ExpectedPoint, row);
}

/** ` was silent for 300 s, expected a point within 60 s`. */
function sayTime(during: i32, expected: i32, row: EventRow): void {
  say(during);
  sayBeside(row.value, row.high);
  say(expected);
  sayBeside(row.high, row.value);
  say(Word.Seconds);
}

/** ` did not rise around 02:00 as on the last three days`. */
function sayMissing(row: EventRow): void {
  say(row.low > 0 ? Word.NoRise : Word.NoFall);
  sayMinute(<i64>row.value * 1_000_000_000);
  say(row.high > DAY ? Word.AsWeekly : Word.AsDaily);
}

/** Of the range that was expected when it opened, the end that the value is nearer to. */
function nearerEnd(row: EventRow): f64 {
  const isLow = Math.abs(row.current - row.openingLow) < Math.abs(row.current - row.openingHigh);
  return isLow ? row.openingLow : row.openingHigh;
}

/** How an incident ended: ` is back at 18.8`, or what fits its reason better, and ` after 35 s`. */
function sayClosing(row: EventRow): void {
  const hasStayed = !isOfTime(row.reason) && !row.isBack;
  if (row.reason == Reason.Missing) {
    say(Word.QuietSince);
  } else if (row.reason == Reason.Variance) {
    say(Word.Steady);
  } else {
    say(row.reason == Reason.Stuck ? Word.Changed : hasStayed ? Word.Stayed : Word.Back);
    sayBeside(row.current, nearerEnd(row));
    if (row.isRate) say(Word.ASecond);
  }
  if (row.duration > 0) {
    say(Word.After);
    sayBeside(row.duration, Infinity);
    say(Word.Seconds);
  }
  if (!hasStayed) return;
  say(Word.Before);
  sayRange(row.current, row.openingLow, row.openingHigh, LEAST_DIGITS);
  put(CLOSING);
}
