import { ALPHA_HIGHEST, ALPHA_LOWEST } from "./box";
import { count, difference, differences } from "./window";
import { allocate } from "../../memory/memory";

/**
 * What a window is to filters of one root each: w_t = r·w_{t−1} + Δy_t. Where the errors' recursion has two real roots,
 * everything that the grid asks for is made of these sums in closed form, for every pair of roots: see face.ts and
 * real.ts. Roots are r = 1 − α for the α below, then the dampings φ.
 *
 * No α may come close to 1 − φ of a damping: the two solutions r^t and φ^t would be one.
 */
export const ALPHAS: StaticArray<f64> = [
  ALPHA_LOWEST, 0.0015, 0.0045, 0.012, 0.025, 0.05, 0.075, 0.11, 0.15, 0.205, 0.26, 0.33, 0.41, 0.5, 0.6, 0.7, 0.8, 0.9,
  0.95, 0.98, ALPHA_HIGHEST,
];
export const PHIS: StaticArray<f64> = [
  0.8, 0.8168, 0.833, 0.8487, 0.8639, 0.8785, 0.8926, 0.9061, 0.9191, 0.9316, 0.9436, 0.955, 0.9659, 0.9762, 0.986,
  0.995,
];
export const ALPHA_COUNT: i32 = 21;
export const PHI_COUNT: i32 = 16;
/** Roots 1 − α but for the lowest α, whose root is 1 to 2^−26. */
const LEVEL_ROOTS: i32 = ALPHA_COUNT - 1;
const PAIRS: i32 = (LEVEL_ROOTS + PHI_COUNT) / 2;
/** Bytes before the dampings in every column below. */
export const DAMPINGS: usize = <usize>LEVEL_ROOTS << 3;

// columns of f64 by root
/** The root r. */
export let roots: usize = 0;
/** r^n. */
export let powers: usize = 0;
/** r·Σ_{t=2}^n Δy_t·r^{t−2}. */
export let moments: usize = 0;
/** Σ_{t=1}^n r^{2(t−1)}. */
export let norms: usize = 0;
// of the level's roots alone
/** r·w_n. */
export let lasts: usize = 0;
/** Σ w_t². */
export let energies: usize = 0;
/** Σ w_t·r^{t−1}. */
export let alongs: usize = 0;
// of w_t = y_t − y_1, the filter of root 1
export let walkLast: f64 = 0;
export let walkSum: f64 = 0;
export let walkEnergy: f64 = 0;

function layOut(): void {
  const column = <usize>PAIRS << 4;
  roots = allocate(column);
  powers = allocate(column);
  moments = allocate(column);
  norms = allocate(column);
  lasts = allocate(DAMPINGS);
  energies = allocate(DAMPINGS);
  alongs = allocate(DAMPINGS);
  for (let i = 0; i < LEVEL_ROOTS; i++) store<f64>(roots + (<usize>i << 3), 1 - unchecked(ALPHAS[i + 1]));
  for (let j = 0; j < PHI_COUNT; j++) store<f64>(roots + DAMPINGS + (<usize>j << 3), unchecked(PHIS[j]));
}

/** Fills the columns for the window. */
export function filterRoots(): void {
  if (roots == 0) layOut();
  gatherMoments();
  gatherEnergies();
  walk();
  raisePowers();
}

