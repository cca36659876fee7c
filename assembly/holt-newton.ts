import { allocate } from "./memory";

/**
 * Exact Newton steps on the sum of squared errors S(α, x, φ) in a box, x = B/α in statsmodels' terms. The errors obey
 *
 *     e_t = T·e_{t−1} − D·e_{t−2} + (Δy_t − φ·Δy_{t−1}),  T = 1 − α + φ(1 − β),  D = φ(1 − α),  β = x·α²
 *
 * from t = 3 on; e_1 and e_2 are free, stand for the starting level and trend, and are eliminated (2×2). One forward
 * pass gives the sensitivities to T, D and φ, one backward pass the adjoints λ_t = e_t + T·λ_{t+1} − D·λ_{t+2} and their
 * own μ, which the second derivatives need; then the chain rule to (α, x, φ).
 */

/** Bounds; a parameter that is given has one value on both sides. */
@unmanaged
export class Box {
  alphaLow: f64;
  shareLow: f64;
  phiLow: f64;
  alphaHigh: f64;
  shareHigh: f64;
  phiHigh: f64;
}

const STEPS: i32 = 60;
/** A step is worth taking while it promises more than this part of the sum of squares. */
const TOLERANCE: f64 = 1e-10;
/** Below this part of Σ Δy² the sum of squares is rounding. */
const ROUNDING: f64 = 1e-26;

// the window: Δy_t at index t − 1, its first entry 0; and the errors of the point that was evaluated last
export let changes: usize = 0;
export let windowCount: i32 = 0;
let errors: usize = 0;
let capacity: i32 = 0;
let changeSquares: f64 = 0;

export function setWindow(values: usize, count: i32): void {
  if (count > capacity) {
    capacity = max(count, 128);
    changes = allocate(<usize>capacity << 3);
    errors = allocate(<usize>capacity << 3);
  }
  windowCount = count;
  changeSquares = 0;
  store<f64>(changes, 0);
  for (let i = 1; i < count; i++) {
    const change = load<f64>(values + (<usize>i << 3)) - load<f64>(values + (<usize>(i - 1) << 3));
    store<f64>(changes + (<usize>i << 3), change);
    changeSquares += change * change;
  }
}

/** Σ Δy²; 0 for a constant window. */
export function windowChange(): f64 {
  return changeSquares;
}

/** Pointer to the window's errors at a point, from t = 1 on. */
export function errorsOf(alpha: f64, share: f64, phi: f64): usize {
  evaluate(alpha, share, phi, trial);
  return errors;
}

/** Sum, gradient and both matrices at a point; doubles: sum, g[3], Newton's H[9], Gauss-Newton's N[9]. */
const SUM: usize = 0;
const GRADIENT: usize = 8;
const HESSIAN: usize = 32;
const GAUSS: usize = 104;
const STATE: usize = 176;

let here: usize = memory.data(176, 16);
let trial: usize = memory.data(176, 16);
// gradient and matrices in T, D, φ; the chain rule's Jacobian
const innerGradient: usize = memory.data(24, 16);
const innerHessian: usize = memory.data(72, 16);
const innerGauss: usize = memory.data(72, 16);
const jacobian: usize = memory.data(72, 16);
const crossGauss: usize = memory.data(48, 16);
const crossHessian: usize = memory.data(48, 16);
const model: usize = memory.data(72, 16);
const step: usize = memory.data(24, 16);
const next: usize = memory.data(24, 16);

@inline
function get(array: usize, index: i32): f64 {
  return load<f64>(array + (<usize>index << 3));
}

@inline
function set(array: usize, index: i32, value: f64): void {
  store<f64>(array + (<usize>index << 3), value);
}

@inline
function setSymmetric(matrix: usize, a: f64, b: f64, c: f64, d: f64, e: f64, f: f64): void {
  set(matrix, 0, a); set(matrix, 1, b); set(matrix, 2, c);
  set(matrix, 3, b); set(matrix, 4, d); set(matrix, 5, e);
  set(matrix, 6, c); set(matrix, 7, e); set(matrix, 8, f);
}

/** The 2×2 of the first two errors: its matrix, determinant and solution. */
let g11: f64 = 0;
let g12: f64 = 0;
let g22: f64 = 0;
let determinant: f64 = 0;
let first: f64 = 0;
let second: f64 = 0;
let responseProduct: f64 = 0;

