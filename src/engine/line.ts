import { Cursor, HASH, type Liberty, NEWLINE, RETURN } from "./bytes.js";
import { unescapeName } from "./escape.js";
import {
  type Field,
  type Line,
  type Range,
  readField,
  readMeasurement,
  readMoreFields,
  readReturn,
  readTags,
  readTail,
  skipBlanks,
  type Tag,
} from "./section.js";
import { readString } from "./value.js";

// The whole grammar of line protocol as Telegraf 1.39 reads it from a child, over bytes:
//
//   line        = blank* measurement ("," tag)* blank+ field ("," field)* [blank+ timestamp] blank* ["\r"] "\n"
//   tag         = key "=" value                    both of one byte at least
//   field       = key "=" (number | integer "i" | unsigned "u" | boolean | '"' string '"')
//   timestamp   = ["-"] 1 to 19 digits             within 64 bits
//   comment     = blank* "#" … "\n"                blank = space, tab, vertical tab, form feed
//
// Two things are read that Telegraf refuses and InfluxDB takes: other escapes in a string than \" and \\, and integers that
// lead with zeros. Telegraf goes on behind the next newline then; so do we, and such a line says where (`liberty`).
//
// A backslash takes the byte after it into the name, whatever that is, except the bytes 9 to 13, which no name can hold.
// In a measurement or field key two backslashes are a pair; in a tag the second one takes the next byte in its turn. A
// newline ends a line everywhere but in a quoted string. After an error the line goes on to the first newline at or after
// the error, so a `"` behind it opens nothing.

export type { Field, Line, Range, Tag };

/** A line that Telegraf rejects. */
export interface InvalidLine {
  kind: "invalid";
  end: number;
  /** The offset of the byte that can't stand where it does. */
  at: number;
  /** Newlines between the line's start and `at`; there are some only after a string with newlines. */
  row: number;
  /** Bytes from the last newline before `at`, counted from 1. */
  column: number;
  /** What was expected instead, as a noun: "a field value". */
  expected: string;
  /** Whether a string is still open where the bytes end. */
  openString: boolean;
}

/** What has been read of a line whose end is not known yet: for the next call of `parseLine`, which uses it up. */
export interface OpenLine {
  /** Its fields are whole, but for the last one where a string is open. */
  line: Line;
  /** In an open string the first byte that the next call looks at; -1 outside of strings. */
  undecided: number;
  respelled: boolean;
  liberty: Liberty | undefined;
}

export type Parsed =
  | Line
  | InvalidLine
  | { kind: "blank" | "comment"; end: number }
  | { kind: "incomplete"; inString: boolean; open: OpenLine | undefined };

/**
 * Reads the one line, comment or blank line that begins at `start`; `bytes` are known up to `end`, and `atEnd` says that
 * none will follow.
 *
 * "incomplete", which only comes back before the end, means that the line's newline is not among the bytes. Keep the
 * bytes from `start` on, and `open`; when a newline has come (without one there is no decision) call again with the same
 * bytes and more, at the same `start` or another, and with `open`: the reading goes on from the field that it was in. So a
 * line costs one reading, even one of many strings with newlines that comes in small pieces.
 *
 * At the end a line needs no newline, and a string that is still open makes the line invalid, with `openString`.
 */
export function parseLine(bytes: Uint8Array, start: number, end: number, atEnd: boolean, open?: OpenLine): Parsed {
  const cursor = new Cursor(bytes, start, end);
  let line: Line;
  let read: boolean;
  if (open === undefined) {
    skipBlanks(cursor);
    const first = cursor.peek();
    if (first === HASH || first === NEWLINE || first === RETURN || first === -1) return readEmpty(cursor, start, atEnd);
    line = emptyLine(start, cursor.at);
    read = readMeasurement(cursor, line) && readTags(cursor, line) && readField(cursor, line);
  } else {
    line = resume(cursor, open, start);
    read = open.undecided < 0 || readString(cursor, line.fields.at(-1)!);
  }
  read = read && readMoreFields(cursor, line) && readTail(cursor, line);
  if (!read || !(line.terminated || atEnd)) return stop(cursor, line, atEnd);
  line.end = cursor.at;
  line.liberty = cursor.liberty;
  if (line.tags.length > 1) line.tags = lastOfEachKey(cursor, line.tags);
  if (line.fields.length > 1) line.fields = lastOfEachKey(cursor, line.fields);
  return line;
}

