import { BACKSLASH, COMMA, EQUALS, isBreak, QUOTE, SPACE, TAB } from "./bytes.js";

// What a name may escape, as Telegraf reads and writes it. A backslash before any other byte is an ordinary byte.
// One oddity of Telegraf's reading is kept, because it decides which lines are one series: `\"` in a tag or field key
// means `"`, but only where the same name also holds a comma, a blank or an equals sign.

const breakLetters = [0x74, 0x6e, 0x76, 0x66, 0x72]; // t n v f r, for the bytes 9 to 13

function isEscapedInMeasurement(byte: number): boolean {
  return byte === COMMA || byte === SPACE;
}

function isEscapedInName(byte: number): boolean {
  return byte === COMMA || byte === SPACE || byte === EQUALS;
}

function dropBackslashes(name: Uint8Array, isEscaped: (byte: number) => boolean): Uint8Array {
  const plain = new Uint8Array(name.length);
  let length = 0;
  for (let at = 0; at < name.length; at++) {
    if (name[at] === BACKSLASH && at + 1 < name.length && isEscaped(name[at + 1]!)) at++;
    plain[length++] = name[at]!;
  }
  return plain.subarray(0, length);
}

function addBackslashes(name: Uint8Array, isEscaped: (byte: number) => boolean): Uint8Array {
  const isSpecial = (byte: number) => isEscaped(byte) || isBreak(byte);
  if (!name.some(isSpecial)) return name;
  const escaped = new Uint8Array(2 * name.length);
  let length = 0;
  for (const byte of name) {
    if (isSpecial(byte)) escaped[length++] = BACKSLASH;
    escaped[length++] = isBreak(byte) ? breakLetters[byte - TAB]! : byte;
  }
  return escaped.subarray(0, length);
}

/** The measurement that the bytes from `start` to `end` of a line spell: a view if nothing is escaped, else a copy. */
export function unescapeMeasurement(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const name = bytes.subarray(start, end);
  return name.includes(BACKSLASH) ? dropBackslashes(name, isEscapedInMeasurement) : name;
}

/** The tag key, tag value or field key that the bytes from `start` to `end` spell: a view if nothing is escaped. */
export function unescapeName(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const name = bytes.subarray(start, end);
  if (!name.includes(BACKSLASH) || !name.some(isEscapedInName)) return name;
  return dropBackslashes(name, (byte) => byte === QUOTE || isEscapedInName(byte));
}

/** The name that `escapeName` wrote from `start` to `end`; read again by Telegraf, a `\"` in it could become a `"`. */
export function unescapeCanonical(bytes: Uint8Array, start: number, end: number): Uint8Array {
  return dropBackslashes(bytes.subarray(start, end), isEscapedInName);
}

/** A measurement as Telegraf writes it; breaks (tab to carriage return) become a backslash and a letter. */
export function escapeMeasurement(name: Uint8Array): Uint8Array {
  return addBackslashes(name, isEscapedInMeasurement);
}

/** A tag key, tag value or field key as Telegraf writes it; breaks become a backslash and a letter. */
export function escapeName(name: Uint8Array): Uint8Array {
  return addBackslashes(name, isEscapedInName);
}
