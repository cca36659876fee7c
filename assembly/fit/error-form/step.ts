/**
 * One step of Newton's method in a box of (α, x, φ): the minimum of a quadratic model over the free variables, solved
 * again for the rest each time one of them runs into its bound.
 */

/** Ends of the box; equal ends hold a variable fixed. */
export let alphaLow: f64 = 0;
export let alphaHigh: f64 = 0;
export let xLow: f64 = 0;
export let xHigh: f64 = 0;
export let phiLow: f64 = 0;
export let phiHigh: f64 = 0;
/** Given B, or NaN where B = x·α. */
export let fixedBeta: f64 = NaN;

export function setBox(lowA: f64, highA: f64, lowX: f64, highX: f64, lowP: f64, highP: f64, beta: f64): void {
  alphaLow = lowA;
  alphaHigh = highA;
  xLow = lowX;
  xHigh = highX;
  phiLow = lowP;
  phiHigh = highP;
  fixedBeta = beta;
}

/** A point of the box with what is known of half the sum of squares there. */
@unmanaged
export class Known {
  alpha: f64;
  x: f64;
  phi: f64;
  /** The sum of squares itself. */
  value: f64;
  gradientA: f64;
  gradientX: f64;
  gradientP: f64;
  // second derivatives
  hessianAA: f64;
  hessianAX: f64;
  hessianAP: f64;
  hessianXX: f64;
  hessianXP: f64;
  hessianPP: f64;
  // their Gauss-Newton part
  gaussAA: f64;
  gaussAX: f64;
  gaussAP: f64;
  gaussXX: f64;
  gaussXP: f64;
  gaussPP: f64;
}

export let stepA: f64 = 0;
export let stepX: f64 = 0;
export let stepP: f64 = 0;
/** By how much the model says that the sum of squares will fall. */
export let predicted: f64 = 0;

/** A pivot below this part of its diagonal entry is not positive. */
const PIVOT: f64 = 1e-14;

@inline
function isFree(value: f64, low: f64, high: f64, gradient: f64): bool {
  return high > low && !(value <= low && gradient >= 0) && !(value >= high && gradient <= 0);
}

/** The part of a step that stays within its bounds; 1 when all of it does. */
@inline
function roomFor(step: f64, value: f64, low: f64, high: f64): f64 {
  const room = step < 0 ? value - low : high - value;
  return Math.abs(step) > room ? room / Math.abs(step) : 1;
}

/**
 * Solves the model H + blend·(G − H) + damping·diag(G), G being the Gauss-Newton part, plus `floor` on the diagonal.
 * False when it is not positive definite on the free variables; else the step and its predicted fall are left above.
 */
export function solve(known: Known, blend: f64, damping: f64, floor: f64): bool {
  const kept = 1 - blend;
  const aa = kept * known.hessianAA + (blend + damping) * known.gaussAA + floor;
  const xx = kept * known.hessianXX + (blend + damping) * known.gaussXX + floor;
  const pp = kept * known.hessianPP + (blend + damping) * known.gaussPP + floor;
  const ax = kept * known.hessianAX + blend * known.gaussAX;
  const ap = kept * known.hessianAP + blend * known.gaussAP;
  const xp = kept * known.hessianXP + blend * known.gaussXP;
  const ga = known.gradientA, gx = known.gradientX, gp = known.gradientP;
  let freeA = isFree(known.alpha, alphaLow, alphaHigh, ga);
  // at the lower end of α, x moves nothing
  let freeX = isFree(known.x, xLow, xHigh, gx) && known.alpha > 1e-7;
  let freeP = isFree(known.phi, phiLow, phiHigh, gp);
  let a: f64 = 0, x: f64 = 0, p: f64 = 0;
  while (freeA || freeX || freeP) {
    // a variable that is held keeps its displacement: unit row, and its share moved to the right-hand sides
    const m00 = freeA ? aa : 1, m11 = freeX ? xx : 1, m22 = freeP ? pp : 1;
    const m01 = freeA && freeX ? ax : 0, m02 = freeA && freeP ? ap : 0, m12 = freeX && freeP ? xp : 0;
    const b0 = freeA ? -ga - (freeX ? 0 : ax * x) - (freeP ? 0 : ap * p) : 0;
    const b1 = freeX ? -gx - (freeA ? 0 : ax * a) - (freeP ? 0 : xp * p) : 0;
    const b2 = freeP ? -gp - (freeA ? 0 : ap * a) - (freeX ? 0 : xp * x) : 0;
    if (!(m00 > 0)) return false;
    const l1 = m01 / m00, l2 = m02 / m00;
    const d1 = m11 - l1 * m01;
    if (!(d1 > 0 && d1 > PIVOT * Math.abs(m11))) return false;
    const l3 = (m12 - l2 * m01) / d1;
    const d2 = m22 - l2 * m02 - l3 * l3 * d1;
    if (!(d2 > 0 && d2 > PIVOT * Math.abs(m22))) return false;
    const y1 = b1 - l1 * b0;
    const s2 = (b2 - l2 * b0 - l3 * y1) / d2;
    const s1 = y1 / d1 - l3 * s2;
    const s0 = b0 / m00 - l1 * s1 - l2 * s2;
    const roomA = freeA ? roomFor(s0, known.alpha, alphaLow, alphaHigh) : 1;
    const roomX = freeX ? roomFor(s1, known.x, xLow, xHigh) : 1;
    const roomP = freeP ? roomFor(s2, known.phi, phiLow, phiHigh) : 1;
    const least = min(roomA, min(roomX, roomP));
    if (!(least < 1)) {
      if (freeA) a = s0;
      if (freeX) x = s1;
      if (freeP) p = s2;
      break;
    }
    if (roomA == least) {
      a = s0 < 0 ? alphaLow - known.alpha : alphaHigh - known.alpha;
      freeA = false;
    } else if (roomX == least) {
      x = s1 < 0 ? xLow - known.x : xHigh - known.x;
      freeX = false;
    } else {
      p = s2 < 0 ? phiLow - known.phi : phiHigh - known.phi;
      freeP = false;
    }
  }
  stepA = a;
  stepX = x;
  stepP = p;
  const linear = ga * a + gx * x + gp * p;
  const quadratic = aa * a * a + xx * x * x + pp * p * p + 2 * (ax * a * x + ap * a * p + xp * x * p);
  predicted = -2 * linear - quadratic;
  return predicted >= 0;
}
