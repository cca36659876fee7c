import { ALPHA_HIGHEST, ALPHA_LOWEST } from "./box.js";
import { Points } from "./filter.js";
import { Plane } from "./plane.js";
import { starts } from "./starts.js";
import { window } from "./window.js";

/** Twin of assembly/fit-level.ts: the fit without a trend, e_t = a·e_{t−1} + Δy_t with a = 1 − α and e_1 free. */
const BRACKETS = 3;
const MOST_STEPS = 60;
const TOLERANCE = 1e-12;
const EXACT = 1e-26;

/** α of the grid, closer towards both ends. */
const NODES = Float64Array.from({ length: 25 }, (_, index) => {
  const t = index / 24;
  return Math.min(Math.max(t * t * (3 - 2 * t), ALPHA_LOWEST), ALPHA_HIGHEST);
});
const plane = new Plane(1, NODES.length);
const points = new Points(NODES.length + 1);
NODES.forEach((alpha, index) => {
  points.T[index] = 1 - alpha;
});
let unitCount = 0;

/** What `evaluate` leaves: the sum of squares, half its slope and curvature by a, and e_1. */
const at = { value: 0, slope: 0, curvature: 0, opening: 0 };

export interface Level {
  alpha: number;
  /** The best e_1. */
  opening: number;
}

/** The α of least squares. */
export function fitLevel(): Level {
  fillPlane();
  starts.clear();
  const found = plane.findMinima();
  for (let i = 0; i < found; i++) {
    const index = plane.minimumColumns[i]!;
    starts.add(plane.cell(0, index), index, 0, 1);
  }
  starts.keepBest(BRACKETS);
  const best = { alpha: ALPHA_LOWEST, opening: 0 };
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < starts.count; i++) {
    const index = starts.at(i).alpha;
    const low = NODES[Math.max(index - 1, 0)]!;
    const alpha = narrow(low, NODES[index]!, NODES[Math.min(index + 1, NODES.length - 1)]!);
    if (!(at.value < least)) continue;
    least = at.value;
    best.alpha = alpha;
    best.opening = at.opening;
  }
  return best;
}

/** A given α with its best e_1. */
export function openLevel(alpha: number): Level {
  evaluate(1 - alpha);
  return { alpha, opening: at.opening };
}

/** The sum of squares at every node, with the best e_1. */
function fillPlane(): void {
  if (unitCount !== window.count) {
    points.respond(window.count);
    unitCount = window.count;
  }
  points.filter(window.differences, window.count);
  for (let index = 0; index < NODES.length; index++) {
    const next = points.unitNext[index]!;
    const along = (1 - NODES[index]!) * points.second[index]!;
    plane.set(0, index, points.power[index]! - (along * along) / (points.unitPower[index]! + next * next));
  }
}

/** Newton's method from `alpha`, halving where it would leave the bracket; `at` is left at the α that is returned. */
function narrow(lowest: number, from: number, highest: number): number {
  let low = lowest;
  let alpha = from;
  let high = highest;
  evaluate(1 - alpha);
  for (let step = 0; step < MOST_STEPS; step++) {
    const { value, slope, curvature } = at;
    // slope by a: α falls where it is negative
    if (slope < 0) high = alpha;
    else low = alpha;
    const wanted = alpha + slope / curvature;
    const isInside = curvature > 0 && wanted >= low && wanted <= high;
    const next = isInside ? wanted : 0.5 * (low + high);
    const promised = isInside ? (slope * slope) / curvature : Math.abs(slope * (next - alpha));
    if (promised <= TOLERANCE * value || promised <= EXACT * window.squares) return alpha;
    alpha = next;
    evaluate(1 - alpha);
  }
  return alpha;
}

function evaluate(a: number): void {
  const { differences, count } = window;
  // response of e_t to e_1, and errors from e_1 = 0
  let h = 1;
  let e = 0;
  let along = 0;
  let norm = 1;
  for (let t = 2; t <= count; t++) {
    h *= a;
    e = a * e + differences[t]!;
    along += e * h;
    norm += h * h;
  }
  at.opening = -along / norm;
  // by a: s and k are first derivatives of e and h, r the second of e
  let s = 0;
  let r = 0;
  let k = 0;
  let es = 0;
  let ss = 0;
  let er = 0;
  let sh = 0;
  let ek = 0;
  h = 1;
  e = at.opening;
  let value = e * e;
  for (let t = 2; t <= count; t++) {
    r = a * r + 2 * s;
    s = a * s + e;
    k = a * k + h;
    e = a * e + differences[t]!;
    h *= a;
    value += e * e;
    es += e * s;
    ss += s * s;
    er += e * r;
    sh += s * h;
    ek += e * k;
  }
  const cross = sh + ek;
  at.value = value;
  at.slope = es;
  at.curvature = ss + er - (cross * cross) / norm;
}
