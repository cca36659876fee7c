/** The fit for the library: any values in, without series, settings or a call of `configure`. */

import { Fit, fitWindow } from "./fit/fit";
import { allocate } from "./memory/memory";

/** The grid's minima that a fit follows. */
const STARTS: i32 = 5;

let values: usize = 0;
let capacity: i32 = 0;
let result: usize = 0;

/** Where `fitValues` finds its values: room for `count` doubles. */
export function reserveValues(count: i32): usize {
  if (count > capacity) {
    capacity = max(count, max(256, capacity * 2));
    values = allocate(<usize>capacity << 3);
  }
  return values;
}

/**
 * Fits the first `count` of the reserved values; what is NaN is fitted, the rest taken as it is given. Returns a
 * pointer to sse, alpha, beta, phi, level0, trend0, level and trend, eight doubles that the next call writes over.
 */
export function fitValues(
  count: i32, trend: i32, alpha: f64, beta: f64, phi: f64, level0: f64, trend0: f64,
): usize {
  if (result == 0) result = allocate(offsetof<Fit>());
  fitWindow(values, count, trend, alpha, beta, phi, level0, trend0, STARTS, result);
  return result;
}
