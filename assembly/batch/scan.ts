import {
  LINE_CAPACITY, LINE_TIMED, LINE_UNPARSABLE, Line, appendLine, appendPoint, at8, dropNewestRow, dropPoints,
  growPoints, line, lineCount, pointCount, pointValue,
} from "./batch";
import { input } from "../memory/memory";
import { decimalToDouble } from "../number/number";
import { checkOf, hashOf, hashStart, hashText, laneA, laneB } from "./hash";

/**
 * The fast path for plain lines: `measurement,tag=value field=1.5,other=2i,text="x" 1596653152918531000`. A line is
 * plain when its key has no escape and no control character, its field names have no quote either, numbers have at
 * most 19 digits and no exponent, strings no escape and no newline, and single spaces part the sections. Whatever is
 * not plain is for the host's grammar; on plain lines the two agree, but for the key, which the host checks when it is
 * first seen.
 */

export enum Status {
  /** All complete lines are taken. */
  Done,
  /** The line at the cursor is not plain, or not complete. */
  Hard,
  /** No room for the line at the cursor: the batch has to be worked off first. */
  Full,
}

/** Offset in input of the first byte that no line of the batch has taken. */
export let cursor: u32 = 0;

export function setCursor(offset: u32): void {
  cursor = offset;
}

// what reading a line may come to
const TAKEN: i32 = 0;
const HARD: i32 = 1;
const CROWDED: i32 = 2;

const NEWLINE: u8 = 10;
const RETURN: u8 = 13;
const SPACE: u8 = 32;
const QUOTE: u8 = 34;
const COMMA: u8 = 44;
const MINUS: u8 = 45;
const POINT: u8 = 46;
const ZERO: u8 = 48;
const EQUALS: u8 = 61;

/** Takes lines from the cursor on, of the first `end` bytes of input; the byte there is overwritten. */
export function scan(end: u32): i32 {
  // stops every search within the region
  store<u8>(input + end, NEWLINE);
  const limit = input + end;
  while (cursor < end) {
    if (lineCount == LINE_CAPACITY) return Status.Full;
    const row = appendLine();
    const result = takeLine(row, input + cursor, limit);
    if (result == TAKEN) {
      cursor = row.end;
      continue;
    }
    dropLine(row);
    if (result == HARD) return Status.Hard;
    if (lineCount > 0) return Status.Full;
    if (!growPoints()) return Status.Hard;
  }
  return Status.Done;
}

function dropLine(row: Line): void {
  dropPoints(row.firstPoint);
  dropNewestRow();
}

function takeLine(row: Line, start: usize, limit: usize): i32 {
  if (load<u8>(start) == NEWLINE) {
    row.start = <u32>(start - input);
    row.end = row.start + 1;
    return TAKEN;
  }
  const keyEnd = endOfKey(start);
  if (load<u8>(keyEnd) != SPACE || keyEnd == start) return HARD;
  const first = load<u8>(start);
  if (first == COMMA || first == 35) return HARD;
  hashStart();
  hashText(laneA, laneB, start, keyEnd - start);
  const fieldsEnd = takeFields(keyEnd + 1);
  if (fieldsEnd == 0) return crowded ? CROWDED : HARD;
  let at = fieldsEnd;
  row.timeStart = row.timeEnd = <u32>(fieldsEnd - input);
  if (load<u8>(at) == SPACE) {
    at = takeTime(row, at + 1);
    if (at == 0) return HARD;
  }
  if (load<u8>(at) == RETURN) at++;
  if (load<u8>(at) != NEWLINE || at >= limit) return HARD;
  row.start = row.keyStart = <u32>(start - input);
  row.keyEnd = <u32>(keyEnd - input);
  row.fieldsStart = row.keyEnd + 1;
  row.end = <u32>(at + 1 - input);
  row.pointCount = pointCount - row.firstPoint;
  return TAKEN;
}

/** The first blank, control character or backslash. */
@inline
function endOfKey(start: usize): usize {
  let at = start;
  while (true) {
    const bytes = v128.load(at);
    const found = i8x16.bitmask(
      v128.or(i8x16.le_u(bytes, i8x16.splat(32)), i8x16.eq(bytes, i8x16.splat(92))),
    );
    if (found != 0) return at + ctz(found);
    at += 16;
  }
}

