import { Box, changes, windowCount } from "./holt-newton";
import { allocate } from "./memory";

/**
 * Where Newton starts: the best minima, among their neighbours on each axis, of two fixed grids of (alpha, x, phi), one
 * on the face x = 0 where most optima lie, one inside; always the best point at the lowest alpha, since curves that
 * approach a limit have a needle-sharp valley of phi there, and the face's best points by phi where they are nearly as good. Two points are evaluated at a time, in the lanes of a v128.
 */

const FACE_ALPHAS: StaticArray<f64> = [
  0, 0.005, 0.02, 0.05, 0.1, 0.17, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 0.92, 0.97, 1,
];
const FACE_PHIS: StaticArray<f64> = [0.8, 0.85, 0.89, 0.92, 0.945, 0.96, 0.972, 0.981, 0.988, 0.995];
const INNER_ALPHAS: StaticArray<f64> = [
  0.01, 0.02, 0.035, 0.06, 0.1, 0.16, 0.24, 0.33, 0.42, 0.52, 0.62, 0.72, 0.81, 0.89, 0.95, 0.98, 1,
];
const INNER_SHARES: StaticArray<f64> = [0.01, 0.04, 0.13, 0.35, 0.7, 1];
const INNER_PHIS: StaticArray<f64> = [0.8, 0.88, 0.94, 0.975, 0.995];
const FACE_SHARES: StaticArray<f64> = [0];
const LARGEST: i32 = 17 * 6 * 5;
/** Neighbours within this much of each other count as equal. */
const EQUAL: f64 = 1 + 1e-9;

// a grid: its sums of squares, a row an (alpha, x) and a column a phi; and its points, three doubles each
let sums: usize = 0;
let points: usize = 0;

// the minima that are followed, best first: sum, alpha, x, phi
const MOST_STARTS: i32 = 16;
let starts: usize = 0;
let startCount: i32 = 0;

export function layOutGrid(): void {
  sums = allocate(<usize>(LARGEST + 1) << 3);
  points = allocate(<usize>(LARGEST + 1) * 24);
  valley = allocate(<usize>FACE_PHIS.length << 4);
  starts = allocate(<usize>(MOST_STARTS + 1) * 32);
}

/** Calls `follow` with the `wanted` best minima within the box, and with the best point at its lowest alpha. */
export function eachGridMinimum(box: Box, wanted: i32, follow: (alpha: f64, share: f64, phi: f64) => void): void {
  startCount = 0;
  const most = min(wanted, MOST_STARTS);
  const inner = box.shareHigh > box.shareLow;
  takeGrid(box, FACE_ALPHAS, FACE_SHARES, FACE_PHIS, most);
  const edge = bestOfFirstRow(box);
  const edgePhi = load<f64>(points + <usize>edge * 24, 16);
  const valleys = takeValleys(box);
  if (inner) takeGrid(box, INNER_ALPHAS, INNER_SHARES, INNER_PHIS, most);
  for (let i = 0; i < startCount; i++) {
    const start = starts + (<usize>i << 5);
    follow(load<f64>(start, 8), load<f64>(start, 16), load<f64>(start, 24));
  }
  follow(box.alphaLow, box.shareLow, edgePhi);
  for (let i = 0; i < valleys; i++) {
    const at = valley + (<usize>i << 4);
    follow(load<f64>(at), box.shareLow, load<f64>(at, 8));
  }
}

/** How many values an axis has within its bounds: one where they are the same. */
@inline
function lengthOf(axis: StaticArray<f64>, low: f64, high: f64): i32 {
  return low == high ? 1 : axis.length;
}

@inline
function within(value: f64, low: f64, high: f64): f64 {
  return min(max(value, low), high);
}

function bestOfFirstRow(box: Box): i32 {
  const phis = lengthOf(FACE_PHIS, box.phiLow, box.phiHigh);
  let best = 0;
  for (let i = 1; i < phis; i++) {
    if (load<f64>(sums + (<usize>i << 3)) < load<f64>(sums + (<usize>best << 3))) best = i;
  }
  return best;
}

/** Alpha and phi of the face's best points by phi, where they are nearly as good as the best of all. */
let valley: usize = 0;
const NEARLY: f64 = 1.01;

/**
 * Notes the face's best alpha for each phi between phi's bounds: a minimum there may hide behind a rival on a bound that
 * is better by a hair on the grid. Returns how many there are.
 */
function takeValleys(box: Box): i32 {
  const phis = lengthOf(FACE_PHIS, box.phiLow, box.phiHigh);
  const count = phis * lengthOf(FACE_ALPHAS, box.alphaLow, box.alphaHigh);
  let least: f64 = Infinity;
  for (let i = 0; i < count; i++) least = min(least, load<f64>(sums + (<usize>i << 3)));
  let found = 0;
  for (let p = 1; p < phis - 1; p++) {
    let best = p;
    for (let i = p; i < count; i += phis) {
      if (load<f64>(sums + (<usize>i << 3)) < load<f64>(sums + (<usize>best << 3))) best = i;
    }
    if (!(load<f64>(sums + (<usize>best << 3)) <= least * NEARLY)) continue;
    const slot = valley + (<usize>found << 4);
    store<f64>(slot, load<f64>(points + <usize>best * 24));
    store<f64>(slot, load<f64>(points + <usize>best * 24, 16), 8);
    found++;
  }
  return found;
}

