import type { Hurry } from "./hurry.js";

/** What happens to the bytes between standard input and standard output. */
export interface Passage {
  /** Takes the bytes that came, which are the reader's again afterwards, and gives those to write now, a view that is good until the next call. */
  push(chunk: Uint8Array): Uint8Array;
  /** Gives the rest, when no more bytes come. */
  end(): Uint8Array;
  /** Where it can write less when time is short. */
  readonly hurry?: Hurry | undefined;
}

/** Every byte as it came. */
export const unchanged: Passage = {
  push: (chunk) => chunk,
  end: () => new Uint8Array(0),
};
