import { add, mul, sub } from "../../number/lanes";
import {
  GAUSS, HESSIAN, I11, I12, I22, L3, LAST_P, LAST_U, M3, M4, M5, MD2, MD3, ME2, ME3, ME4, OPENING, OQ, OU, PO,
  POINT_D, PP, PQ, PU, PV, QQ, QU, QV, UU, UV, pair, sums,
} from "./pair-sums";

/** The second derivatives from the sums of the passes of pair.ts, two points at once. */

/** Products of the sensitivities, the curvature that the adjoints add, and e_1 and e_2 taken out of both. */
export function assemble(): void {
  const D = v128.load(pair, POINT_D);
  const first = v128.load(pair, OPENING);
  const uu = v128.load(sums, UU), pu = v128.load(sums, PU), pv = v128.load(sums, PV), ou = v128.load(sums, OU);
  const qu = v128.load(sums, QU), qv = v128.load(sums, QV), pp = v128.load(sums, PP), lastP = v128.load(sums, LAST_P);
  const m3 = v128.load(sums, M3), m4 = v128.load(sums, M4), m5 = v128.load(sums, M5);
  // products of the sensitivities to T, D, φ with each other
  const tt = add(sub(pp, mul(first, add(pu, pu))), mul(mul(first, first), uu));
  const td = sub(mul(first, ou), v128.load(sums, PO));
  const tq = sub(v128.load(sums, PQ), mul(first, qu));
  const dd = sub(pp, mul(lastP, lastP));
  const dq = f64x2.neg(v128.load(sums, OQ));
  // with those to e_1 and e_2
  const t1 = mul(D, sub(mul(first, v128.load(sums, UV)), pv)), t2 = sub(pu, mul(first, uu));
  const d1 = mul(D, sub(pu, mul(lastP, v128.load(sums, LAST_U)))), d2 = f64x2.neg(ou);
  const q1 = f64x2.neg(mul(D, qv));
  eliminate(GAUSS, tt, td, tq, dd, dq, t1, t2, d1, d2, q1, qu);
  const em2 = v128.load(sums, ME2), em3 = v128.load(sums, ME3), em4 = v128.load(sums, ME4);
  const moreTT = sub(em2, mul(first, m3)), moreTD = sub(mul(first, m4), add(em3, em3));
  eliminate(
    HESSIAN,
    add(tt, add(moreTT, moreTT)), add(td, moreTD), sub(tq, v128.load(sums, MD2)),
    add(dd, add(em4, em4)), add(dq, v128.load(sums, MD3)),
    sub(t1, mul(D, m4)), add(t2, m3), add(d1, sub(mul(D, m5), v128.load(sums, L3))), sub(d2, m4), q1, qu,
  );
}

/** Writes the matrix less its part along e_1 and e_2. */
@inline
function eliminate(
  to: usize, tt: v128, td: v128, tq: v128, dd: v128, dq: v128,
  t1: v128, t2: v128, d1: v128, d2: v128, q1: v128, q2: v128,
): void {
  const i11 = v128.load(sums, I11), i12 = v128.load(sums, I12), i22 = v128.load(sums, I22);
  const a1 = add(mul(i11, t1), mul(i12, t2)), a2 = add(mul(i12, t1), mul(i22, t2));
  const b1 = add(mul(i11, d1), mul(i12, d2)), b2 = add(mul(i12, d1), mul(i22, d2));
  const c1 = add(mul(i11, q1), mul(i12, q2)), c2 = add(mul(i12, q1), mul(i22, q2));
  const out = pair + to;
  v128.store(out, sub(tt, add(mul(a1, t1), mul(a2, t2))));
  v128.store(out, sub(td, add(mul(a1, d1), mul(a2, d2))), 16);
  v128.store(out, sub(tq, add(mul(a1, q1), mul(a2, q2))), 32);
  v128.store(out, sub(dd, add(mul(b1, d1), mul(b2, d2))), 48);
  v128.store(out, sub(dq, add(mul(b1, q1), mul(b2, q2))), 64);
  v128.store(out, sub(v128.load(sums, QQ), add(mul(c1, q1), mul(c2, q2))), 80);
}
