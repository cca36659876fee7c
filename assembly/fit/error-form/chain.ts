import { GAUSS, GRADIENT, HESSIAN, POINT_D, POINT_PHI, POINT_T, pair } from "./pair-sums";
import { Known, fixedBeta } from "./step";

/**
 * The chain rule between the box (α, x, φ) and what the errors know: T = 1 − α + φ(1 − β), D = φ(1 − α) and φ, where β
 * = α·B is x·α², or B·α where B is given. `offset` is 0 or 8: the lane's place in every vector.
 */

@inline
function slopeOf(alpha: f64, x: f64): f64 {
  return isNaN(fixedBeta) ? x * alpha * alpha : fixedBeta * alpha;
}

/** Puts a point into a lane. */
export function placePoint(offset: usize, alpha: f64, x: f64, phi: f64): void {
  store<f64>(pair + offset, 1 - alpha + phi * (1 - slopeOf(alpha, x)), POINT_T);
  store<f64>(pair + offset, phi * (1 - alpha), POINT_D);
  store<f64>(pair + offset, phi, POINT_PHI);
}

/** Takes the derivatives at a known point from its lane. */
export function readDerivatives(known: Known, offset: usize): void {
  const alpha = known.alpha, x = known.x, phi = known.phi;
  const at = pair + offset;
  const free = isNaN(fixedBeta);
  // derivatives of β
  const byA = free ? 2 * x * alpha : fixedBeta, byX = free ? alpha * alpha : 0;
  const byAA = free ? 2 * x : 0, byAX = free ? 2 * alpha : 0;
  const ta = -1 - phi * byA, tx = -phi * byX, tp = 1 - slopeOf(alpha, x), da = -phi, dp = 1 - alpha;
  const gT = load<f64>(at, GRADIENT), gD = load<f64>(at, GRADIENT + 16), gP = load<f64>(at, GRADIENT + 32);
  known.gradientA = ta * gT + da * gD;
  known.gradientX = tx * gT;
  known.gradientP = tp * gT + dp * gD + gP;
  transform(at + HESSIAN, changetype<usize>(known) + offsetof<Known>("hessianAA"), ta, tx, tp, da, dp);
  transform(at + GAUSS, changetype<usize>(known) + offsetof<Known>("gaussAA"), ta, tx, tp, da, dp);
  known.hessianAA -= phi * byAA * gT;
  known.hessianAX -= phi * byAX * gT;
  known.hessianAP -= byA * gT + gD;
  known.hessianXP -= byX * gT;
}

/** J'MJ of a lane's symmetric matrix, J being the derivatives of T and D by α, x and φ. */
@inline
function transform(from: usize, to: usize, ta: f64, tx: f64, tp: f64, da: f64, dp: f64): void {
  const tt = load<f64>(from), td = load<f64>(from, 16), tq = load<f64>(from, 32);
  const dd = load<f64>(from, 48), dq = load<f64>(from, 64), qq = load<f64>(from, 80);
  const at = ta * tt + da * td;
  const pt = tp * tt + dp * td + tq, pd = tp * td + dp * dd + dq;
  store<f64>(to, ta * at + da * (ta * td + da * dd));
  store<f64>(to, tx * at, 8);
  store<f64>(to, ta * pt + da * pd, 16);
  store<f64>(to, tx * tx * tt, 24);
  store<f64>(to, tx * pt, 32);
  store<f64>(to, tp * pt + dp * pd + tp * tq + dp * dq + qq, 40);
}