function solveStart(T: f64, D: f64, phi: f64): void {
  let before: f64 = 0, error: f64 = 0, responseBefore: f64 = 0, response: f64 = 1;
  let eu: f64 = 0, ev: f64 = 0, uu: f64 = 1, uv: f64 = 0;
  const end = changes + (<usize>windowCount << 3);
  for (let at = changes + 16; at < end; at += 8) {
    const e = T * error - D * before + (load<f64>(at) - phi * load<f64>(at - 8));
    const u = T * response - D * responseBefore;
    eu += e * u;
    ev += e * response;
    uu += u * u;
    uv += u * response;
    before = error;
    error = e;
    responseBefore = response;
    response = u;
  }
  g11 = 1 + D * D * (uu - response * response);
  g12 = -D * uv;
  g22 = uu;
  responseProduct = uv;
  determinant = g11 * g22 - g12 * g12;
  const b1 = -D * ev;
  first = -(g22 * b1 - g12 * eu) / determinant;
  second = -(g11 * eu - g12 * b1) / determinant;
}

/** Fills a state (see SUM …) and the errors. */
function evaluate(alpha: f64, share: f64, phi: f64, state: usize): void {
  const beta = share * alpha * alpha;
  const T = 1 - alpha + phi * (1 - beta);
  const D = phi * (1 - alpha);
  evaluateInner(T, D, phi, state);
  // chain rule: T and D by alpha, x and phi
  const betaAlpha = 2 * share * alpha;
  const betaShare = alpha * alpha;
  set(jacobian, 0, -1 - phi * betaAlpha); set(jacobian, 1, -phi * betaShare); set(jacobian, 2, 1 - beta);
  set(jacobian, 3, -phi); set(jacobian, 4, 0); set(jacobian, 5, 1 - alpha);
  set(jacobian, 6, 0); set(jacobian, 7, 0); set(jacobian, 8, 1);
  for (let i = 0; i < 3; i++) {
    let slope: f64 = 0;
    for (let k = 0; k < 3; k++) slope += get(jacobian, 3 * k + i) * get(innerGradient, k);
    set(state + GRADIENT, i, slope);
    for (let j = 0; j < 3; j++) {
      let newton: f64 = 0, gauss: f64 = 0;
      for (let k = 0; k < 3; k++) {
        for (let l = 0; l < 3; l++) {
          const weight = get(jacobian, 3 * k + i) * get(jacobian, 3 * l + j);
          newton += weight * get(innerHessian, 3 * k + l);
          gauss += weight * get(innerGauss, 3 * k + l);
        }
      }
      set(state + HESSIAN, 3 * i + j, newton);
      set(state + GAUSS, 3 * i + j, gauss);
    }
  }
  const byT = get(innerGradient, 0);
  const H = state + HESSIAN;
  set(H, 0, get(H, 0) - phi * 2 * share * byT);
  set(H, 1, get(H, 1) - phi * 2 * alpha * byT);
  set(H, 3, get(H, 1));
  set(H, 2, get(H, 2) - betaAlpha * byT - get(innerGradient, 1));
  set(H, 6, get(H, 2));
  set(H, 5, get(H, 5) - betaShare * byT);
  set(H, 7, get(H, 5));
}

