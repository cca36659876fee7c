import {
  BACKSLASH,
  COMMA,
  type Cursor,
  EQUALS,
  isBlank,
  isBreak,
  isDigit,
  type Liberty,
  MINUS,
  NEWLINE,
  QUOTE,
  RETURN,
  ZERO,
} from "./bytes.js";
import { behindValue, exceeds, readValue, type Value } from "./value.js";

// The sections of a line, one reader each. A reader leaves the cursor behind what it read and returns true, or at the
// first byte that can't stand where it does and returns false.

/** Bytes from `start` (included) to `end` (excluded). All offsets of this file are into the array that was parsed. */
export interface Range {
  start: number;
  end: number;
}

/** A tag as it stands in the line, escapes and all. */
export interface Tag {
  keyStart: number;
  keyEnd: number;
  valueStart: number;
  valueEnd: number;
}

/** A field as it stands in the line; the bytes of a value include its suffix or its quotes. */
export interface Field extends Tag, Value {}

/** A line that Telegraf takes, or would if it took a liberty. */
export interface Line {
  kind: "line";
  start: number;
  /** After the newline, or the end of the bytes where there is none. */
  end: number;
  /** Measurement and tags, as they stand: from `keyStart` to `keyEnd`. */
  keyStart: number;
  keyEnd: number;
  measurement: Range;
  /** In the line's order. Of tags with one key only the last, which is the one that counts. */
  tags: Tag[];
  /** In the line's order. Of fields with one key only the last, which is the one that counts. */
  fields: Field[];
  /** The first field, behind the blanks: more of them can be inserted here, or at `insertAt`. */
  fieldsStart: number;
  /** After the last field. */
  insertAt: number;
  /** Both at `insertAt` when the line has no timestamp. */
  timeStart: number;
  timeEnd: number;
  /** Nanoseconds since 1970. */
  time: bigint | undefined;
  /** Whether the line ends in a newline. */
  terminated: boolean;
  /** Where Telegraf gives the line up, although it says what it says: undefined for a line that Telegraf takes. */
  liberty: Liberty | undefined;
}

export function skipBlanks(cursor: Cursor): void {
  while (isBlank(cursor.peek())) cursor.at++;
}

/** Reads a carriage return, behind which only a newline may stand, or the end. */
export function readReturn(cursor: Cursor): boolean {
  cursor.at++;
  const next = cursor.peek();
  return next === NEWLINE || next === -1 || cursor.fail("a newline after the carriage return");
}

/**
 * Reads on to the byte that ends a name: a comma, a blank, a break, or `=` where `endsAtEquals`. Where `backslashesPair`,
 * two backslashes are two bytes of the name, else the second one takes the next byte in its turn.
 */
function readName(cursor: Cursor, endsAtEquals: boolean, backslashesPair: boolean): boolean {
  const { bytes, end } = cursor;
  let at = cursor.at;
  while (at < end) {
    const byte = bytes[at]!;
    if (byte === COMMA || isBlank(byte) || isBreak(byte) || (byte === EQUALS && endsAtEquals)) break;
    if (byte === BACKSLASH) {
      if (at + 1 === end || isBreak(bytes[at + 1]!)) {
        cursor.at = at + 1;
        return cursor.fail("a byte of the name after the backslash");
      }
      if (bytes[at + 1] === QUOTE) cursor.respelled = true;
      if (backslashesPair || bytes[at + 1] !== BACKSLASH) at++;
    }
    at++;
  }
  cursor.at = at;
  return true;
}

export function readMeasurement(cursor: Cursor, line: Line): boolean {
  if (!readName(cursor, false, true)) return false;
  line.measurement.end = cursor.at;
  line.keyEnd = cursor.at;
  if (cursor.at === line.keyStart) return cursor.fail("a measurement");
  const next = cursor.peek();
  return next === COMMA || isBlank(next) || cursor.fail("a tag or a field after the measurement");
}

