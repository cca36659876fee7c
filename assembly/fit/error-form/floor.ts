import { PLATEAU, Plane, addStart, cell, createPlane, setCell } from "./plane";
import { allocate } from "../../memory/memory";

/**
 * Minima of a plane (α by φ) whose valleys run along the rows and are nearly flat: there the distance of a cell from
 * the floor of the valley outweighs how the floor falls. So the floor below each column's minimum is taken from the
 * parabola through the three cells around it, and floors are compared instead of cells.
 */
@unmanaged
class Floor {
  row: i32;
  column: i32;
  value: f64;
  alpha: f64;
}

const CAPACITY: i32 = 256;
let floors: usize = 0;
/** The floors where they are, infinity elsewhere. */
let plane: Plane = changetype<Plane>(0);

@inline
function floor(index: i32): Floor {
  return changetype<Floor>(floors + <usize>index * offsetof<Floor>());
}

/** Adds the floors that none of a neighbouring column undercuts to the starts, x = 0. Always for the same plane. */
export function addFloorStarts(cells: Plane, alphas: StaticArray<f64>, phis: StaticArray<f64>): void {
  if (floors == 0) {
    floors = allocate(<usize>CAPACITY * offsetof<Floor>());
    plane = createPlane(cells.rows, cells.columns);
  }
  const count = markFloors(cells, alphas);
  for (let i = 0; i < count; i++) {
    const candidate = floor(i);
    if (isLowest(candidate)) addStart(candidate.value, candidate.alpha, 0, unchecked(phis[candidate.column]));
  }
  for (let i = 0; i < count; i++) setCell(plane, floor(i).row, floor(i).column, Infinity);
}

/** Lists the minima of every column and writes their floors into the plane; returns how many. */
function markFloors(cells: Plane, alphas: StaticArray<f64>): i32 {
  const above = f64x2.splat(1 + PLATEAU), below = f64x2.splat(1 - PLATEAU);
  const stride = cells.stride;
  let count = 0;
  for (let row = 0; row < cells.rows; row++) {
    let at = cells.values + <usize>row * stride;
    for (let column = 0; column < cells.columns; column += 2, at += 16) {
      const value = v128.load(at);
      const fell = f64x2.gt(v128.load(at - stride), f64x2.mul(value, above));
      const rises = f64x2.ge(v128.load(at + stride), f64x2.mul(value, below));
      const lanes = i64x2.bitmask(v128.and(fell, rises));
      if (lanes & 1 && count < CAPACITY) layFloor(floor(count++), cells, row, column, alphas);
      if (lanes & 2 && count < CAPACITY) layFloor(floor(count++), cells, row, column + 1, alphas);
    }
  }
  return count;
}

/** The lowest point of the parabola through a column's minimum and the cells above and below it. */
function layFloor(into: Floor, cells: Plane, row: i32, column: i32, alphas: StaticArray<f64>): void {
  const value = cell(cells, row, column);
  const alpha = unchecked(alphas[row]);
  into.row = row;
  into.column = column;
  into.value = value;
  into.alpha = alpha;
  if (row > 0 && row + 1 < cells.rows) {
    // Newton's form around the middle cell
    const before = unchecked(alphas[row - 1]) - alpha, after = unchecked(alphas[row + 1]) - alpha;
    const slopeBefore = (cell(cells, row - 1, column) - value) / before;
    const slopeAfter = (cell(cells, row + 1, column) - value) / after;
    const curvature = (slopeAfter - slopeBefore) / (after - before);
    const slope = slopeBefore - curvature * before;
    if (curvature > 0) {
      const step = min(max((-0.5 * slope) / curvature, 0.6 * before), 0.6 * after);
      const fall = step * (slope + curvature * step);
      if (fall < 0) {
        into.value = value + fall;
        into.alpha = alpha + step;
      }
    }
  }
  setCell(plane, row, column, into.value);
}

function isLowest(candidate: Floor): bool {
  const value = candidate.value;
  return lowestNear(candidate.row, candidate.column - 1) > value * (1 + PLATEAU) &&
    lowestNear(candidate.row, candidate.column + 1) >= value * (1 - PLATEAU);
}

/** The lowest floor of a column in the row and its neighbours. */
function lowestNear(row: i32, column: i32): f64 {
  return min(cell(plane, row, column), min(cell(plane, row - 1, column), cell(plane, row + 1, column)));
}
