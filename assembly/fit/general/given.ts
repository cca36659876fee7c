import { GROUP, SUMS, TABLE, UNITS, filter, unitSums } from "../error-form/filter";
import { ALPHA_HIGHEST, ALPHA_LOWEST } from "../error-form/box";
import {
  Plane, addStart, cell, createPlane, findMinima, minimumColumn, minimumRow, setCell,
} from "../error-form/plane";
import { count, source, sourceAt } from "../error-form/window";
import { allocate } from "../../memory/memory";

/**
 * The grid where a parameter is held fixed: the linear trend (φ = 1), and `alpha`, `beta`, `phi` given from outside. At
 * most two are free then, so it is one plane, evaluated as it stands. Rows are α, or x where α is given; columns are φ,
 * or x where φ is held.
 */
const ALPHAS: StaticArray<f64> = [
  ALPHA_LOWEST, 0.002, 0.006, 0.014, 0.028, 0.047, 0.075, 0.11, 0.15, 0.2, 0.26, 0.32, 0.39, 0.46, 0.54, 0.62, 0.7,
  0.78, 0.86, 0.93, 0.97, ALPHA_HIGHEST,
];
const XS: StaticArray<f64> = [0, 0.001, 0.0025, 0.004, 0.007, 0.012, 0.025, 0.05, 0.11, 0.2, 0.33, 0.52, 0.75, 1];
const PHIS: StaticArray<f64> = [
  0.8, 0.825, 0.85, 0.873, 0.894, 0.913, 0.93, 0.945, 0.958, 0.969, 0.978, 0.985, 0.991, 0.995,
];
const ALPHA_COUNT: i32 = 22;
const OTHER_COUNT: i32 = 14;
/** Pairs of lanes in a group of the filter are twice as many points. */
const GROUP_POINTS: i32 = 2 * GROUP;
const MOST_PAIRS: i32 = ((ALPHA_COUNT + GROUP_POINTS - 1) / GROUP_POINTS) * GROUP * OTHER_COUNT;

let plane: Plane = changetype<Plane>(0);
let table: usize = 0;
let sums: usize = 0;
let units: usize = 0;
// what the unit sums were made for
let unitCount: i32 = 0;
// the box, NaN where free; beta is B
let alpha: f64 = 0;
let beta: f64 = 0;
let phi: f64 = 0;

@inline
function alphaAt(row: i32): f64 {
  return isNaN(alpha) ? (isNaN(beta) ? unchecked(ALPHAS[row]) : max(unchecked(ALPHAS[row]), beta)) : alpha;
}

@inline
function xAt(row: i32, column: i32): f64 {
  return isNaN(beta) ? unchecked(XS[isNaN(alpha) ? column : row]) : 0;
}

@inline
function phiAt(column: i32): f64 {
  return isNaN(phi) ? unchecked(PHIS[column]) : phi;
}

/** Adds the plane's minima to the starts. */
export function addGivenStarts(givenAlpha: f64, givenBeta: f64, givenPhi: f64): void {
  if (table == 0) layOut();
  if (!same(alpha, givenAlpha) || !same(beta, givenBeta) || !same(phi, givenPhi)) unitCount = 0;
  alpha = givenAlpha;
  beta = givenBeta;
  phi = givenPhi;
  const rows = isNaN(alpha) ? ALPHA_COUNT : isNaN(beta) ? OTHER_COUNT : 1;
  const columns = isNaN(phi) || (isNaN(alpha) && isNaN(beta)) ? OTHER_COUNT : 1;
  const blockPairs = ((rows + GROUP_POINTS - 1) / GROUP_POINTS) * GROUP;
  frame(rows, columns);
  if (unitCount != count) {
    writeTable(rows, columns, blockPairs);
    unitSums(count, table, columns * blockPairs, units);
    unitCount = count;
  }
  for (let column = 0; column < columns; column++) {
    if (column == 0 || isNaN(phi)) sourceAt(phiAt(column));
    filter(source, count, table + <usize>(column * blockPairs) * TABLE, blockPairs, sums);
    evaluateColumn(column, rows, blockPairs);
  }
  const found = findMinima(plane);
  for (let i = 0; i < found; i++) addCell(minimumRow(i), minimumColumn(i));
}

