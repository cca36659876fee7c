import { PHI_HIGHEST, addInside, clamp, firstHigh, firstLow, intervalsAt, secondLow } from "./box";
import { Plane, cell, createPlane, findMinima, minimumColumn, minimumRow, setCell } from "./plane";
import { alongs, energies, lasts, moments, norms, powers, roots } from "./roots";
import { allocate } from "../../memory/memory";

/**
 * The inside of the damped grid where the errors' recursion has two real roots r > s. There everything is made of the
 * filters w and z of each root, and the errors at the damping φ = r + σ·(r − s) are
 *
 *     e = (1 + σ)·z − σ·w + c·r^{t−1} + c'·s^{t−1}:
 *
 * with c and c' eliminated a parabola in σ, whose coefficients are in closed form for each of the 136 pairs of 17
 * roots, for instance Σ w_t·z_t = (A_r + A_s − r·w_n·s·z_n) / (1 − r·s) with 2·A_r = Σ w_t²·(1 − r²) + (r·w_n)².
 */
/** The first of the level's roots that is taken, and how many. */
const FIRST: i32 = 3;
const SIZE: i32 = 17;
/** Bytes of a table with an f64 for every pair. */
const TABLE_BYTES: usize = <usize>(SIZE * SIZE) << 3;

let plane: Plane = changetype<Plane>(0);
/** A by root. */
let halves: usize = 0;
// tables by row (r) and column (s): 1/(1 − r·s), 1/(r − s), the intervals of φ, the best φ
let reciprocals: usize = 0;
let inverses: usize = 0;
let firstLows: usize = 0;
let firstHighs: usize = 0;
let secondLows: usize = 0;
let dampings: usize = 0;

@inline
function rootAt(index: i32): f64 {
  return load<f64>(roots + (<usize>(FIRST + index) << 3));
}

function layOut(): void {
  plane = createPlane(SIZE, SIZE);
  halves = allocate(<usize>(SIZE + 1) << 3);
  reciprocals = allocate(TABLE_BYTES);
  inverses = allocate(TABLE_BYTES);
  firstLows = allocate(TABLE_BYTES);
  firstHighs = allocate(TABLE_BYTES);
  secondLows = allocate(TABLE_BYTES);
  dampings = allocate(TABLE_BYTES);
  for (let row = 0; row < SIZE; row++) {
    for (let column = 0; column < SIZE; column++) {
      const at = <usize>(row * SIZE + column) << 3;
      const r = rootAt(row), s = rootAt(column);
      intervalsAt(r + s, r * s);
      store<f64>(reciprocals + at, 1 / (1 - r * s));
      store<f64>(inverses + at, 1 / (r - s));
      store<f64>(firstLows + at, firstLow);
      store<f64>(firstHighs + at, firstHigh);
      store<f64>(secondLows + at, secondLow);
    }
  }
}

/** Adds the minima among the pairs to the starts. */
export function addRealStarts(): void {
  if (halves == 0) layOut();
  for (let i = 0; i < SIZE; i++) {
    const at = <usize>(FIRST + i) << 3;
    const root = load<f64>(roots + at), last = load<f64>(lasts + at);
    store<f64>(halves + (<usize>i << 3), 0.5 * (load<f64>(energies + at) * (1 - root * root) + last * last));
  }
  for (let row = 0; row + 1 < SIZE; row++) fillRow(row);
  const found = findMinima(plane);
  for (let i = 0; i < found; i++) {
    const row = minimumRow(i), column = minimumColumn(i);
    const r = rootAt(row), s = rootAt(column);
    addInside(cell(plane, row, column), r + s, r * s, load<f64>(dampings + (<usize>(row * SIZE + column) << 3)));
  }
}

