import { placePoint, readDerivatives } from "./chain.js";
import { differentiate } from "./differentiate.js";
import { box, Known, solve, step } from "./newton.js";
import { Point } from "./point.js";
import { type Start, starts } from "./starts.js";
import { window } from "./window.js";

/**
 * Twin of assembly/fit-descent.ts: Newton's method from each start, two descents side by side; whichever ends makes
 * room for the next.
 */
class Descent extends Known {
  e1 = 0;
  e2 = 0;
  // where to look next
  trialAlpha = 0;
  trialX = 0;
  trialPhi = 0;
  /** The fall that the model promised for the trial. */
  promised = 0;
  damping = 0;
  evaluations = 0;
  isActive = false;
  /** The trial is that of the exact Hessian. */
  isModelled = false;
}

/** What a descent arrived at, and where one more step of its model would lead. */
class Optimum {
  value = 0;
  alpha = 0;
  x = 0;
  phi = 0;
  e1 = 0;
  e2 = 0;
  nextAlpha = 0;
  nextX = 0;
  nextPhi = 0;
}

const left = new Descent();
const right = new Descent();
const point = new Point();
/** One for each start, in the order of their arrival, as far as they came to an end of their own. */
const optima = Array.from({ length: 64 }, () => new Optimum());
let optimumCount = 0;
/** The best of all. */
export const best = new Optimum();
/** The least sum of squares seen anywhere. */
let least = Number.POSITIVE_INFINITY;

// see the kernel
const TOLERANCE = 1e-10;
const EXACT = 1e-26;
const MOST_EVALUATIONS = 60;
const HOPELESS = 20;
const NEAR_ALPHA = 0.05;
const NEAR_PHI = 0.005;
const NEAR_VALUE = 0.2;
const BETTER = 1 - 1e-10;

/** Follows every start; leaves the best optimum in `best`. */
export function descend(): void {
  optimumCount = 0;
  least = Number.POSITIVE_INFINITY;
  clearBest(starts.at(0));
  left.isActive = false;
  right.isActive = false;
  let next = 0;
  while (!(best.value <= EXACT * window.squares)) {
    if (!left.isActive && next < starts.count) begin(left, starts.at(next++));
    if (!right.isActive && next < starts.count) begin(right, starts.at(next++));
    if (!left.isActive && !right.isActive) return;
    if (left.isActive) advance(left);
    if (right.isActive) advance(right);
    if (left.isActive && right.isActive) settleRivals(left, right);
  }
}

function clearBest(from: Start): void {
  best.value = Number.POSITIVE_INFINITY;
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
  descent.value = Number.POSITIVE_INFINITY;
  descent.trialAlpha = from.alpha;
  descent.trialX = from.x;
  descent.trialPhi = from.phi;
}

/** Evaluates the trial, and looks for the next one or ends the descent. */
function advance(descent: Descent): void {
  placePoint(point, descent.trialAlpha, descent.trialX, descent.trialPhi);
  differentiate(point);
  const fall = descent.value - point.value;
  if (fall > 0) {
    if (descent.evaluations > 0) {
      if (fall > 0.75 * descent.promised) descent.damping *= 0.1;
      else if (fall < 0.25 * descent.promised) descent.damping *= 4;
      descent.damping = Math.max(descent.damping, 1e-9);
    }
    move(descent);
  } else {
    descent.damping = descent.damping < 1e-3 ? 1e-2 : descent.damping * 10;
    if (descent.evaluations === 0 || descent.damping > 1e9) {
      stay(descent);
      return;
    }
  }
  if (++descent.evaluations >= MOST_EVALUATIONS) stay(descent);
  else propose(descent);
}

/** Makes the trial the point that is known. */
function move(descent: Descent): void {
  descent.alpha = descent.trialAlpha;
  descent.x = descent.trialX;
  descent.phi = descent.trialPhi;
  descent.value = point.value;
  descent.e1 = point.e1;
  descent.e2 = point.e2;
  least = Math.min(least, point.value);
  readDerivatives(descent, point);
}

/** The next trial, or the end: converged, hopeless, or on the way to a known optimum. */
function propose(descent: Descent): void {
  let blend = 0;
  while (!solve(descent, blend, descent.damping, blend === 1 ? 1e-30 * window.squares : 0)) {
    if (blend === 1) {
      stay(descent);
      return;
    }
    blend = blend === 0 ? 0.01 : Math.min(blend * 3.2, 1);
  }
  const { predicted } = step;
  descent.promised = predicted;
  descent.trialAlpha = Math.min(Math.max(descent.alpha + step.alpha, box.alphaLow), box.alphaHigh);
  descent.trialX = Math.min(Math.max(descent.x + step.x, box.xLow), box.xHigh);
  descent.trialPhi = Math.min(Math.max(descent.phi + step.phi, box.phiLow), box.phiHigh);
  descent.isModelled = blend === 0;
  if (predicted <= TOLERANCE * descent.value || predicted <= EXACT * window.squares) {
    end(descent);
    return;
  }
  if (!descent.isModelled) return;
  if (descent.value - HOPELESS * predicted > least || isKnown(descent)) descent.isActive = false;
}

function isKnown(descent: Descent): boolean {
  for (let i = 0; i < optimumCount; i++) {
    const { value, alpha, x, phi } = optima[i]!;
    if (leadsTo(descent, value, alpha, x, phi)) return true;
  }
  return false;
}

/** Of two descents to one place only the nearer goes on. */
function settleRivals(a: Descent, b: Descent): void {
  const ahead = a.promised < b.promised ? a : b;
  const behind = ahead === a ? b : a;
  if (!behind.isModelled) return;
  const goal = ahead.value - ahead.promised;
  if (leadsTo(behind, goal, ahead.trialAlpha, ahead.trialX, ahead.trialPhi)) behind.isActive = false;
}

/** Whether a descent's model ends at this place, with this sum of squares. */
function leadsTo(descent: Descent, value: number, alpha: number, x: number, phi: number): boolean {
  return (
    Math.abs(descent.value - descent.promised - value) < NEAR_VALUE * descent.promised &&
    Math.abs(descent.trialAlpha - alpha) < NEAR_ALPHA * (0.02 + alpha) &&
    Math.abs(descent.trialX - x) < NEAR_ALPHA * (0.1 + x) &&
    Math.abs(descent.trialPhi - phi) < NEAR_PHI
  );
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
  if (!(descent.value < Number.POSITIVE_INFINITY)) return;
  if (optimumCount < optima.length) keep(optima[optimumCount++]!, descent);
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
