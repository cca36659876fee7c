import { withoutPaths } from "./hurry.js";
import type { Passage } from "./passage.js";
import { ReadAhead } from "./read-ahead.js";
import type { Log } from "./stderr.js";
import { writeFully } from "./stdout.js";

/**
 * Bytes that go through a passage at once: with what is added to them they mostly fit into an empty pipe of Linux, so that
 * its reader takes them while the next are worked on.
 */
const PIECE_BYTES = 3 << 13;
/** Bytes of one write: as many as a pipe holds, few while its reader is slow. */
const WRITE_BYTES = 1 << 16;
const SLOW_WRITE_BYTES = 1 << 12;
/** Milliseconds: of a write that had to wait; of waiting before it is asked whether the input has ended; before we hurry. */
const SLOW = 20;
const ASK = 250;
const PATIENCE = 1_000;

/**
 * Sends bytes through a passage to standard output. Telegraf kills a processor that is still there ten seconds after its
 * input was closed, and what is inside is lost. So when the input has ended and the reader keeps us waiting for more than
 * a second, the rest is written without forecast paths: the original lines are out sooner.
 */
export class Outlet {
  readonly #passage: Passage;
  readonly #log: Log;
  readonly #ahead = new ReadAhead();
  /** Whether it may come to hurrying, and whether it has. */
  readonly #mayHurry: boolean;
  #isHurrying = false;
  #hasEnded = false;
  #isSlow = false;
  /** Milliseconds that the reader kept us waiting: since it last kept up, and when we last asked for the end. */
  #waited = 0;
  #asked = 0;

  /** @param mayHurry whether somebody waits for the end of this process, and standard input is a pipe */
  constructor(passage: Passage, mayHurry: boolean, log: Log) {
    this.#passage = passage;
    this.#mayHurry = mayHurry && passage.hurry !== undefined;
    this.#log = log;
  }

  take(chunk: Uint8Array): void {
    this.#takeAll(chunk);
    for (let next = this.#ahead.next(); next !== undefined; next = this.#ahead.next()) this.#takeAll(next);
  }

  end(): void {
    writeFully(this.#passage.end());
  }

  #takeAll(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length; at += PIECE_BYTES) {
      const piece = chunk.subarray(at, at + PIECE_BYTES);
      if (!this.#mayHurry || this.#isHurrying) writeFully(this.#passage.push(piece));
      else this.#watch(piece);
    }
  }

  /** Writes what comes of a piece and keeps an eye on the reader. */
  #watch(piece: Uint8Array): void {
    const held = this.#passage.hurry!.heldLength();
    const output = this.#passage.push(piece);
    for (let at = 0; at < output.length; ) {
      const part = output.subarray(at, at + (this.#isSlow ? SLOW_WRITE_BYTES : WRITE_BYTES));
      const begun = performance.now();
      writeFully(part);
      at += part.length;
      this.#note(performance.now() - begun);
      if (!this.#hasToHurry()) continue;
      const rest = withoutPaths(output, at, piece, held, this.#passage.hurry!.paths);
      this.#hurry();
      writeFully(rest);
      return;
    }
  }

  #note(milliseconds: number): void {
    this.#isSlow = milliseconds > SLOW;
    if (this.#isSlow) this.#waited += milliseconds;
    else if (!this.#hasEnded) this.#waited = this.#asked = 0;
  }

  #hasToHurry(): boolean {
    if (!this.#hasEnded && this.#waited - this.#asked > ASK) {
      this.#asked = this.#waited;
      this.#hasEnded = this.#ahead.look();
    }
    return this.#hasEnded && this.#waited > PATIENCE;
  }

  #hurry(): void {
    this.#isHurrying = true;
    this.#passage.hurry!.begin();
    this.#log.warn(
      "the input has ended and the reader of the output is slow: the rest is written without forecasts, so that no line is lost",
    );
  }
}
