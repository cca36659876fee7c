import { addStart } from "./plane";

/**
 * The box of the damped trend, and the way between its coordinates and those of the errors' recursion: T = 1 − α +
 * φ(1 − αB), D = φ(1 − α), with B = x·α. statsmodels' bounds, all of them closed.
 */
export const ALPHA_LOWEST: f64 = 1.0 / 67108864;
export const ALPHA_HIGHEST: f64 = 1 - ALPHA_LOWEST;
export const PHI_LOWEST: f64 = 0.8;
export const PHI_HIGHEST: f64 = 0.995;

/** A best φ nearer than this to x = 0 is the face's. */
const ON_FACE: f64 = 1e-9;

// what `intervalsAt` leaves: the first interval of φ, and the lower end of the second, which ends at PHI_HIGHEST
export let firstLow: f64 = 0;
export let firstHigh: f64 = 0;
export let secondLow: f64 = 0;

/**
 * The intervals of φ that the box leaves a point (T, D), one (twice) or two: α ≥ 0 wants φ ≥ D, B ≤ α wants
 * φ·(T − 2D) ≥ D·(1 − D), and B ≥ 0 wants φ outside of the roots of φ² − T·φ + D, where they are real.
 */
export function intervalsAt(T: f64, D: f64): void {
  let lowest = max(PHI_LOWEST, D / ALPHA_HIGHEST);
  if (T > 2 * D) lowest = max(lowest, (D * (1 - D)) / (T - 2 * D));
  lowest = min(lowest, PHI_HIGHEST);
  firstLow = lowest;
  firstHigh = PHI_HIGHEST;
  secondLow = lowest;
  const discriminant = T * T - 4 * D;
  if (discriminant <= 0) return;
  const root = Math.sqrt(discriminant);
  const smaller = 0.5 * (T - root);
  secondLow = min(PHI_HIGHEST, max(lowest, 0.5 * (T + root)));
  if (smaller >= lowest) firstHigh = min(PHI_HIGHEST, smaller);
  else firstLow = secondLow;
}

/** x in [low, high]; NaN gives low. */
@inline
export function clamp(x: v128, low: v128, high: v128): v128 {
  return f64x2.pmin(high, f64x2.pmax(low, x));
}

/** Adds a start inside the box at the best φ of a (T, D). */
export function addInside(value: f64, T: f64, D: f64, phi: f64): void {
  const alpha = min(max(1 - D / phi, ALPHA_LOWEST), ALPHA_HIGHEST);
  const x = (1 - (T - D / phi) / phi) / (alpha * alpha);
  if (x > ON_FACE) addStart(value, alpha, min(x, 1), phi);
}
