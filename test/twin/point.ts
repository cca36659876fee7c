/**
 * A point (T, D, φ) with half the sum of squared errors and its exact first and second derivatives there, e_1 and e_2
 * eliminated, and the sums that they are made of. Names of sums say which products they are of; v is u and o is p one
 * step before, as in assembly/fit-pair.ts.
 */
export class Point {
  T = 0;
  D = 0;
  phi = 0;
  /** The whole sum of squares. */
  value = 0;
  /** By T, D, φ. */
  readonly gradient = new Float64Array(3);
  /** TT, TD, Tφ, DD, Dφ, φφ of the second derivatives. */
  readonly hessian = new Float64Array(6);
  /** The same of the part that is made of first derivatives alone. */
  readonly gauss = new Float64Array(6);
  /** e_1 and e_2. */
  e1 = 0;
  e2 = 0;
  uu = 0;
  uv = 0;
  qq = 0;
  qu = 0;
  qv = 0;
  pp = 0;
  po = 0;
  pq = 0;
  oq = 0;
  pu = 0;
  pv = 0;
  ou = 0;
  // Σ μ_t·e_{t−2}, e_{t−3}, e_{t−4}, Δy_{t−2}, Δy_{t−3}
  me2 = 0;
  me3 = 0;
  me4 = 0;
  md2 = 0;
  md3 = 0;
  // u_n, p_n, λ_3, μ_3, μ_4, μ_5
  lastU = 0;
  lastP = 0;
  l3 = 0;
  m3 = 0;
  m4 = 0;
  m5 = 0;
  // the inverse of the normal matrix of e_1 and e_2
  i11 = 0;
  i12 = 0;
  i22 = 0;
}
