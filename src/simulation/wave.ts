/**
 * Close to a sine of `turns` whole turns, in parabolas: a sine is not the same to the last bit everywhere.
 */
export function wave(turns: number): number {
  const turn = turns - Math.floor(turns);
  return turn < 0.5 ? 16 * turn * (0.5 - turn) : -16 * (turn - 0.5) * (1 - turn);
}

/** Close to e to the power of `x`, for numbers around 0, by products alone: the same to the last bit everywhere. */
export function growth(x: number): number {
  let product = 1 + x / 256;
  for (let square = 0; square < 8; square++) product *= product;
  return product;
}
