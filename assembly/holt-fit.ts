import { eachGridMinimum, layOutGrid } from "./holt-grid";
import { Box, errorsOf, newton, setWindow, windowChange } from "./holt-newton";
import { fitLevel } from "./level-fit";
import { allocate } from "./memory";
import { Trend } from "./settings";
import { DEFAULT_ALPHA, DEFAULT_PHI } from "./smoothing";

/**
 * The least-squares fit of Holt's method to a window: parameters and starting values that make the sum of squared
 * one-step errors smallest within statsmodels' bounds. Every fit depends on its window alone: a fixed grid, then exact
 * Newton steps from its best few minima. Only + − × ÷ √, so that every machine finds the same bits.
 */

/** What a fit finds; beta is statsmodels' smoothing_trend, at most alpha. */
@unmanaged
export class Fit {
  sse: f64;
  alpha: f64;
  beta: f64;
  phi: f64;
  /** Level and trend before the window's first value. */
  level0: f64;
  trend0: f64;
  /** Level and trend behind its last. */
  level: f64;
  trend: f64;
}

/** Bounds of alpha: half of a double's digits from 0 and 1. */
export const ALPHA_LOW: f64 = 1.4901161193847656e-8;
export const ALPHA_HIGH: f64 = 1 - 1.4901161193847656e-8;
const PHI_LOW: f64 = 0.8;
const PHI_HIGH: f64 = 0.995;
/** A later start has to be better by this much of the sum of squares, so that ties go to the first. */
const BETTER: f64 = 1 - 1e-9;

let box: Box = changetype<Box>(0);
// three doubles each: alpha, x = beta / alpha, phi
let point: usize = 0;
let best: usize = 0;
let bestSse: f64 = 0;

export function layOutFit(): void {
  box = changetype<Box>(allocate(offsetof<Box>()));
  point = allocate(24);
  best = allocate(24);
  layOutGrid();
}

/**
 * Fits `count` values (10 to 4,096 doubles, oldest first). `alpha`, `beta`, `phi` are NaN to be fitted, or given; a
 * given beta needs a given alpha. `starts` is how many of the grid's minima are followed.
 */
export function fitWindow(
  values: usize, count: i32, trend: i32, alpha: f64, beta: f64, phi: f64, starts: i32, fit: usize,
): void {
  const found = changetype<Fit>(fit);
  setWindow(values, count);
  if (windowChange() == 0) {
    fitConstant(found, load<f64>(values), trend, alpha, beta, phi);
    return;
  }
  if (trend == Trend.None) {
    fitLevel(values, count, alpha, found);
    return;
  }
  setBox(trend, alpha, beta, phi);
  bestSse = Infinity;
  eachGridMinimum(box, starts, follow);
  report(found, values, count);
}

function setBox(trend: i32, alpha: f64, beta: f64, phi: f64): void {
  box.alphaLow = isNaN(alpha) ? ALPHA_LOW : alpha;
  box.alphaHigh = isNaN(alpha) ? ALPHA_HIGH : alpha;
  const share = isNaN(beta) ? NaN : alpha == 0 ? 0 : beta / alpha;
  box.shareLow = isNaN(share) ? 0 : share;
  box.shareHigh = isNaN(share) ? 1 : share;
  box.phiLow = trend == Trend.Linear ? 1 : isNaN(phi) ? PHI_LOW : phi;
  box.phiHigh = trend == Trend.Linear ? 1 : isNaN(phi) ? PHI_HIGH : phi;
}

/** Newton from one of the grid's points. */
function follow(alpha: f64, share: f64, phi: f64): void {
  store<f64>(point, alpha);
  store<f64>(point, share, 8);
  store<f64>(point, phi, 16);
  const sse = newton(box, point);
  if (!(sse < bestSse * BETTER)) return;
  bestSse = sse;
  memory.copy(best, point, 24);
}

function report(found: Fit, values: usize, count: i32): void {
  const alpha = load<f64>(best);
  const share = load<f64>(best, 8);
  const phi = load<f64>(best, 16);
  const beta = share * alpha * alpha;
  const errors = errorsOf(alpha, share, phi);
  found.sse = bestSse;
  found.alpha = alpha;
  found.beta = share * alpha;
  found.phi = phi;
  const first = load<f64>(errors);
  const second = load<f64>(errors, 8);
  const change = load<f64>(values, 8) - load<f64>(values);
  found.trend0 = (change + (1 - alpha - phi * beta) * first - second) / (phi * phi);
  found.level0 = load<f64>(values) - first - phi * found.trend0;
  const lastValue = values + (<usize>(count - 1) << 3);
  const lastError = errors + (<usize>(count - 1) << 3);
  const error = load<f64>(lastError);
  found.level = load<f64>(lastValue) - (1 - alpha) * error;
  const lastChange = load<f64>(lastValue) - load<f64>(lastValue - 8);
  found.trend = lastChange + (1 - alpha) * load<f64>(lastError - 8) - (1 - beta) * error;
}

/** Every parameter fits a constant; these are the defaults without a trend to follow. */
function fitConstant(found: Fit, value: f64, trend: i32, alpha: f64, beta: f64, phi: f64): void {
  found.sse = 0;
  found.alpha = isNaN(alpha) ? DEFAULT_ALPHA : alpha;
  found.beta = isNaN(beta) ? 0 : beta;
  found.phi = trend != Trend.Damped ? 1 : isNaN(phi) ? DEFAULT_PHI : phi;
  found.level0 = found.level = value;
  found.trend0 = found.trend = 0;
}
