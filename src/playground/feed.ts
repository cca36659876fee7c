/** Bytes from one pause to the next: some 10 ms of work. */
const PIECE = 1 << 19;

/**
 * Gives chunks to `take`, piece by piece, with a pause now and then.
 *
 * @param pause lets newer requests in; false from it ends the feeding
 * @returns false when it was ended
 */
export async function feed(
  chunks: readonly Uint8Array[],
  take: (piece: Uint8Array) => void,
  pause: (fed: number) => Promise<boolean>,
): Promise<boolean> {
  let fed = 0;
  let paused = 0;
  for (const chunk of [...chunks]) {
    for (let at = 0; at < chunk.length; at += PIECE) {
      const piece = chunk.subarray(at, at + PIECE);
      take(piece);
      fed += piece.length;
      if (fed - paused < PIECE) continue;
      paused = fed;
      if (!(await pause(fed))) return false;
    }
  }
  return pause(fed);
}
