/** How a passage writes less when time is short. */
export interface Hurry {
  /** Bytes that have been taken and have not come out yet. */
  heldLength(): number;
  /** From here on no forecast paths are written. */
  begin(): void;
  /** What the lines begin with that are left out then. */
  readonly paths: readonly string[];
}

const NEWLINE = 10;

/**
 * What is still to be written of a passage's output, without forecast paths. Original lines stay whatever they are called:
 * they are known by the bytes that went in.
 *
 * @param written bytes of the output that are out already; a line that they end in is finished
 * @param input what the output was made of, behind `held` bytes from before
 */
export function withoutPaths(
  output: Uint8Array,
  written: number,
  input: Uint8Array,
  held: number,
  paths: readonly string[],
): Uint8Array {
  const [all, originals] = [Buffer.from(output.buffer, output.byteOffset, output.length), Buffer.from(input)];
  const kept: Buffer[] = [];
  // of the original bytes those before `from` have been met in the output, counted from the first one of `input`
  let from = -held;
  for (let start = 0, end = 0; start < all.length; start = end) {
    end = all.indexOf(NEWLINE, start) + 1 || all.length;
    const line = all.subarray(start, end);
    const isOriginal = from < 0 || line.equals(originals.subarray(from, from + line.length));
    if (isOriginal) from += line.length;
    const isLeftOut = !isOriginal && start >= written && paths.some((name) => line.indexOf(name) === 0);
    if (!isLeftOut && end > written) kept.push(all.subarray(Math.max(start, written), end));
  }
  return Buffer.concat(kept);
}
