import { BACKSLASH, type Cursor, isDigit, MINUS, NEWLINE, PLUS, POINT, QUOTE, ZERO } from "./bytes.js";

/** What a field value is, as its spelling says it: `1`, `1i`, `1u`, `"1"`, `t`. */
export type FieldKind = "float" | "integer" | "unsigned" | "string" | "boolean";

/** A value that has been read. */
export interface Value {
  /** First byte of the value. */
  valueStart: number;
  /** After the last byte, a suffix or closing quote included. */
  valueEnd: number;
  kind: FieldKind;
  /** The nearest double of a number, 0 or 1 of a boolean, NaN of a string. */
  value: number;
}

const LOWER_A = 0x61;
const LOWER_E = 0x65;
const LOWER_F = 0x66;
const LOWER_I = 0x69;
const LOWER_R = 0x72;
const LOWER_T = 0x74;
const LOWER_U = 0x75;
const CASE = 0x20;

const anyValue = "a field value (a number, an integer ending in i or u, a boolean or a quoted string)";
/** What is expected behind a value. */
export const behindValue = "a comma, a blank or the end of the line after the field value";
const otherEscape = '" or \\ after the backslash (a string has no other escapes)';
const exactDigits = 15; // any integer of so many digits is a double
const exactPowers = Array.from({ length: 23 }, (_, power) => Number(`1e${power}`)); // and so are these powers of ten
const ascii = new TextDecoder();

/**
 * Reads the field value at the cursor into `value`. False where there is none or one that Telegraf refuses; what may
 * follow it is for the caller to check.
 */
export function readValue(cursor: Cursor, value: Value): boolean {
  const first = cursor.peek();
  value.valueStart = cursor.at;
  if (first === QUOTE) {
    cursor.at++;
    return readString(cursor, value);
  }
  const lower = first | CASE;
  const read = lower === LOWER_T || lower === LOWER_F ? readBoolean : readNumber;
  if (!read(cursor, value)) return false;
  value.valueEnd = cursor.at;
  return true;
}

/**
 * Reads from inside a string to after its closing quote. A newline is a byte like any other here, unless Telegraf has given
 * the line up: then it ends the line.
 */
export function readString(cursor: Cursor, value: Value): boolean {
  const { bytes, end } = cursor;
  let at = cursor.at;
  while (at < end) {
    const byte = bytes[at]!;
    if (byte === QUOTE) {
      cursor.at = at + 1;
      value.valueEnd = cursor.at;
      value.kind = "string";
      value.value = Number.NaN;
      return true;
    }
    if (byte === BACKSLASH) {
      if (at + 1 === end) break;
      const escaped = bytes[at + 1];
      if (escaped === NEWLINE) {
        cursor.at = at + 1;
        return cursor.fail(otherEscape);
      }
      // InfluxDB takes other escapes for two bytes of the string
      if (escaped !== QUOTE && escaped !== BACKSLASH) cursor.allow(at + 1, otherEscape);
      at++;
    } else if (byte === NEWLINE && cursor.liberty !== undefined) {
      cursor.at = at;
      return cursor.fail(cursor.liberty.expected);
    }
    at++;
  }
  cursor.undecided = at;
  cursor.at = end;
  return cursor.fail("a closing quote");
}

function readBoolean(cursor: Cursor, value: Value): boolean {
  const first = cursor.peek();
  const truth = (first | CASE) === LOWER_T;
  value.kind = "boolean";
  value.value = truth ? 1 : 0;
  cursor.at++;
  const second = cursor.peek();
  const inLowerCase = second === (truth ? LOWER_R : LOWER_A);
  const inUpperCase = (first & CASE) === 0 && second === (truth ? LOWER_R : LOWER_A) - CASE;
  if (!inLowerCase && !inUpperCase) return true; // t, f, T or F, unless the next byte is one that can't follow a value
  for (const letter of truth ? "ue" : "lse") {
    cursor.at++;
    if (cursor.peek() !== letter.charCodeAt(0) - (inUpperCase ? CASE : 0)) return cursor.fail("true or false");
  }
  cursor.at++;
  return true;
}

