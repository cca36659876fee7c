/**
 * The sum of squared one-step errors of a damped or linear Holt over a window, in plain JavaScript and with no part of
 * the kernel in it. The errors obey e_t = T·e_{t−1} − D·e_{t−2} + Δy_t − φ·Δy_{t−1} with T = 1 − α + φ(1 − x·α²),
 * D = φ(1 − α) and B = x·α; e_1 and e_2 are free and stand for the starting level and trend.
 */
export interface Point {
  alpha: number;
  /** B/α, from 0 to 1. */
  x: number;
  phi: number;
}

/** A point with the sum of squares there, and its derivatives by α, x and φ. */
export interface Slope extends Point {
  value: number;
  byAlpha: number;
  byX: number;
  byPhi: number;
}

export class ErrorForm {
  /** Σ Δy². */
  readonly rise: number;
  readonly #count: number;
  /** Δy_t by t, counted from 1 as in the formula. */
  readonly #differences: Float64Array;
  /** Δy_t − φ·Δy_{t−1} by t, for the φ of `dampBy`. */
  readonly #source: Float64Array;
  #phi = Number.NaN;
  // what `open` leaves: the sum of squares, and the best e_1 and e_2
  #value = 0;
  #first = 0;
  #second = 0;

  constructor(values: ArrayLike<number>) {
    this.#count = values.length;
    this.#differences = new Float64Array(values.length + 1);
    this.#source = new Float64Array(values.length + 1);
    let rise = 0;
    for (let t = 2; t <= values.length; t++) {
      const change = values[t - 1]! - values[t - 2]!;
      this.#differences[t] = change;
      rise += change * change;
    }
    this.rise = rise;
  }

  /** The least sum of squares over e_1 and e_2. Quick when φ stays from call to call. */
  at(alpha: number, x: number, phi: number): number {
    this.#open(1 - alpha + phi * (1 - x * alpha * alpha), phi * (1 - alpha), phi);
    return this.#value;
  }

  /** The same with its derivatives; those of the best e_1 and e_2 drop out of them. */
  slopeAt({ alpha, x, phi }: Point): Slope {
    const T = 1 - alpha + phi * (1 - x * alpha * alpha);
    const D = phi * (1 - alpha);
    this.#open(T, D, phi);
    let [e2, e1] = [this.#first, this.#second];
    // derivatives of the error by T, D and φ
    let [t2, t1, d2, d1, p2, p1] = [0, 0, 0, 0, 0, 0];
    let [value, byT, byD, byP] = [e1 * e1 + e2 * e2, 0, 0, 0];
    for (let t = 3; t <= this.#count; t++) {
      const byTNow = T * t1 - D * t2 + e1;
      const byDNow = T * d1 - D * d2 - e2;
      const byPNow = T * p1 - D * p2 - this.#differences[t - 1]!;
      const e = T * e1 - D * e2 + this.#source[t]!;
      value += e * e;
      byT += e * byTNow;
      byD += e * byDNow;
      byP += e * byPNow;
      [e2, e1, t2, t1, d2, d1, p2, p1] = [e1, e, t1, byTNow, d1, byDNow, p1, byPNow];
    }
    return {
      alpha,
      x,
      phi,
      value,
      byAlpha: 2 * ((-1 - 2 * phi * x * alpha) * byT - phi * byD),
      byX: -2 * phi * alpha * alpha * byT,
      byPhi: 2 * ((1 - x * alpha * alpha) * byT + (1 - alpha) * byD + byP),
    };
  }

  /** The errors at the window's last two values. */
  errorsAt(alpha: number, x: number, phi: number): { last: number; lastButOne: number } {
    const T = 1 - alpha + phi * (1 - x * alpha * alpha);
    const D = phi * (1 - alpha);
    this.#open(T, D, phi);
    let [e2, e1] = [this.#first, this.#second];
    for (let t = 3; t <= this.#count; t++) [e2, e1] = [e1, T * e1 - D * e2 + this.#source[t]!];
    return { last: e1, lastButOne: e2 };
  }

  #dampBy(phi: number): void {
    this.#phi = phi;
    for (let t = 3; t <= this.#count; t++) this.#source[t] = this.#differences[t]! - phi * this.#differences[t - 1]!;
  }

  /** Runs the errors from zeros beside their response u to e_2 (that to e_1 is −D·u_{t−1}), and regresses on both. */
  #open(T: number, D: number, phi: number): void {
    if (phi !== this.#phi) this.#dampBy(phi);
    const source = this.#source;
    const count = this.#count;
    let e1 = 0;
    let e2 = 0;
    let u1 = 1;
    let u2 = 0;
    let ee = 0;
    let eu = 0;
    let ev = 0;
    let uu = 1;
    let uv = 0;
    for (let t = 3; t <= count; t++) {
      const e = T * e1 - D * e2 + source[t]!;
      const u = T * u1 - D * u2;
      ee += e * e;
      eu += e * u;
      ev += e * u1;
      uu += u * u;
      uv += u * u1;
      e2 = e1;
      e1 = e;
      u2 = u1;
      u1 = u;
    }
    const g11 = 1 + D * D * (uu - u1 * u1);
    const g12 = -D * uv;
    const [b1, b2] = [D * ev, -eu];
    const determinant = g11 * uu - g12 * g12;
    this.#first = (uu * b1 - g12 * b2) / determinant;
    this.#second = (g11 * b2 - g12 * b1) / determinant;
    this.#value = ee - this.#first * b1 - this.#second * b2;
  }
}
