import { box, type Known } from "./newton.js";
import type { Point } from "./point.js";

/** Twin of assembly/fit-chain.ts: the chain rule between the box (α, x, φ) and what the errors know (T, D, φ). */

/** β. */
function slopeOf(alpha: number, x: number): number {
  return Number.isNaN(box.beta) ? x * alpha * alpha : box.beta * alpha;
}

/** Moves a point. */
export function placePoint(point: Point, alpha: number, x: number, phi: number): void {
  point.T = 1 - alpha + phi * (1 - slopeOf(alpha, x));
  point.D = phi * (1 - alpha);
  point.phi = phi;
}

/** Takes the derivatives at a known point over. */
export function readDerivatives(known: Known, from: Point): void {
  const { alpha, x, phi, gradient, hessian } = known;
  const isFree = Number.isNaN(box.beta);
  // derivatives of β
  const byA = isFree ? 2 * x * alpha : box.beta;
  const byX = isFree ? alpha * alpha : 0;
  const byAA = isFree ? 2 * x : 0;
  const byAX = isFree ? 2 * alpha : 0;
  const ta = -1 - phi * byA;
  const tx = -phi * byX;
  const tp = 1 - slopeOf(alpha, x);
  const da = -phi;
  const dp = 1 - alpha;
  const gT = from.gradient[0]!;
  const gD = from.gradient[1]!;
  gradient[0] = ta * gT + da * gD;
  gradient[1] = tx * gT;
  gradient[2] = tp * gT + dp * gD + from.gradient[2]!;
  transform(from.hessian, hessian, ta, tx, tp, da, dp);
  transform(from.gauss, known.gauss, ta, tx, tp, da, dp);
  hessian[0]! -= phi * byAA * gT;
  hessian[1]! -= phi * byAX * gT;
  hessian[2]! -= byA * gT + gD;
  hessian[4]! -= byX * gT;
}

/** J'MJ of a symmetric matrix, J being the derivatives of T and D by α, x and φ. */
function transform(
  from: Float64Array,
  into: Float64Array,
  ta: number,
  tx: number,
  tp: number,
  da: number,
  dp: number,
): void {
  const tt = from[0]!;
  const td = from[1]!;
  const tq = from[2]!;
  const dd = from[3]!;
  const dq = from[4]!;
  const qq = from[5]!;
  const at = ta * tt + da * td;
  const pt = tp * tt + dp * td + tq;
  const pd = tp * td + dp * dd + dq;
  into[0] = ta * at + da * (ta * td + da * dd);
  into[1] = tx * at;
  into[2] = ta * pt + da * pd;
  into[3] = tx * tx * tt;
  into[4] = tx * pt;
  into[5] = tp * pt + dp * pd + tp * tq + dp * dq + qq;
}
