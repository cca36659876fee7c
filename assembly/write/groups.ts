import { GroupRow, namedGroup } from "../batch/additions";
import { StoryEvent } from "../group/story";
import { group } from "../group/group";
import { Key } from "../series/key";
import { series } from "../series/record";
import { Word } from "../settings/words";
import { LINE_ROOM } from "./labels";
import { saySeries, sayGroupName, writeGroupMessage } from "./group-message";
import { COMMA, INTEGER_SUFFIX, NEWLINE, QUOTE, SPACE, copy, integer, number, out, put, roomLeft, say } from "./text";

/** A group's line: the counts of an interval, or an event of a story. */

/** Bytes of all groups' names in a field; what does not fit is left out. */
const NAMES: usize = 1024;

/** Writes a row's line; false where there is no room for it. */
export function writeGroup(row: GroupRow): bool {
  if (roomLeft() < roomOf(row)) return false;
  const its = group(row.group);
  say(Word.GroupName);
  copy(its.text, its.length);
  if (row.event == StoryEvent.None) say(Word.FirstAnomalous);
  else sayEvent(row);
  integer(row.anomalous);
  put(INTEGER_SUFFIX);
  say(Word.SeriesCount);
  integer(row.series);
  put(INTEGER_SUFFIX);
  say(Word.Rate);
  number(<f64>row.anomalous / <f64>row.series);
  if (row.event != StoryEvent.None) sayStory(row);
  put(SPACE);
  integer(row.time);
  put(NEWLINE);
  return true;
}

/** Names are written up to three times, each byte with a backslash at most. */
function roomOf(row: GroupRow): usize {
  return LINE_ROOM + NAMES + 2 * <usize>group(row.group).length + 6 * (keyLength(row.first) + keyLength(row.strongest));
}

function keyLength(number: u32): usize {
  if (number == 0) return 0;
  const key = changetype<Key>(series(number).key);
  return key.prefixLength + key.fieldLength;
}

function sayEvent(row: GroupRow): void {
  say(Word.FirstEvent);
  put(QUOTE);
  say(Word.StoryOpened + row.event - StoryEvent.Opened);
  put(QUOTE);
  say(Word.Severity);
  integer(row.severity);
  put(INTEGER_SUFFIX);
  say(Word.Incident);
  integer(row.incident);
  put(INTEGER_SUFFIX);
  say(Word.Anomalous);
}

function sayStory(row: GroupRow): void {
  if (row.named > 0) sayGroups(row);
  saySeriesField(Word.First, row.first);
  saySeriesField(Word.Strongest, row.strongest);
  if (row.event == StoryEvent.Closed) {
    say(Word.Duration);
    number(row.duration);
  }
  say(Word.Message);
  put(QUOTE);
  writeGroupMessage(row);
  put(QUOTE);
}

/** The names of the groups that a story tells of. */
function sayGroups(row: GroupRow): void {
  say(Word.Groups);
  put(QUOTE);
  const most = out + NAMES;
  for (let index = 0; index < row.named && out < most; index++) {
    if (index > 0) {
      put(COMMA);
      put(SPACE);
    }
    sayGroupName(namedGroup(row.firstNamed + index));
  }
  put(QUOTE);
}

function saySeriesField(field: i32, which: u32): void {
  if (which == 0) return;
  say(field);
  put(QUOTE);
  saySeries(which);
  put(QUOTE);
}
