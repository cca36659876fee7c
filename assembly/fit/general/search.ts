import { ALPHA_HIGHEST, ALPHA_LOWEST, PHI_HIGHEST, PHI_LOWEST } from "../error-form/box";
import { descend, highest, lowest, setRange } from "./general";
import { findOpenings, open } from "./opening";
import {
  Plane, addStart, cell, clearStarts, createPlane, findMinima, keepBestStarts, minimumColumn, minimumRow, setCell,
  start, startCount,
} from "../error-form/plane";
import { ALPHA, PARAMETERS, PHI, X, at, point, put } from "./recursion";

/**
 * The search where no closed form helps: a grid of α by x = B/α, at some φ where φ is free, with l_0 and b_0 found anew
 * at each node, then descents from its best minima.
 *
 * How good it is, with five starts: over 1,199 positive windows of 6 to 120 values (growth, decay, logistic curves,
 * multiplicative and additive walks, noise, steps, saws, real brews) the exponential trend's sum of squares was never
 * more than 1e-8 above statsmodels', nor above the best of some dozens of random starts; nor with φ = 0.93 on 355 of
 * them. With a start given, the additive optimum, known from the full fit, was missed on 2 of 2,970 fits, by 0.7 %.
 */
const ALPHAS: StaticArray<f64> = [ALPHA_LOWEST, 0.02, 0.08, 0.2, 0.4, 0.6, 0.8, 0.95, ALPHA_HIGHEST];
const XS: StaticArray<f64> = [0, 0.007, 0.04, 0.15, 0.5, 1];
const PHIS: StaticArray<f64> = [0.8, 0.88, 0.94, 0.975, 0.995];

/** Of a descent; most take about twenty, along a narrow valley some take over a hundred. */
const STEPS: i32 = 250;
const best: usize = memory.data(PARAMETERS * 8, 8);
let plane: Plane = changetype<Plane>(0);

/**
 * Looks for the least sum of squares with NaN parameters free and the rest held, and leaves its place in `point`. The
 * window, the recursion and the range of l_0 and b_0 are set before.
 */
export function searchRecursion(multiplied: bool, alpha: f64, beta: f64, phi: f64, starts: i32): void {
  if (changetype<usize>(plane) == 0) plane = createPlane(ALPHAS.length, XS.length);
  findOpenings(multiplied);
  clearStarts();
  const least = max(ALPHA_LOWEST, isNaN(beta) ? 0 : min(beta, ALPHA_HIGHEST));
  setRange(ALPHA, isNaN(alpha) ? least : alpha, isNaN(alpha) ? ALPHA_HIGHEST : alpha);
  setRange(X, 0, isNaN(beta) ? 1 : 0);
  setRange(PHI, isNaN(phi) ? PHI_LOWEST : phi, isNaN(phi) ? PHI_HIGHEST : phi);
  for (let i = 0; i < (isNaN(phi) ? PHIS.length : 1); i++) {
    const damping = isNaN(phi) ? unchecked(PHIS[i]) : phi;
    for (let row = 0; row < plane.rows; row++) {
      for (let column = 0; column < plane.columns; column++) {
        const isNode = (isNaN(alpha) || row == 0) && (column == 0 || (isNaN(beta) && (row > 0 || !isNaN(alpha))));
        setCell(plane, row, column, isNode ? openAt(nodeAlpha(row), unchecked(XS[column]), damping) : Infinity);
      }
    }
    const found = findMinima(plane);
    for (let j = 0; j < found; j++) {
      const row = minimumRow(j), column = minimumColumn(j);
      addStart(cell(plane, row, column), nodeAlpha(row), unchecked(XS[column]), damping);
    }
  }
  if (startCount == 0) addStart(Infinity, nodeAlpha(0), 0, at(lowest, PHI));
  keepBestStarts(starts);
  descendFromStarts();
}

@inline
function nodeAlpha(row: i32): f64 {
  return min(max(unchecked(ALPHAS[row]), at(lowest, ALPHA)), at(highest, ALPHA));
}

function openAt(alpha: f64, x: f64, phi: f64): f64 {
  put(point, ALPHA, alpha);
  put(point, X, x);
  put(point, PHI, phi);
  return open();
}

function descendFromStarts(): void {
  let least = Infinity;
  for (let i = 0; i < startCount; i++) {
    const from = start(i);
    openAt(from.alpha, from.x, from.phi);
    const value = descend(STEPS, false, 1e-3);
    if (i > 0 && !(value < least)) continue;
    least = value;
    memory.copy(best, point, PARAMETERS << 3);
  }
  memory.copy(point, best, PARAMETERS << 3);
}