/** The first byte that can't stand in a plain field name; for a plain one that is its equals sign. */
@inline
function endOfName(start: usize): usize {
  let at = start;
  while (true) {
    const bytes = v128.load(at);
    const marks = v128.or(
      v128.or(i8x16.eq(bytes, i8x16.splat(EQUALS)), i8x16.eq(bytes, i8x16.splat(COMMA))),
      v128.or(i8x16.eq(bytes, i8x16.splat(92)), i8x16.eq(bytes, i8x16.splat(QUOTE))),
    );
    const found = i8x16.bitmask(v128.or(marks, i8x16.le_u(bytes, i8x16.splat(32))));
    if (found != 0) return at + ctz(found);
    at += 16;
  }
}

let crowded: bool = false;
/** A value as it was read. */
let mantissa: u64 = 0;
let scale: i32 = 0;

/** Reads the fields into points; returns the end of the field section, or 0: not plain, or `crowded`. */
function takeFields(start: usize): usize {
  // the lanes behind the prefix: each field goes on from them
  const prefixA = laneA;
  const prefixB = laneB;
  crowded = false;
  let at = start;
  while (true) {
    const nameEnd = endOfName(at);
    if (load<u8>(nameEnd) != EQUALS || nameEnd == at) return 0;
    const valueStart = nameEnd + 1;
    const first = load<u8>(valueStart);
    let valueEnd: usize;
    if (<u8>(first - ZERO) <= 9 || first == MINUS) {
      valueEnd = endOfNumber(valueStart);
      if (valueEnd == 0) return 0;
      const row = appendPoint();
      if (row === null) {
        crowded = true;
        return 0;
      }
      hashText(prefixA, prefixB, at, nameEnd - at);
      row.hash = hashOf(laneA, laneB);
      row.check = checkOf(laneA, laneB);
      row.line = lineCount - 1;
      row.fieldStart = <u32>(at - input);
      row.fieldEnd = <u32>(nameEnd - input);
      row.valueStart = <u32>(valueStart - input);
      row.valueEnd = <u32>(valueEnd - input);
      const value = decimalToDouble(mantissa, scale);
      store<f64>(at8(pointValue, pointCount - 1), first == MINUS ? -value : value);
      const suffix = load<u8>(valueEnd);
      // integers end in i, unsigned ones in u
      if (suffix == 105 || suffix == 117) valueEnd++;
    } else {
      valueEnd = first == QUOTE ? endOfString(valueStart + 1) : endOfBoolean(valueStart);
      if (valueEnd == 0) return 0;
    }
    const next = load<u8>(valueEnd);
    if (next == COMMA) {
      at = valueEnd + 1;
      continue;
    }
    return next == SPACE || next == NEWLINE || next == RETURN ? valueEnd : 0;
  }
}

/** Reads a number into `mantissa` and `scale`; returns the end of its digits (before i or u), or 0: not plain. */
@inline
function endOfNumber(start: usize): usize {
  const negative = load<u8>(start) == MINUS;
  let at = start + <usize>negative;
  const digitsStart = at;
  let digits: u64 = 0;
  let byte = load<u8>(at) - ZERO;
  while (byte <= 9) {
    digits = digits * 10 + byte;
    byte = load<u8>(++at) - ZERO;
  }
  let count = at - digitsStart;
  if (count == 0 || (count > 1 && load<u8>(digitsStart) == ZERO)) return 0;
  scale = 0;
  if (byte == <u8>(POINT - ZERO)) {
    const fractionStart = ++at;
    byte = load<u8>(at) - ZERO;
    while (byte <= 9) {
      digits = digits * 10 + byte;
      byte = load<u8>(++at) - ZERO;
    }
    const fraction = at - fractionStart;
    // a suffix belongs to whole numbers
    if (fraction == 0 || byte == <u8>(105 - ZERO) || byte == <u8>(117 - ZERO)) return 0;
    scale = -<i32>fraction;
    count += fraction;
  } else if (byte == <u8>(105 - ZERO)) {
    // one more on the negative side, but that is the grammar's to know
    if (digits > <u64>i64.MAX_VALUE) return 0;
  } else if (byte == <u8>(117 - ZERO) && negative) {
    return 0;
  }
  if (count > 19) return 0;
  mantissa = digits;
  return at;
}

