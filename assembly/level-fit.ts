import { ALPHA_HIGH, ALPHA_LOW, Fit } from "./holt-fit";

/**
 * The fit without a trend, simple smoothing: e_t = (1 − α)·e_{t−1} + Δy_t with e_1 free, which stands for the starting
 * level. A fixed set of alphas, then a golden section around the best.
 */

const NODES: i32 = 25;
const SECTIONS: i32 = 60;
const GOLDEN: f64 = 0.6180339887498949;

let values: usize = 0;
let count: i32 = 0;
let first: f64 = 0;
let last: f64 = 0;

/** Sum of squares for an alpha, with the best first error; leaves that in `first` and the last one in `last`. */
function sumOf(alpha: f64): f64 {
  const kept = 1 - alpha;
  let response: f64 = 1;
  let error: f64 = 0;
  let cross: f64 = 0;
  let power: f64 = 1;
  for (let t = 1; t < count; t++) {
    const change = load<f64>(values + (<usize>t << 3)) - load<f64>(values + (<usize>(t - 1) << 3));
    error = kept * error + change;
    response *= kept;
    cross += error * response;
    power += response * response;
  }
  first = -cross / power;
  error = first;
  let sum = error * error;
  for (let t = 1; t < count; t++) {
    const change = load<f64>(values + (<usize>t << 3)) - load<f64>(values + (<usize>(t - 1) << 3));
    error = kept * error + change;
    sum += error * error;
  }
  last = error;
  return sum;
}

@inline
function node(index: i32): f64 {
  const t = <f64>index / <f64>(NODES - 1);
  return ALPHA_LOW + (ALPHA_HIGH - ALPHA_LOW) * t * t * (3 - 2 * t);
}

export function fitLevel(from: usize, length: i32, given: f64, found: Fit): void {
  values = from;
  count = length;
  const alpha = isNaN(given) ? bestAlpha() : given;
  found.sse = sumOf(alpha);
  found.alpha = alpha;
  found.beta = 0;
  found.phi = 1;
  found.level0 = load<f64>(values) - first;
  found.level = load<f64>(values + (<usize>(count - 1) << 3)) - (1 - alpha) * last;
  found.trend0 = found.trend = 0;
}

function bestAlpha(): f64 {
  let best = 0;
  let bestSum: f64 = Infinity;
  for (let i = 0; i < NODES; i++) {
    const sum = sumOf(node(i));
    if (!(sum < bestSum)) continue;
    best = i;
    bestSum = sum;
  }
  let low = node(max(best - 1, 0));
  let high = node(min(best + 1, NODES - 1));
  let inner = high - GOLDEN * (high - low);
  let outer = low + GOLDEN * (high - low);
  let innerSum = sumOf(inner);
  let outerSum = sumOf(outer);
  for (let i = 0; i < SECTIONS; i++) {
    if (innerSum <= outerSum) {
      high = outer;
      outer = inner;
      outerSum = innerSum;
      inner = high - GOLDEN * (high - low);
      innerSum = sumOf(inner);
    } else {
      low = inner;
      inner = outer;
      innerSum = outerSum;
      outer = low + GOLDEN * (high - low);
      outerSum = sumOf(outer);
    }
  }
  const middle = (low + high) / 2;
  return sumOf(middle) <= bestSum ? middle : node(best);
}
