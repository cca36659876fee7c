import { descend, inBox } from "./general";
import { LEVEL, TREND, point, put, runRecursion } from "./recursion";
import { count, source } from "../error-form/window";
import { exponential, logarithm } from "../../number/power";

/**
 * Where l_0 and b_0 of given α, B and φ are looked for. Additive errors are affine in both, so that any place will do;
 * of the multiplicative trend's, the best of some lines through the logarithms, over all of the window or its first
 * values.
 */
const OPENINGS: i32 = 4;
/** Level and factor before the first value, f64 each. */
const openings: usize = memory.data(OPENINGS * 16, 8);
let openingCount: i32 = 0;
const STEPS: i32 = 2;

/** Makes the openings of the window. */
export function findOpenings(multiplied: bool): void {
  openingCount = 0;
  if (!multiplied) {
    addOpening(0, 0);
    return;
  }
  addOpening(load<f64>(source, 8), 1);
  addLine(count);
  addLine(min(count, max(3, count >> 2)));
  addLine(min(count, 4));
}

function addOpening(level: f64, trend: f64): void {
  const opening = openings + (<usize>openingCount << 4);
  openingCount++;
  store<f64>(opening, level);
  store<f64>(opening, trend, 8);
}

/** The line through the logarithms of the first `length` values. */
function addLine(length: i32): void {
  const values = <f64>length, middle = 0.5 * (values + 1);
  let mean: f64 = 0, slope: f64 = 0;
  for (let t = 1; t <= length; t++) {
    const ln = logarithm(load<f64>(source + (<usize>t << 3)));
    mean += ln / values;
    slope += (<f64>t - middle) * ln;
  }
  // a single value has no slope
  if (length > 1) slope *= 12 / (values * (values * values - 1));
  const level = exponential(mean - slope * middle), trend = exponential(slope);
  if (level > 0 && level < Infinity && trend > 0) addOpening(level, trend);
}

/** Leaves the best l_0 and b_0 that a few steps find in `point`, whose other parameters stand; returns Σ e². */
export function open(): f64 {
  let least = Infinity, best = openings;
  for (let i = 0; i < openingCount; i++) {
    place(openings + (<usize>i << 4));
    const value = runRecursion();
    if (!(value < least)) continue;
    least = value;
    best = openings + (<usize>i << 4);
  }
  place(best);
  return descend(STEPS, true, 1e-9);
}

function place(opening: usize): void {
  put(point, LEVEL, inBox(LEVEL, load<f64>(opening)));
  put(point, TREND, inBox(TREND, load<f64>(opening, 8)));
}
