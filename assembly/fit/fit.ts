import { ALPHA_HIGHEST, ALPHA_LOWEST, PHI_HIGHEST, PHI_LOWEST } from "./error-form/box";
import { addComplexStarts } from "./error-form/complex";
import { best, descend } from "./error-form/descent";
import { fitRecursion } from "./general/exponential";
import { addFaceStarts, addLowestStart } from "./error-form/face";
import { addGivenStarts, addLowestGivenStart } from "./general/given";
import { fitLevel, levelOpening, openLevel } from "./error-form/level";
import { addStart, clearStarts, keepBestStarts } from "./error-form/plane";
import { addRealStarts } from "./error-form/real";
import { Fit, LARGEST, keepConstant } from "./error-form/result";
import { filterRoots } from "./error-form/roots";
import { setBox } from "./error-form/step";
import { count, difference, enterWindow, squares, unit } from "./error-form/window";
import { Trend } from "../settings/settings";

export { Fit };

/**
 * Holt's method fitted to a window: α, B, φ and the starting values that make the sum of squared one-step errors least,
 * in statsmodels' box (α in [2^−26, 1 − 2^−26], B in [0, α], φ in [0.8, 0.995], starts unbounded). A fixed grid, then
 * Newton's method from its best minima: a fit depends on its window alone. Only + − × ÷ √, so the bits are the same on
 * every machine. statsmodels' B is called beta; the β of state-space models is α·B.
 *
 *     window ─▶ grid: face x = 0, inside; or where parameters are given ─▶ starts ─▶ descents ─▶ errors ─▶ Fit
 *         └───▶ exponential trend, or a given start: fit-exponential.ts ─────────────────────────────────▶ Fit
 */

/**
 * Fits `length` values (doubles) and writes the result to `fit`. Parameters that are NaN are fitted, others taken as
 * they are given, `level0` and `trend0` too; the exponential trend's φ is 1 unless given. `starts` is the number of the
 * grid's minima that are followed, of which 5 miss the optimum nearly never. The exponential trend is of positive
 * values: where one is not, the additive trend of the same damping is fitted instead.
 */
export function fitWindow(
  values: usize, length: i32, trend: i32, alpha: f64, beta: f64, phi: f64, level0: f64, trend0: f64, starts: i32,
  fit: usize,
): void {
  const result = changetype<Fit>(fit);
  if (trend == Trend.Exponential) {
    if (level0 <= 0 || trend0 <= 0 || !arePositive(values, length)) {
      trend = isNaN(phi) || phi == 1 ? Trend.Linear : Trend.Damped;
      // a given factor becomes what it adds to the given level, or to the first value
      if (length > 0) trend0 = (isNaN(level0) ? load<f64>(values) : level0) * (trend0 - 1);
    } else if (isNaN(phi)) phi = 1;
  }
  if (trend == Trend.None || trend == Trend.Linear) phi = 1;
  if (trend == Trend.None) {
    beta = 0;
    trend0 = isNaN(level0) ? NaN : 0;
  }
  result.kind = trend;
  result.relative = 0;
  const isOpen = isNaN(level0) && isNaN(trend0);
  if (!(enterWindow(values, length) || (length > 0 && !isOpen))) {
    const value = length > 0 ? load<f64>(values + (<usize>(length - 1) << 3)) : 0;
    keepConstant(result, value, !(squares < Infinity), alpha, beta, phi);
    return;
  }
  if (trend == Trend.Exponential || !isOpen) {
    fitRecursion(result, values, length, alpha, beta, phi, level0, trend0, starts);
    return;
  }
  // without damping's φ the trend before the first value would be out of any forecast's sight
  if (trend == Trend.None || phi == 0) {
    const fitted = isNaN(alpha);
    if (!fitted) openLevel(alpha);
    result.alpha = fitted ? fitLevel() : alpha;
    result.beta = isNaN(beta) ? 0 : beta;
    result.phi = phi;
    reportLevel(result, values);
    return;
  }
  search(alpha, beta, phi, max(starts, 1));
  // the step that the search found too small to try: it is what the forecasts' last digits want
  take(result, best.nextAlpha, best.nextX, best.nextPhi, beta);
  openErrors(result.alpha, result.alpha * result.beta, result.phi);
  if (!(sum <= best.value)) {
    take(result, best.alpha, best.x, best.phi, beta);
    runErrors(result.alpha, result.alpha * result.beta, result.phi, best.e1, best.e2);
  }
  report(result, values);
}

function take(result: Fit, alpha: f64, x: f64, phi: f64, beta: f64): void {
  result.alpha = alpha;
  result.beta = isNaN(beta) ? x * alpha : beta;
  result.phi = phi;
}