/** The end of a string without escapes and newlines, behind its quote; or 0. */
@inline
function endOfString(start: usize): usize {
  let at = start;
  while (true) {
    const bytes = v128.load(at);
    const found = i8x16.bitmask(
      v128.or(
        i8x16.eq(bytes, i8x16.splat(QUOTE)),
        v128.or(i8x16.eq(bytes, i8x16.splat(92)), i8x16.eq(bytes, i8x16.splat(NEWLINE))),
      ),
    );
    if (found != 0) {
      at += ctz(found);
      return load<u8>(at) == QUOTE ? at + 1 : 0;
    }
    at += 16;
  }
}

/** The end of `true`, `True`, `TRUE`, `t`, `T` and their opposites; or 0. */
function endOfBoolean(start: usize): usize {
  const four = load<u32>(start);
  // little-endian true, True, TRUE; then fals, Fals, FALS with an e
  if (four == 0x65757274 || four == 0x65757254 || four == 0x45555254) return start + 4;
  if ((four == 0x736c6166 || four == 0x736c6146) && load<u8>(start + 4) == 101) return start + 5;
  if (four == 0x534c4146 && load<u8>(start + 4) == 69) return start + 5;
  const letter = <u8>four | 32;
  return letter == 116 || letter == 102 ? start + 1 : 0;
}

/** Reads the timestamp; returns its end, or 0: not plain. */
@inline
function takeTime(row: Line, start: usize): usize {
  const negative = load<u8>(start) == MINUS;
  let at = start + <usize>negative;
  const digitsStart = at;
  let time: u64 = 0;
  let byte = load<u8>(at) - ZERO;
  while (byte <= 9) {
    time = time * 10 + byte;
    byte = load<u8>(++at) - ZERO;
  }
  const count = at - digitsStart;
  if (count == 0 || count > 19 || (count > 1 && load<u8>(digitsStart) == ZERO)) return 0;
  if (time > <u64>i64.MAX_VALUE) return 0;
  row.timeStart = <u32>(start - input);
  row.timeEnd = <u32>(at - input);
  row.time = negative ? -<i64>time : <i64>time;
  row.flags = LINE_TIMED;
  return at;
}

// what the host's grammar has read

// the lanes behind the key of the newest line
let keyA: u64 = 0;
let keyB: u64 = 0;

/** Takes a line that the grammar has read, from the cursor to `end`; its points follow with `addPoint`. */
export function addLine(
  end: u32, keyStart: u32, keyEnd: u32, fieldsStart: u32, timeStart: u32, timeEnd: u32, timed: bool, time: i64,
): void {
  const row = appendLine();
  row.start = cursor;
  row.end = end;
  row.keyStart = keyStart;
  row.keyEnd = keyEnd;
  row.fieldsStart = fieldsStart;
  row.timeStart = timeStart;
  row.timeEnd = timeEnd;
  row.time = time;
  row.flags = timed ? LINE_TIMED : 0;
  cursor = end;
  hashStart();
  hashText(laneA, laneB, input + keyStart, keyEnd - keyStart);
  keyA = laneA;
  keyB = laneB;
}

/** Takes a line that is not scored: a blank one, a comment, or one that is no line protocol. */
export function passLine(end: u32, unparsable: bool): void {
  const row = appendLine();
  row.start = cursor;
  row.end = row.fieldsStart = end;
  row.flags = unparsable ? LINE_UNPARSABLE : 0;
  cursor = end;
}

/** Adds a numeric field of the newest line. False when the columns are full: `dropNewestLine`, then as for Full. */
export function addPoint(fieldStart: u32, fieldEnd: u32, valueStart: u32, valueEnd: u32, value: f64): bool {
  const row = line(lineCount - 1);
  const text = appendPoint();
  if (text === null) return false;
  hashText(keyA, keyB, input + fieldStart, fieldEnd - fieldStart);
  text.hash = hashOf(laneA, laneB);
  text.check = checkOf(laneA, laneB);
  text.line = lineCount - 1;
  text.fieldStart = fieldStart;
  text.fieldEnd = fieldEnd;
  text.valueStart = valueStart;
  text.valueEnd = valueEnd;
  store<f64>(at8(pointValue, pointCount - 1), value);
  row.pointCount++;
  return true;
}

/** Takes the newest line back. */
export function dropNewestLine(): void {
  const row = line(lineCount - 1);
  cursor = row.start;
  dropLine(row);
}
