import type { Log } from "./stderr.js";
import { type Passage, unchanged } from "./stdin.js";

/** A passage that keeps bytes back until it has seen the end of their line. */
export interface HoldingPassage extends Passage {
  /** The bytes taken in that have not come out yet, a view that is good until the next call. */
  held(): Uint8Array;
}

/**
 * Makes a passage unable to lose anything: when it throws, the error is reported and what it still held, the chunk at
 * work and every later one come out as they came, each exactly once.
 *
 * @param atEnd called after the passage has ended as it should
 */
export function guarded(passage: HoldingPassage, log: Log, atEnd: () => void = () => {}): Passage {
  let failed = false;
  const attempt = (chunk: Uint8Array, work: () => Uint8Array): Uint8Array => {
    if (failed) return chunk;
    // Taken before the work, whose failure may leave nothing that can be relied on. Mostly a part of a line, or nothing.
    const before = Uint8Array.from(passage.held());
    try {
      return work();
    } catch (error) {
      failed = true;
      const reason = error instanceof Error ? error.message : String(error);
      log.error(
        `scoring failed: ${reason}; lines are passed on unscored from here on, restart Holtline to score again`,
      );
      if (error instanceof Error && error.stack !== undefined) log.debug(error.stack);
      return Buffer.concat([before, chunk]);
    }
  };
  return {
    push: (chunk) => attempt(chunk, () => passage.push(chunk)),
    end: () =>
      attempt(unchanged.end(), () => {
        const rest = passage.end();
        atEnd();
        return rest;
      }),
  };
}
