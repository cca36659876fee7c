import { type Block, minimaOf } from "./brute-force.js";
import { ErrorForm } from "./error-form.js";
import { polish } from "./polish.js";

/**
 * Holt's method fitted in plain JavaScript, as a good programmer would do it without the kernel: the sums of squares of a
 * fixed grid, then Newton's method from its best minima. The kernel finds the same optima by closed forms of the grid, and
 * so has less to do: this is a rival, not a translation.
 */
export interface Fitted {
  readonly sse: number;
  readonly phi: number;
  /** Behind the last value. */
  readonly level: number;
  readonly trend: number;
}

const LOWEST = 2 ** -26;
const HIGHEST = 1 - LOWEST;
/** Minima of the grid that are followed, beside the best of its first block. */
const STARTS = 3;
/** A step that promises less than this part of the sum of squares is the last. */
const TOLERANCE = 1e-10;

const tenPhis = [0.8, 0.85, 0.89, 0.92, 0.945, 0.96, 0.972, 0.981, 0.988, 0.995];
const fivePhis = [0.8, 0.88, 0.94, 0.975, 0.995];
const edge = [0.005, 0.02, 0.05, 0.1, 0.17, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 0.92, 0.97, HIGHEST];
const inside = [0.01, 0.02, 0.035, 0.06, 0.1, 0.16, 0.24, 0.33, 0.42, 0.52, 0.62, 0.72, 0.81, 0.89, 0.95, 0.98];
const ending = [0.01, 0.04, 0.1, 0.18, 0.27, 0.36, 0.45, 0.55, 0.65, 0.75, 0.85, 0.95];
const linearXs = [0.002, 0.005, 0.01, 0.02, 0.04, 0.08, 0.13, 0.2, 0.35, 0.55, 0.8, 1];
/** Closer at both ends. */
const linearAlphas = (count: number) =>
  Array.from({ length: count }, (_, i) => Math.min(((i + 1) / count) ** 2 * (3 - (2 * (i + 1)) / count), HIGHEST));

/** Of each trend, the grid and the ends of φ. At the lowest α a damped curve has a needle-sharp valley of φ. */
const grids = {
  damped: {
    low: 0.8,
    high: 0.995,
    blocks: [
      [[LOWEST], [0], tenPhis],
      [edge, [0], tenPhis],
      [inside, [0.01, 0.04, 0.13, 0.35, 0.7, 1], fivePhis],
      [[HIGHEST], ending, fivePhis],
    ],
  },
  linear: {
    low: 1,
    high: 1,
    blocks: [
      [[LOWEST], [0], [1]],
      [linearAlphas(24), [0], [1]],
      [linearAlphas(21), linearXs, [1]],
    ],
  },
} satisfies Record<string, { low: number; high: number; blocks: Block[] }>;

/** The best of the optima that the starts lead to. */
export function plainFit(values: ArrayLike<number>, kind: "damped" | "linear"): Fitted {
  const form = new ErrorForm(values);
  const { low, high, blocks } = grids[kind];
  const [first, ...rest] = blocks.map((block) => minimaOf(form, block).sort((a, b) => a.value - b.value));
  const starts = [...first!, ...rest.flat()].sort((a, b) => a.value - b.value).slice(0, STARTS);
  if (!starts.includes(first![0]!)) starts.push(first![0]!);
  const box = { low: [LOWEST, 0, low], high: [HIGHEST, 1, high] } as const;
  const optima = starts.map((start) => polish(form, start, box, TOLERANCE));
  const { alpha, x, phi, value } = optima.reduce((best, one) => (one.value < best.value ? one : best));
  const { last, lastButOne } = form.errorsAt(alpha, x, phi);
  const [newest, before] = [values[values.length - 1]!, values[values.length - 2]!];
  return {
    sse: value,
    phi,
    level: newest - (1 - alpha) * last,
    trend: newest - before + (1 - alpha) * lastButOne - (1 - x * alpha * alpha) * last,
  };
}
