import { holtOf } from "./holt";
import { Series } from "../series/record";
import { DEFAULT_ALPHA, DEFAULT_BETA, DEFAULT_PHI, Model, Trend } from "../settings/settings";

/**
 * The recursions of exponential smoothing, one point at a time. With level l, trend b, smoothing alpha and beta,
 * damping phi, step ahead forecast f and error e = y − f:
 *
 *     f = l + φ·b;  l ← f + α·e;  b ← φ·b + α·β·e
 *
 * (Gardner & McKenzie, Management Science 31, 1985; linear: φ = 1; none: b = 0.) A point g steps after the last one
 * is smoothed as by Wright, Management Science 32, 1986: f = l + (φ + … + φ^g)·b, α_g = 1 − (1 − α)^g, β_g likewise,
 * b ← φ^g·b + α_g·β_g·e/g. With g = 1 both are the same to the last bit.
 */

/** x to a whole power, by squaring; the same bits everywhere, as Math.pow's are not. */
export function power(x: f64, exponent: i64): f64 {
  let result: f64 = 1;
  while (exponent > 0) {
    if (exponent & 1) result *= x;
    x *= x;
    exponent >>= 1;
  }
  return result;
}

/** What a running mean moves by at its `count`th value, once that is less a mean that forgets at `least`. */
@inline
export function rateAfter(count: u32, least: f64): f64 {
  return <f64>count * least < 1 ? 1 / <f64>count : least;
}

/** φ + φ² + … + φ^steps. */
export function dampedSteps(phi: f64, steps: i64): f64 {
  if (steps == 1) return phi;
  if (phi == 1) return <f64>steps;
  return (phi * (1 - power(phi, steps))) / (1 - phi);
}

/** The forecast of a series, `steps` steps after its newest point. */
export function additiveForecast(record: Series, steps: i64): f64 {
  const holt = holtOf(record);
  return holt.level + dampedSteps(holt.phi, steps) * holt.trend;
}

/** Moves level and trend by the error of the forecast that was made `steps` steps ahead. */
export function advance(record: Series, forecast: f64, error: f64, steps: i64, alpha: f64): void {
  const holt = holtOf(record);
  if (steps == 1) {
    holt.level = forecast + alpha * error;
    holt.trend = holt.phi * holt.trend + alpha * holt.beta * error;
    return;
  }
  const alphaG = 1 - power(1 - alpha, steps);
  const betaG = 1 - power(1 - holt.beta, steps);
  holt.level = forecast + alphaG * error;
  holt.trend = power(holt.phi, steps) * holt.trend + (alphaG * betaG * error) / <f64>steps;
}

/** Gives a new series its parameters, those of `--alpha`, `--beta`, `--phi` where given (not NaN). */
export function startParameters(record: Series, settings: Model): void {
  const holt = holtOf(record);
  holt.alpha = isNaN(settings.alpha) ? DEFAULT_ALPHA : settings.alpha;
  const beta = isNaN(settings.beta) ? min(DEFAULT_BETA, holt.alpha) : settings.beta;
  holt.beta = settings.trend == Trend.None ? 0 : beta;
  const phi = settings.trend == Trend.Damped ? DEFAULT_PHI : 1;
  holt.phi = isNaN(settings.phi) ? phi : settings.phi;
}
