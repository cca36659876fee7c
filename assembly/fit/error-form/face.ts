import { addFloorStarts } from "./floor";
import { Plane, addStart, cell, createPlane } from "./plane";
import {
  ALPHAS, ALPHA_COUNT, DAMPINGS, PHIS, PHI_COUNT, alongs, energies, lasts, moments, norms, powers, walkEnergy, walkLast,
  walkSum,
} from "./roots";
import { count } from "./window";
import { allocate } from "../../memory/memory";

/**
 * The face x = 0 of the damped grid, where the optimum lies three times in four: 21 α × 16 φ. With B = 0 the errors are
 * e_t = w_t + c·r^{t−1} + c'·φ^{t−1}: the trend is only a regressor, and what a cell needs is in closed form,
 *
 *     Σ w_t·φ^{t−1} = (φ·q_φ − r·w_n·φ^n) / (1 − r·φ),   Σ r^{t−1}·φ^{t−1} = (1 − r^n·φ^n) / (1 − r·φ),
 *
 * where q_φ = Σ Δy_t·φ^{t−2}.
 */
let plane: Plane = changetype<Plane>(0);
// f64 by row and column: 1/(1 − r·φ)
let reciprocals: usize = 0;

function layOut(): void {
  plane = createPlane(ALPHA_COUNT, PHI_COUNT);
  reciprocals = allocate(<usize>(ALPHA_COUNT * PHI_COUNT) << 3);
  for (let row = 0; row < ALPHA_COUNT; row++) {
    const root = row == 0 ? 1 : 1 - unchecked(ALPHAS[row]);
    for (let j = 0; j < PHI_COUNT; j++) {
      store<f64>(reciprocals + (<usize>(row * PHI_COUNT + j) << 3), 1 / (1 - root * unchecked(PHIS[j])));
    }
  }
}

/** Adds the face's minima to the starts. */
export function addFaceStarts(): void {
  if (reciprocals == 0) layOut();
  fillRow(0, 1, walkLast, <f64>count, walkSum, walkEnergy);
  for (let row = 1; row < ALPHA_COUNT; row++) {
    const at = <usize>(row - 1) << 3;
    fillRow(
      row, load<f64>(powers + at), load<f64>(lasts + at), load<f64>(norms + at), load<f64>(alongs + at),
      load<f64>(energies + at),
    );
  }
  addFloorStarts(plane, ALPHAS, PHIS);
}

/** Adds the best cell with α at its lower end: curves that approach a limit have a needle's valley of φ there. */
export function addLowestStart(): void {
  let best = 0;
  for (let j = 1; j < PHI_COUNT; j++) {
    if (cell(plane, 0, j) < cell(plane, 0, best)) best = j;
  }
  addStart(cell(plane, 0, best), unchecked(ALPHAS[0]), 0, unchecked(PHIS[best]));
}

/** Least squares of w on r^{t−1} and, by column, φ^{t−1}; `along` is Σ w_t·r^{t−1}, `last` r·w_n. */
function fillRow(row: i32, power: f64, last: f64, norm: f64, along: f64, energy: f64): void {
  const share = f64x2.splat(along / norm);
  const inverse = f64x2.splat(1 / norm);
  const rest = f64x2.splat(energy - (along * along) / norm);
  const lastW = f64x2.splat(last);
  const powerN = f64x2.splat(power);
  const one = f64x2.splat(1);
  const value = plane.values + <usize>row * plane.stride;
  const reciprocal = reciprocals + (<usize>(row * PHI_COUNT) << 3);
  for (let j: usize = 0; j < <usize>PHI_COUNT << 3; j += 16) {
    const factor = v128.load(reciprocal + j);
    const phiN = v128.load(powers + DAMPINGS + j);
    const onPhi = f64x2.mul(f64x2.sub(v128.load(moments + DAMPINGS + j), f64x2.mul(lastW, phiN)), factor);
    const overlap = f64x2.mul(f64x2.sub(one, f64x2.mul(powerN, phiN)), factor);
    const freely = f64x2.sub(onPhi, f64x2.mul(share, overlap));
    const width = f64x2.sub(v128.load(norms + DAMPINGS + j), f64x2.mul(f64x2.mul(overlap, overlap), inverse));
    v128.store(value + j, f64x2.sub(rest, f64x2.div(f64x2.mul(freely, freely), width)));
  }
}
