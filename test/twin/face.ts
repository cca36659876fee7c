import { addFloorStarts } from "./floor.js";
import { Plane } from "./plane.js";
import { ALPHAS, alongs, energies, LEVEL_ROOTS, lasts, moments, norms, PHIS, powers, walk } from "./roots.js";
import { starts } from "./starts.js";
import { window } from "./window.js";

/** Twin of assembly/fit-face.ts: the face x = 0 of the damped grid, α by φ, in closed form. */
const plane = new Plane(ALPHAS.length, PHIS.length);
/** 1/(1 − r·φ) by row and column. */
const reciprocals = Float64Array.from({ length: ALPHAS.length * PHIS.length }, (_, cell) => {
  const row = Math.floor(cell / PHIS.length);
  const root = row === 0 ? 1 : 1 - ALPHAS[row]!;
  return 1 / (1 - root * PHIS[cell % PHIS.length]!);
});

/** Adds the face's minima to the starts. */
export function addFaceStarts(): void {
  fillRow(0, 1, walk.last, window.count, walk.sum, walk.energy);
  for (let row = 1; row < ALPHAS.length; row++) {
    const root = row - 1;
    fillRow(row, powers[root]!, lasts[root]!, norms[root]!, alongs[root]!, energies[root]!);
  }
  addFloorStarts(plane, ALPHAS, PHIS);
}

/** Adds the best cell with α at its lower end. */
export function addLowestStart(): void {
  const best = plane.lowestOfFirstRow();
  starts.add(plane.cell(0, best), ALPHAS[0]!, 0, PHIS[best]!);
}

/** Least squares of w on r^{t−1} and, by column, φ^{t−1}; `along` is Σ w_t·r^{t−1}, `last` r·w_n. */
function fillRow(row: number, power: number, last: number, norm: number, along: number, energy: number): void {
  const share = along / norm;
  const inverse = 1 / norm;
  const rest = energy - (along * along) / norm;
  const value = plane.indexOf(row, 0);
  for (let j = 0; j < PHIS.length; j++) {
    const factor = reciprocals[row * PHIS.length + j]!;
    const phiN = powers[LEVEL_ROOTS + j]!;
    const onPhi = (moments[LEVEL_ROOTS + j]! - last * phiN) * factor;
    const overlap = (1 - power * phiN) * factor;
    const freely = onPhi - share * overlap;
    const width = norms[LEVEL_ROOTS + j]! - overlap * overlap * inverse;
    plane.values[value + j] = rest - (freely * freely) / width;
  }
}
