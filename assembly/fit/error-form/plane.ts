import { allocate } from "../../memory/memory";

/**
 * A plane of the grid: sums of squared errors by row and column, framed by infinity so that no neighbour needs a test,
 * and the list of starts that its minima make.
 */
@unmanaged
export class Plane {
  rows: i32;
  columns: i32;
  /** f64 of row 0, column 0. */
  values: usize;
  /** Bytes between two rows. */
  stride: usize;
}

export function createPlane(rows: i32, columns: i32): Plane {
  const plane = changetype<Plane>(allocate(offsetof<Plane>()));
  const width = ((columns + 1) & ~1) + 2;
  const cells = (rows + 2) * width + 2;
  const start = allocate(<usize>cells << 3);
  for (let cell = 0; cell < cells; cell++) store<f64>(start + (<usize>cell << 3), Infinity);
  plane.rows = rows;
  plane.columns = columns;
  plane.stride = <usize>width << 3;
  plane.values = start + plane.stride + 8;
  return plane;
}

/** Neighbours closer than this, relative, are one plateau: its first cell stands for it. */
export const PLATEAU: f64 = 1e-9;

/** Row and column of each minimum found, i32 each. */
let minima: usize = 0;
const MINIMA_CAPACITY: i32 = 512;

/** Finds the cells that none of their four neighbours undercuts; returns how many. */
export function findMinima(plane: Plane): i32 {
  if (minima == 0) minima = allocate(<usize>MINIMA_CAPACITY << 3);
  const stride = plane.stride;
  const above = f64x2.splat(1 + PLATEAU);
  const below = f64x2.splat(1 - PLATEAU);
  let found = 0;
  for (let row = 0; row < plane.rows; row++) {
    let at = plane.values + <usize>row * stride;
    for (let column = 0; column < plane.columns; column += 2, at += 16) {
      const value = v128.load(at);
      const higher = f64x2.mul(value, above);
      const lower = f64x2.mul(value, below);
      const fell = v128.and(f64x2.gt(v128.load(at - 8), higher), f64x2.gt(v128.load(at - stride), higher));
      const rises = v128.and(f64x2.ge(v128.load(at, 8), lower), f64x2.ge(v128.load(at + stride), lower));
      const lanes = i64x2.bitmask(v128.and(fell, rises));
      if (lanes & 1) found = keepMinimum(found, row, column);
      if (lanes & 2) found = keepMinimum(found, row, column + 1);
    }
  }
  return found;
}

function keepMinimum(found: i32, row: i32, column: i32): i32 {
  if (found == MINIMA_CAPACITY) return found;
  store<i32>(minima + (<usize>found << 3), row);
  store<i32>(minima + (<usize>found << 3), column, 4);
  return found + 1;
}

@inline
export function minimumRow(index: i32): i32 {
  return load<i32>(minima + (<usize>index << 3));
}

@inline
export function minimumColumn(index: i32): i32 {
  return load<i32>(minima + (<usize>index << 3), 4);
}

@inline
export function cell(plane: Plane, row: i32, column: i32): f64 {
  return load<f64>(plane.values + <usize>row * plane.stride + (<usize>column << 3));
}

@inline
export function setCell(plane: Plane, row: i32, column: i32, value: f64): void {
  store<f64>(plane.values + <usize>row * plane.stride + (<usize>column << 3), value);
}

/** Where a descent may begin; x is B/α. */
@unmanaged
export class Start {
  value: f64;
  alpha: f64;
  x: f64;
  phi: f64;
}

let starts: usize = 0;
export let startCount: i32 = 0;
const START_CAPACITY: i32 = 1024;

@inline
export function start(index: i32): Start {
  return changetype<Start>(starts + <usize>index * offsetof<Start>());
}

export function clearStarts(): void {
  if (starts == 0) starts = allocate(<usize>START_CAPACITY * offsetof<Start>());
  startCount = 0;
}

export function addStart(value: f64, alpha: f64, x: f64, phi: f64): void {
  if (startCount == START_CAPACITY) return;
  const added = start(startCount++);
  added.value = value;
  added.alpha = alpha;
  added.x = x;
  added.phi = phi;
}

/** Keeps the best `wanted` starts, best first; of equal ones the earlier. */
export function keepBestStarts(wanted: i32): void {
  const kept = min(wanted, startCount);
  for (let i = 0; i < kept; i++) {
    let best = i;
    for (let j = i + 1; j < startCount; j++) {
      if (start(j).value < start(best).value) best = j;
    }
    if (best != i) swapStarts(start(i), start(best));
  }
  startCount = kept;
}

function swapStarts(a: Start, b: Start): void {
  const value = a.value, alpha = a.alpha, x = a.x, phi = a.phi;
  memory.copy(changetype<usize>(a), changetype<usize>(b), offsetof<Start>());
  b.value = value;
  b.alpha = alpha;
  b.x = x;
  b.phi = phi;
}
