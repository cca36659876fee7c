import { ALPHA_HIGHEST, ALPHA_LOWEST } from "./box.js";
import { Points } from "./filter.js";
import { Plane } from "./plane.js";
import { starts } from "./starts.js";
import { window } from "./window.js";

/**
 * Twin of assembly/fit-given.ts: the grid where a parameter is held fixed. Rows are α, or x where α is given; columns
 * are φ, or x where φ is held.
 */
const ALPHAS = [
  ...[ALPHA_LOWEST, 0.002, 0.006, 0.014, 0.028, 0.047, 0.075, 0.11, 0.15, 0.2, 0.26, 0.32, 0.39, 0.46, 0.54, 0.62, 0.7],
  ...[0.78, 0.86, 0.93, 0.97, ALPHA_HIGHEST],
];
const XS = [0, 0.001, 0.0025, 0.004, 0.007, 0.012, 0.025, 0.05, 0.11, 0.2, 0.33, 0.52, 0.75, 1];
const PHIS = [0.8, 0.825, 0.85, 0.873, 0.894, 0.913, 0.93, 0.945, 0.958, 0.969, 0.978, 0.985, 0.991, 0.995];
const plane = new Plane(ALPHAS.length, XS.length);
const points = new Points(ALPHAS.length * XS.length);
/** What the points and their unit responses were made for, NaN where free; `beta` is B. */
const made = { alpha: 0, beta: 0, phi: 0, count: 0 };

function alphaAt(row: number): number {
  if (!Number.isNaN(made.alpha)) return made.alpha;
  return Number.isNaN(made.beta) ? ALPHAS[row]! : Math.max(ALPHAS[row]!, made.beta);
}

function xAt(row: number, column: number): number {
  return Number.isNaN(made.beta) ? XS[Number.isNaN(made.alpha) ? column : row]! : 0;
}

function phiAt(column: number): number {
  return Number.isNaN(made.phi) ? PHIS[column]! : made.phi;
}

/** Adds the plane's minima to the starts. */
export function addGivenStarts(alpha: number, beta: number, phi: number): void {
  const isMade = Object.is(made.alpha, alpha) && Object.is(made.beta, beta) && Object.is(made.phi, phi);
  made.alpha = alpha;
  made.beta = beta;
  made.phi = phi;
  const rows = Number.isNaN(alpha) ? ALPHAS.length : Number.isNaN(beta) ? XS.length : 1;
  const columns = Number.isNaN(phi) || (Number.isNaN(alpha) && Number.isNaN(beta)) ? XS.length : 1;
  /** Points come in pairs. */
  const height = rows + (rows & 1);
  plane.frame(rows, columns);
  if (!isMade || made.count !== window.count) {
    writePoints(rows, columns, height);
    points.respond(window.count, 0, columns * height);
    made.count = window.count;
  }
  for (let column = 0; column < columns; column++) {
    if (column === 0 || Number.isNaN(phi)) window.drive(phiAt(column));
    points.filter(window.source, window.count, column * height, (column + 1) * height);
    for (let row = 0; row < rows; row++) plane.set(row, column, evaluate(column * height + row));
  }
  const found = plane.findMinima();
  for (let i = 0; i < found; i++) addCell(plane.minimumRows[i]!, plane.minimumColumns[i]!);
}

/** The best cell of the first row: α at its lower end, where it is free. */
export function addLowestGivenStart(): void {
  addCell(0, plane.lowestOfFirstRow());
}

function addCell(row: number, column: number): void {
  starts.add(plane.cell(row, column), alphaAt(row), xAt(row, column), phiAt(column));
}

/** T and D by column, each column filled up to a whole pair. */
function writePoints(rows: number, columns: number, height: number): void {
  for (let column = 0; column < columns; column++) {
    for (let row = 0; row < height; row++) {
      const from = Math.min(row, rows - 1);
      const alpha = alphaAt(from);
      const beta = Number.isNaN(made.beta) ? xAt(from, column) * alpha : made.beta;
      points.T[column * height + row] = 1 - alpha + phiAt(column) * (1 - alpha * beta);
      points.D[column * height + row] = phiAt(column) * (1 - alpha);
    }
  }
}

/** The sum of squares with e_1 and e_2 eliminated. */
function evaluate(point: number): number {
  const D = points.D[point]!;
  const onSecond = points.second[point]!;
  const onFirst = -(D * points.third[point]!);
  const u2 = points.unitPower[point]!;
  const uLast = points.unitLast[point]!;
  const g11 = 1 + D * D * (u2 - uLast * uLast);
  const g12 = -(D * points.unitLagged[point]!);
  const own = u2 * (onFirst * onFirst) + g11 * (onSecond * onSecond);
  const mixed = g12 * (onFirst * onSecond);
  const determinant = g11 * u2 - g12 * g12;
  return points.power[point]! - (own - (mixed + mixed)) / determinant;
}