/** The best cell of the first row: α at its lower end, where it is free. */
export function addLowestGivenStart(): void {
  let best = 0;
  for (let column = 1; column < plane.columns; column++) {
    if (cell(plane, 0, column) < cell(plane, 0, best)) best = column;
  }
  addCell(0, best);
}

@inline
function same(a: f64, b: f64): bool {
  return reinterpret<u64>(a) == reinterpret<u64>(b);
}

function addCell(row: i32, column: i32): void {
  addStart(cell(plane, row, column), alphaAt(row), xAt(row, column), phiAt(column));
}

function layOut(): void {
  plane = createPlane(ALPHA_COUNT, OTHER_COUNT);
  table = allocate(<usize>MOST_PAIRS * TABLE);
  sums = allocate(<usize>MOST_PAIRS * SUMS);
  units = allocate(<usize>MOST_PAIRS * UNITS);
}

/** A plane of fewer cells than it has room for gets a frame of its own. */
function frame(rows: i32, columns: i32): void {
  plane.rows = rows;
  plane.columns = columns;
  for (let row = 0; row < rows; row++) setCell(plane, row, columns, Infinity);
  for (let column = 0; column <= columns; column++) setCell(plane, rows, column, Infinity);
}

/** T and D by column, each column filled up to whole groups. */
function writeTable(rows: i32, columns: i32, blockPairs: i32): void {
  for (let column = 0; column < columns; column++) {
    for (let row = 0; row < 2 * blockPairs; row++) {
      const at = table + <usize>(column * blockPairs + (row >> 1)) * TABLE + (<usize>(row & 1) << 3);
      const level = alphaAt(min(row, rows - 1));
      const slope = isNaN(beta) ? xAt(min(row, rows - 1), column) * level : beta;
      store<f64>(at, 1 - level + phiAt(column) * (1 - level * slope));
      store<f64>(at, phiAt(column) * (1 - level), 16);
    }
  }
}

/** The sum of squares with e_1 and e_2 eliminated. */
function evaluateColumn(column: i32, rows: i32, blockPairs: i32): void {
  const one = f64x2.splat(1);
  for (let pair = 0; pair < (rows + 1) >> 1; pair++) {
    const index = <usize>(column * blockPairs + pair);
    const D = v128.load(table + index * TABLE, 16);
    const sum = sums + <usize>pair * SUMS;
    const unit = units + index * UNITS;
    const onSecond = v128.load(sum, 48), onFirst = f64x2.neg(f64x2.mul(D, v128.load(sum, 64)));
    const u2 = v128.load(unit), uLast = v128.load(unit, 32);
    const g11 = f64x2.add(one, f64x2.mul(f64x2.mul(D, D), f64x2.sub(u2, f64x2.mul(uLast, uLast))));
    const g12 = f64x2.neg(f64x2.mul(D, v128.load(unit, 16)));
    const own = f64x2.add(f64x2.mul(u2, f64x2.mul(onFirst, onFirst)), f64x2.mul(g11, f64x2.mul(onSecond, onSecond)));
    const mixed = f64x2.mul(g12, f64x2.mul(onFirst, onSecond));
    const determinant = f64x2.sub(f64x2.mul(g11, u2), f64x2.mul(g12, g12));
    const explained = f64x2.div(f64x2.sub(own, f64x2.add(mixed, mixed)), determinant);
    const value = f64x2.sub(v128.load(sum), explained);
    setCell(plane, 2 * pair, column, f64x2.extract_lane(value, 0));
    if (2 * pair + 1 < rows) setCell(plane, 2 * pair + 1, column, f64x2.extract_lane(value, 1));
  }
}
