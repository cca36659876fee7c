import { wideningOf } from "./forecast";
import { exponential, logarithm, realPower } from "../number/power";
import { dampedSteps, power } from "./smoothing";

/**
 * The recursions of the exponential trend, one point at a time (Pegels, Management Science 15, 1969; damped: Taylor,
 * International Journal of Forecasting 19, 2003). With level l > 0, factor b > 0 and error e = y − f:
 *
 *     f = l·b^φ;  l ← f + α·e;  b ← B·l/l_before + (1 − B)·b^φ
 *
 * As l_before·b^φ = f, the factor's line is also b ← b^φ·(1 + B·(l/f − 1)). A point g steps after the last one is
 * smoothed by that form in the manner of Wright (Management Science 32, 1986): f = l·b^(φ + … + φ^g), α_g = 1 − (1 −
 * α)^g, B_g likewise, and the level's surprise l/f is shared out among the steps by its g-th root:
 *
 *     b ← b^(φ^g)·(1 + B_g·((l/f)^(1/g) − 1))
 *
 * A new series starts at its first value with the factor 1. Level and factor stay positive as long as values are; at
 * one that is not, the caller goes on with the additive trend from `additiveTrend`.
 *
 * The band: the relative errors ln y − ln f take the place of the errors of additive smoothing, which to first order
 * the logarithms are: ln l ← ln f + α·ln(y/f), ln b ← φ·ln b + α·B·ln(y/f). So with r the deviation of ln y − ln f one
 * step ahead, k half the band's width in deviations, and c_h of forecast.ts, it reaches from f·e^(−k·r·√c_h) to
 * f·e^(k·r·√c_h).
 */

/** A factor beyond this, up or down, is held there: an outlier must not carry level and factor out of the doubles. */
const LARGEST_FACTOR: f64 = 1e6;

// what `advanceExponential` leaves
export let nextLevel: f64 = 0;
export let nextFactor: f64 = 1;

/** The forecast `steps` steps ahead; at most the largest double. */
export function exponentialForecast(level: f64, factor: f64, phi: f64, steps: i64): f64 {
  return pathForecast(level, factor, dampedSteps(phi, steps));
}

/** The same with φ + … + φ^h at hand, as `nextStep` of forecast.ts returns it along a path. */
export function pathForecast(level: f64, factor: f64, sum: f64): f64 {
  return min(level * realPower(factor, sum), f64.MAX_VALUE);
}

/**
 * Moves level and factor by a value and the forecast that was made of it `steps` steps ahead, into `nextLevel` and
 * `nextFactor`. False, and nothing moved, where that leaves the positive doubles: a value that is not positive, or as
 * far from the forecast as doubles reach.
 */
export function advanceExponential(
  level: f64, factor: f64, forecast: f64, value: f64, steps: i64, alpha: f64, beta: f64, phi: f64,
): bool {
  if (!(value > 0 && value < Infinity)) return false;
  let moved: f64 = 0, grown: f64 = 0;
  if (steps == 1) {
    moved = forecast + alpha * (value - forecast);
    grown = beta * (moved / level) + (1 - beta) * realPower(factor, phi);
  } else {
    moved = forecast + (1 - power(1 - alpha, steps)) * (value - forecast);
    const share = 1 - power(1 - beta, steps);
    const surprise = realPower(moved / forecast, 1 / <f64>steps);
    grown = realPower(factor, power(phi, steps)) * (1 + share * (surprise - 1));
  }
  // NaN fails both
  if (!(moved > 0 && moved < Infinity && grown > 0)) return false;
  nextLevel = moved;
  nextFactor = min(max(grown, 1 / LARGEST_FACTOR), LARGEST_FACTOR);
  return true;
}

/** The additive trend that adds at first what the factor does. */
export function additiveTrend(level: f64, factor: f64): f64 {
  return level * (factor - 1);
}

/** ln y − ln f of positive values; the variance of these makes the band. */
export function relativeError(value: f64, forecast: f64): f64 {
  return logarithm(value) - logarithm(forecast);
}

/**
 * What divides and multiplies the forecast `steps` steps ahead to the band's ends: e^(k·√(variance·c_h)), where
 * `variance` is that of the relative errors and `multiplier` is k.
 */
export function bandFactor(
  multiplier: f64, variance: f64, alpha: f64, beta: f64, phi: f64, steps: i64,
): f64 {
  return bandFactorOf(multiplier, variance * wideningOf(alpha, beta, phi, steps));
}

/** The same from the widened variance, along a path. */
export function bandFactorOf(multiplier: f64, variance: f64): f64 {
  return min(exponential(multiplier * Math.sqrt(variance)), f64.MAX_VALUE);
}
