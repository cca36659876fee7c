import { GROUP, SUMS, TABLE, UNITS, filter, unitSums } from "./filter";
import { ALPHA_HIGHEST, ALPHA_LOWEST } from "./box";
import {
  Plane, addStart, cell, clearStarts, createPlane, findMinima, keepBestStarts, minimumColumn, setCell, start,
  startCount,
} from "./plane";
import { count, difference, differences, squares } from "./window";
import { allocate } from "../../memory/memory";

/**
 * The fit without a trend, simple smoothing: e_t = a·e_{t−1} + Δy_t with a = 1 − α, where e_1 is free and stands for
 * the starting level. The sum of squares at 25 nodes of α, then Newton's method around the best three.
 */
const NODES: i32 = 25;
const PAIRS: i32 = (((NODES + 1) / 2 + GROUP - 1) / GROUP) * GROUP;
const BRACKETS: i32 = 3;
const MOST_STEPS: i32 = 60;
/** A step ends the search when it promises less than this part of the sum of squares, */
const TOLERANCE: f64 = 1e-12;
/** or of Σ Δy². */
const EXACT: f64 = 1e-26;

let plane: Plane = changetype<Plane>(0);
let table: usize = 0;
let sums: usize = 0;
let units: usize = 0;
let unitCount: i32 = 0;

// what `evaluate` leaves: the sum of squares, half its slope and curvature by a, and e_1
let value: f64 = 0;
let slope: f64 = 0;
let curvature: f64 = 0;
let opening: f64 = 0;

/** The best e_1 of the α that was found or given. */
export let levelOpening: f64 = 0;

/** Nodes lie closer towards both ends. */
function node(index: i32): f64 {
  const t = <f64>index / <f64>(NODES - 1);
  return min(max(t * t * (3 - 2 * t), ALPHA_LOWEST), ALPHA_HIGHEST);
}

function layOut(): void {
  plane = createPlane(1, NODES);
  table = allocate(<usize>PAIRS * TABLE);
  sums = allocate(<usize>PAIRS * SUMS);
  units = allocate(<usize>PAIRS * UNITS);
  for (let point = 0; point < NODES; point++) {
    store<f64>(table + <usize>(point >> 1) * TABLE + (<usize>(point & 1) << 3), 1 - node(point));
  }
}

/** The α of least squares; its e_1 is left in `levelOpening`. */
export function fitLevel(): f64 {
  if (table == 0) layOut();
  fillPlane();
  clearStarts();
  const found = findMinima(plane);
  for (let i = 0; i < found; i++) addStart(cell(plane, 0, minimumColumn(i)), <f64>minimumColumn(i), 0, 1);
  keepBestStarts(BRACKETS);
  let least = Infinity;
  let best = ALPHA_LOWEST;
  for (let i = 0; i < startCount; i++) {
    const index = <i32>start(i).alpha;
    const alpha = narrow(node(max(index - 1, 0)), node(index), node(min(index + 1, NODES - 1)));
    if (!(value < least)) continue;
    least = value;
    best = alpha;
    levelOpening = opening;
  }
  return best;
}

/** Leaves the best e_1 of a given α in `levelOpening`. */
export function openLevel(alpha: f64): void {
  evaluate(1 - alpha);
  levelOpening = opening;
}

/** The sum of squares at every node, with the best e_1. */
function fillPlane(): void {
  if (unitCount != count) {
    unitSums(count, table, PAIRS, units);
    unitCount = count;
  }
  filter(differences, count, table, PAIRS, sums);
  for (let index = 0; index < NODES; index++) {
    const offset = <usize>(index & 1) << 3;
    const sum = sums + <usize>(index >> 1) * SUMS + offset;
    const unit = units + <usize>(index >> 1) * UNITS + offset;
    const next = load<f64>(unit, 48);
    // Σ v_t·a^{t−1} and Σ a^{2(t−1)}
    const along = (1 - node(index)) * load<f64>(sum, 48);
    setCell(plane, 0, index, load<f64>(sum) - (along * along) / (load<f64>(unit) + next * next));
  }
}

/** Newton's method from `alpha`, halving where it would leave the bracket. */
function narrow(low: f64, alpha: f64, high: f64): f64 {
  evaluate(1 - alpha);
  for (let step = 0; step < MOST_STEPS; step++) {
    // slope by a: α falls where it is negative
    if (slope < 0) high = alpha;
    else low = alpha;
    const wanted = alpha + slope / curvature;
    const inside = curvature > 0 && wanted >= low && wanted <= high;
    const next = inside ? wanted : 0.5 * (low + high);
    const promised = inside ? (slope * slope) / curvature : Math.abs(slope * (next - alpha));
    if (promised <= TOLERANCE * value || promised <= EXACT * squares) return alpha;
    alpha = next;
    evaluate(1 - alpha);
  }
  return alpha;
}

function evaluate(a: f64): void {
  // response of e_t to e_1, and errors from e_1 = 0
  let h: f64 = 1, e: f64 = 0, along: f64 = 0, norm: f64 = 1;
  for (let t = 2; t <= count; t++) {
    h *= a;
    e = a * e + difference(t);
    along += e * h;
    norm += h * h;
  }
  opening = -along / norm;
  // by a: s and k are first derivatives of e and h, r the second of e
  let s: f64 = 0, r: f64 = 0, k: f64 = 0;
  let es: f64 = 0, ss: f64 = 0, er: f64 = 0, sh: f64 = 0, ek: f64 = 0;
  h = 1;
  e = opening;
  value = e * e;
  for (let t = 2; t <= count; t++) {
    r = a * r + 2 * s;
    s = a * s + e;
    k = a * k + h;
    e = a * e + difference(t);
    h *= a;
    value += e * e;
    es += e * s;
    ss += s * s;
    er += e * r;
    sh += s * h;
    ek += e * k;
  }
  const cross = sh + ek;
  slope = es;
  curvature = ss + er - (cross * cross) / norm;
}
