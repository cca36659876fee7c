import { ErrorForm, type Point, type Slope } from "./error-form.js";
import { type Box, polish } from "./polish.js";

/**
 * The least sum of squares by brute force: a grid of some 60,000 points over the box of the damped trend, its faces and
 * edges finer than its inside, and a descent from each of the grid's best minima. It shares neither grid nor code with
 * the kernel.
 */

/** Ends of α, of both trends. */
const LOWEST = 2 ** -26;
const HIGHEST = 1 - LOWEST;
/** Most minima of the grid that are followed. */
const FOLLOWED = 40;

/** `count` nodes of α, closer at both ends, and some still nearer to 0. */
function alphas(count: number): number[] {
  const inner = Array.from(
    { length: count },
    (_, i) => ((i + 1) / (count + 1)) ** 2 * (3 - (2 * (i + 1)) / (count + 1)),
  );
  return [LOWEST, 1e-5, 1e-4, ...inner, HIGHEST];
}

/** `count` nodes of x from 0 to 1, closer at 0. */
const xs = (count: number) => Array.from({ length: count }, (_, i) => (i / (count - 1)) ** 2);

/** `count` nodes of φ from 0.8 to 0.995, 1 − φ in geometric progression. */
const phis = (count: number) => Array.from({ length: count }, (_, i) => 1 - 0.2 * 0.025 ** (i / (count - 1)));

/** The nodes of a block of a grid by coordinate; a face has one node in one of them. */
export type Block = readonly [alphas: number[], xs: number[], phis: number[]];

const DAMPED: Block[] = [
  [alphas(62), xs(18), phis(30)],
  [alphas(120), [0], phis(60)],
  [alphas(120), [1], phis(40)],
  [[HIGHEST], xs(40), phis(40)],
  [[LOWEST], [0], phis(400)],
  [alphas(100), xs(30), [0.8]],
  [alphas(100), xs(30), [0.995]],
];
const LINEAR: Block[] = [
  [alphas(160), xs(60), [1]],
  [alphas(400), [0], [1]],
  [alphas(400), [1], [1]],
  [[HIGHEST], xs(200), [1]],
];

const DAMPED_BOX: Box = { low: [LOWEST, 0, 0.8], high: [HIGHEST, 1, 0.995] };
const LINEAR_BOX: Box = { low: [LOWEST, 0, 1], high: [HIGHEST, 1, 1] };

const sizeOf = (blocks: readonly Block[]) => blocks.reduce((sum, [a, x, p]) => sum + a.length * x.length * p.length, 0);

/** Points of the grid. */
export const gridSize = { damped: sizeOf(DAMPED), linear: sizeOf(LINEAR) };

export interface Minimum extends Point {
  value: number;
}

/** The best point that the brute force finds; its value is recomputed from the errors themselves. */
export function bruteForce(values: ArrayLike<number>, trend: "damped" | "linear"): Slope {
  const form = new ErrorForm(values);
  const [blocks, box] = trend === "damped" ? [DAMPED, DAMPED_BOX] : [LINEAR, LINEAR_BOX];
  const minima = blocks.flatMap((block) => minimaOf(form, block)).sort((a, b) => a.value - b.value);
  const optima = minima.slice(0, FOLLOWED).map((minimum) => polish(form, minimum, box));
  return optima.reduce((best, optimum) => (optimum.value < best.value ? optimum : best));
}

/** Points that none of their neighbours along an axis undercuts; the first of equal ones. */
export function minimaOf(form: ErrorForm, [alphaNodes, xNodes, phiNodes]: Block): Minimum[] {
  const sizes = [phiNodes.length, alphaNodes.length, xNodes.length] as const;
  const strides = [sizes[1] * sizes[2], sizes[2], 1] as const;
  const sums = new Float64Array(sizes[0] * strides[0]);
  let at = 0;
  for (const phi of phiNodes) {
    for (const alpha of alphaNodes) for (const x of xNodes) sums[at++] = form.at(alpha, x, phi);
  }
  const minima: Minimum[] = [];
  for (let i = 0; i < sums.length; i++) {
    const value = sums[i]!;
    const isLowest = strides.every((stride, axis) => {
      const place = Math.floor(i / stride) % sizes[axis]!;
      return (place === 0 || sums[i - stride]! > value) && (place === sizes[axis]! - 1 || sums[i + stride]! >= value);
    });
    if (!isLowest) continue;
    const [phi, alpha] = [phiNodes[Math.floor(i / strides[0])]!, alphaNodes[Math.floor(i / sizes[2]) % sizes[1]]!];
    minima.push({ value, alpha, x: xNodes[i % sizes[2]]!, phi });
  }
  return minima;
}
