import { add, mul, sub } from "../../number/lanes";
import { assemble } from "./hessian";
import {
  GRADIENT, I11, I12, I22, L3, LAST_P, LAST_U, M3, M4, M5, MD2, MD3, ME2, ME3, ME4, OPENING, OQ, OU, PO, POINT_D,
  POINT_PHI, POINT_T, PP, PQ, PU, PV, QQ, QU, QV, UU, UV, VALUE, pair, sums,
} from "./pair-sums";
import { WAVE, count, differences, waves } from "./window";

/**
 * The sum of squared errors and its exact first and second derivatives in (T, D, φ) with e_1 and e_2 eliminated, at two
 * points at once: one in each lane. What is differentiated is half the sum of squares.
 *
 * The errors e_t = T·e_{t−1} − D·e_{t−2} + Δy_t − φ·Δy_{t−1} have the sensitivities ∂e_t/∂T = p_t − e_1·u_t, ∂e_t/∂D =
 * −p_{t−1}, ∂e_t/∂φ = q_t, ∂e_t/∂e_2 = u_t and ∂e_t/∂e_1 = −D·u_{t−1}: one recursion with other inputs (p: e_{t−1}, q:
 * −Δy_{t−1}, u: 1 at t = 2). What second derivatives have beyond products of these, Σ λ_t·∂²e_t, comes from the adjoint
 * λ_t = e_t + T·λ_{t+1} − D·λ_{t+2} and from its own adjoint μ. hessian.ts puts the sums together.
 *
 * There are four passes rather than two so that each keeps to the sixteen registers.
 */

// where the passes keep u, p, e, −q and μ by time
const WAVE_U: usize = 0, WAVE_P: usize = 16, WAVE_E: usize = 32, WAVE_Q: usize = 48;
/** Takes p's place once that has served. */
const WAVE_M: usize = 16;
/** Row t = 0 of the waves; e has two rows of zeros before t = 1. */
let rows: usize = 0;

/** T·last − D·older + input. */
@inline
function step(T: v128, D: v128, last: v128, older: v128, input: v128): v128 {
  return add(mul(T, last), sub(input, mul(D, older)));
}

/** Fills the outputs of `pair` from its inputs. */
export function differentiate(): void {
  const T = v128.load(pair, POINT_T), D = v128.load(pair, POINT_D), phi = v128.load(pair, POINT_PHI);
  rows = waves + WAVE;
  passOpening(T, D, phi);
  passErrors(T, D, phi);
  passProducts();
  passAdjoints(T, D);
  assemble();
}

/** u, −q, and the errors that start from zero; from these the best e_1 and e_2. */
function passOpening(T: v128, D: v128, phi: v128): void {
  const zero = f64x2.splat(0), one = f64x2.splat(1);
  let e1 = zero, e2 = zero, u1 = one, u2 = zero, q1 = zero, q2 = zero, eu = zero, ev = zero, uu = one, uv = zero;
  let x1 = v128.load64_splat(differences, 16);
  let wave = rows + 3 * WAVE;
  const end = differences + (<usize>count << 3);
  v128.store(rows, one, 2 * WAVE + WAVE_U);
  for (let at = differences + 24; at <= end; at += 8) {
    const x = v128.load64_splat(at);
    const e = step(T, D, e1, e2, sub(x, mul(phi, x1)));
    const u = sub(mul(T, u1), mul(D, u2));
    const q = step(T, D, q1, q2, x1);
    v128.store(wave, u, WAVE_U);
    v128.store(wave, q, WAVE_Q);
    eu = add(eu, mul(e, u));
    ev = add(ev, mul(e, u1));
    uu = add(uu, mul(u, u));
    uv = add(uv, mul(u, u1));
    e2 = e1;
    e1 = e;
    u2 = u1;
    u1 = u;
    q2 = q1;
    q1 = q;
    x1 = x;
    wave += WAVE;
  }
  v128.store(sums, uu, UU);
  v128.store(sums, uv, UV);
  v128.store(sums, u1, LAST_U);
  solveOpening(D, eu, ev, uu, uv, u1);
}

/** The e_1 and e_2 of least squares; the normal matrix has a determinant of at least 1. */
function solveOpening(D: v128, eu: v128, ev: v128, uu: v128, uv: v128, last: v128): void {
  const one = f64x2.splat(1);
  const g11 = add(one, mul(mul(D, D), sub(uu, mul(last, last))));
  const g12 = f64x2.neg(mul(D, uv));
  const inverse = f64x2.div(one, sub(mul(g11, uu), mul(g12, g12)));
  const i11 = mul(uu, inverse), i12 = f64x2.neg(mul(g12, inverse)), i22 = mul(g11, inverse);
  const b1 = mul(D, ev);
  v128.store(sums, i11, I11);
  v128.store(sums, i12, I12);
  v128.store(sums, i22, I22);
  v128.store(pair, sub(mul(i11, b1), mul(i12, eu)), OPENING);
  v128.store(pair, sub(mul(i12, b1), mul(i22, eu)), OPENING + 16);
}