function arePositive(values: usize, length: i32): bool {
  for (let i = 0; i < length; i++) {
    if (!(load<f64>(values + (<usize>i << 3)) > 0)) return false;
  }
  return true;
}

/** Leaves the optimum in `best`. */
function search(alpha: f64, beta: f64, phi: f64, starts: i32): void {
  const lowest = isNaN(alpha) ? max(ALPHA_LOWEST, isNaN(beta) ? 0 : min(beta, ALPHA_HIGHEST)) : alpha;
  setBox(
    lowest, isNaN(alpha) ? ALPHA_HIGHEST : alpha, 0, isNaN(beta) ? 1 : 0,
    isNaN(phi) ? PHI_LOWEST : phi, isNaN(phi) ? PHI_HIGHEST : phi, beta,
  );
  clearStarts();
  if (!isNaN(alpha) && !isNaN(beta) && !isNaN(phi)) {
    addStart(0, alpha, 0, phi);
  } else if (isNaN(alpha) && isNaN(beta) && isNaN(phi)) {
    filterRoots();
    addFaceStarts();
    addRealStarts();
    addComplexStarts();
    keepBestStarts(starts);
    addLowestStart();
  } else {
    addGivenStarts(alpha, beta, phi);
    keepBestStarts(starts);
    addLowestGivenStart();
  }
  descend();
}

// what one run of the errors leaves
let sum: f64 = 0;
let firstError: f64 = 0;
let secondError: f64 = 0;
let lastError: f64 = 0;
let errorBefore: f64 = 0;

/** Runs the errors from e_1 and e_2 on; `slope` is α·B. */
function runErrors(alpha: f64, slope: f64, phi: f64, first: f64, second: f64): void {
  const T = 1 - alpha + phi * (1 - slope), D = phi * (1 - alpha);
  let older = first, error = second, squared = first * first + second * second;
  for (let t = 3; t <= count; t++) {
    const next = T * error - D * older + (difference(t) - phi * difference(t - 1));
    squared += next * next;
    older = error;
    error = next;
  }
  sum = squared;
  firstError = first;
  secondError = second;
  lastError = error;
  errorBefore = older;
}

/** The same from the e_1 and e_2 of least squares. */
function openErrors(alpha: f64, slope: f64, phi: f64): void {
  const T = 1 - alpha + phi * (1 - slope), D = phi * (1 - alpha);
  let e1: f64 = 0, e2: f64 = 0, u1: f64 = 1, u2: f64 = 0, eu: f64 = 0, ev: f64 = 0, uu: f64 = 1, uv: f64 = 0;
  for (let t = 3; t <= count; t++) {
    const e = T * e1 - D * e2 + (difference(t) - phi * difference(t - 1));
    const u = T * u1 - D * u2;
    eu += e * u;
    ev += e * u1;
    uu += u * u;
    uv += u * u1;
    e2 = e1;
    e1 = e;
    u2 = u1;
    u1 = u;
  }
  const g11 = 1 + D * D * (uu - u1 * u1), g12 = -D * uv, b1 = D * ev;
  const determinant = g11 * uu - g12 * g12;
  runErrors(alpha, slope, phi, (uu * b1 + g12 * eu) / determinant, (-g12 * b1 - g11 * eu) / determinant);
}

/** With β = α·B: l_n = y_n − (1 − α)·e_n, b_n = Δy_n + (1 − α)·e_{n−1} − (1 − β)·e_n; the start from e_1 and e_2. */
function report(result: Fit, values: usize): void {
  const alpha = result.alpha, phi = result.phi;
  const slope = alpha * result.beta;
  result.sse = min(sum * unit * unit, LARGEST);
  const trend0 = (difference(2) + (1 - alpha - phi * slope) * firstError - secondError) / (phi * phi);
  result.trend0 = trend0 * unit;
  result.level0 = load<f64>(values) - (firstError + phi * trend0) * unit;
  result.level = lastValue(values) - (1 - alpha) * lastError * unit;
  result.trend = (difference(count) + (1 - alpha) * errorBefore - (1 - slope) * lastError) * unit;
}

/** The same without a trend, from e_1 in `levelOpening`. */
function reportLevel(result: Fit, values: usize): void {
  const kept = 1 - result.alpha;
  let error = levelOpening, squared = error * error;
  for (let t = 2; t <= count; t++) {
    error = kept * error + difference(t);
    squared += error * error;
  }
  result.sse = min(squared * unit * unit, LARGEST);
  result.level0 = load<f64>(values) - levelOpening * unit;
  result.trend0 = 0;
  result.level = lastValue(values) - kept * error * unit;
  result.trend = 0;
}

@inline
function lastValue(values: usize): f64 {
  return load<f64>(values + (<usize>(count - 1) << 3));
}
