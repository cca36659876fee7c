import { clamp, intervalsAt, PHI_HIGHEST } from "./box.js";
import { Points } from "./filter.js";
import { Plane } from "./plane.js";
import { starts } from "./starts.js";
import { window } from "./window.js";

/** Twin of assembly/fit-complex.ts: the inside of the damped grid where the errors' recursion has two complex roots. */
const MODULI = [0.02, 0.12, 0.22, 0.32, 0.41, 0.49, 0.565, 0.64, 0.71, 0.77, 0.83, 0.88, 0.92, 0.955, 0.985];
const DEPTHS = [0.05, 0.3, 0.62, 1];
const ROWS = MODULI.length;
const COLUMNS = DEPTHS.length;
const plane = new Plane(ROWS, COLUMNS);
const points = new Points(ROWS * COLUMNS);
/** The lower end of φ by point, and the best. */
const lows = new Float64Array(points.size);
const dampings = new Float64Array(points.size);
/** The length that the unit responses were made for. */
let unitCount = 0;

for (let point = 0; point < points.size; point++) {
  const modulus = MODULI[Math.floor(point / COLUMNS)]!;
  const D = modulus * modulus;
  const least = (D * (1 - D)) / PHI_HIGHEST + 2 * D;
  const T = 2 * modulus - (2 * modulus - least) * DEPTHS[point % COLUMNS]!;
  points.T[point] = T;
  points.D[point] = D;
  lows[point] = intervalsAt(T, D).firstLow;
}

/** Adds the minima among complex roots to the starts. */
export function addComplexStarts(): void {
  if (unitCount !== window.count) {
    points.respond(window.count);
    unitCount = window.count;
  }
  points.filter(window.differences, window.count);
  for (let point = 0; point < points.size; point++) evaluate(point);
  const found = plane.findMinima();
  for (let i = 0; i < found; i++) {
    const row = plane.minimumRows[i]!;
    const column = plane.minimumColumns[i]!;
    const point = row * COLUMNS + column;
    starts.addInside(plane.cell(row, column), points.T[point]!, points.D[point]!, dampings[point]!);
  }
}

/** The sum of squares of a point at its best φ, with e_1 and e_2 eliminated. */
function evaluate(point: number): void {
  const T = points.T[point]!;
  const D = points.D[point]!;
  const power = points.power[point]!;
  const last = points.last[point]!;
  const onSecond = points.second[point]!;
  const u2 = points.unitPower[point]!;
  const uLast = points.unitLast[point]!;
  // normal equations of e_1 (response 1, 0, −D·u_2, …) and e_2 (response u)
  const g11 = 1 + D * D * (u2 - uLast * uLast);
  const g12 = -(D * points.unitLagged[point]!);
  const inverse = 1 / (g11 * u2 - g12 * g12);
  const h11 = u2 * inverse;
  const h12 = -(g12 * inverse);
  const h22 = g11 * inverse;
  // products of both responses with v_t, and with v_{t−1}
  const dLambda = D * points.third[point]!;
  const a1 = -dLambda;
  const b1 = D * (last * uLast - onSecond);
  const b2 = T * onSecond - dLambda - last * points.unitNext[point]!;
  const pa1 = h11 * a1 + h12 * onSecond;
  const pa2 = h12 * a1 + h22 * onSecond;
  const pb1 = h11 * b1 + h12 * b2;
  const pb2 = h12 * b1 + h22 * b2;
  // Σ e² = constant − 2φ·linear + φ²·square
  const constant = power - a1 * pa1 - onSecond * pa2;
  const linear = points.lagged[point]! - a1 * pb1 - onSecond * pb2;
  const square = power - last * last - b1 * pb1 - b2 * pb2;
  const phi = clamp(linear / square, lows[point]!, PHI_HIGHEST);
  plane.set(Math.floor(point / COLUMNS), point % COLUMNS, constant - phi * (linear + linear - phi * square));
  dampings[point] = phi;
}
