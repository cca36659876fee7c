import { WAVE, waves } from "./window";

/**
 * The inner loop of every grid: sums of the filter v_t = T·v_{t−1} − D·v_{t−2} + x_t (v_0 = v_1 = 0) over a window,
 * for many (T, D) at once, two in the lanes of a vector and three vectors side by side, so that one's latency hides
 * behind the others' work.
 *
 * With the unit response u (u_1 = 0, u_2 = 1, u_t = T·u_{t−1} − D·u_{t−2}) the products Σ v_t·u_t need no sums of their
 * own: they are what the adjoint λ_t = v_t + T·λ_{t+1} − D·λ_{t+2} arrives at, run backwards.
 *
 *     table   T | D                                                  a pair of points
 *     sums    Σ v_t² | Σ v_t·v_{t−1} | v_n | λ_2 | λ_3               a pair of points
 *     units   Σ u_t² | Σ u_t·u_{t−1} | u_n | u_{n+1}                 a pair of points
 */
export const TABLE: usize = 32;
export const SUMS: usize = 80;
export const UNITS: usize = 64;
/** Pairs come in groups of this many: tables are padded to whole groups. */
export const GROUP: i32 = 3;

/** v_t of one lane pair. */
@inline
function step(T: v128, D: v128, last: v128, older: v128, input: v128): v128 {
  return f64x2.add(f64x2.mul(T, last), f64x2.sub(input, f64x2.mul(D, older)));
}

/** Filters input[2 … count] (doubles by time) at every pair of the table. */
export function filter(input: usize, count: i32, table: usize, pairs: i32, sums: usize): void {
  const first = input + 16;
  const end = input + (<usize>count << 3);
  for (let pair = 0; pair < pairs; pair += GROUP) {
    forward(first, end, table, sums);
    backward(<usize>(count - 1) * WAVE, table, sums);
    table += <usize>GROUP * TABLE;
    sums += <usize>GROUP * SUMS;
  }
}

function forward(first: usize, end: usize, table: usize, sums: usize): void {
  const zero = f64x2.splat(0);
  const T0 = v128.load(table), D0 = v128.load(table, 16);
  const T1 = v128.load(table, 32), D1 = v128.load(table, 48);
  const T2 = v128.load(table, 64), D2 = v128.load(table, 80);
  let last0 = zero, older0 = zero, power0 = zero, lagged0 = zero;
  let last1 = zero, older1 = zero, power1 = zero, lagged1 = zero;
  let last2 = zero, older2 = zero, power2 = zero, lagged2 = zero;
  let wave = waves;
  for (let at = first; at <= end; at += 8) {
    const x = v128.load64_splat(at);
    const v0 = step(T0, D0, last0, older0, x);
    power0 = f64x2.add(power0, f64x2.mul(v0, v0));
    lagged0 = f64x2.add(lagged0, f64x2.mul(v0, last0));
    older0 = last0;
    last0 = v0;
    const v1 = step(T1, D1, last1, older1, x);
    power1 = f64x2.add(power1, f64x2.mul(v1, v1));
    lagged1 = f64x2.add(lagged1, f64x2.mul(v1, last1));
    older1 = last1;
    last1 = v1;
    const v2 = step(T2, D2, last2, older2, x);
    power2 = f64x2.add(power2, f64x2.mul(v2, v2));
    lagged2 = f64x2.add(lagged2, f64x2.mul(v2, last2));
    older2 = last2;
    last2 = v2;
    v128.store(wave, v0);
    v128.store(wave, v1, 16);
    v128.store(wave, v2, 32);
    wave += WAVE;
  }
  keepForward(sums, power0, lagged0, last0);
  keepForward(sums + SUMS, power1, lagged1, last1);
  keepForward(sums + 2 * SUMS, power2, lagged2, last2);
}

@inline
function keepForward(sums: usize, power: v128, lagged: v128, last: v128): void {
  v128.store(sums, power);
  v128.store(sums, lagged, 16);
  v128.store(sums, last, 32);
}

function backward(bytes: usize, table: usize, sums: usize): void {
  const zero = f64x2.splat(0);
  const T0 = v128.load(table), D0 = v128.load(table, 16);
  const T1 = v128.load(table, 32), D1 = v128.load(table, 48);
  const T2 = v128.load(table, 64), D2 = v128.load(table, 80);
  let last0 = zero, older0 = zero, last1 = zero, older1 = zero, last2 = zero, older2 = zero;
  for (let wave = waves + bytes; wave > waves; ) {
    wave -= WAVE;
    const l0 = step(T0, D0, last0, older0, v128.load(wave));
    older0 = last0;
    last0 = l0;
    const l1 = step(T1, D1, last1, older1, v128.load(wave, 16));
    older1 = last1;
    last1 = l1;
    const l2 = step(T2, D2, last2, older2, v128.load(wave, 32));
    older2 = last2;
    last2 = l2;
  }
  keepBackward(sums, last0, older0);
  keepBackward(sums + SUMS, last1, older1);
  keepBackward(sums + 2 * SUMS, last2, older2);
}

@inline
function keepBackward(sums: usize, last: v128, older: v128): void {
  v128.store(sums, last, 48);
  v128.store(sums, older, 64);
}

/** The sums of the unit response: they depend on the table and on the length of the window alone. */
export function unitSums(count: i32, table: usize, pairs: i32, units: usize): void {
  for (let pair = 0; pair < pairs; pair += GROUP) {
    unitGroup(count, table, units);
    table += <usize>GROUP * TABLE;
    units += <usize>GROUP * UNITS;
  }
}

function unitGroup(count: i32, table: usize, units: usize): void {
  const zero = f64x2.splat(0), one = f64x2.splat(1);
  const T0 = v128.load(table), D0 = v128.load(table, 16);
  const T1 = v128.load(table, 32), D1 = v128.load(table, 48);
  const T2 = v128.load(table, 64), D2 = v128.load(table, 80);
  let last0 = one, older0 = zero, power0 = one, lagged0 = zero;
  let last1 = one, older1 = zero, power1 = one, lagged1 = zero;
  let last2 = one, older2 = zero, power2 = one, lagged2 = zero;
  for (let t = 3; t <= count; t++) {
    const u0 = step(T0, D0, last0, older0, zero);
    power0 = f64x2.add(power0, f64x2.mul(u0, u0));
    lagged0 = f64x2.add(lagged0, f64x2.mul(u0, last0));
    older0 = last0;
    last0 = u0;
    const u1 = step(T1, D1, last1, older1, zero);
    power1 = f64x2.add(power1, f64x2.mul(u1, u1));
    lagged1 = f64x2.add(lagged1, f64x2.mul(u1, last1));
    older1 = last1;
    last1 = u1;
    const u2 = step(T2, D2, last2, older2, zero);
    power2 = f64x2.add(power2, f64x2.mul(u2, u2));
    lagged2 = f64x2.add(lagged2, f64x2.mul(u2, last2));
    older2 = last2;
    last2 = u2;
  }
  keepUnits(units, power0, lagged0, last0, step(T0, D0, last0, older0, zero));
  keepUnits(units + UNITS, power1, lagged1, last1, step(T1, D1, last1, older1, zero));
  keepUnits(units + 2 * UNITS, power2, lagged2, last2, step(T2, D2, last2, older2, zero));
}

@inline
function keepUnits(units: usize, power: v128, lagged: v128, last: v128, next: v128): void {
  v128.store(units, power);
  v128.store(units, lagged, 16);
  v128.store(units, last, 32);
  v128.store(units, next, 48);
}
