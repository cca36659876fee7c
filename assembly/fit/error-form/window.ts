import { allocate } from "../../memory/memory";

/**
 * The window that is being fitted: its differences, and the room that the passes over them need. Everything here
 * counts from 1, as the formulas do: differences[t] = y_t − y_{t−1}, and entries 0 and 1 are zero.
 *
 * Differences are scaled by a power of two so that the largest lies in [1, 2): squares can't overflow, and as such a
 * scaling is exact, the fit of 2^k·y has the very parameters of the fit of y.
 */

/** Values in the window. */
export let count: i32 = 0;
/** f64 by time. */
export let differences: usize = 0;
/** f64 by time: what a pass filters instead of the differences. */
export let source: usize = 0;
/** Four v128 by time: what a pass leaves for the next. */
export let waves: usize = 0;
/** Bytes between two times in `waves`. */
export const WAVE: usize = 64;
/** Sum of the squared differences, scaled. */
export let squares: f64 = 0;
/** A scaled error times this is an error. */
export let unit: f64 = 1;

let capacity: i32 = 0;

const EXPONENT_BITS: u64 = 0x7ff0000000000000;

/** Room for `values` values; grows by doubling and is never given back. */
function reserve(values: i32): void {
  if (values <= capacity) return;
  capacity = max(values, max(256, capacity * 2));
  const rows = <usize>(capacity + 5);
  differences = allocate(rows << 3);
  source = allocate(rows << 3);
  waves = allocate(rows * WAVE);
}

/** The power of two that brings x > 0 into [1, 2), or as near as a double can. */
function scaleOf(x: f64): f64 {
  const exponent = min<u64>((reinterpret<u64>(x) & EXPONENT_BITS) >> 52, 2045);
  return reinterpret<f64>((2046 - max<u64>(exponent, 1)) << 52);
}

/**
 * Takes the window in; false when there is nothing to fit: fewer than two values, all of them equal, or a difference
 * beyond what doubles hold.
 */
export function enterWindow(values: usize, length: i32): bool {
  count = length;
  squares = 0;
  if (length < 2) return false;
  reserve(length);
  const steepest = writeDifferences(values);
  if (!(steepest < Infinity)) squares = Infinity;
  if (!(steepest > 0 && steepest < Infinity)) return false;
  const scale = scaleOf(steepest);
  for (let t = 2; t <= length; t++) {
    const at = differences + (<usize>t << 3);
    const scaled = load<f64>(at) * scale;
    store<f64>(at, scaled);
    squares += scaled * scaled;
  }
  unit = 1 / scale;
  // NaN among the values fails this
  return squares < Infinity;
}

/**
 * Takes in the values themselves less `offset`, in `source`, scaled so that the largest of them and of `other` lies in
 * [1, 2); false when it is beyond what doubles hold.
 */
export function enterValues(values: usize, length: i32, offset: f64, other: f64): bool {
  count = length;
  reserve(length);
  let largest = Math.abs(other);
  for (let t = 1; t <= length; t++) {
    const value = load<f64>(values + (<usize>(t - 1) << 3)) - offset;
    store<f64>(source + (<usize>t << 3), value);
    largest = max(largest, Math.abs(value));
  }
  if (!(largest < Infinity)) return false;
  const scale = scaleOf(largest);
  squares = 0;
  for (let t = 1; t <= length; t++) {
    const at = source + (<usize>t << 3);
    const scaled = load<f64>(at) * scale;
    store<f64>(at, scaled);
    squares += scaled * scaled;
  }
  unit = 1 / scale;
  return true;
}

/** Returns the largest, as an absolute value. */
function writeDifferences(values: usize): f64 {
  store<f64>(differences, 0);
  store<f64>(differences, 0, 8);
  let last = load<f64>(values);
  let steepest: f64 = 0;
  for (let t = 2; t <= count; t++) {
    const value = load<f64>(values + (<usize>(t - 1) << 3));
    const change = value - last;
    store<f64>(differences + (<usize>t << 3), change);
    const steep = Math.abs(change);
    if (steep > steepest) steepest = steep;
    last = value;
  }
  return steepest;
}

/** The scaled difference y_t − y_{t−1}. */
@inline
export function difference(t: i32): f64 {
  return load<f64>(differences + (<usize>t << 3));
}

/** Fills `source` with what drives the errors at a given damping: Δy_t − φ·Δy_{t−1} from t = 3 on, before that zero. */
export function sourceAt(phi: f64): void {
  store<f64>(source, 0);
  store<f64>(source, 0, 8);
  store<f64>(source, 0, 16);
  for (let t = 3; t <= count; t++) {
    store<f64>(source + (<usize>t << 3), difference(t) - phi * difference(t - 1));
  }
}
