import { readSync } from "node:fs";

/** Bytes that are read ahead at most: more than a pipe holds. */
const MOST = 1 << 18;
const PIECE = 1 << 16;

/** Looks, while standard input is not being read, whether it has ended: behind what a pipe still holds, which is kept. */
export class ReadAhead {
  #pieces: Uint8Array[] = [];
  #length = 0;
  #hasEnded = false;

  /** Reads what is there. True when the input has ended behind it. */
  look(): boolean {
    while (!this.#hasEnded && this.#length < MOST) {
      const buffer = new Uint8Array(PIECE);
      const count = readNow(buffer);
      if (count === undefined) break;
      this.#hasEnded = count === 0;
      this.#pieces.push(buffer.subarray(0, count));
      this.#length += count;
    }
    return this.#hasEnded;
  }

  /** The next bytes that were read ahead; undefined when there are none. */
  next(): Uint8Array | undefined {
    const piece = this.#pieces.shift();
    this.#length -= piece?.length ?? 0;
    return piece;
  }
}

/** Bytes read from standard input, which Node has made non-blocking; 0 at its end, undefined where none are there now. */
function readNow(buffer: Uint8Array): number | undefined {
  try {
    return readSync(0, buffer);
  } catch {
    // EAGAIN; any other error is met again, and told, where the input is read next
    return undefined;
  }
}
