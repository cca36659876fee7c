import { assemble } from "./hessian.js";
import type { Point } from "./point.js";
import { window } from "./window.js";

/** Twin of assembly/fit-pair.ts: the four passes over the window that fill a point. */

/** By time: u, −q, p, and e two steps later, so that there are zeros before e_1. */
function createWaves(count: number) {
  const column = () => new Float64Array(count + 3);
  return { us: column(), qs: column(), ps: column(), es: column() };
}

let waves = createWaves(256);

/** Fills the rest of a point from T, D and φ. */
export function differentiate(point: Point): void {
  const { count } = window;
  if (count + 3 > waves.us.length) waves = createWaves(2 * count);
  passOpening(point, count);
  passErrors(point, count);
  passProducts(point, count);
  passAdjoints(point, count);
  assemble(point);
}

/** u, −q, and the errors that start from zero; from these the best e_1 and e_2. */
function passOpening(point: Point, count: number): void {
  const { us, qs } = waves;
  const { differences } = window;
  const { T, D, phi } = point;
  let e1 = 0;
  let e2 = 0;
  let u1 = 1;
  let u2 = 0;
  let q1 = 0;
  let q2 = 0;
  let eu = 0;
  let ev = 0;
  let uu = 1;
  let uv = 0;
  let x1 = differences[2]!;
  us[2] = 1;
  for (let t = 3; t <= count; t++) {
    const x = differences[t]!;
    const e = T * e1 + (x - phi * x1 - D * e2);
    const u = T * u1 - D * u2;
    const q = T * q1 + (x1 - D * q2);
    us[t] = u;
    qs[t] = q;
    eu += e * u;
    ev += e * u1;
    uu += u * u;
    uv += u * u1;
    e2 = e1;
    e1 = e;
    u2 = u1;
    u1 = u;
    q2 = q1;
    q1 = q;
    x1 = x;
  }
  point.uu = uu;
  point.uv = uv;
  point.lastU = u1;
  solveOpening(point, eu, ev);
}

/** The e_1 and e_2 of least squares. */
function solveOpening(point: Point, eu: number, ev: number): void {
  const { D, uu, lastU } = point;
  const g11 = 1 + D * D * (uu - lastU * lastU);
  const g12 = -(D * point.uv);
  const inverse = 1 / (g11 * uu - g12 * g12);
  const i11 = uu * inverse;
  const i12 = -(g12 * inverse);
  const i22 = g11 * inverse;
  const b1 = D * ev;
  point.i11 = i11;
  point.i12 = i12;
  point.i22 = i22;
  point.e1 = i11 * b1 - i12 * eu;
  point.e2 = i12 * b1 - i22 * eu;
}

/** The errors as they are, and p. */
function passErrors(point: Point, count: number): void {
  const { us, ps, es } = waves;
  const { differences } = window;
  const { T, D, phi } = point;
  let e2 = point.e1;
  let e1 = point.e2;
  let p2 = 0;
  let p1 = e2;
  let ee = e1 * e1 + e2 * e2;
  let ep = e1 * p1;
  let eo = 0;
  let pu = p1;
  let pv = 0;
  let ou = 0;
  let x1 = differences[2]!;
  es[3] = e2;
  es[4] = e1;
  ps[2] = p1;
  let v = us[2]!;
  for (let t = 3; t <= count; t++) {
    const x = differences[t]!;
    const p = T * p1 + (e1 - D * p2);
    const e = T * e1 + (x - phi * x1 - D * e2);
    const u = us[t]!;
    ps[t] = p;
    es[t + 2] = e;
    ee += e * e;
    ep += e * p;
    eo += e * p1;
    pu += p * u;
    pv += p * v;
    ou += p1 * u;
    e2 = e1;
    e1 = e;
    p2 = p1;
    p1 = p;
    v = u;
    x1 = x;
  }
  point.value = ee;
  point.gradient[0] = ep;
  point.gradient[1] = -eo;
  point.pu = pu;
  point.pv = pv;
  point.ou = ou;
  point.lastP = p1;
}

/** Products with −q, and the rest of those with p. */
function passProducts(point: Point, count: number): void {
  const { us, qs, ps, es } = waves;
  let qq = 0;
  let qu = 0;
  let qv = 0;
  let pq = 0;
  let oq = 0;
  let eq = 0;
  let p1 = ps[2]!;
  let pp = p1 * p1;
  let po = 0;
  let v = us[2]!;
  for (let t = 3; t <= count; t++) {
    const q = qs[t]!;
    const p = ps[t]!;
    const u = us[t]!;
    qq += q * q;
    qu += q * u;
    qv += q * v;
    pq += q * p;
    oq += q * p1;
    eq += q * es[t + 2]!;
    pp += p * p;
    po += p * p1;
    p1 = p;
    v = u;
  }
  point.gradient[2] = -eq;
  point.qq = qq;
  point.pp = pp;
  point.po = po;
  point.qu = -qu;
  point.qv = -qv;
  point.pq = -pq;
  point.oq = -oq;
}

/** λ and μ, and the products of μ with what drives the errors. */
function passAdjoints(point: Point, count: number): void {
  const { es } = waves;
  const { differences } = window;
  const { T, D } = point;
  let l1 = 0;
  let l2 = 0;
  let m1 = 0;
  let m2 = 0;
  let m3 = 0;
  let me2 = 0;
  let me3 = 0;
  let me4 = 0;
  let md2 = 0;
  let md3 = 0;
  for (let t = count; t >= 3; t--) {
    const l = T * l1 + (es[t + 2]! - D * l2);
    const m = T * m1 + (l - D * m2);
    me2 += m * es[t]!;
    me3 += m * es[t - 1]!;
    me4 += m * es[t - 2]!;
    md2 += m * differences[t - 2]!;
    md3 += m * differences[t - 3]!;
    l2 = l1;
    l1 = l;
    m3 = m2;
    m2 = m1;
    m1 = m;
  }
  point.me2 = me2;
  point.me3 = me3;
  point.me4 = me4;
  point.md2 = md2;
  point.md3 = md3;
  point.l3 = l1;
  point.m3 = m1;
  point.m4 = m2;
  point.m5 = m3;
}
