import { setOpening } from "./general";
import { Fit, LARGEST, keepConstant } from "../error-form/result";
import {
  ALPHA, LEVEL, PHI, TREND, at, betaHere, lastLevel, lastTrend, point, runRecursion, setRecursion,
} from "./recursion";
import { searchRecursion } from "./search";
import { WAVE, count, enterValues, source, unit, waves } from "../error-form/window";
import { logarithm } from "../../number/power";
import { Trend } from "../../settings/settings";

/**
 * The fit by the plain recursions: of the exponential trend, of at least one positive value, and of any trend with a
 * given start. Additive values are taken as they stand above the first, all are scaled by a power of two.
 *
 *     values ─▶ scale ─▶ openings (opening.ts) ─▶ grid (search.ts) ─▶ descents (general.ts) ─▶ Fit
 *                                   └────────────── errors (recursion.ts) ──────────────┘
 */
export function fitRecursion(
  result: Fit, values: usize, length: i32, alpha: f64, beta: f64, phi: f64, level0: f64, trend0: f64, starts: i32,
): void {
  const multiplied = result.kind == Trend.Exponential;
  const offset = multiplied ? 0 : load<f64>(values);
  const level = level0 - offset;
  const largest = max(isNaN(level) ? 0 : Math.abs(level), isNaN(trend0) || multiplied ? 0 : Math.abs(trend0));
  let sum = Infinity;
  if (enterValues(values, length, offset, largest)) {
    setRecursion(multiplied, beta);
    setOpening(level / unit, multiplied ? trend0 : trend0 / unit, multiplied);
    searchRecursion(multiplied, alpha, beta, phi, max(starts, 1));
    sum = runRecursion();
  }
  if (!(sum < Infinity)) {
    keepConstant(result, load<f64>(values + (<usize>(length - 1) << 3)), true, alpha, beta, phi);
    return;
  }
  const size = multiplied ? 1 : unit;
  result.sse = min(sum * unit * unit, LARGEST);
  result.alpha = at(point, ALPHA);
  result.beta = betaHere();
  result.phi = at(point, PHI);
  result.level0 = isNaN(level0) ? finite(at(point, LEVEL) * unit + offset) : level0;
  result.trend0 = isNaN(trend0) ? finite(at(point, TREND) * size) : trend0;
  result.level = finite(lastLevel * unit + offset);
  result.trend = finite(lastTrend * size);
  if (multiplied) result.relative = relativeSquares();
}

@inline
function finite(x: f64): f64 {
  return min(max(x, -LARGEST), LARGEST);
}

/** Σ (ln y − ln f)² of the last run of the multiplicative recursion. */
function relativeSquares(): f64 {
  let sum: f64 = 0;
  for (let t = 1; t <= count; t++) {
    const value = load<f64>(source + (<usize>t << 3));
    const forecast = value - load<f64>(waves + <usize>t * WAVE, 48);
    const apart = logarithm(value / max(forecast, value * f64.EPSILON));
    sum += apart * apart;
  }
  return sum;
}
