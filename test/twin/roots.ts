import { ALPHA_HIGHEST, ALPHA_LOWEST } from "./box.js";
import { window } from "./window.js";

/** Twin of assembly/fit-roots.ts: what a window is to filters of one root each, w_t = r·w_{t−1} + Δy_t. */
export const ALPHAS = Float64Array.of(
  ...[ALPHA_LOWEST, 0.0015, 0.0045, 0.012, 0.025, 0.05, 0.075, 0.11, 0.15, 0.205, 0.26, 0.33, 0.41, 0.5, 0.6, 0.7],
  ...[0.8, 0.9, 0.95, 0.98, ALPHA_HIGHEST],
);
export const PHIS = Float64Array.of(
  ...[0.8, 0.8168, 0.833, 0.8487, 0.8639, 0.8785, 0.8926, 0.9061, 0.9191, 0.9316, 0.9436, 0.955, 0.9659, 0.9762, 0.986],
  0.995,
);
/** Roots 1 − α but for the lowest α, whose root is 1 to 2^−26; after them come the dampings. */
export const LEVEL_ROOTS = ALPHAS.length - 1;

export const roots = Float64Array.of(...ALPHAS.subarray(1).map((alpha) => 1 - alpha), ...PHIS);
/** r^n. */
export const powers = new Float64Array(roots.length);
/** r·Σ_{t=2}^n Δy_t·r^{t−2}. */
export const moments = new Float64Array(roots.length);
/** Σ_{t=1}^n r^{2(t−1)}. */
export const norms = new Float64Array(roots.length);
// of the level's roots alone
/** r·w_n. */
export const lasts = new Float64Array(LEVEL_ROOTS);
/** Σ w_t². */
export const energies = new Float64Array(LEVEL_ROOTS);
/** Σ w_t·r^{t−1}. */
export const alongs = new Float64Array(LEVEL_ROOTS);
/** Last value, sum and energy of w_t = y_t − y_1, the filter of root 1. */
export const walk = { last: 0, sum: 0, energy: 0 };

/** Fills the columns for the window. */
export function filterRoots(): void {
  for (let root = 0; root < roots.length; root += 4) gatherMoments(root);
  for (let root = 0; root < LEVEL_ROOTS; root += 4) gatherEnergies(root);
  walkAlong();
  for (let root = 0; root < roots.length; root++) raisePower(root);
}

/** Horner's rule, four roots abreast. */
function gatherMoments(root: number): void {
  const { differences, count } = window;
  const r0 = roots[root]!;
  const r1 = roots[root + 1]!;
  const r2 = roots[root + 2]!;
  const r3 = roots[root + 3]!;
  let q0 = 0;
  let q1 = 0;
  let q2 = 0;
  let q3 = 0;
  for (let t = count; t >= 2; t--) {
    const x = differences[t]!;
    q0 = q0 * r0 + x;
    q1 = q1 * r1 + x;
    q2 = q2 * r2 + x;
    q3 = q3 * r3 + x;
  }
  moments[root] = q0 * r0;
  moments[root + 1] = q1 * r1;
  moments[root + 2] = q2 * r2;
  moments[root + 3] = q3 * r3;
}

/** The filters themselves, four abreast. */
function gatherEnergies(root: number): void {
  const { differences, count } = window;
  const r0 = roots[root]!;
  const r1 = roots[root + 1]!;
  const r2 = roots[root + 2]!;
  const r3 = roots[root + 3]!;
  let w0 = 0;
  let w1 = 0;
  let w2 = 0;
  let w3 = 0;
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  for (let t = 2; t <= count; t++) {
    const x = differences[t]!;
    w0 = w0 * r0 + x;
    w1 = w1 * r1 + x;
    w2 = w2 * r2 + x;
    w3 = w3 * r3 + x;
    s0 += w0 * w0;
    s1 += w1 * w1;
    s2 += w2 * w2;
    s3 += w3 * w3;
  }
  lasts[root] = w0 * r0;
  lasts[root + 1] = w1 * r1;
  lasts[root + 2] = w2 * r2;
  lasts[root + 3] = w3 * r3;
  energies[root] = s0;
  energies[root + 1] = s1;
  energies[root + 2] = s2;
  energies[root + 3] = s3;
}

function walkAlong(): void {
  const { differences, count } = window;
  let w = 0;
  let sum = 0;
  let energy = 0;
  for (let t = 2; t <= count; t++) {
    w += differences[t]!;
    sum += w;
    energy += w * w;
  }
  walk.last = w;
  walk.sum = sum;
  walk.energy = energy;
}

function raisePower(index: number): void {
  const root = roots[index]!;
  let square = root;
  let power = 1;
  for (let left = window.count; left > 0; left >>= 1) {
    if (left & 1) power *= square;
    square *= square;
  }
  const gap = 1 - root * root;
  powers[index] = power;
  norms[index] = (1 - power * power) / gap;
  if (index < LEVEL_ROOTS) alongs[index] = (moments[index]! - lasts[index]! * power) / gap;
}
