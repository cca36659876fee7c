import { writeFully } from "./stdout.js";

const FULL = 64 * 1024;

/** Gathers lines for standard output into few writes. */
export class Writer {
  readonly #patient: boolean;
  readonly #write: (bytes: Uint8Array) => void;
  #pieces: Uint8Array[] = [];
  #length = 0;
  #failure: unknown;

  /** @param patient whether lines wait until they are many or `flush` is called, or only until nothing else is to be done */
  constructor(patient: boolean, write: (bytes: Uint8Array) => void = writeFully) {
    this.#patient = patient;
    this.#write = write;
  }

  /** @throws the system's error, when an earlier write failed or this one does */
  add(bytes: Uint8Array): void {
    if (this.#length === 0 && !this.#patient) setImmediate(() => this.#flushLater());
    this.#pieces.push(bytes);
    this.#length += bytes.length;
    if (this.#length >= FULL) this.flush();
  }

  /** @throws the system's error, when an earlier write failed or this one does */
  flush(): void {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#length === 0) return;
    const bytes = Buffer.concat(this.#pieces, this.#length);
    this.#pieces = [];
    this.#length = 0;
    this.#write(bytes);
  }

  #flushLater(): void {
    try {
      this.flush();
    } catch (error) {
      this.#failure = error;
    }
  }
}