/** The least sum of squares of each pair with one larger root; two smaller ones at a time, the last two end the row. */
function fillRow(row: i32): void {
  const own = <usize>(FIRST + row) << 3;
  const norm = load<f64>(norms + own), along = load<f64>(alongs + own), energy = load<f64>(energies + own);
  const inverse = f64x2.splat(1 / norm), share = f64x2.splat(along / norm);
  const rest = f64x2.splat(energy - (along * along) / norm);
  const power = v128.load64_splat(powers + own), last = v128.load64_splat(lasts + own);
  const moment = v128.load64_splat(moments + own), half = v128.load64_splat(halves + (<usize>row << 3));
  const r = v128.load64_splat(roots + own), one = f64x2.splat(1), highest = f64x2.splat(PHI_HIGHEST);
  for (let column = row + 1 - ((SIZE - 1 - row) & 1); column < SIZE; column += 2) {
    const other = <usize>(FIRST + column) << 3, at = <usize>(row * SIZE + column) << 3;
    const factor = v128.load(reciprocals + at);
    const otherPower = v128.load(powers + other), otherLast = v128.load(lasts + other);
    // products of w and z with each other, with the other's root, and of both roots
    const sum = f64x2.add(half, v128.load(halves + (<usize>column << 3)));
    const both = f64x2.mul(f64x2.sub(sum, f64x2.mul(last, otherLast)), factor);
    const wAlong = f64x2.mul(f64x2.sub(v128.load(moments + other), f64x2.mul(last, otherPower)), factor);
    const zAlong = f64x2.mul(f64x2.sub(moment, f64x2.mul(otherLast, power)), factor);
    const overlap = f64x2.mul(f64x2.sub(one, f64x2.mul(power, otherPower)), factor);
    // r^{t−1} eliminated, then what s^{t−1} adds to it
    const onto = f64x2.mul(overlap, inverse);
    const inWidth = f64x2.div(one, f64x2.sub(v128.load(norms + other), f64x2.mul(onto, overlap)));
    const a = f64x2.sub(wAlong, f64x2.mul(share, overlap));
    const b = f64x2.sub(v128.load(alongs + other), f64x2.mul(onto, zAlong));
    const aWidth = f64x2.mul(a, inWidth);
    const ww = f64x2.sub(rest, f64x2.mul(a, aWidth));
    const wz = f64x2.sub(f64x2.sub(both, f64x2.mul(share, zAlong)), f64x2.mul(b, aWidth));
    const zRest = f64x2.sub(v128.load(energies + other), f64x2.mul(f64x2.mul(zAlong, zAlong), inverse));
    const zz = f64x2.sub(zRest, f64x2.mul(f64x2.mul(b, b), inWidth));
    // Σ e² = zz − σ·(2·linear − σ·square)
    const linear = f64x2.sub(wz, zz);
    const square = f64x2.sub(f64x2.sub(ww, wz), linear);
    const inverseGap = v128.load(inverses + at);
    const free = f64x2.add(r, f64x2.div(linear, f64x2.mul(square, inverseGap)));
    const first = clamp(free, v128.load(firstLows + at), v128.load(firstHighs + at));
    const second = clamp(free, v128.load(secondLows + at), highest);
    const atFirst = sumAt(first, r, inverseGap, linear, square);
    const atSecond = sumAt(second, r, inverseGap, linear, square);
    const better = f64x2.le(atFirst, atSecond);
    const value = f64x2.sub(zz, v128.bitselect(atSecond, atFirst, better));
    v128.store(plane.values + <usize>row * plane.stride + (<usize>column << 3), value);
    v128.store(dampings + at, v128.bitselect(second, first, better));
  }
  setCell(plane, row, row, Infinity);
}

/** σ·(2·linear − σ·square) at a damping: what it takes off. */
@inline
function sumAt(phi: v128, r: v128, inverseGap: v128, linear: v128, square: v128): v128 {
  const sigma = f64x2.mul(f64x2.sub(phi, r), inverseGap);
  return f64x2.mul(sigma, f64x2.sub(f64x2.add(linear, linear), f64x2.mul(sigma, square)));
}
