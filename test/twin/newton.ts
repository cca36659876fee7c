/** Twin of assembly/fit-step.ts: one step of Newton's method in a box of (α, x, φ). */

/** Ends of the box, where equal ends hold a variable fixed, and the given B, NaN where B = x·α. */
export const box = { alphaLow: 0, alphaHigh: 0, xLow: 0, xHigh: 0, phiLow: 0, phiHigh: 0, beta: Number.NaN };

/** A point of the box with what is known of half the sum of squares there. */
export class Known {
  alpha = 0;
  x = 0;
  phi = 0;
  /** The sum of squares itself. */
  value = 0;
  /** By α, x, φ. */
  readonly gradient = new Float64Array(3);
  /** αα, αx, αφ, xx, xφ, φφ of the second derivatives, and of their Gauss-Newton part. */
  readonly hessian = new Float64Array(6);
  readonly gauss = new Float64Array(6);
}

/** What `solve` leaves: the step, and by how much the model says that the sum of squares will fall. */
export const step = { alpha: 0, x: 0, phi: 0, predicted: 0 };

/** A pivot below this part of its diagonal entry is not positive. */
const PIVOT = 1e-14;

function isFree(value: number, low: number, high: number, gradient: number): boolean {
  return high > low && !(value <= low && gradient >= 0) && !(value >= high && gradient <= 0);
}

/** The part of a step that stays within its bounds; 1 when all of it does. */
function roomFor(length: number, value: number, low: number, high: number): number {
  const room = length < 0 ? value - low : high - value;
  return Math.abs(length) > room ? room / Math.abs(length) : 1;
}

/**
 * Solves the model H + blend·(G − H) + damping·diag(G), plus `floor` on the diagonal. False when it is not positive
 * definite on the free variables; else the step is left in `step`.
 */
export function solve({ alpha, x, phi, gradient, hessian, gauss }: Known, blend: number, damping: number, floor = 0) {
  const kept = 1 - blend;
  const aa = kept * hessian[0]! + (blend + damping) * gauss[0]! + floor;
  const ax = kept * hessian[1]! + blend * gauss[1]!;
  const ap = kept * hessian[2]! + blend * gauss[2]!;
  const xx = kept * hessian[3]! + (blend + damping) * gauss[3]! + floor;
  const xp = kept * hessian[4]! + blend * gauss[4]!;
  const pp = kept * hessian[5]! + (blend + damping) * gauss[5]! + floor;
  const ga = gradient[0]!;
  const gx = gradient[1]!;
  const gp = gradient[2]!;
  const { alphaLow, alphaHigh, xLow, xHigh, phiLow, phiHigh } = box;
  let freeA = isFree(alpha, alphaLow, alphaHigh, ga);
  // at the lower end of α, x moves nothing
  let freeX = isFree(x, xLow, xHigh, gx) && alpha > 1e-7;
  let freeP = isFree(phi, phiLow, phiHigh, gp);
  let da = 0;
  let dx = 0;
  let dp = 0;
  while (freeA || freeX || freeP) {
    // a variable that is held keeps its displacement: unit row, and its share moved to the right-hand sides
    const m00 = freeA ? aa : 1;
    const m11 = freeX ? xx : 1;
    const m22 = freeP ? pp : 1;
    const m01 = freeA && freeX ? ax : 0;
    const m02 = freeA && freeP ? ap : 0;
    const m12 = freeX && freeP ? xp : 0;
    const b0 = freeA ? -ga - (freeX ? 0 : ax * dx) - (freeP ? 0 : ap * dp) : 0;
    const b1 = freeX ? -gx - (freeA ? 0 : ax * da) - (freeP ? 0 : xp * dp) : 0;
    const b2 = freeP ? -gp - (freeA ? 0 : ap * da) - (freeX ? 0 : xp * dx) : 0;
    if (!(m00 > 0)) return false;
    const l1 = m01 / m00;
    const l2 = m02 / m00;
    const d1 = m11 - l1 * m01;
    if (!(d1 > 0 && d1 > PIVOT * Math.abs(m11))) return false;
    const l3 = (m12 - l2 * m01) / d1;
    const d2 = m22 - l2 * m02 - l3 * l3 * d1;
    if (!(d2 > 0 && d2 > PIVOT * Math.abs(m22))) return false;
    const y1 = b1 - l1 * b0;
    const s2 = (b2 - l2 * b0 - l3 * y1) / d2;
    const s1 = y1 / d1 - l3 * s2;
    const s0 = b0 / m00 - l1 * s1 - l2 * s2;
    const roomA = freeA ? roomFor(s0, alpha, alphaLow, alphaHigh) : 1;
    const roomX = freeX ? roomFor(s1, x, xLow, xHigh) : 1;
    const roomP = freeP ? roomFor(s2, phi, phiLow, phiHigh) : 1;
    const least = Math.min(roomA, roomX, roomP);
    if (!(least < 1)) {
      if (freeA) da = s0;
      if (freeX) dx = s1;
      if (freeP) dp = s2;
      break;
    }
    if (roomA === least) {
      da = s0 < 0 ? alphaLow - alpha : alphaHigh - alpha;
      freeA = false;
    } else if (roomX === least) {
      dx = s1 < 0 ? xLow - x : xHigh - x;
      freeX = false;
    } else {
      dp = s2 < 0 ? phiLow - phi : phiHigh - phi;
      freeP = false;
    }
  }
  step.alpha = da;
  step.x = dx;
  step.phi = dp;
  const linear = ga * da + gx * dx + gp * dp;
  const quadratic = aa * da * da + xx * dx * dx + pp * dp * dp + 2 * (ax * da * dx + ap * da * dp + xp * dx * dp);
  step.predicted = -2 * linear - quadratic;
  return step.predicted >= 0;
}
