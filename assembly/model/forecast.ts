/**
 * Forecast paths and their variance. The variance of a forecast h steps ahead is σ²·c_h with
 *
 *     c_1 = 1,  c_h = c_{h−1} + (α + α·β·(φ + … + φ^{h−1}))²
 *
 * (Hyndman, Koehler, Ord & Snyder, Journal of Forecasting 24, 2005, table 1, class 1; β is statsmodels'
 * smoothing_trend.)
 */

/** A path in the making: call `nextStep` once a step. */
let steps: i32 = 0;
let damping: f64 = 0;
let sum: f64 = 0;
/** c_h of the step that was made last. */
export let widening: f64 = 1;

export function startPath(): void {
  steps = 0;
  damping = 1;
  sum = 0;
  widening = 1;
}

/** Moves one step on; returns φ + … + φ^h, what the trend is multiplied with. */
export function nextStep(alpha: f64, beta: f64, phi: f64): f64 {
  if (steps++ > 0) {
    const weight = alpha + alpha * beta * sum;
    widening += weight * weight;
  }
  damping *= phi;
  sum += damping;
  return sum;
}

/** More steps than this widen the band no further. */
const WIDEST: i64 = 1000;

/** c_h. */
export function wideningOf(alpha: f64, beta: f64, phi: f64, steps: i64): f64 {
  if (steps == 1) return 1;
  startPath();
  for (let step: i64 = min(steps, WIDEST); step > 0; step--) nextStep(alpha, beta, phi);
  return widening;
}
