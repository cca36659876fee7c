import { PHI_HIGHEST, addInside, clamp, firstLow, intervalsAt } from "./box";
import { SUMS, TABLE, UNITS, filter, unitSums } from "./filter";
import { Plane, cell, createPlane, findMinima, minimumColumn, minimumRow } from "./plane";
import { count, differences } from "./window";
import { allocate } from "../../memory/memory";

/**
 * The inside of the damped grid where the errors' recursion has two complex roots, of modulus √D and angle θ: T =
 * 2√D·cos θ. With v_t = T·v_{t−1} − D·v_{t−2} + Δy_t the errors are e_t = v_t − φ·v_{t−1} + a solution of the
 * homogeneous recursion. At a given (T, D) the sum of squares, e_1 and e_2 eliminated, is a parabola in φ, and the box
 * leaves φ an interval: so the best φ is in closed form, here as for real roots, and two dimensions are enough.
 */
const MODULI: StaticArray<f64> = [
  0.02, 0.12, 0.22, 0.32, 0.41, 0.49, 0.565, 0.64, 0.71, 0.77, 0.83, 0.88, 0.92, 0.955, 0.985,
];
/** How far from the double root, T = 2√D, on the way to the end of the box, B = α at the highest φ. */
const DEPTHS: StaticArray<f64> = [0.05, 0.3, 0.62, 1];
const ROWS: i32 = 15;
const COLUMNS: i32 = 4;
const POINTS: i32 = ROWS * COLUMNS;
/** Whole groups of the filter. */
const PAIRS: i32 = POINTS / 2;

let plane: Plane = changetype<Plane>(0);
let table: usize = 0;
let sums: usize = 0;
let units: usize = 0;
let unitCount: i32 = 0;
// f64 by point: the lower end of φ, and the best
let lows: usize = 0;
let dampings: usize = 0;

function layOut(): void {
  table = allocate(<usize>PAIRS * TABLE);
  sums = allocate(<usize>PAIRS * SUMS);
  units = allocate(<usize>PAIRS * UNITS);
  lows = allocate(<usize>POINTS << 3);
  dampings = allocate(<usize>POINTS << 3);
  plane = createPlane(ROWS, COLUMNS);
  for (let point = 0; point < POINTS; point++) {
    const modulus = unchecked(MODULI[point / COLUMNS]);
    const D = modulus * modulus;
    const least = (D * (1 - D)) / PHI_HIGHEST + 2 * D;
    const T = 2 * modulus - (2 * modulus - least) * unchecked(DEPTHS[point % COLUMNS]);
    const at = table + <usize>(point >> 1) * TABLE + (<usize>(point & 1) << 3);
    store<f64>(at, T);
    store<f64>(at, D, 16);
    intervalsAt(T, D);
    store<f64>(lows + (<usize>point << 3), firstLow);
  }
}

/** Adds the minima among complex roots to the starts. */
export function addComplexStarts(): void {
  if (table == 0) layOut();
  if (unitCount != count) {
    unitSums(count, table, PAIRS, units);
    unitCount = count;
  }
  filter(differences, count, table, PAIRS, sums);
  for (let pair: usize = 0; pair < <usize>PAIRS; pair++) evaluate(pair);
  const found = findMinima(plane);
  for (let i = 0; i < found; i++) {
    const row = minimumRow(i), column = minimumColumn(i);
    const point = row * COLUMNS + column;
    const at = table + <usize>(point >> 1) * TABLE + (<usize>(point & 1) << 3);
    addInside(cell(plane, row, column), load<f64>(at), load<f64>(at, 16), load<f64>(dampings + (<usize>point << 3)));
  }
}

/** The sum of squares of both points of a pair at their best φ, with e_1 and e_2 eliminated. */
function evaluate(pair: usize): void {
  const T = v128.load(table + pair * TABLE), D = v128.load(table + pair * TABLE, 16);
  const sum = sums + pair * SUMS;
  const power = v128.load(sum), lagged = v128.load(sum, 16), last = v128.load(sum, 32);
  const onSecond = v128.load(sum, 48), lambda = v128.load(sum, 64);
  const unit = units + pair * UNITS;
  const u2 = v128.load(unit), u21 = v128.load(unit, 16), uLast = v128.load(unit, 32), uNext = v128.load(unit, 48);
  // normal equations of e_1 (response 1, 0, −D·u_2, …) and e_2 (response u)
  const g11 = f64x2.add(f64x2.splat(1), f64x2.mul(f64x2.mul(D, D), f64x2.sub(u2, f64x2.mul(uLast, uLast))));
  const g12 = f64x2.neg(f64x2.mul(D, u21));
  const inverse = f64x2.div(f64x2.splat(1), f64x2.sub(f64x2.mul(g11, u2), f64x2.mul(g12, g12)));
  const h11 = f64x2.mul(u2, inverse), h12 = f64x2.neg(f64x2.mul(g12, inverse)), h22 = f64x2.mul(g11, inverse);
  // products of both responses with v_t, and with v_{t−1}
  const dLambda = f64x2.mul(D, lambda);
  const a1 = f64x2.neg(dLambda);
  const b1 = f64x2.mul(D, f64x2.sub(f64x2.mul(last, uLast), onSecond));
  const b2 = f64x2.sub(f64x2.sub(f64x2.mul(T, onSecond), dLambda), f64x2.mul(last, uNext));
  const pa1 = f64x2.add(f64x2.mul(h11, a1), f64x2.mul(h12, onSecond));
  const pa2 = f64x2.add(f64x2.mul(h12, a1), f64x2.mul(h22, onSecond));
  const pb1 = f64x2.add(f64x2.mul(h11, b1), f64x2.mul(h12, b2));
  const pb2 = f64x2.add(f64x2.mul(h12, b1), f64x2.mul(h22, b2));
  // Σ e² = constant − 2φ·linear + φ²·square
  const constant = minusProduct(power, a1, onSecond, pa1, pa2);
  const linear = minusProduct(lagged, a1, onSecond, pb1, pb2);
  const square = minusProduct(f64x2.sub(power, f64x2.mul(last, last)), b1, b2, pb1, pb2);
  const phi = clamp(f64x2.div(linear, square), v128.load(lows + (pair << 4)), f64x2.splat(PHI_HIGHEST));
  const value = f64x2.sub(constant, f64x2.mul(phi, f64x2.sub(f64x2.add(linear, linear), f64x2.mul(phi, square))));
  // an even number of columns keeps both points in one row
  const row = <i32>pair / (COLUMNS / 2);
  const column = (<i32>pair % (COLUMNS / 2)) * 2;
  v128.store(plane.values + <usize>row * plane.stride + (<usize>column << 3), value);
  v128.store(dampings + (pair << 4), phi);
}

/** whole − a1·p1 − a2·p2. */
@inline
function minusProduct(whole: v128, a1: v128, a2: v128, p1: v128, p2: v128): v128 {
  return f64x2.sub(f64x2.sub(whole, f64x2.mul(a1, p1)), f64x2.mul(a2, p2));
}
