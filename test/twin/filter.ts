/**
 * Twin of assembly/fit-filter.ts: sums of the filter v_t = T·v_{t−1} − D·v_{t−2} + x_t over a window, for many (T, D).
 * Where the kernel has two points in the lanes of a vector and three vectors abreast, this has two points abreast.
 */
export class Points {
  readonly T: Float64Array;
  readonly D: Float64Array;
  // what `filter` leaves by point: Σ v_t², Σ v_t·v_{t−1}, v_n, λ_2, λ_3
  readonly power: Float64Array;
  readonly lagged: Float64Array;
  readonly last: Float64Array;
  readonly second: Float64Array;
  readonly third: Float64Array;
  // what `respond` leaves: Σ u_t², Σ u_t·u_{t−1}, u_n, u_{n+1} of the unit response
  readonly unitPower: Float64Array;
  readonly unitLagged: Float64Array;
  readonly unitLast: Float64Array;
  readonly unitNext: Float64Array;

  /** Room for an even number of points. */
  constructor(readonly size: number) {
    const column = () => new Float64Array(size);
    this.T = column();
    this.D = column();
    this.power = column();
    this.lagged = column();
    this.last = column();
    this.second = column();
    this.third = column();
    this.unitPower = column();
    this.unitLagged = column();
    this.unitLast = column();
    this.unitNext = column();
  }

  /** Filters input[2 … count] at the points from `first` to before `end`, both even. */
  filter(input: Float64Array, count: number, first = 0, end = this.size): void {
    if (count >= leftWave.length) {
      leftWave = new Float64Array(2 * count);
      rightWave = new Float64Array(2 * count);
    }
    for (let point = first; point < end; point += 2) {
      this.forward(input, count, point);
      this.backward(count, point);
    }
  }

  private forward(input: Float64Array, count: number, point: number): void {
    const left = leftWave;
    const right = rightWave;
    const T0 = this.T[point]!;
    const D0 = this.D[point]!;
    const T1 = this.T[point + 1]!;
    const D1 = this.D[point + 1]!;
    let last0 = 0;
    let older0 = 0;
    let power0 = 0;
    let lagged0 = 0;
    let last1 = 0;
    let older1 = 0;
    let power1 = 0;
    let lagged1 = 0;
    for (let t = 2; t <= count; t++) {
      const x = input[t]!;
      const v0 = T0 * last0 + (x - D0 * older0);
      power0 += v0 * v0;
      lagged0 += v0 * last0;
      older0 = last0;
      last0 = v0;
      left[t] = v0;
      const v1 = T1 * last1 + (x - D1 * older1);
      power1 += v1 * v1;
      lagged1 += v1 * last1;
      older1 = last1;
      last1 = v1;
      right[t] = v1;
    }
    this.power[point] = power0;
    this.lagged[point] = lagged0;
    this.last[point] = last0;
    this.power[point + 1] = power1;
    this.lagged[point + 1] = lagged1;
    this.last[point + 1] = last1;
  }

  private backward(count: number, point: number): void {
    const left = leftWave;
    const right = rightWave;
    const T0 = this.T[point]!;
    const D0 = this.D[point]!;
    const T1 = this.T[point + 1]!;
    const D1 = this.D[point + 1]!;
    let last0 = 0;
    let older0 = 0;
    let last1 = 0;
    let older1 = 0;
    for (let t = count; t >= 2; t--) {
      const l0 = T0 * last0 + (left[t]! - D0 * older0);
      older0 = last0;
      last0 = l0;
      const l1 = T1 * last1 + (right[t]! - D1 * older1);
      older1 = last1;
      last1 = l1;
    }
    this.second[point] = last0;
    this.third[point] = older0;
    this.second[point + 1] = last1;
    this.third[point + 1] = older1;
  }

  /** The sums of the unit response; they depend on T and D and on the length of the window alone. */
  respond(count: number, first = 0, end = this.size): void {
    for (let point = first; point < end; point++) {
      const T = this.T[point]!;
      const D = this.D[point]!;
      let last = 1;
      let older = 0;
      let power = 1;
      let lagged = 0;
      for (let t = 3; t <= count; t++) {
        const u = T * last + (0 - D * older);
        power += u * u;
        lagged += u * last;
        older = last;
        last = u;
      }
      this.unitPower[point] = power;
      this.unitLagged[point] = lagged;
      this.unitLast[point] = last;
      this.unitNext[point] = T * last + (0 - D * older);
    }
  }
}

// v_t of both points by time
let leftWave = new Float64Array(258);
let rightWave = new Float64Array(258);
