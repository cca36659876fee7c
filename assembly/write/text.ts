import { OUTPUT_CAPACITY, output } from "../memory/memory";
import { writeDouble, writeInteger } from "../number/number";
import { digits } from "../settings/settings";
import { word, wordLength } from "../settings/words";

/** The pieces that output is made of, and where the next one goes. */

export const NEWLINE: u8 = 10;
export const SPACE: u8 = 32;
export const QUOTE: u8 = 34;
export const COMMA: u8 = 44;
export const COLON: u8 = 58;
export const EQUALS: u8 = 61;
export const BACKSLASH: u8 = 92;
export const UNDERSCORE: u8 = 95;
export const INTEGER_SUFFIX: u8 = 105;

/** Where the next byte goes. */
export let out: usize = 0;

export function startPiece(): void {
  out = output;
}

/** Takes back what has been written behind a place. */
export function rewind(place: usize): void {
  out = place;
}

/** Bytes of the piece so far. */
@inline
export function pieceLength(): i32 {
  return <i32>(out - output);
}

@inline
export function roomLeft(): usize {
  return output + OUTPUT_CAPACITY - out;
}

/** Copies text in steps of 16 bytes, past its end where it is no multiple; PADDING is behind every region. */
@inline
export function copy(from: usize, length: usize): void {
  let to = out;
  const end = out + length;
  while (to < end) {
    v128.store(to, v128.load(from));
    to += 16;
    from += 16;
  }
  out = end;
}

@inline
export function say(which: i32): void {
  const pointer = word(which);
  copy(pointer, wordLength(pointer));
}

@inline
export function put(byte: u8): void {
  store<u8>(out, byte);
  out++;
}

@inline
export function number(value: f64): void {
  out = writeDouble(out, value, digits);
}

/** With so many significant digits. */
@inline
export function numberOf(value: f64, significant: i32): void {
  out = writeDouble(out, value, significant);
}

/** In full precision. */
export function wholeNumber(value: f64): void {
  out = writeDouble(out, value, 0);
}

@inline
export function integer(value: i64): void {
  out = writeInteger(out, value);
}
