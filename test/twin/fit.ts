import { ALPHA_HIGHEST, ALPHA_LOWEST, PHI_HIGHEST, PHI_LOWEST } from "./box.js";
import { addComplexStarts } from "./complex.js";
import { best, descend } from "./descent.js";
import { addFaceStarts, addLowestStart } from "./face.js";
import { addGivenStarts, addLowestGivenStart } from "./given.js";
import { fitLevel, type Level, openLevel } from "./level.js";
import { type Given, type Model, Trend } from "./model.js";
import { box } from "./newton.js";
import { addRealStarts } from "./real.js";
import { filterRoots } from "./roots.js";
import { starts } from "./starts.js";
import { window } from "./window.js";

/**
 * The kernel's fit in plain JavaScript, file by file and operation by operation: the same bits. What the kernel has in
 * the two lanes of a vector is done here one after the other, with the same expressions in the same order. The
 * mathematics and the reasons are told in assembly/fit*.ts.
 */

/** What the kernel gives a parameter that is neither given nor determined by the window. */
const DEFAULT_ALPHA = 0.7;
const DEFAULT_PHI = 0.9;

/** Fits a window: `starts` is the number of the grid's minima that are followed. */
export function fitTwin(values: ArrayLike<number>, trend: number, given: Given = {}, wanted = 5): Model {
  const { alpha = Number.NaN } = given;
  const beta = trend === Trend.None ? 0 : (given.beta ?? Number.NaN);
  const phi = trend === Trend.Damped ? (given.phi ?? Number.NaN) : 1;
  if (!window.enter(values)) return constant(values, alpha, beta, phi);
  // without damping's φ the trend before the first value would be out of any forecast's sight
  if (trend === Trend.None || phi === 0) {
    const level = Number.isNaN(alpha) ? fitLevel() : openLevel(alpha);
    return reportLevel(values, level, Number.isNaN(beta) ? 0 : beta, phi);
  }
  search(alpha, beta, phi, Math.max(wanted, 1));
  const betaOf = (a: number, x: number) => (Number.isNaN(beta) ? x * a : beta);
  const next = betaOf(best.nextAlpha, best.nextX);
  openErrors(best.nextAlpha, best.nextAlpha * next, best.nextPhi);
  if (errors.sum <= best.value) return report(values, best.nextAlpha, next, best.nextPhi);
  const kept = betaOf(best.alpha, best.x);
  runErrors(best.alpha, best.alpha * kept, best.phi, best.e1, best.e2);
  return report(values, best.alpha, kept, best.phi);
}

/** Nothing moves, or more than doubles hold. */
function constant(values: ArrayLike<number>, alpha: number, beta: number, phi: number): Model {
  const value = values.length > 0 ? values[values.length - 1]! : 0;
  return {
    sse: window.squares < Number.POSITIVE_INFINITY ? 0 : Number.MAX_VALUE,
    alpha: Number.isNaN(alpha) ? DEFAULT_ALPHA : alpha,
    beta: Number.isNaN(beta) ? 0 : beta,
    phi: Number.isNaN(phi) ? DEFAULT_PHI : phi,
    level0: value,
    trend0: 0,
    level: value,
    trend: 0,
  };
}

/** Leaves the optimum in `best`. */
function search(alpha: number, beta: number, phi: number, wanted: number): void {
  const lowest = Math.max(ALPHA_LOWEST, Number.isNaN(beta) ? 0 : Math.min(beta, ALPHA_HIGHEST));
  box.alphaLow = Number.isNaN(alpha) ? lowest : alpha;
  box.alphaHigh = Number.isNaN(alpha) ? ALPHA_HIGHEST : alpha;
  box.xLow = 0;
  box.xHigh = Number.isNaN(beta) ? 1 : 0;
  box.phiLow = Number.isNaN(phi) ? PHI_LOWEST : phi;
  box.phiHigh = Number.isNaN(phi) ? PHI_HIGHEST : phi;
  box.beta = beta;
  starts.clear();
  const free = [alpha, beta, phi].filter(Number.isNaN).length;
  if (free === 0) {
    starts.add(0, alpha, 0, phi);
  } else if (free === 3) {
    filterRoots();
    addFaceStarts();
    addRealStarts();
    addComplexStarts();
    starts.keepBest(wanted);
    addLowestStart();
  } else {
    addGivenStarts(alpha, beta, phi);
    starts.keepBest(wanted);
    addLowestGivenStart();
  }
  descend();
}

/** What one run of the errors leaves: their sum of squares, the first two, and the last two. */
const errors = { sum: 0, first: 0, second: 0, last: 0, before: 0 };

/** Runs the errors from e_1 and e_2 on; `slope` is α·B. */
function runErrors(alpha: number, slope: number, phi: number, first: number, second: number): void {
  const { differences, count } = window;
  const T = 1 - alpha + phi * (1 - slope);
  const D = phi * (1 - alpha);
  let older = first;
  let error = second;
  let squared = first * first + second * second;
  for (let t = 3; t <= count; t++) {
    const next = T * error - D * older + (differences[t]! - phi * differences[t - 1]!);
    squared += next * next;
    older = error;
    error = next;
  }
  errors.sum = squared;
  errors.first = first;
  errors.second = second;
  errors.last = error;
  errors.before = older;
}

/** The same from the e_1 and e_2 of least squares. */
function openErrors(alpha: number, slope: number, phi: number): void {
  const { differences, count } = window;
  const T = 1 - alpha + phi * (1 - slope);
  const D = phi * (1 - alpha);
  let e1 = 0;
  let e2 = 0;
  let u1 = 1;
  let u2 = 0;
  let eu = 0;
  let ev = 0;
  let uu = 1;
  let uv = 0;
  for (let t = 3; t <= count; t++) {
    const e = T * e1 - D * e2 + (differences[t]! - phi * differences[t - 1]!);
    const u = T * u1 - D * u2;
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
  const b1 = D * ev;
  const determinant = g11 * uu - g12 * g12;
  runErrors(alpha, slope, phi, (uu * b1 + g12 * eu) / determinant, (-g12 * b1 - g11 * eu) / determinant);
}

/** Level and trend before and after the window from the errors. */
function report(values: ArrayLike<number>, alpha: number, beta: number, phi: number): Model {
  const { differences, count, unit } = window;
  const { sum, first, second, last, before } = errors;
  const slope = alpha * beta;
  const trend0 = (differences[2]! + (1 - alpha - phi * slope) * first - second) / (phi * phi);
  return {
    sse: Math.min(sum * unit * unit, Number.MAX_VALUE),
    alpha,
    beta,
    phi,
    level0: values[0]! - (first + phi * trend0) * unit,
    trend0: trend0 * unit,
    level: values[count - 1]! - (1 - alpha) * last * unit,
    trend: (differences[count]! + (1 - alpha) * before - (1 - slope) * last) * unit,
  };
}

/** The same without a trend. */
function reportLevel(values: ArrayLike<number>, { alpha, opening }: Level, beta: number, phi: number): Model {
  const { differences, count, unit } = window;
  const kept = 1 - alpha;
  let error = opening;
  let squared = opening * opening;
  for (let t = 2; t <= count; t++) {
    error = kept * error + differences[t]!;
    squared += error * error;
  }
  return {
    sse: Math.min(squared * unit * unit, Number.MAX_VALUE),
    alpha,
    beta,
    phi,
    level0: values[0]! - opening * unit,
    trend0: 0,
    level: values[count - 1]! - kept * error * unit,
    trend: 0,
  };
}
