import type { Kernel } from "./kernel.js";

/** What became of a point: bits of the column `Points.flags`. */
export const PointFlag = {
  Scored: 1,
  /** Scored while the limit rests on too few points to alarm. */
  Warming: 2,
  /** Within an incident. */
  Anomalous: 4,
  Opened: 8,
  Closed: 16,
  /** Older than the newest point of its series. */
  Late: 32,
  /** Of the same time as the newest. */
  Repeated: 64,
  /** The value is a counter's increase a second. */
  Increase: 128,
  /** The incident's score has reached the second mark, or twice that of its last escalation. */
  Escalated: 256,
  /** What happened is of severity 2. */
  Severe: 512,
} as const;

/** What was surprising, as the numbers of the column `Points.reason` count. */
export const reasons = [
  "none",
  "spike",
  "level_shift",
  "drift",
  "variance",
  "season",
  "stuck",
  "gap",
  "range",
  "missing",
] as const;
export type Reason = (typeof reasons)[number];

/** A batch of points in columns of `count` numbers each, views into the kernel. */
export interface Points {
  count: number;
  /** The series' number, from 1 on; 0 or less: not asked for. */
  series: Int32Array;
  /** `PointFlag` bits; the columns below hold something where `Scored` is set. */
  flags: Int32Array;
  /** Nanoseconds since 1970. */
  time: BigInt64Array;
  value: Float64Array;
  /** The one-step forecast, its band, and value minus forecast: in the field's unit. */
  yhat: Float64Array;
  lower: Float64Array;
  upper: Float64Array;
  residual: Float64Array;
  /** 1 is the limit. */
  score: Float64Array;
  /** Index in `reasons`. */
  reason: Int32Array;
  /** What is told of a row at which an incident opens or escalates. */
  told(row: number): Told;
}

/**
 * What was judged, and the range in which it was expected: of `gap` and `stuck` in seconds. Of `missing` the second since
 * 1970 at which something was to come, which way (1 up, -1 down), and the seconds between two of its kind.
 */
export interface Told {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}

/** The columns of the points that the kernel has just scored. */
export function pointColumns(kernel: Kernel): Points {
  const { exports } = kernel;
  const buffer = kernel.bytes.buffer;
  const first = exports.partPoint.value;
  const count = exports.partPointEnd.value - first;
  const integers = (column: { value: number }) => new Int32Array(buffer, column.value + 4 * first, count);
  const doubles = (column: { value: number }) => new Float64Array(buffer, column.value + 8 * first, count);
  return {
    count,
    series: integers(exports.pointSeries),
    flags: integers(exports.pointFlags),
    time: new BigInt64Array(buffer, exports.pointTime.value + 8 * first, count),
    value: doubles(exports.pointValue),
    yhat: doubles(exports.pointForecast),
    lower: doubles(exports.pointLower),
    upper: doubles(exports.pointUpper),
    residual: doubles(exports.pointResidual),
    score: doubles(exports.pointScore),
    reason: integers(exports.pointReason),
    told: (row) => ({
      value: exports.toldValue(first + row),
      lower: exports.toldLow(first + row),
      upper: exports.toldHigh(first + row),
    }),
  };
}
