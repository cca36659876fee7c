/** Twin of assembly/fit-window.ts: the scaled differences Δy_t of a window, by time from 1; entries 0 and 1 are zero. */
class Window {
  /** Values in the window. */
  count = 0;
  differences = new Float64Array(258);
  /** What a filter runs over instead of the differences. */
  source = new Float64Array(258);
  /** Sum of the squared differences, scaled. */
  squares = 0;
  /** A scaled error times this is an error. */
  unit = 1;

  /** Takes a window in; false when there is nothing to fit. */
  enter(values: ArrayLike<number>): boolean {
    const count = values.length;
    this.count = count;
    this.squares = 0;
    if (count < 2) return false;
    if (count >= this.differences.length) {
      this.differences = new Float64Array(2 * count);
      this.source = new Float64Array(2 * count);
    }
    const steepest = this.writeDifferences(values);
    if (!(steepest < Number.POSITIVE_INFINITY)) this.squares = Number.POSITIVE_INFINITY;
    if (!(steepest > 0 && steepest < Number.POSITIVE_INFINITY)) return false;
    const { differences } = this;
    const scale = scaleOf(steepest);
    let squares = 0;
    for (let t = 2; t <= count; t++) {
      const scaled = differences[t]! * scale;
      differences[t] = scaled;
      squares += scaled * scaled;
    }
    this.squares = squares;
    this.unit = 1 / scale;
    return squares < Number.POSITIVE_INFINITY;
  }

  /** Returns the largest, as an absolute value. */
  private writeDifferences(values: ArrayLike<number>): number {
    const { differences, count } = this;
    let last = values[0]!;
    let steepest = 0;
    for (let t = 2; t <= count; t++) {
      const value = values[t - 1]!;
      const change = value - last;
      differences[t] = change;
      const steep = Math.abs(change);
      if (steep > steepest) steepest = steep;
      last = value;
    }
    return steepest;
  }

  /** Fills `source` with what drives the errors at a given damping. */
  drive(phi: number): void {
    const { differences, source, count } = this;
    source[2] = 0;
    for (let t = 3; t <= count; t++) source[t] = differences[t]! - phi * differences[t - 1]!;
  }
}

const bits = new DataView(new ArrayBuffer(8));

/** The power of two that brings x > 0 into [1, 2), or as near as a double can. */
function scaleOf(x: number): number {
  bits.setFloat64(0, x);
  const exponent = Math.min(Math.max((bits.getUint32(0) >>> 20) & 0x7ff, 1), 2045);
  bits.setUint32(0, (2046 - exponent) << 20);
  bits.setUint32(4, 0);
  return bits.getFloat64(0);
}

/** The window that is being fitted. */
export const window = new Window();