function emptyLine(start: number, keyStart: number): Line {
  return {
    kind: "line",
    start,
    end: start,
    keyStart,
    keyEnd: keyStart,
    measurement: { start: keyStart, end: keyStart },
    tags: [],
    fields: [],
    fieldsStart: keyStart,
    insertAt: keyStart,
    timeStart: keyStart,
    timeEnd: keyStart,
    time: undefined,
    terminated: false,
    liberty: undefined,
  };
}

/** A line that ended otherwise than the grammar has it, or not at all. */
function stop(cursor: Cursor, line: Line, atEnd: boolean): Parsed {
  const { bytes, end, undecided, liberty } = cursor;
  // Telegraf's error is the first one, and its newline the next one behind it
  const { at, expected } = liberty ?? cursor;
  const openString = undecided >= 0 && liberty === undefined;
  const newline = bytes.subarray(at, end).indexOf(NEWLINE);
  if (newline < 0 && !atEnd) return { kind: "incomplete", inString: openString, open: keep(cursor, line) };
  let row = 0;
  let rowStart = line.start;
  for (let byte = line.start; byte < at; byte++) {
    if (bytes[byte] !== NEWLINE) continue;
    row++;
    rowStart = byte + 1;
  }
  const after = newline < 0 ? end : at + newline + 1;
  return { kind: "invalid", end: after, at, row, column: at - rowStart + 1, expected, openString };
}

/** What the next call can start from, if any field is whole: which a value is known to be by the byte behind it. */
function keep(cursor: Cursor, line: Line): OpenLine | undefined {
  const { end, undecided, respelled, liberty } = cursor;
  const { fields } = line;
  if (undecided < 0) {
    if (fields.length > 0 && fields.at(-1)!.keyStart >= line.insertAt) fields.pop();
    if (fields.at(-1)?.valueEnd === end) fields.pop();
    if (fields.length === 0) return undefined;
    line.insertAt = fields.at(-1)!.valueEnd;
  }
  return { line, undecided, respelled, liberty };
}

/** Points the cursor at where the reading goes on, and moves the offsets of an open line to where it begins now. */
function resume(cursor: Cursor, open: OpenLine, start: number): Line {
  const { line } = open;
  const distance = start - line.start;
  cursor.at = (open.undecided < 0 ? line.insertAt : open.undecided) + distance;
  cursor.respelled = open.respelled;
  cursor.liberty = open.liberty;
  if (distance === 0) return line;
  line.start = start;
  if (open.liberty !== undefined) open.liberty.at += distance;
  line.keyStart += distance;
  line.keyEnd += distance;
  line.measurement.start += distance;
  line.measurement.end += distance;
  line.fieldsStart += distance;
  line.insertAt += distance;
  for (const pair of [...line.tags, ...line.fields]) {
    pair.keyStart += distance;
    pair.keyEnd += distance;
    pair.valueStart += distance;
    pair.valueEnd += distance;
  }
  return line;
}

/** A blank line or a comment; the cursor is behind the leading blanks. */
function readEmpty(cursor: Cursor, start: number, atEnd: boolean): Parsed {
  const kind = cursor.peek() === HASH ? "comment" : "blank";
  if (cursor.peek() === RETURN && !readReturn(cursor)) return stop(cursor, emptyLine(start, start), atEnd);
  const newline = cursor.bytes.subarray(cursor.at, cursor.end).indexOf(NEWLINE);
  if (newline < 0 && !atEnd) return { kind: "incomplete", inString: false, open: undefined };
  return { kind, end: newline < 0 ? cursor.end : cursor.at + newline + 1 };
}

const fewKeys = 16;
const oneCharacterAByte = new TextDecoder("latin1");

/** Of pairs with one key only the last, in their order. */
function lastOfEachKey<Pair extends Tag>({ bytes, respelled }: Cursor, pairs: Pair[]): Pair[] {
  if (pairs.length <= fewKeys && !respelled) {
    return pairs.filter((pair, index) => !pairs.some((other, later) => later > index && isSameKey(bytes, pair, other)));
  }
  const last = new Map<string, Pair>();
  for (const pair of pairs) {
    last.set(oneCharacterAByte.decode(unescapeName(bytes, pair.keyStart, pair.keyEnd)), pair);
  }
  if (last.size === pairs.length) return pairs;
  const winners = new Set(last.values());
  return pairs.filter((pair) => winners.has(pair));
}

/** Whether two keys have the same bytes, which is the same key unless one is respelled. */
function isSameKey(bytes: Uint8Array, one: Tag, other: Tag): boolean {
  const length = one.keyEnd - one.keyStart;
  if (other.keyEnd - other.keyStart !== length) return false;
  for (let at = 0; at < length; at++) {
    if (bytes[one.keyStart + at] !== bytes[other.keyStart + at]) return false;
  }
  return true;
}
