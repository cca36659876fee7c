import type { Point } from "./point.js";

/** Twin of assembly/fit-hessian.ts: the second derivatives from the sums of a point's passes. */
export function assemble(point: Point): void {
  const { D, e1: first, uu, pu, pv, ou, qu, qv, pp, lastP, m3, m4 } = point;
  // products of the sensitivities to T, D, φ with each other
  const tt = pp - first * (pu + pu) + first * first * uu;
  const td = first * ou - point.po;
  const tq = point.pq - first * qu;
  const dd = pp - lastP * lastP;
  const dq = -point.oq;
  // with those to e_1 and e_2
  const t1 = D * (first * point.uv - pv);
  const t2 = pu - first * uu;
  const d1 = D * (pu - lastP * point.lastU);
  const d2 = -ou;
  const q1 = -(D * qv);
  eliminate(point, point.gauss, tt, td, tq, dd, dq, t1, t2, d1, d2, q1, qu);
  const moreTT = point.me2 - first * m3;
  const moreTD = first * m4 - (point.me3 + point.me3);
  eliminate(
    point,
    point.hessian,
    tt + (moreTT + moreTT),
    td + moreTD,
    tq - point.md2,
    dd + (point.me4 + point.me4),
    dq + point.md3,
    t1 - D * m4,
    t2 + m3,
    d1 + (D * point.m5 - point.l3),
    d2 - m4,
    q1,
    qu,
  );
}

/** Writes the matrix less its part along e_1 and e_2. */
function eliminate(
  { qq, i11, i12, i22 }: Point,
  into: Float64Array,
  tt: number,
  td: number,
  tq: number,
  dd: number,
  dq: number,
  t1: number,
  t2: number,
  d1: number,
  d2: number,
  q1: number,
  q2: number,
): void {
  const a1 = i11 * t1 + i12 * t2;
  const a2 = i12 * t1 + i22 * t2;
  const b1 = i11 * d1 + i12 * d2;
  const b2 = i12 * d1 + i22 * d2;
  const c1 = i11 * q1 + i12 * q2;
  const c2 = i12 * q1 + i22 * q2;
  into[0] = tt - (a1 * t1 + a2 * t2);
  into[1] = td - (a1 * d1 + a2 * d2);
  into[2] = tq - (a1 * q1 + a2 * q2);
  into[3] = dd - (b1 * d1 + b2 * d2);
  into[4] = dq - (b1 * q1 + b2 * q2);
  into[5] = qq - (c1 * q1 + c2 * q2);
}
