/**
 * Decimal digits as ASCII, eight at a time in a 64-bit word, and their layout with point and exponent. Divisions are
 * by constants only, which engines turn into multiplications.
 */

/** The writers may leave garbage in this many bytes after the end that they return. */
export const NUMBER_PADDING: i32 = 24;
/** Longest text of a double or an integer, in bytes: -0.0000012345678901234567. */
export const NUMBER_LENGTH: i32 = 25;

const ZEROS: u64 = 0x3030303030303030;
const LIMB: u64 = 100000000;
const POINT: u8 = 0x2e;

/** Eight decimal digits of `value` < 10^8, as bytes 0–9, the first in the lowest byte. */
@inline
function spreadEight(value: u32): u64 {
  const upper: u32 = value / 10000;
  const fours: u64 = (<u64>upper) | ((<u64>(value - upper * 10000)) << 32);
  const hundreds: u64 = ((fours * 5243) >> 19) & 0x0000007f0000007f;
  const twos: u64 = (fours << 16) - hundreds * 6553599;
  const tens: u64 = ((twos * 103) >> 10) & 0x000f000f000f000f;
  return (twos << 8) - tens * 2559;
}

/** Writes `value` in decimal at `out` and returns the end; up to NUMBER_PADDING bytes after it are overwritten. */
export function writeInteger(out: usize, value: i64): usize {
  store<u8>(out, 0x2d);
  out += <usize>(value < 0);
  const magnitude: u64 = <u64>(value < 0 ? -value : value);
  if (magnitude < LIMB) return writeLeading(out, <u32>magnitude);
  const above: u64 = magnitude / LIMB;
  if (above < LIMB) {
    out = writeLeading(out, <u32>above);
  } else {
    const first: u64 = above / LIMB;
    out = writeLeading(out, <u32>first);
    store<u64>(out, spreadEight(<u32>(above - first * LIMB)) | ZEROS);
    out += 8;
  }
  store<u64>(out, spreadEight(<u32>(magnitude - above * LIMB)) | ZEROS);
  return out + 8;
}

/** Writes `value` < 10^8 without leading zeros. */
@inline
function writeLeading(out: usize, value: u32): usize {
  const digits: u64 = spreadEight(value);
  const skipped: u64 = min<u64>(ctz<u64>(digits) >> 3, 7);
  store<u64>(out, (digits | ZEROS) >> (skipped << 3));
  return out + 8 - <usize>skipped;
}

/** Writes digits · 10^k, 0 < digits < 10^17; the fewer the digits, the more steps, and only subnormals have few. */
export function placeDigits(out: usize, digits: u64, k: i32): usize {
  let point: i32 = k + 17;
  while (digits < 10000000000000000) {
    digits *= 10;
    --point;
  }
  return placeSeventeen(out, digits, point);
}

/** Writes eight digits, the first not zero, with the decimal point after `point` of them. */
export function placeEight(out: usize, value: u32, point: i32): usize {
  const digits: u64 = spreadEight(value);
  const count: i32 = 8 - (<i32>clz<u64>(digits) >> 3);
  return place(out, i64x2.replace_lane(i64x2.splat(ZEROS), 0, digits | ZEROS), 0x30, count, point);
}

/** Writes 17 digits, the first not zero, with the decimal point after `point` of them. */
export function placeSeventeen(out: usize, value: u64, point: i32): usize {
  const first: u32 = <u32>(value / 1000000000);
  const rest: u32 = <u32>(value - (<u64>first) * 1000000000);
  const second: u32 = rest / 10;
  const last: u32 = rest - second * 10;
  const upper: u64 = spreadEight(first);
  const lower: u64 = spreadEight(second);
  let count: i32 = 17;
  if (last == 0) count = lower != 0 ? 16 - (<i32>clz<u64>(lower) >> 3) : 8 - (<i32>clz<u64>(upper) >> 3);
  const digits: v128 = i64x2.replace_lane(i64x2.splat(upper | ZEROS), 1, lower | ZEROS);
  return place(out, digits, last | 0x30, count, point);
}

/**
 * Writes the first `count` of 17 ASCII digits in JavaScript's layout, the point after `point` of them; those after
 * the `count`th are zeros.
 */
@inline
function place(out: usize, digits: v128, last: u32, count: i32, point: i32): usize {
  if (<u32>(point - 1) < 21) {
    v128.store(out, digits);
    if (count <= point) {
      store<u64>(out, (ZEROS ^ 0x30) | <u64>last, 16);
      return out + <usize>point;
    }
    const moved: v128 = i8x16.add(i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15), i8x16.splat(<i8>point));
    v128.store(out + <usize>point, i8x16.swizzle(digits, moved), 1);
    store<u8>(out, last, 17);
    store<u8>(out + <usize>point, POINT);
    return out + <usize>count + 1;
  }
  if (<u32>(point + 5) < 6) {
    store<u64>(out, (ZEROS ^ 0x3000) | 0x2e00);
    out += <usize>(2 - point);
    v128.store(out, digits);
    store<u8>(out, last, 16);
    return out + <usize>count;
  }
  v128.store(out, digits, 1);
  store<u8>(out, i8x16.extract_lane_u(digits, 0));
  store<u8>(out, POINT, 1);
  store<u8>(out, last, 17);
  return placeExponent(out + <usize>count + <usize>(count > 1), point - 1);
}

/** Writes `e-7`, `e+300`. */
function placeExponent(out: usize, exponent: i32): usize {
  const magnitude: u32 = <u32>abs<i32>(exponent);
  store<u16>(out, exponent < 0 ? 0x2d65 : 0x2b65);
  return writeLeading(out + 2, magnitude);
}
