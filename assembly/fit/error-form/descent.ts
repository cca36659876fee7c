import { placePoint, readDerivatives } from "./chain";
import { differentiate } from "./pair";
import { OPENING, VALUE, pair } from "./pair-sums";
import { Start, start, startCount } from "./plane";
import {
  Known, alphaHigh, alphaLow, phiHigh, phiLow, predicted, solve, stepA, stepP, stepX, xHigh, xLow,
} from "./step";
import { squares } from "./window";

/**
 * Newton's method from each start, two of them at a time in the lanes of a pair: whichever ends makes room for the
 * next. Where the Hessian is not positive definite the model goes over to Gauss and Newton's step by step.
 */
@unmanaged
class Descent extends Known {
  e1: f64;
  e2: f64;
  /** Where to look next. */
  trialAlpha: f64;
  trialX: f64;
  trialPhi: f64;
  /** The fall that the model promised for the trial. */
  promised: f64;
  damping: f64;
  evaluations: i32;
  isActive: bool;
  /** The trial is that of the exact Hessian. */
  isModelled: bool;
}

/** What a descent arrived at, and where one more step of its model would lead. */
@unmanaged
class Optimum {
  value: f64;
  alpha: f64;
  x: f64;
  phi: f64;
  e1: f64;
  e2: f64;
  nextAlpha: f64;
  nextX: f64;
  nextPhi: f64;
}

const lanes: usize = memory.data(2 * 256, 16);
/** One for each start, in the order of their arrival, as far as they came to an end of their own. */
const optima: usize = memory.data(64 * 72, 8);
const MOST_OPTIMA: i32 = 64;
let optimumCount: i32 = 0;
/** The best of all. */
export const best: Optimum = changetype<Optimum>(memory.data(72, 8));
/** The least sum of squares seen anywhere. */
let least: f64 = Infinity;

/** A descent ends when the model promises less than this part of the sum of squares, */
const TOLERANCE: f64 = 1e-10;
/** or less than this part of Σ Δy²: the window is fitted to the last bit. */
const EXACT: f64 = 1e-26;
const MOST_EVALUATIONS: i32 = 60;
/** It is given up when not even this many times what the model promises would make it the best, */
const HOPELESS: f64 = 20;
/** or when it heads for a known optimum: so near, and to a value this part of the way from it. */
const NEAR_ALPHA: f64 = 0.05;
const NEAR_PHI: f64 = 0.005;
const NEAR_VALUE: f64 = 0.2;
/** Another optimum has to be better by this to be taken. */
const BETTER: f64 = 1 - 1e-10;

@inline
function lane(index: usize): Descent {
  return changetype<Descent>(lanes + (index << 8));
}

@inline
function optimum(index: i32): Optimum {
  return changetype<Optimum>(optima + <usize>index * offsetof<Optimum>());
}

/** Follows every start; leaves the best optimum in `best`. */
export function descend(): void {
  optimumCount = 0;
  least = Infinity;
  clearBest(start(0));
  const left = lane(0), right = lane(1);
  left.isActive = false;
  right.isActive = false;
  let next = 0;
  while (!(best.value <= EXACT * squares)) {
    if (!left.isActive && next < startCount) begin(left, start(next++));
    if (!right.isActive && next < startCount) begin(right, start(next++));
    if (!left.isActive && !right.isActive) return;
    placeTrial(0, left.isActive ? left : right);
    placeTrial(8, right.isActive ? right : left);
    differentiate();
    if (left.isActive) take(0, left);
    if (right.isActive) take(8, right);
    if (left.isActive && right.isActive) settleRivals(left, right);
  }
}

function clearBest(from: Start): void {
  best.value = Infinity;
  best.alpha = from.alpha;
  best.x = from.x;
  best.phi = from.phi;
  best.e1 = 0;
  best.e2 = 0;
  best.nextAlpha = from.alpha;
  best.nextX = from.x;
  best.nextPhi = from.phi;
}

function begin(descent: Descent, from: Start): void {
  descent.isActive = true;
  descent.evaluations = 0;
  descent.damping = 1e-4;
  descent.value = Infinity;
  descent.trialAlpha = from.alpha;
  descent.trialX = from.x;
  descent.trialPhi = from.phi;
}

function placeTrial(offset: usize, descent: Descent): void {
  placePoint(offset, descent.trialAlpha, descent.trialX, descent.trialPhi);
}