/** Horner's rule, six pairs of roots abreast. */
function gatherMoments(): void {
  const first = differences + 16;
  const end = differences + (<usize>count << 3);
  for (let at: usize = 0; at < <usize>PAIRS << 4; at += 96) {
    const root = roots + at;
    const r0 = v128.load(root), r1 = v128.load(root, 16), r2 = v128.load(root, 32);
    const r3 = v128.load(root, 48), r4 = v128.load(root, 64), r5 = v128.load(root, 80);
    let q0 = f64x2.splat(0), q1 = q0, q2 = q0, q3 = q0, q4 = q0, q5 = q0;
    for (let from = end; from >= first; from -= 8) {
      const x = v128.load64_splat(from);
      q0 = f64x2.add(f64x2.mul(q0, r0), x);
      q1 = f64x2.add(f64x2.mul(q1, r1), x);
      q2 = f64x2.add(f64x2.mul(q2, r2), x);
      q3 = f64x2.add(f64x2.mul(q3, r3), x);
      q4 = f64x2.add(f64x2.mul(q4, r4), x);
      q5 = f64x2.add(f64x2.mul(q5, r5), x);
    }
    const moment = moments + at;
    v128.store(moment, f64x2.mul(q0, r0));
    v128.store(moment, f64x2.mul(q1, r1), 16);
    v128.store(moment, f64x2.mul(q2, r2), 32);
    v128.store(moment, f64x2.mul(q3, r3), 48);
    v128.store(moment, f64x2.mul(q4, r4), 64);
    v128.store(moment, f64x2.mul(q5, r5), 80);
  }
}

/** The filters themselves, five pairs abreast. */
function gatherEnergies(): void {
  const first = differences + 16;
  const end = differences + (<usize>count << 3);
  for (let at: usize = 0; at < DAMPINGS; at += 80) {
    const root = roots + at;
    const r0 = v128.load(root), r1 = v128.load(root, 16), r2 = v128.load(root, 32);
    const r3 = v128.load(root, 48), r4 = v128.load(root, 64);
    let w0 = f64x2.splat(0), w1 = w0, w2 = w0, w3 = w0, w4 = w0, s0 = w0, s1 = w0, s2 = w0, s3 = w0, s4 = w0;
    for (let from = first; from <= end; from += 8) {
      const x = v128.load64_splat(from);
      w0 = f64x2.add(f64x2.mul(w0, r0), x);
      w1 = f64x2.add(f64x2.mul(w1, r1), x);
      w2 = f64x2.add(f64x2.mul(w2, r2), x);
      w3 = f64x2.add(f64x2.mul(w3, r3), x);
      w4 = f64x2.add(f64x2.mul(w4, r4), x);
      s0 = f64x2.add(s0, f64x2.mul(w0, w0));
      s1 = f64x2.add(s1, f64x2.mul(w1, w1));
      s2 = f64x2.add(s2, f64x2.mul(w2, w2));
      s3 = f64x2.add(s3, f64x2.mul(w3, w3));
      s4 = f64x2.add(s4, f64x2.mul(w4, w4));
    }
    keepEnergy(at, w0, s0);
    keepEnergy(at + 16, w1, s1);
    keepEnergy(at + 32, w2, s2);
    keepEnergy(at + 48, w3, s3);
    keepEnergy(at + 64, w4, s4);
  }
}

@inline
function keepEnergy(at: usize, last: v128, energy: v128): void {
  v128.store(lasts + at, f64x2.mul(last, v128.load(roots + at)));
  v128.store(energies + at, energy);
}

function walk(): void {
  let w: f64 = 0, sum: f64 = 0, energy: f64 = 0;
  for (let t = 2; t <= count; t++) {
    w += difference(t);
    sum += w;
    energy += w * w;
  }
  walkLast = w;
  walkSum = sum;
  walkEnergy = energy;
}

function raisePowers(): void {
  const one = f64x2.splat(1);
  for (let at: usize = 0; at < <usize>PAIRS << 4; at += 16) {
    const root = v128.load(roots + at);
    let square = root;
    let power = one;
    for (let left = count; left > 0; left >>= 1) {
      if (left & 1) power = f64x2.mul(power, square);
      square = f64x2.mul(square, square);
    }
    const gap = f64x2.sub(one, f64x2.mul(root, root));
    v128.store(powers + at, power);
    v128.store(norms + at, f64x2.div(f64x2.sub(one, f64x2.mul(power, power)), gap));
    if (at >= DAMPINGS) continue;
    // Σ w_t·r^{t−1}·(1 − r²) = r·q − r·w_n·r^n
    const along = f64x2.sub(v128.load(moments + at), f64x2.mul(v128.load(lasts + at), power));
    v128.store(alongs + at, f64x2.div(along, gap));
  }
}
