import { Key, keyText } from "../series/key";
import { Series } from "../series/record";
import { Word } from "../settings/words";
import { messageRoom } from "./message";
import { BACKSLASH, EQUALS, UNDERSCORE, copy, number, put, roomLeft, say } from "./text";

/** What every line of ours has: its series' tags, the source's names as tags, numbers. */

/** Room for the words and numbers of one line of ours, without its key. */
export const LINE_ROOM: usize = 4096;

export function roomForLine(record: Series): bool {
  const key = changetype<Key>(record.key);
  return roomLeft() >= 3 * <usize>(key.prefixLength + key.fieldLength) + LINE_ROOM + messageRoom(record);
}

/** The source's tags, and its measurement and field as tags. */
export function writeLabels(record: Series): void {
  writeTags(record);
  const key = changetype<Key>(record.key);
  const text = keyText(record.key);
  sayTag(Word.SourceTag, key.sourceUnderscores);
  writeAsTag(text, key.measurementLength);
  sayTag(Word.FieldTag, key.fieldUnderscores);
  writeAsTag(text + key.prefixLength, key.fieldLength);
}

/** Writes a name as a tag's value: that can't end in a backslash, be empty, or hold a bare equals sign. */
function writeAsTag(name: usize, length: usize): void {
  while (length > 0 && load<u8>(name + length - 1) == BACKSLASH) length--;
  if (length == 0) put(UNDERSCORE);
  for (let at = name; at < name + length; at++) {
    const byte = load<u8>(at);
    if (byte == EQUALS && (at == name || load<u8>(at - 1) != BACKSLASH)) put(BACKSLASH);
    put(byte);
  }
}

export function sayTag(name: i32, underscores: u8): void {
  say(name);
  for (; underscores > 0; underscores--) put(UNDERSCORE);
  put(EQUALS);
}

@inline
export function writeTags(record: Series): void {
  const key = changetype<Key>(record.key);
  copy(keyText(record.key) + key.measurementLength, key.prefixLength - key.measurementLength);
}

/** What overflows a double is left out: line protocol has no infinity. */
@inline
export function sayNumber(which: i32, value: f64): void {
  if (!isFinite(value)) return;
  say(which);
  number(value);
}