/** Takes a lane's result, and looks for the next trial or ends the descent. */
function take(offset: usize, descent: Descent): void {
  const value = load<f64>(pair + offset, VALUE);
  const fall = descent.value - value;
  if (fall > 0) {
    if (descent.evaluations > 0) {
      if (fall > 0.75 * descent.promised) descent.damping *= 0.1;
      else if (fall < 0.25 * descent.promised) descent.damping *= 4;
      descent.damping = max(descent.damping, 1e-9);
    }
    move(offset, descent, value);
  } else {
    descent.damping = descent.damping < 1e-3 ? 1e-2 : descent.damping * 10;
    if (descent.evaluations == 0 || descent.damping > 1e9) {
      stay(descent);
      return;
    }
  }
  if (++descent.evaluations >= MOST_EVALUATIONS) stay(descent);
  else propose(descent);
}

/** Makes the trial the point that is known. */
function move(offset: usize, descent: Descent, value: f64): void {
  descent.alpha = descent.trialAlpha;
  descent.x = descent.trialX;
  descent.phi = descent.trialPhi;
  descent.value = value;
  descent.e1 = load<f64>(pair + offset, OPENING);
  descent.e2 = load<f64>(pair + offset, OPENING + 16);
  least = min(least, value);
  readDerivatives(descent, offset);
}

/** The next trial, or the end: converged, hopeless, or on the way to a known optimum. */
function propose(descent: Descent): void {
  let blend: f64 = 0;
  while (!solve(descent, blend, descent.damping, blend == 1 ? 1e-30 * squares : 0)) {
    if (blend == 1) {
      stay(descent);
      return;
    }
    blend = blend == 0 ? 0.01 : min(blend * 3.2, 1);
  }
  descent.promised = predicted;
  descent.trialAlpha = min(max(descent.alpha + stepA, alphaLow), alphaHigh);
  descent.trialX = min(max(descent.x + stepX, xLow), xHigh);
  descent.trialPhi = min(max(descent.phi + stepP, phiLow), phiHigh);
  descent.isModelled = blend == 0;
  if (predicted <= TOLERANCE * descent.value || predicted <= EXACT * squares) {
    end(descent);
    return;
  }
  if (!descent.isModelled) return;
  if (descent.value - HOPELESS * predicted > least || isKnown(descent)) descent.isActive = false;
}

function isKnown(descent: Descent): bool {
  for (let i = 0; i < optimumCount; i++) {
    const known = optimum(i);
    if (leadsTo(descent, known.value, known.alpha, known.x, known.phi)) return true;
  }
  return false;
}

/** Of two descents to one place only the nearer goes on. */
function settleRivals(a: Descent, b: Descent): void {
  const ahead = a.promised < b.promised ? a : b;
  const behind = ahead == a ? b : a;
  if (!behind.isModelled) return;
  const goal = ahead.value - ahead.promised;
  if (leadsTo(behind, goal, ahead.trialAlpha, ahead.trialX, ahead.trialPhi)) behind.isActive = false;
}

/** Whether a descent's model ends at this place, with this sum of squares. */
function leadsTo(descent: Descent, value: f64, alpha: f64, x: f64, phi: f64): bool {
  return Math.abs(descent.value - descent.promised - value) < NEAR_VALUE * descent.promised &&
    Math.abs(descent.trialAlpha - alpha) < NEAR_ALPHA * (0.02 + alpha) &&
    Math.abs(descent.trialX - x) < NEAR_ALPHA * (0.1 + x) &&
    Math.abs(descent.trialPhi - phi) < NEAR_PHI;
}

/** Ends a descent that no step helps on. */
function stay(descent: Descent): void {
  descent.trialAlpha = descent.alpha;
  descent.trialX = descent.x;
  descent.trialPhi = descent.phi;
  end(descent);
}

function end(descent: Descent): void {
  descent.isActive = false;
  if (!(descent.value < Infinity)) return;
  if (optimumCount < MOST_OPTIMA) keep(optimum(optimumCount++), descent);
  if (descent.value < best.value * BETTER) keep(best, descent);
}

function keep(into: Optimum, descent: Descent): void {
  into.value = descent.value;
  into.alpha = descent.alpha;
  into.x = descent.x;
  into.phi = descent.phi;
  into.e1 = descent.e1;
  into.e2 = descent.e2;
  into.nextAlpha = descent.trialAlpha;
  into.nextX = descent.trialX;
  into.nextPhi = descent.trialPhi;
}