function readNumber(cursor: Cursor, value: Value): boolean {
  const { bytes, end, at: start } = cursor;
  const negative = cursor.peek() === MINUS;
  if (negative) cursor.at++;
  const whole = cursor.at;
  skipDigits(cursor);
  const wholeDigits = cursor.at - whole;
  const next = cursor.peek();
  if (wholeDigits > 0 && (next === LOWER_I || (next === LOWER_U && !negative))) {
    if (wholeDigits > 1 && bytes[whole] === ZERO) cursor.allow(cursor.at, behindValue);
    return readSuffix(cursor, value, start, whole);
  }
  let fractionDigits = 0;
  if (next === POINT) {
    cursor.at++;
    fractionDigits = -cursor.at;
    skipDigits(cursor);
    fractionDigits += cursor.at;
  }
  if (wholeDigits + fractionDigits === 0) return cursor.fail(next === POINT || negative ? "a digit" : anyValue);
  const mantissaEnd = cursor.at;
  let power = 0;
  if (cursor.at < end && (cursor.peek() | CASE) === LOWER_E) {
    power = readExponent(cursor);
    if (Number.isNaN(power)) return cursor.fail("a digit of the exponent");
  }
  value.kind = "float";
  value.value = toDouble(bytes, start, mantissaEnd, cursor.at, wholeDigits + fractionDigits, power - fractionDigits);
  return Number.isFinite(value.value) || cursor.fail("a float below 1.8e308 in size");
}

function skipDigits(cursor: Cursor): void {
  const { bytes, end } = cursor;
  let at = cursor.at;
  while (at < end && isDigit(bytes[at]!)) at++;
  cursor.at = at;
}

/** Reads `e`, a sign and digits; NaN, with the cursor where a digit was expected, when there is none. */
function readExponent(cursor: Cursor): number {
  cursor.at++;
  const sign = cursor.peek();
  if (sign === PLUS || sign === MINUS) cursor.at++;
  if (!isDigit(cursor.peek())) return Number.NaN;
  let power = 0;
  for (; isDigit(cursor.peek()); cursor.at++) power = 10 * power + cursor.peek() - ZERO;
  return sign === MINUS ? -power : power;
}

/** Reads the suffix `i` or `u` of the digits from `whole` to the cursor; `start` is at the sign. */
function readSuffix(cursor: Cursor, value: Value, start: number, whole: number): boolean {
  const { bytes, at: digitsEnd } = cursor;
  const unsigned = cursor.peek() === LOWER_U;
  cursor.at++;
  value.kind = unsigned ? "unsigned" : "integer";
  const limit = unsigned ? "18446744073709551615" : start < whole ? "9223372036854775808" : "9223372036854775807";
  let first = whole;
  while (bytes[first] === ZERO && first + 1 < digitsEnd) first++;
  if (exceeds(bytes, first, digitsEnd, limit)) {
    return cursor.fail(unsigned ? "an unsigned integer of 64 bits" : "an integer of 64 bits");
  }
  value.value = toDouble(bytes, start, digitsEnd, digitsEnd, digitsEnd - first, 0);
  return true;
}

/** Whether the digits from `start` to `end` are a greater number than `limit`. They may lead with zeros up to its length. */
export function exceeds(bytes: Uint8Array, start: number, end: number, limit: string): boolean {
  if (end - start !== limit.length) return end - start > limit.length;
  for (let at = start; at < end; at++) {
    const difference = bytes[at]! - limit.charCodeAt(at - start);
    if (difference !== 0) return difference > 0;
  }
  return false;
}

/**
 * The double nearest to the decimal from `start` to `end`, whose `digits` digits stand before `mantissaEnd` and are to be
 * scaled by ten to the `power`. Few digits and a small power need one rounding only (Clinger 1990), the rest is for
 * JavaScript's own reader.
 */
function toDouble(
  bytes: Uint8Array,
  start: number,
  mantissaEnd: number,
  end: number,
  digits: number,
  power: number,
): number {
  if (digits > exactDigits || Math.abs(power) >= exactPowers.length) {
    return Number(ascii.decode(bytes.subarray(start, end)));
  }
  let mantissa = 0;
  for (let at = start; at < mantissaEnd; at++) {
    const byte = bytes[at]!;
    if (isDigit(byte)) mantissa = 10 * mantissa + byte - ZERO;
  }
  const scaled = power < 0 ? mantissa / exactPowers[-power]! : mantissa * exactPowers[power]!;
  return bytes[start] === MINUS ? -scaled : scaled;
}
