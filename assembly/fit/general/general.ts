import {
  LEVEL, PARAMETERS, PHI, TREND, at, differentiate, point, product, put, runRecursion, slopes,
} from "./recursion";
import { squares } from "../error-form/window";

/**
 * Least squares over any of α, x, φ, l_0 and b_0 in a box: Levenberg's and Marquardt's method (SIAM Journal 11, 1963)
 * projected on the box, for whatever errors recursion.ts runs.
 */

/** f64 by parameter: the ends of the box; equal ends hold a parameter. */
export const lowest: usize = memory.data(PARAMETERS * 8, 8);
export const highest: usize = memory.data(PARAMETERS * 8, 8);

/** f64 by parameter: the best point so far of a descent, and the step from it. */
const known: usize = memory.data(PARAMETERS * 8, 8);
const step: usize = memory.data(PARAMETERS * 8, 8);
/** The system that a step solves, a row of coefficients and right-hand side by parameter. */
const ROW: i32 = PARAMETERS + 1;
const rows: usize = memory.data(PARAMETERS * ROW * 8, 8);
/** By how much a step's model says that the sum of squares will fall. */
let predicted: f64 = 0;
let isPositive: bool = false;

/** A descent ends when the model promises less than this part of the sum of squares, */
const TOLERANCE: f64 = 1e-12;
/** or less than this part of Σ y². */
const EXACT: f64 = 1e-30;
/** A pivot below this part of its diagonal entry is none. */
const PIVOT: f64 = 1e-13;
/** A level or factor that has to stay positive loses at most this part of itself in a step. */
const MOST_LOSS: f64 = 0.875;
const MOST_DAMPING: f64 = 1e9;

export function setRange(parameter: i32, low: f64, high: f64): void {
  put(lowest, parameter, low);
  put(highest, parameter, high);
  put(point, parameter, low);
}

/** Level and trend at the start are left to the search (NaN) or held; `positive` keeps them above zero. */
export function setOpening(level: f64, trend: f64, positive: bool): void {
  isPositive = positive;
  setRange(LEVEL, isNaN(level) ? -Infinity : level, isNaN(level) ? Infinity : level);
  setRange(TREND, isNaN(trend) ? -Infinity : trend, isNaN(trend) ? Infinity : trend);
}

/**
 * Goes down from `point`, at most `steps` times, and leaves it at the best place seen; returns the sum of squares
 * there. Where `opening` is set only l_0 and b_0 move. `damping` is Marquardt's at first.
 */
export function descend(steps: i32, opening: bool, damping: f64): f64 {
  const firstPair = opening ? 1 : 0;
  const lastPair = at(highest, PHI) > at(lowest, PHI) && !opening ? 2 : 1;
  let value = runRecursion();
  if (!(value < Infinity)) return Infinity;
  let isNew = true;
  memory.copy(known, point, PARAMETERS << 3);
  while (steps-- > 0) {
    if (isNew) differentiate(firstPair, lastPair);
    takeStep(2 * firstPair, 2 * lastPair + 2, damping);
    if (!(predicted > TOLERANCE * value && predicted > EXACT * squares)) break;
    for (let i = 0; i < PARAMETERS; i++) put(point, i, inBox(i, at(known, i) + at(step, i)));
    const next = runRecursion();
    isNew = next < value;
    if (isNew) {
      const fall = value - next;
      if (fall > 0.75 * predicted) damping = max(damping * 0.1, 1e-12);
      else if (fall < 0.25 * predicted) damping *= 4;
      value = next;
      memory.copy(known, point, PARAMETERS << 3);
    } else {
      damping = max(damping * 10, 1e-3);
      if (damping > MOST_DAMPING) break;
    }
  }
  memory.copy(point, known, PARAMETERS << 3);
  return value;
}

@inline
export function inBox(parameter: i32, value: f64): f64 {
  return min(max(value, at(lowest, parameter)), at(highest, parameter));
}

