const none = new Uint8Array(0);
const ROOM = 1 << 16;
/** Bytes of room that are kept for the next call; what a rare line of many megabytes took is given back. */
const KEPT_ROOM = 1 << 23;

/** The bytes that one call of the engine gives back: in place where they are one piece, joined where they are several. */
export class Output {
  /** True when the last byte of all is the end of an original line. */
  endsWithOriginal = false;
  /** A view of bytes that may change with the next step. */
  #piece: Uint8Array = none;
  #joined = new Uint8Array(ROOM);
  #length = 0;

  clear(): void {
    this.#piece = none;
    this.#length = 0;
    if (this.#joined.length > KEPT_ROOM) this.#joined = new Uint8Array(ROOM);
    this.endsWithOriginal = false;
  }

  /** Adds a piece, a view that is good until the next `add`, `settle` or `clear`. */
  add(piece: Uint8Array, endsWithOriginal: boolean): void {
    this.settle();
    this.#piece = piece;
    this.endsWithOriginal = endsWithOriginal;
  }

  /** Keeps what has been added, whatever becomes of the memory behind it. */
  settle(): void {
    if (this.#piece.length === 0) return;
    const length = this.#length + this.#piece.length;
    if (length > this.#joined.length) {
      const larger = new Uint8Array(Math.max(length, 2 * this.#joined.length));
      larger.set(this.#joined.subarray(0, this.#length));
      this.#joined = larger;
    }
    this.#joined.set(this.#piece, this.#length);
    this.#length = length;
    this.#piece = none;
  }

  /** All that has been added since `clear`; a view that is good until the next step. */
  bytes(): Uint8Array {
    if (this.#length === 0) return this.#piece;
    this.settle();
    return this.#joined.subarray(0, this.#length);
  }
}