/** Half the sum's derivatives by T, D and φ, with the first two errors eliminated. */
function evaluateInner(T: f64, D: f64, phi: f64, state: usize): void {
  solveStart(T, D, phi);
  const z1 = first;
  let e1 = z1, e2 = second;
  set(errors, 0, z1);
  set(errors, 1, second);
  // sensitivities: P by T (with its source e), Q by φ, u by the second error
  let p1: f64 = 0, p2 = z1, q1: f64 = 0, q2: f64 = 0, u1: f64 = 0, u2: f64 = 1;
  let ee = z1 * z1 + second * second;
  let pp = z1 * z1, pp1: f64 = 0, pq: f64 = 0, p1q: f64 = 0, qq: f64 = 0;
  let pu = z1, pu1: f64 = 0, p1u: f64 = 0, qu: f64 = 0, qu1: f64 = 0;
  for (let i = 2; i < windowCount; i++) {
    const earlier = get(changes, i - 1);
    const e = T * e2 - D * e1 + (get(changes, i) - phi * earlier);
    const P = T * p2 - D * p1 + e2;
    const Q = T * q2 - D * q1 - earlier;
    const u = T * u2 - D * u1;
    ee += e * e; pp += P * P; pp1 += P * p2; pq += P * Q; p1q += p2 * Q; qq += Q * Q;
    pu += P * u; pu1 += P * u2; p1u += p2 * u; qu += Q * u; qu1 += Q * u2;
    e1 = e2; e2 = e; p1 = p2; p2 = P; q1 = q2; q2 = Q; u1 = u2; u2 = u;
    set(errors, i, e);
  }
  // adjoints λ and their own μ, from the last error back
  let l1: f64 = 0, l2: f64 = 0, m1: f64 = 0, m2: f64 = 0, m3: f64 = 0, m4: f64 = 0;
  let le1: f64 = 0, le2: f64 = 0, ld: f64 = 0, me2: f64 = 0, me3: f64 = 0, me4: f64 = 0, md2: f64 = 0, md3: f64 = 0;
  let l3: f64 = 0, mu3: f64 = 0, mu4: f64 = 0, mu5: f64 = 0;
  for (let t = windowCount; t >= 1; t--) {
    const e = get(errors, t - 1);
    le1 += e * l1; le2 += e * l2; me2 += e * m2; me3 += e * m3; me4 += e * m4;
    if (t >= 2) {
      const change = get(changes, t - 1);
      ld += change * l1; md2 += change * m2; md3 += change * m3;
    }
    let l: f64 = 0, m: f64 = 0;
    if (t >= 3) {
      l = e + T * l1 - D * l2;
      m = l + T * m1 - D * m2;
    }
    l2 = l1; l1 = l; m4 = m3; m3 = m2; m2 = m1; m1 = m;
    if (t == 3) { l3 = l; mu3 = m1; mu4 = m2; mu5 = m3; }
  }
  set(innerGradient, 0, le1);
  set(innerGradient, 1, -le2);
  set(innerGradient, 2, -ld);
  const aa = pp - 2 * z1 * pu + z1 * z1 * g22, ab = -(pp1 - z1 * p1u), aq = pq - z1 * qu;
  const bb = pp - p2 * p2, bq = -p1q;
  const az1 = -D * (pu1 - z1 * responseProduct), az2 = pu - z1 * g22;
  const bz1 = D * (pu - p2 * u2), bz2 = -p1u, qz1 = -D * qu1, qz2 = qu;
  setSymmetric(innerGauss, aa, ab, aq, bb, bq, qq);
  setSymmetric(
    innerHessian, aa + 2 * (me2 - z1 * mu3), ab - 2 * me3 + z1 * mu4, aq - md2, bb + 2 * me4, bq + md3, qq,
  );
  set(crossGauss, 0, az1); set(crossGauss, 1, az2); set(crossGauss, 2, bz1);
  set(crossGauss, 3, bz2); set(crossGauss, 4, qz1); set(crossGauss, 5, qz2);
  set(crossHessian, 0, az1 - D * mu4); set(crossHessian, 1, az2 + mu3); set(crossHessian, 2, bz1 - l3 + D * mu5);
  set(crossHessian, 3, bz2 - mu4); set(crossHessian, 4, qz1); set(crossHessian, 5, qz2);
  eliminate(innerGauss, crossGauss);
  eliminate(innerHessian, crossHessian);
  store<f64>(state + SUM, ee);
}

/** Takes from a matrix what the first two errors absorb. */
function eliminate(matrix: usize, cross: usize): void {
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j < 3; j++) {
      const i1 = get(cross, 2 * i), i2 = get(cross, 2 * i + 1), j1 = get(cross, 2 * j), j2 = get(cross, 2 * j + 1);
      const absorbed = (i1 * (g22 * j1 - g12 * j2) + i2 * (g11 * j2 - g12 * j1)) / determinant;
      set(matrix, 3 * i + j, get(matrix, 3 * i + j) - absorbed);
    }
  }
}

/** Follows Newton's steps from a point (alpha, x, phi: three doubles, moved in place); returns the sum of squares. */
export function newton(box: Box, point: usize): f64 {
  const low = changetype<usize>(box), high = low + 24;
  let damping: f64 = 1e-4;
  evaluate(get(point, 0), get(point, 1), get(point, 2), here);
  for (let iteration = 0; iteration < STEPS; iteration++) {
    const promised = max(stepFrom(point, low, high, damping), 0);
    const sum = load<f64>(here + SUM);
    if (2 * promised <= TOLERANCE * sum || 2 * promised <= ROUNDING * changeSquares) break;
    for (let k = 0; k < 3; k++) set(next, k, min(max(get(point, k) + get(step, k), get(low, k)), get(high, k)));
    evaluate(get(next, 0), get(next, 1), get(next, 2), trial);
    const gained = 0.5 * (sum - load<f64>(trial + SUM));
    if (gained > 0) {
      memory.copy(point, next, 24);
      memory.copy(here, trial, STATE);
      if (gained > 0.75 * promised) damping = max(damping * 0.1, 1e-9);
      else if (gained < 0.25 * promised) damping *= 4;
    } else {
      damping = damping < 1e-3 ? 1e-2 : damping * 10;
      if (!(damping <= 1e9)) break;
    }
  }
  return load<f64>(here + SUM);
}