/** How far a parameter may go: to the box's end, and a positive one not to zero. */
function end(parameter: i32, isUp: bool): f64 {
  const here = at(known, parameter);
  if (isUp) return at(highest, parameter) - here;
  const low = isPositive && (parameter == LEVEL || parameter == TREND) ? here * (1 - MOST_LOSS) : -Infinity;
  return max(low, at(lowest, parameter)) - here;
}

/**
 * Solves the damped normal equations over the parameters from `first` to before `last`, and again for the rest each
 * time that one of them runs into its end; leaves `step`, and its predicted fall. One that moves nothing stays.
 */
function takeStep(first: i32, last: i32, damping: f64): void {
  memory.fill(step, 0, PARAMETERS << 3);
  let free = 0;
  for (let i = first; i < last; i++) {
    const low = at(lowest, i), high = at(highest, i), here = at(known, i), slope = at(slopes, i);
    if (high > low && !(here <= low && slope <= 0) && !(here >= high && slope >= 0)) free |= 1 << i;
  }
  while (free != 0) {
    const flat = solve(first, last, free, damping);
    if (flat >= 0) {
      free &= ~(1 << flat);
      continue;
    }
    let room: f64 = 1, blocked = -1;
    for (let i = first; i < last; i++) {
      if (!(free & (1 << i))) continue;
      const wanted = entry(i, PARAMETERS), allowed = end(i, wanted > 0);
      if (Math.abs(wanted) * room <= Math.abs(allowed)) continue;
      room = Math.abs(allowed / wanted);
      blocked = i;
    }
    if (blocked >= 0) {
      put(step, blocked, end(blocked, entry(blocked, PARAMETERS) > 0));
      free &= ~(1 << blocked);
      continue;
    }
    for (let i = first; i < last; i++) {
      if (free & (1 << i)) put(step, i, entry(i, PARAMETERS));
    }
    break;
  }
  predicted = 0;
  for (let i = first; i < last; i++) {
    let along: f64 = 0;
    for (let j = first; j < last; j++) along += product(i, j) * at(step, j);
    predicted += at(step, i) * (2 * at(slopes, i) - along);
  }
}

@inline
function entry(row: i32, column: i32): f64 {
  return load<f64>(rows + (<usize>(row * ROW + column) << 3));
}

@inline
function setEntry(row: i32, column: i32, value: f64): void {
  store<f64>(rows + (<usize>(row * ROW + column) << 3), value);
}

/** Gauss's elimination; leaves the solution in the right-hand sides. Returns -1, or a parameter without a pivot. */
function solve(first: i32, last: i32, free: i32, damping: f64): i32 {
  for (let i = first; i < last; i++) {
    const isFree = (free & (1 << i)) != 0;
    let right = isFree ? at(slopes, i) : 0;
    for (let j = first; j < last; j++) {
      const coupling = isFree ? product(i, j) : 0, isOther = (free & (1 << j)) != 0;
      if (!isOther) right -= coupling * at(step, j);
      setEntry(i, j, i == j ? (isFree ? coupling * (1 + damping) : 1) : isOther ? coupling : 0);
    }
    setEntry(i, PARAMETERS, right);
  }
  for (let i = first; i < last; i++) {
    const pivot = entry(i, i);
    if ((free & (1 << i)) && !(pivot > PIVOT * product(i, i))) return i;
    for (let row = first; row < last; row++) {
      if (row == i) continue;
      const part = entry(row, i) / pivot;
      if (part == 0) continue;
      for (let j = i + 1; j < last; j++) setEntry(row, j, entry(row, j) - part * entry(i, j));
      setEntry(row, PARAMETERS, entry(row, PARAMETERS) - part * entry(i, PARAMETERS));
    }
  }
  for (let i = first; i < last; i++) setEntry(i, PARAMETERS, entry(i, PARAMETERS) / entry(i, i));
  return -1;
}
