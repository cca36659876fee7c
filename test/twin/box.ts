/** Twin of assembly/fit-box.ts: the box of the damped trend. */
export const ALPHA_LOWEST = 1 / 67108864;
export const ALPHA_HIGHEST = 1 - ALPHA_LOWEST;
export const PHI_LOWEST = 0.8;
export const PHI_HIGHEST = 0.995;

/** The intervals of φ that the box leaves a point (T, D), one (twice) or two; the second ends at PHI_HIGHEST. */
export function intervalsAt(T: number, D: number): { firstLow: number; firstHigh: number; secondLow: number } {
  let lowest = Math.max(PHI_LOWEST, D / ALPHA_HIGHEST);
  if (T > 2 * D) lowest = Math.max(lowest, (D * (1 - D)) / (T - 2 * D));
  lowest = Math.min(lowest, PHI_HIGHEST);
  const discriminant = T * T - 4 * D;
  if (discriminant <= 0) return { firstLow: lowest, firstHigh: PHI_HIGHEST, secondLow: lowest };
  const root = Math.sqrt(discriminant);
  const smaller = 0.5 * (T - root);
  const secondLow = Math.min(PHI_HIGHEST, Math.max(lowest, 0.5 * (T + root)));
  if (smaller >= lowest) return { firstLow: lowest, firstHigh: Math.min(PHI_HIGHEST, smaller), secondLow };
  return { firstLow: secondLow, firstHigh: PHI_HIGHEST, secondLow };
}

/** x in [low, high]; NaN gives low, as the kernel's pmin and pmax have it. */
export function clamp(x: number, low: number, high: number): number {
  return Number.isNaN(x) ? low : Math.min(Math.max(x, low), high);
}
