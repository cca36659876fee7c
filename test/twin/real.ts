import { clamp, intervalsAt, PHI_HIGHEST } from "./box.js";
import { Plane } from "./plane.js";
import { alongs, energies, lasts, moments, norms, powers, roots } from "./roots.js";
import { starts } from "./starts.js";

/** Twin of assembly/fit-real.ts: the inside of the damped grid where the errors' recursion has two real roots r > s. */
const FIRST = 3;
const SIZE = 17;
const plane = new Plane(SIZE, SIZE);
/** A by root: half of Σ w_t²·(1 − r²) + (r·w_n)². */
const halves = new Float64Array(SIZE);
/** A table by row (r) and column (s > its row) of a function of both roots. */
function tableOf(functionOf: (r: number, s: number) => number): Float64Array {
  return Float64Array.from({ length: SIZE * SIZE }, (_, cell) =>
    functionOf(roots[FIRST + Math.floor(cell / SIZE)]!, roots[FIRST + (cell % SIZE)]!),
  );
}
const reciprocals = tableOf((r, s) => 1 / (1 - r * s));
const inverses = tableOf((r, s) => 1 / (r - s));
const firstLows = tableOf((r, s) => intervalsAt(r + s, r * s).firstLow);
const firstHighs = tableOf((r, s) => intervalsAt(r + s, r * s).firstHigh);
const secondLows = tableOf((r, s) => intervalsAt(r + s, r * s).secondLow);
/** The best φ of each pair. */
const dampings = new Float64Array(SIZE * SIZE);

/** Adds the minima among the pairs to the starts. */
export function addRealStarts(): void {
  for (let i = 0; i < SIZE; i++) {
    const root = roots[FIRST + i]!;
    const last = lasts[FIRST + i]!;
    halves[i] = 0.5 * (energies[FIRST + i]! * (1 - root * root) + last * last);
  }
  for (let row = 0; row + 1 < SIZE; row++) fillRow(row);
  const found = plane.findMinima();
  for (let i = 0; i < found; i++) {
    const row = plane.minimumRows[i]!;
    const column = plane.minimumColumns[i]!;
    const r = roots[FIRST + row]!;
    const s = roots[FIRST + column]!;
    starts.addInside(plane.cell(row, column), r + s, r * s, dampings[row * SIZE + column]!);
  }
}

/** The least sum of squares of each pair with one larger root. */
function fillRow(row: number): void {
  const own = FIRST + row;
  const norm = norms[own]!;
  const along = alongs[own]!;
  const energy = energies[own]!;
  const inverse = 1 / norm;
  const share = along / norm;
  const rest = energy - (along * along) / norm;
  const power = powers[own]!;
  const last = lasts[own]!;
  const moment = moments[own]!;
  const half = halves[row]!;
  const r = roots[own]!;
  for (let column = row + 1; column < SIZE; column++) {
    const other = FIRST + column;
    const at = row * SIZE + column;
    const factor = reciprocals[at]!;
    const otherPower = powers[other]!;
    const otherLast = lasts[other]!;
    // products of w and z with each other, with the other's root, and of both roots
    const both = (half + halves[column]! - last * otherLast) * factor;
    const wAlong = (moments[other]! - last * otherPower) * factor;
    const zAlong = (moment - otherLast * power) * factor;
    const overlap = (1 - power * otherPower) * factor;
    // r^{t−1} eliminated, then what s^{t−1} adds to it
    const onto = overlap * inverse;
    const inWidth = 1 / (norms[other]! - onto * overlap);
    const a = wAlong - share * overlap;
    const b = alongs[other]! - onto * zAlong;
    const aWidth = a * inWidth;
    const ww = rest - a * aWidth;
    const wz = both - share * zAlong - b * aWidth;
    const zz = energies[other]! - zAlong * zAlong * inverse - b * b * inWidth;
    // Σ e² = zz − σ·(2·linear − σ·square)
    const linear = wz - zz;
    const square = ww - wz - linear;
    const inverseGap = inverses[at]!;
    const free = r + linear / (square * inverseGap);
    const first = clamp(free, firstLows[at]!, firstHighs[at]!);
    const second = clamp(free, secondLows[at]!, PHI_HIGHEST);
    const atFirst = takenOff(first, r, inverseGap, linear, square);
    const atSecond = takenOff(second, r, inverseGap, linear, square);
    const isSecond = atFirst <= atSecond;
    plane.set(row, column, zz - (isSecond ? atSecond : atFirst));
    dampings[at] = isSecond ? second : first;
  }
}

/** σ·(2·linear − σ·square) at a damping. */
function takenOff(phi: number, r: number, inverseGap: number, linear: number, square: number): number {
  const sigma = (phi - r) * inverseGap;
  return sigma * (linear + linear - sigma * square);
}
