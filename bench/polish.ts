import type { ErrorForm, Point, Slope } from "./error-form.js";

/** A box of (α, x, φ), both ends included; equal ends hold a coordinate. */
export interface Box {
  low: readonly [number, number, number];
  high: readonly [number, number, number];
}

const MOST_STEPS = 200;
const TOLERANCE = 1e-14;
/** Width of the differences that second derivatives are taken from. */
const WIDTH = 1e-6;
/** Below this α, x moves nothing that a double could tell. */
const X_MATTERS = 1e-6;

/**
 * A local optimum near `from`: Newton's method with second derivatives from differences of exact first ones, damped
 * after Levenberg and Marquardt, every step cut off at the box. A step that promises less than `tolerance` of the sum of
 * squares is the last.
 */
export function polish(form: ErrorForm, from: Point, box: Box, tolerance = TOLERANCE): Slope {
  let best = form.slopeAt(from);
  let damping = 1e-3;
  let curvature = curvatureAt(form, best, box);
  for (let step = 0; step < MOST_STEPS; step++) {
    const move = solve(curvature, gradientOf(best), freeAt(best, box), damping);
    if (move !== undefined && move.promised <= tolerance * best.value) return best;
    const next = move && form.slopeAt(inside(best, move.by, box));
    if (next !== undefined && next.value < best.value) {
      best = next;
      curvature = curvatureAt(form, best, box);
      damping = Math.max(damping / 10, 1e-12);
    } else if (damping > 1e12) {
      return best;
    } else {
      damping *= 10;
    }
  }
  return best;
}

const coordinates = ({ alpha, x, phi }: Point): number[] => [alpha, x, phi];
const gradientOf = ({ byAlpha, byX, byPhi }: Slope): number[] => [byAlpha, byX, byPhi];

function inside(from: Point, by: readonly number[], { low, high }: Box): Point {
  const [alpha, x, phi] = coordinates(from).map((at, i) => Math.min(Math.max(at + by[i]!, low[i]!), high[i]!));
  return { alpha: alpha!, x: x!, phi: phi! };
}

/** Coordinates that are not held, nor at an end that the sum of squares falls towards. */
function freeAt(at: Slope, { low, high }: Box): number[] {
  const here = coordinates(at);
  const gradient = gradientOf(at);
  return [0, 1, 2].filter((i) => {
    if (low[i] === high[i] || (i === 1 && at.alpha < X_MATTERS)) return false;
    return here[i]! <= low[i]! ? gradient[i]! < 0 : here[i]! >= high[i]! ? gradient[i]! > 0 : true;
  });
}

/** Second derivatives, symmetric. */
function curvatureAt(form: ErrorForm, at: Slope, { low, high }: Box): number[][] {
  const gradient = gradientOf(at);
  const rows = [0, 1, 2].map((i) => {
    if (low[i] === high[i]) return [0, 0, 0];
    const here = coordinates(at);
    const width = here[i]! + WIDTH > high[i]! ? -WIDTH : WIDTH;
    here[i]! += width;
    const [alpha, x, phi] = here;
    return gradientOf(form.slopeAt({ alpha: alpha!, x: x!, phi: phi! })).map((g, j) => (g - gradient[j]!) / width);
  });
  return rows.map((row, i) => row.map((value, j) => (value + rows[j]![i]!) / 2));
}

/** The damped Newton step over the free coordinates, undefined where the damped model is no bowl. */
function solve(curvature: number[][], gradient: number[], free: number[], damping: number) {
  const by = [0, 0, 0];
  const size = free.length;
  const scale = Math.max(...free.map((i) => Math.abs(curvature[i]![i]!)), Number.MIN_VALUE);
  const rows = free.map((i) => [...free.map((j) => curvature[i]![j]!), -gradient[i]!]);
  free.forEach((i, k) => {
    rows[k]![k]! += damping * Math.max(Math.abs(curvature[i]![i]!), 1e-12 * scale);
  });
  for (let k = 0; k < size; k++) {
    const pivot = rows[k]![k]!;
    if (!(pivot > 0)) return undefined;
    for (let below = k + 1; below < size; below++) {
      const factor = rows[below]![k]! / pivot;
      for (let j = k; j <= size; j++) rows[below]![j]! -= factor * rows[k]![j]!;
    }
  }
  for (let k = size - 1; k >= 0; k--) {
    let right = rows[k]![size]!;
    for (let j = k + 1; j < size; j++) right -= rows[k]![j]! * by[free[j]!]!;
    by[free[k]!] = right / rows[k]![k]!;
  }
  // half of −g·s is what an undamped model promises
  const promised = -0.5 * free.reduce((sum, i) => sum + gradient[i]! * by[i]!, 0);
  return { by, promised };
}
