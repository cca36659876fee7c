import { GroupRow, namedGroup } from "../batch/additions";
import { Reason, isOfTime } from "../detect/judgement";
import { group, isCommonTag, member } from "../group/group";
import { StoryEvent } from "../group/story";
import { Key, keyText } from "../series/key";
import { series } from "../series/record";
import { Word } from "../settings/words";
import { CLOSING, OPENING, digitsApart, sayRange, separator, unescape } from "./message";
import { BACKSLASH, COLON, COMMA, SPACE, integer, numberOf, out, put, rewind, say } from "./text";
import { sayTime } from "./time-of-day";

/**
 * The sentence that a story has for a person: `web-1: 9 of 75 series unusual since 10:02:15, first disk io_await 47
 * (expected 0 to 17), most disk and system`. It fits a phone: what does not fit is left out, from the end.
 */

const MOST: usize = 110;
/** Bytes of a group's name in it, and groups that are named. */
const LONGEST_NAME: usize = 40;
const NAMED: i32 = 2;
const DIGITS: i32 = 3;

export function writeGroupMessage(row: GroupRow): void {
  const start = out;
  sayWho(row);
  if (row.event == StoryEvent.Closed) sayEnd(row);
  else sayHowMuch(row);
  if (row.first == 0 || !trim(start, sayFirst(row)) || row.event == StoryEvent.Closed) return;
  if (!trim(start, sayWhat(row))) trim(start, sayValue(row));
  else if (row.groups == 0) trim(start, sayMost(row));
}

/** Takes back what has been written since a place, if the message is too long with it; false then. */
function trim(start: usize, place: usize): bool {
  if (out - start <= MOST) return true;
  rewind(place);
  return false;
}

function sayWho(row: GroupRow): void {
  const isNamed = group(row.group).length > 0;
  if (isNamed) sayShort(row.group);
  if (row.groups == 0) return;
  if (row.event == StoryEvent.Closed) {
    if (isNamed) return;
    integer(row.groups);
    say(Word.GroupsOf);
    return;
  }
  if (isNamed) {
    put(SPACE);
    put(OPENING);
  }
  const named = row.named == NAMED + 1 ? row.named : min(row.named, NAMED);
  for (let index = 0; index < named; index++) {
    if (index > 0 && index == row.named - 1) say(Word.And);
    else if (index > 0) sayComma();
    sayShort(namedGroup(row.firstNamed + index));
  }
  if (row.named > named) {
    say(Word.And);
    integer(row.named - named);
    say(Word.More);
  }
  if (isNamed) put(CLOSING);
}

function sayComma(): void {
  put(COMMA);
  put(SPACE);
}

/** `: 9 of 75 series unusual since 10:02:15`. */
function sayHowMuch(row: GroupRow): void {
  put(COLON);
  say(row.event == StoryEvent.Grown ? Word.ByNow : Word.Blank);
  sayCounts(row);
  say(Word.Unusual);
  sayTime(row.since);
}

/** ` is quiet again after 720 s: 9 of 75 series were unusual`. */
function sayEnd(row: GroupRow): void {
  say(row.groups == 0 || group(row.group).length > 0 ? Word.Quiet : Word.AllQuiet);
  if (row.duration > 0) {
    say(Word.After);
    numberOf(row.duration, DIGITS);
    say(Word.Seconds);
  }
  put(COLON);
  put(SPACE);
  sayCounts(row);
  say(Word.WereUnusual);
}

function sayCounts(row: GroupRow): void {
  integer(row.anomalous);
  say(Word.Of);
  integer(row.series);
  say(Word.SeriesNoun);
}

/** Each of these returns where it has begun. */
function sayFirst(row: GroupRow): usize {
  const place = out;
  say(Word.FirstOfAll);
  saySeries(row.first);
  return place;
}

/** Whether it is a value that was unusual, and not how values come. */
@inline
function isOfValue(row: GroupRow): bool {
  return !isOfTime(row.reason);
}

/** ` 47`. */
function sayValue(row: GroupRow): usize {
  const place = out;
  if (!isOfValue(row)) return place;
  put(SPACE);
  numberOf(row.measured, digitsApart(row.measured, row.measured > row.high ? row.high : row.low, DIGITS));
  if (row.isRate) say(Word.ASecond);
  return place;
}

/** ` 47 (expected 0 to 17)`, or the reason of what has no such value. */
function sayWhat(row: GroupRow): usize {
  const place = sayValue(row);
  put(SPACE);
  put(OPENING);
  if (!isOfValue(row)) {
    say(Word.Spike + row.reason - Reason.Spike);
  } else {
    say(row.reason == Reason.Range ? Word.AllowedRange : Word.ExpectedRange);
    sayRange(row.measured, row.low, row.high, DIGITS);
  }
  put(CLOSING);
  return place;
}

function sayMost(row: GroupRow): usize {
  const place = out;
  if (row.most == 0 || row.anomalous < 3) return place;
  say(Word.Mostly);
  sayMeasurement(row.most);
  if (row.secondMost == 0) return place;
  say(Word.And);
  sayMeasurement(row.secondMost);
  return place;
}

function sayMeasurement(number: u32): void {
  const key = series(number).key;
  unescape(keyText(key), keyText(key) + changetype<Key>(key).measurementLength);
}

/** A group by its tag's value. */
export function sayGroupName(number: u32): void {
  const its = group(number);
  const end = its.text + its.length;
  if (its.length > 0) unescape(separator(its.text + 1, end) + 1, end);
}

/** The same, cut where it is long. */
function sayShort(number: u32): void {
  const place = out;
  sayGroupName(number);
  if (out - place <= LONGEST_NAME) return;
  let end = place + LONGEST_NAME;
  // not within a character, nor behind a backslash
  while (end > place && ((load<u8>(end) & 0xc0) == 0x80 || load<u8>(end - 1) == BACKSLASH)) end--;
  rewind(end);
  say(Word.Ellipsis);
}

/** A series by its measurement, the values of the tags that not all of its group have, and its field. */
export function saySeries(number: u32): void {
  const text = keyText(series(number).key), key = changetype<Key>(series(number).key);
  const end = text + key.prefixLength;
  unescape(text, text + key.measurementLength);
  put(SPACE);
  let at = text + key.measurementLength;
  while (at < end) {
    const value = separator(at + 1, end) + 1;
    const next = separator(value, end);
    if (!isCommonTag(member(number).group, at, next - at)) {
      unescape(value, next);
      put(SPACE);
    }
    at = next;
  }
  unescape(end, end + key.fieldLength);
}