/** Reads the tags and the blanks behind them. */
export function readTags(cursor: Cursor, line: Line): boolean {
  while (cursor.peek() === COMMA) {
    const keyStart = ++cursor.at;
    if (!readName(cursor, true, false)) return false;
    const keyEnd = cursor.at;
    if (keyEnd === keyStart) return cursor.fail("a tag key");
    if (cursor.peek() !== EQUALS) return cursor.fail("= after the tag key");
    const valueStart = ++cursor.at;
    if (!readName(cursor, true, false)) return false;
    const valueEnd = cursor.at;
    if (valueEnd === valueStart) return cursor.fail("a tag value");
    line.tags.push({ keyStart, keyEnd, valueStart, valueEnd });
    const next = cursor.peek();
    if (next !== COMMA && !isBlank(next)) return cursor.fail("a comma or a field after the tag value");
  }
  line.keyEnd = cursor.at;
  skipBlanks(cursor);
  line.fieldsStart = cursor.at;
  return true;
}

/** Reads the fields that follow the first one, up to the byte that ends them. */
export function readMoreFields(cursor: Cursor, line: Line): boolean {
  line.insertAt = cursor.at;
  while (cursor.peek() === COMMA) {
    cursor.at++;
    if (!readField(cursor, line)) return false;
    line.insertAt = cursor.at;
  }
  const next = cursor.peek();
  if (isBlank(next) || next === NEWLINE || next === RETURN || next === -1) return true;
  return cursor.fail(behindValue);
}

export function readField(cursor: Cursor, line: Line): boolean {
  const keyStart = cursor.at;
  if (!readName(cursor, true, true)) return false;
  const keyEnd = cursor.at;
  if (keyEnd === keyStart) return cursor.fail("a field key");
  if (cursor.peek() !== EQUALS) return cursor.fail("= after the field key");
  cursor.at++;
  const valueStart = cursor.at;
  const field: Field = { keyStart, keyEnd, valueStart, valueEnd: valueStart, kind: "float", value: 0 };
  line.fields.push(field);
  return readValue(cursor, field);
}

/** Reads what follows the fields: blanks, a timestamp, the end of the line. */
export function readTail(cursor: Cursor, line: Line): boolean {
  line.timeStart = line.insertAt;
  line.timeEnd = line.insertAt;
  skipBlanks(cursor);
  const first = cursor.peek();
  if (cursor.at > line.insertAt && first !== NEWLINE && first !== RETURN && first !== -1) {
    if (!readTime(cursor, line)) return false;
    skipBlanks(cursor);
  }
  if (cursor.peek() === RETURN && !readReturn(cursor)) return false;
  line.terminated = cursor.peek() === NEWLINE;
  if (line.terminated) cursor.at++;
  return cursor.at === cursor.end || line.terminated || cursor.fail("the end of the line after the timestamp");
}

function readTime(cursor: Cursor, line: Line): boolean {
  line.timeStart = cursor.at;
  const negative = cursor.peek() === MINUS;
  if (negative) cursor.at++;
  const digits = cursor.at;
  while (isDigit(cursor.peek()) && cursor.at - digits < 19) cursor.at++;
  if (cursor.at === digits) return cursor.fail("a timestamp in whole nanoseconds or the end of the line");
  line.timeEnd = cursor.at;
  const next = cursor.peek();
  if (isDigit(next)) return cursor.fail("a timestamp of at most 19 digits");
  if (!isBlank(next) && next !== NEWLINE && next !== RETURN && next !== -1) {
    return cursor.fail("the end of the line after the timestamp's digits");
  }
  if (exceeds(cursor.bytes, digits, cursor.at, negative ? "9223372036854775808" : "9223372036854775807")) {
    return cursor.fail("a timestamp of 64 bits");
  }
  const nanoseconds = toBigInt(cursor.bytes, digits, line.timeEnd);
  line.time = negative ? -nanoseconds : nanoseconds;
  return true;
}

/** The number of up to 19 digits. */
function toBigInt(bytes: Uint8Array, start: number, end: number): bigint {
  const middle = Math.max(start, end - 9);
  return BigInt(toNumber(bytes, start, middle)) * 1_000_000_000n + BigInt(toNumber(bytes, middle, end));
}

function toNumber(bytes: Uint8Array, start: number, end: number): number {
  let number = 0;
  for (let at = start; at < end; at++) number = 10 * number + bytes[at]! - ZERO;
  return number;
}