/** The errors as they are, and p. */
function passErrors(T: v128, D: v128, phi: v128): void {
  const zero = f64x2.splat(0);
  let e2 = v128.load(pair, OPENING), e1 = v128.load(pair, OPENING + 16);
  let p2 = zero, p1 = e2;
  let ee = add(mul(e1, e1), mul(e2, e2)), ep = mul(e1, p1), eo = zero, pu = p1, pv = zero, ou = zero;
  let x1 = v128.load64_splat(differences, 16);
  v128.store(rows - WAVE, zero, WAVE_E);
  v128.store(rows, zero, WAVE_E);
  v128.store(rows, e2, WAVE + WAVE_E);
  v128.store(rows, e1, 2 * WAVE + WAVE_E);
  v128.store(rows, p1, 2 * WAVE + WAVE_P);
  let wave = rows + 3 * WAVE;
  const end = differences + (<usize>count << 3);
  for (let at = differences + 24; at <= end; at += 8) {
    const x = v128.load64_splat(at);
    const p = step(T, D, p1, p2, e1);
    const e = step(T, D, e1, e2, sub(x, mul(phi, x1)));
    const u = v128.load(wave, WAVE_U);
    v128.store(wave, p, WAVE_P);
    v128.store(wave, e, WAVE_E);
    ee = add(ee, mul(e, e));
    ep = add(ep, mul(e, p));
    eo = add(eo, mul(e, p1));
    pu = add(pu, mul(p, u));
    pv = add(pv, mul(p, v128.load(wave - WAVE, WAVE_U)));
    ou = add(ou, mul(p1, u));
    e2 = e1;
    e1 = e;
    p2 = p1;
    p1 = p;
    x1 = x;
    wave += WAVE;
  }
  v128.store(pair, ee, VALUE);
  v128.store(pair, ep, GRADIENT);
  v128.store(pair, f64x2.neg(eo), GRADIENT + 16);
  v128.store(sums, pu, PU);
  v128.store(sums, pv, PV);
  v128.store(sums, ou, OU);
  v128.store(sums, p1, LAST_P);
}

/** Products with −q, and those that passErrors has no registers for. */
function passProducts(): void {
  const zero = f64x2.splat(0);
  let qq = zero, qu = zero, qv = zero, pq = zero, oq = zero, eq = zero;
  let wave = rows + 2 * WAVE;
  let p1 = v128.load(wave, WAVE_P), pp = mul(p1, p1), po = zero;
  const end = differences + (<usize>count << 3);
  for (let at = differences + 16; at < end; at += 8) {
    const q = v128.load(wave, WAVE + WAVE_Q);
    const p = v128.load(wave, WAVE + WAVE_P);
    qq = add(qq, mul(q, q));
    qu = add(qu, mul(q, v128.load(wave, WAVE + WAVE_U)));
    qv = add(qv, mul(q, v128.load(wave, WAVE_U)));
    pq = add(pq, mul(q, p));
    oq = add(oq, mul(q, p1));
    eq = add(eq, mul(q, v128.load(wave, WAVE + WAVE_E)));
    pp = add(pp, mul(p, p));
    po = add(po, mul(p, p1));
    p1 = p;
    wave += WAVE;
  }
  v128.store(pair, f64x2.neg(eq), GRADIENT + 32);
  v128.store(sums, qq, QQ);
  v128.store(sums, pp, PP);
  v128.store(sums, po, PO);
  v128.store(sums, f64x2.neg(qu), QU);
  v128.store(sums, f64x2.neg(qv), QV);
  v128.store(sums, f64x2.neg(pq), PQ);
  v128.store(sums, f64x2.neg(oq), OQ);
}

/** λ and μ, and the products Σ μ_t·e_{t−2} and so on of μ with what drives the errors. */
function passAdjoints(T: v128, D: v128): void {
  const zero = f64x2.splat(0);
  let l1 = zero, l2 = zero, m1 = zero, m2 = zero;
  let me2 = zero, me3 = zero, me4 = zero, md2 = zero, md3 = zero;
  let wave = rows + <usize>count * WAVE;
  v128.store(wave, zero, WAVE_M + WAVE);
  v128.store(wave, zero, WAVE_M + 2 * WAVE);
  for (let at = differences + (<usize>count << 3); at > differences + 16; at -= 8) {
    const l = step(T, D, l1, l2, v128.load(wave, WAVE_E));
    const m = step(T, D, m1, m2, l);
    v128.store(wave, m, WAVE_M);
    me2 = add(me2, mul(m, v128.load(wave - 2 * WAVE, WAVE_E)));
    me3 = add(me3, mul(m, v128.load(wave - 3 * WAVE, WAVE_E)));
    me4 = add(me4, mul(m, v128.load(wave - 4 * WAVE, WAVE_E)));
    md2 = add(md2, mul(m, v128.load64_splat(at - 16)));
    md3 = add(md3, mul(m, v128.load64_splat(at - 24)));
    l2 = l1;
    l1 = l;
    m2 = m1;
    m1 = m;
    wave -= WAVE;
  }
  v128.store(sums, me2, ME2);
  v128.store(sums, me3, ME3);
  v128.store(sums, me4, ME4);
  v128.store(sums, md2, MD2);
  v128.store(sums, md3, MD3);
  v128.store(sums, l1, L3);
  v128.store(sums, m1, M3);
  v128.store(sums, m2, M4);
  v128.store(sums, v128.load(rows + 5 * WAVE, WAVE_M), M5);
}
