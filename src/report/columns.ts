import type { SeriesColumns } from "../chart/store.js";

// Layout, for n rows of all series, little-endian:
//
//   n × f64   time, milliseconds since 1970; from the second row of a series on, what it is later than the row before
//   n × f64   value
//   n × f32   value − yhat        n × f32   value − lower        n × f32   upper − value        n × f32   score
//   n × u16   flags
//   n × u8    reason
//
// A forecast beside its value needs few digits, and a step of time that repeats packs to nothing.

/** Bytes of a row. */
const ROW = 8 + 8 + 4 * 4 + 2 + 1;

interface Layout {
  readonly time: Float64Array;
  readonly value: Float64Array;
  readonly yhat: Float32Array;
  readonly lower: Float32Array;
  readonly upper: Float32Array;
  readonly score: Float32Array;
  readonly flags: Uint16Array;
  readonly reason: Uint8Array;
}

function layoutOf(buffer: ArrayBuffer, rows: number): Layout {
  let at = 0;
  const next = (size: number) => {
    at += size * rows;
    return at - size * rows;
  };
  return {
    time: new Float64Array(buffer, next(8), rows),
    value: new Float64Array(buffer, next(8), rows),
    yhat: new Float32Array(buffer, next(4), rows),
    lower: new Float32Array(buffer, next(4), rows),
    upper: new Float32Array(buffer, next(4), rows),
    score: new Float32Array(buffer, next(4), rows),
    flags: new Uint16Array(buffer, next(2), rows),
    reason: new Uint8Array(buffer, next(1), rows),
  };
}

/** The columns of all series as bytes. */
export function packColumns(all: readonly SeriesColumns[]): Uint8Array<ArrayBuffer> {
  const rows = all.reduce((sum, { time }) => sum + time.length, 0);
  const bytes = new Uint8Array(rows * ROW);
  const layout = layoutOf(bytes.buffer, rows);
  let at = 0;
  for (const { time, value, yhat, lower, upper, score, flags, reason } of all) {
    for (let row = 0; row < time.length; row++, at++) {
      layout.time[at] = row === 0 ? time[row]! : time[row]! - time[row - 1]!;
      layout.value[at] = value[row]!;
      layout.yhat[at] = value[row]! - yhat[row]!;
      layout.lower[at] = value[row]! - lower[row]!;
      layout.upper[at] = upper[row]! - value[row]!;
      layout.score[at] = score[row]!;
      layout.flags[at] = flags[row]!;
      layout.reason[at] = reason[row]!;
    }
  }
  return bytes;
}

/**
 * The columns again.
 *
 * @param sizes rows of each series
 */
export function unpackColumns(bytes: Uint8Array<ArrayBuffer>, sizes: readonly number[]): SeriesColumns[] {
  const rows = sizes.reduce((sum, size) => sum + size, 0);
  const layout = layoutOf(bytes.buffer, rows);
  let start = 0;
  return sizes.map((size) => {
    const first = start;
    start += size;
    const value = layout.value.slice(first, start);
    const beside = (offset: Float32Array, sign: 1 | -1) => value.map((one, row) => one + sign * offset[first + row]!);
    return {
      time: summed(layout.time.slice(first, start)),
      value,
      yhat: beside(layout.yhat, -1),
      lower: beside(layout.lower, -1),
      upper: beside(layout.upper, 1),
      score: Float64Array.from(layout.score.subarray(first, start)),
      flags: layout.flags.slice(first, start),
      reason: layout.reason.slice(first, start),
      ordinal: Uint32Array.from({ length: size }, (_, row) => row),
    };
  });
}

/** Sums up in place. Times of one size are multiples of one power of two, so nothing is rounded. */
function summed(steps: Float64Array): Float64Array {
  for (let row = 1; row < steps.length; row++) steps[row]! += steps[row - 1]!;
  return steps;
}

/** The means of so many stretches of a column, for a small picture of it; NaN where there is nothing. */
export function shapeOf(values: Float64Array, length: number): Float32Array {
  const sums = new Float64Array(length);
  const sizes = new Uint32Array(length);
  values.forEach((value, row) => {
    const place = Math.floor((row * length) / values.length);
    sums[place]! += value;
    sizes[place]!++;
  });
  return Float32Array.from(sums, (sum, place) => sum / sizes[place]!);
}