function takeGrid(
  box: Box, alphas: StaticArray<f64>, shares: StaticArray<f64>, phis: StaticArray<f64>, most: i32,
): void {
  const alphaCount = lengthOf(alphas, box.alphaLow, box.alphaHigh);
  const shareCount = lengthOf(shares, box.shareLow, box.shareHigh);
  const phiCount = lengthOf(phis, box.phiLow, box.phiHigh);
  let index = 0;
  for (let a = 0; a < alphaCount; a++) {
    for (let s = 0; s < shareCount; s++) {
      for (let p = 0; p < phiCount; p++) {
        const at = points + <usize>index * 24;
        index++;
        store<f64>(at, within(unchecked(alphas[a]), box.alphaLow, box.alphaHigh));
        store<f64>(at, within(unchecked(shares[s]), box.shareLow, box.shareHigh), 8);
        store<f64>(at, within(unchecked(phis[p]), box.phiLow, box.phiHigh), 16);
      }
    }
  }
  memory.copy(points + <usize>index * 24, points + <usize>(index - 1) * 24, 24);
  for (let i = 0; i < index; i += 2) evaluatePair(i);
  const shareStride = phiCount;
  const alphaStride = phiCount * shareCount;
  for (let i = 0; i < index; i++) {
    const p = i % phiCount;
    const s = (i / shareStride) % shareCount;
    const a = i / alphaStride;
    if (isMinimum(i, p, phiCount, 1) && isMinimum(i, s, shareCount, shareStride) && isMinimum(i, a, alphaCount, alphaStride)) {
      insert(i, most);
    }
  }
}

/** Among its neighbours on one axis; of equal ones the first. */
@inline
function isMinimum(index: i32, position: i32, length: i32, stride: i32): bool {
  const sum = load<f64>(sums + (<usize>index << 3));
  if (position > 0 && load<f64>(sums + (<usize>(index - stride) << 3)) <= sum * EQUAL) return false;
  return position + 1 == length || !(load<f64>(sums + (<usize>(index + stride) << 3)) * EQUAL < sum);
}

/** Keeps the best minima in order. */
function insert(index: i32, most: i32): void {
  const sum = load<f64>(sums + (<usize>index << 3));
  let at = startCount;
  while (at > 0 && load<f64>(starts + (<usize>(at - 1) << 5)) > sum) at--;
  if (at == most) return;
  if (startCount < most) startCount++;
  const slot = starts + (<usize>at << 5);
  memory.copy(slot + 32, slot, <usize>(startCount - 1 - at) << 5);
  store<f64>(slot, sum);
  memory.copy(slot + 8, points + <usize>index * 24, 24);
}

@inline
function pair(one: f64, two: f64): v128 {
  return f64x2.replace_lane(f64x2.splat(one), 1, two);
}

/** Sums of squares of two points, a lane each, with the first two errors eliminated. */
function evaluatePair(index: i32): void {
  const one = points + <usize>index * 24;
  const two = one + 24;
  const alpha = pair(load<f64>(one), load<f64>(two));
  const share = pair(load<f64>(one, 8), load<f64>(two, 8));
  const phi = pair(load<f64>(one, 16), load<f64>(two, 16));
  const unit = f64x2.splat(1);
  const zero = f64x2.splat(0);
  const beta = f64x2.mul(share, f64x2.mul(alpha, alpha));
  const T = f64x2.add(f64x2.sub(unit, alpha), f64x2.mul(phi, f64x2.sub(unit, beta)));
  const D = f64x2.mul(phi, f64x2.sub(unit, alpha));
  let before = zero;
  let error = zero;
  let responseBefore = zero;
  let response = unit;
  let ee = zero;
  let eu = zero;
  let ev = zero;
  let uu = unit;
  let uv = zero;
  const end = changes + (<usize>windowCount << 3);
  for (let at = changes + 16; at < end; at += 8) {
    const change = f64x2.sub(v128.load64_splat(at), f64x2.mul(phi, v128.load64_splat(at - 8)));
    const e = f64x2.add(f64x2.sub(f64x2.mul(T, error), f64x2.mul(D, before)), change);
    const u = f64x2.sub(f64x2.mul(T, response), f64x2.mul(D, responseBefore));
    ee = f64x2.add(ee, f64x2.mul(e, e));
    eu = f64x2.add(eu, f64x2.mul(e, u));
    ev = f64x2.add(ev, f64x2.mul(e, response));
    uu = f64x2.add(uu, f64x2.mul(u, u));
    uv = f64x2.add(uv, f64x2.mul(u, response));
    before = error;
    error = e;
    responseBefore = response;
    response = u;
  }
  const vv = f64x2.sub(uu, f64x2.mul(response, response));
  const g11 = f64x2.add(unit, f64x2.mul(f64x2.mul(D, D), vv));
  const g12 = f64x2.neg(f64x2.mul(D, uv));
  const b1 = f64x2.neg(f64x2.mul(D, ev));
  const determinant = f64x2.sub(f64x2.mul(g11, uu), f64x2.mul(g12, g12));
  const explained = f64x2.add(
    f64x2.sub(
      f64x2.mul(uu, f64x2.mul(b1, b1)),
      f64x2.mul(f64x2.splat(2), f64x2.mul(g12, f64x2.mul(b1, eu))),
    ),
    f64x2.mul(g11, f64x2.mul(eu, eu)),
  );
  const sum = f64x2.sub(ee, f64x2.div(explained, determinant));
  store<f64>(sums + (<usize>index << 3), f64x2.extract_lane(sum, 0));
  store<f64>(sums + (<usize>index << 3), f64x2.extract_lane(sum, 1), 8);
}
