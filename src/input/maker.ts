import type { Findings } from "./problem.js";
import type { Unit } from "./time-unit.js";

/** Makes line protocol, piece by piece, of an input in one format. */
export interface Maker {
  /** Takes bytes; returns lines, of which the last one may go on in what the next call returns. */
  push(bytes: Uint8Array): Uint8Array;
  /** The lines that were held back. */
  end(): Uint8Array;
}

/** What a maker is told of its input. */
export interface Given {
  /** The input's name, as a file's. */
  readonly name: string;
  /** What the timestamps count, where somebody said so. */
  readonly precision: Unit | undefined;
  /** Where it tells what a person should know. */
  readonly findings: Findings;
}

/** A maker whose format is text: what comes is decoded, what goes is encoded. */
export abstract class TextMaker implements Maker {
  readonly #decoder = new TextDecoder();
  readonly #encoder = new TextEncoder();

  push(bytes: Uint8Array): Uint8Array {
    return this.#encoder.encode(this.take(this.#decoder.decode(bytes, { stream: true }), false));
  }

  end(): Uint8Array {
    return this.#encoder.encode(this.take(this.#decoder.decode(), true));
  }

  /** The lines that the text so far makes whole. */
  protected abstract take(text: string, atEnd: boolean): string;
}
