import { PLATEAU, Plane } from "./plane.js";
import { starts } from "./starts.js";

/** Twin of assembly/fit-floor.ts: minima of a plane whose valleys run along the rows, by the floors of its columns. */
class Floor {
  row = 0;
  column = 0;
  value = 0;
  alpha = 0;
}

const floors: Floor[] = [];
/** The floors where they are, infinity elsewhere; for planes of the face's size. */
let plane: Plane | undefined;

/** Adds the floors that none of a neighbouring column undercuts to the starts, x = 0. */
export function addFloorStarts(cells: Plane, alphas: Float64Array, phis: Float64Array): void {
  plane ??= new Plane(cells.rows, cells.columns);
  const count = markFloors(cells, plane, alphas);
  for (let i = 0; i < count; i++) {
    const floor = floors[i]!;
    if (isLowest(plane, floor)) starts.add(floor.value, floor.alpha, 0, phis[floor.column]!);
  }
  for (let i = 0; i < count; i++) plane.set(floors[i]!.row, floors[i]!.column, Number.POSITIVE_INFINITY);
}

/** Lists the minima of every column and writes their floors into the plane; returns how many. */
function markFloors(cells: Plane, into: Plane, alphas: Float64Array): number {
  const { values, stride } = cells;
  let count = 0;
  for (let row = 0; row < cells.rows; row++) {
    let at = cells.indexOf(row, 0);
    for (let column = 0; column < cells.columns; column++, at++) {
      const value = values[at]!;
      if (!(values[at - stride]! > value * (1 + PLATEAU) && values[at + stride]! >= value * (1 - PLATEAU))) continue;
      if (count === floors.length) floors.push(new Floor());
      const floor = floors[count++]!;
      lay(floor, cells, row, column, alphas);
      into.set(row, column, floor.value);
    }
  }
  return count;
}

/** The lowest point of the parabola through a column's minimum and the cells above and below it. */
function lay(floor: Floor, cells: Plane, row: number, column: number, alphas: Float64Array): void {
  const value = cells.cell(row, column);
  const alpha = alphas[row]!;
  floor.row = row;
  floor.column = column;
  floor.value = value;
  floor.alpha = alpha;
  if (row === 0 || row + 1 === cells.rows) return;
  // Newton's form around the middle cell
  const before = alphas[row - 1]! - alpha;
  const after = alphas[row + 1]! - alpha;
  const slopeBefore = (cells.cell(row - 1, column) - value) / before;
  const slopeAfter = (cells.cell(row + 1, column) - value) / after;
  const curvature = (slopeAfter - slopeBefore) / (after - before);
  const slope = slopeBefore - curvature * before;
  if (!(curvature > 0)) return;
  const step = Math.min(Math.max((-0.5 * slope) / curvature, 0.6 * before), 0.6 * after);
  const fall = step * (slope + curvature * step);
  if (!(fall < 0)) return;
  floor.value = value + fall;
  floor.alpha = alpha + step;
}

function isLowest(among: Plane, { row, column, value }: Floor): boolean {
  return (
    lowestNear(among, row, column - 1) > value * (1 + PLATEAU) &&
    lowestNear(among, row, column + 1) >= value * (1 - PLATEAU)
  );
}

/** The lowest floor of a column in the row and its neighbours. */
function lowestNear(among: Plane, row: number, column: number): number {
  return Math.min(among.cell(row, column), among.cell(row - 1, column), among.cell(row + 1, column));
}