/** Newton's step where its matrix is positive definite, else as far towards Gauss-Newton's as is needed. */
function stepFrom(point: usize, low: usize, high: usize, damping: f64): f64 {
  let share: f64 = 0;
  while (true) {
    for (let i = 0; i < 9; i++) {
      const newton = get(here + HESSIAN, i);
      set(model, i, newton + share * (get(here + GAUSS, i) - newton));
    }
    for (let k = 0; k < 9; k += 4) {
      set(model, k, get(model, k) + damping * get(here + GAUSS, k) + (share >= 1 ? 1e-30 * changeSquares : 0));
    }
    const promised = stepInBox(point, low, high);
    if (promised >= 0 || share >= 1) return promised;
    share = share == 0 ? 0.01 : min(share * 3.2, 1);
  }
}

// which parameters are free, and the triangle and right side of their system
const free: usize = memory.data(24, 16);
const index: usize = memory.data(24, 16);
const triangle: usize = memory.data(72, 16);
const right: usize = memory.data(24, 16);

/** Solves the model within the box; returns the promised drop of half the sum, or -1: not positive definite. */
function stepInBox(point: usize, low: usize, high: usize): f64 {
  const gradient = here + GRADIENT;
  for (let k = 0; k < 3; k++) {
    set(step, k, 0);
    const value = get(point, k), slope = get(gradient, k);
    const held = (value <= get(low, k) && slope >= 0) || (value >= get(high, k) && slope <= 0) || get(high, k) <= get(low, k);
    store<bool>(free + k, !held);
  }
  for (let round = 0; round < 4; round++) {
    let count = 0;
    for (let k = 0; k < 3; k++) {
      if (!load<bool>(free + k)) continue;
      store<i32>(index + (<usize>count << 2), k);
      count++;
    }
    if (count == 0) break;
    if (!solveFree(count, gradient)) return -1;
    if (!clampWorst(count, point, low, high)) break;
  }
  let promised: f64 = 0;
  for (let i = 0; i < 3; i++) {
    promised -= get(gradient, i) * get(step, i);
    for (let j = 0; j < 3; j++) promised -= 0.5 * get(step, i) * get(model, 3 * i + j) * get(step, j);
  }
  return promised;
}

@inline
function freeIndex(at: i32): i32 {
  return load<i32>(index + (<usize>at << 2));
}

/** Cholesky over the free parameters; leaves the solution in `right`. */
function solveFree(count: i32, gradient: usize): bool {
  for (let i = 0; i < count; i++) {
    const row = freeIndex(i);
    let side = -get(gradient, row);
    for (let k = 0; k < 3; k++) if (!load<bool>(free + k)) side -= get(model, 3 * row + k) * get(step, k);
    set(right, i, side);
    for (let j = 0; j <= i; j++) {
      const element = get(model, 3 * row + freeIndex(j));
      let sum = element;
      for (let k = 0; k < j; k++) sum -= get(triangle, 3 * i + k) * get(triangle, 3 * j + k);
      if (i != j) {
        set(triangle, 3 * i + j, sum / get(triangle, 4 * j));
        continue;
      }
      if (!(sum > 1e-14 * Math.abs(element)) || !(sum > 0)) return false;
      set(triangle, 4 * i, Math.sqrt(sum));
    }
  }
  for (let i = 0; i < count; i++) {
    for (let k = 0; k < i; k++) set(right, i, get(right, i) - get(triangle, 3 * i + k) * get(right, k));
    set(right, i, get(right, i) / get(triangle, 4 * i));
  }
  for (let i = count - 1; i >= 0; i--) {
    for (let k = i + 1; k < count; k++) set(right, i, get(right, i) - get(triangle, 3 * k + i) * get(right, k));
    set(right, i, get(right, i) / get(triangle, 4 * i));
  }
  return true;
}

/** Puts the parameter that leaves the box farthest on its bound; false when none does and the step is taken. */
function clampWorst(count: i32, point: usize, low: usize, high: usize): bool {
  let worst = -1;
  let ratio: f64 = 1;
  for (let i = 0; i < count; i++) {
    const k = freeIndex(i);
    const move = get(right, i);
    const room = move < 0 ? get(point, k) - get(low, k) : get(high, k) - get(point, k);
    if (Math.abs(move) <= room || (worst >= 0 && room / Math.abs(move) >= ratio)) continue;
    worst = i;
    ratio = room / Math.abs(move);
  }
  if (worst < 0) {
    for (let i = 0; i < count; i++) set(step, freeIndex(i), get(right, i));
    return false;
  }
  const k = freeIndex(worst);
  set(step, k, (get(right, worst) < 0 ? get(low, k) : get(high, k)) - get(point, k));
  store<bool>(free + k, false);
  return true;
}
