import type { Hurry } from "./hurry.js";
import { type Passage, unchanged } from "./passage.js";
import type { Log } from "./stderr.js";

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
 * @param hurry how the passage writes less
 */
export function guarded(passage: HoldingPassage, log: Log, atEnd: () => void = () => {}, hurry?: Hurry): Passage {
  let failed = false;
  const recent = new Recent();
  const attempt = (chunk: Uint8Array, work: () => Uint8Array): Uint8Array => {
    if (failed) return chunk;
    try {
      const output = work();
      recent.take(chunk, passage.held().length);
      return output;
    } catch (error) {
      failed = true;
      const reason = error instanceof Error ? error.message : String(error);
      log.error(
        `scoring failed: ${reason}; lines are passed on unscored from here on, restart Holtline to score again`,
      );
      if (error instanceof Error && error.stack !== undefined) log.debug(error.stack);
      // a failure may leave nothing in the passage that can be relied on
      return Buffer.concat([recent.held(), chunk]);
    }
  };
  return {
    hurry: hurry && {
      paths: hurry.paths,
      heldLength: () => (failed ? 0 : hurry.heldLength()),
      begin: () => {
        if (!failed) hurry.begin();
      },
    },
    push: (chunk) => attempt(chunk, () => passage.push(chunk)),
    end: () =>
      attempt(unchanged.end(), () => {
        const rest = passage.end();
        atEnd();
        return rest;
      }),
  };
}

/** The newest bytes, as many as have not come out yet: mostly a part of a line, or nothing. */
class Recent {
  /** Copies: a chunk's bytes are the reader's again. */
  #parts: Uint8Array[] = [];
  #length = 0;
  #held = 0;

  take(chunk: Uint8Array, held: number): void {
    const part = chunk.slice(Math.max(0, chunk.length - held));
    this.#parts.push(part);
    this.#length += part.length;
    this.#held = held;
    let done = 0;
    while (done < this.#parts.length && this.#length - this.#parts[done]!.length >= held) {
      this.#length -= this.#parts[done++]!.length;
    }
    if (done > 0) this.#parts.splice(0, done);
  }

  held(): Uint8Array {
    const all = Buffer.concat(this.#parts);
    return all.subarray(all.length - this.#held);
  }
}
