import type { Kernel } from "./kernel.js";
import { CHECK, checksum, FIXED, FORMAT, MAGIC, type SavedSettings } from "./snapshot.js";

const encoder = new TextEncoder();

/**
 * Writes a snapshot in pieces, so that nothing has to wait for the whole, between which the engine may go on. Each series
 * stands in it as it was when its piece was made, and what belongs to no series as at the beginning; without points in
 * between all is of one moment. One at a time: a new one ends the last.
 */
export class SnapshotWriter {
  readonly #kernel: Kernel;
  readonly #head: Uint8Array<ArrayBuffer>;
  #length: number;

  constructor(kernel: Kernel, settings: SavedSettings) {
    const { exports } = kernel;
    const text = encoder.encode(JSON.stringify(settings));
    const settingsBytes = (text.length + 7) & ~7;
    const globals = exports.saveGlobals();
    const head = new Uint8Array(FIXED + settingsBytes + globals + CHECK);
    head.set(MAGIC);
    head.fill(0x20, FIXED, FIXED + settingsBytes).set(text, FIXED);
    head.set(kernel.bytes.subarray(exports.output.value, exports.output.value + globals), FIXED + settingsBytes);
    const view = new DataView(head.buffer);
    view.setUint32(8, FORMAT, true);
    view.setUint32(12, kernel.constant("RECORD_VERSION"), true);
    view.setUint32(20, settingsBytes, true);
    view.setUint32(24, globals, true);
    exports.startRecords();
    this.#kernel = kernel;
    this.#head = head;
    this.#length = head.length;
  }

  /** Bytes that the head takes, in front of the first piece. */
  get headLength(): number {
    return this.#head.length;
  }

  /** The next records, at most 1 MiB, a view that is good until the engine's next step; undefined behind the last. */
  next(): Uint8Array | undefined {
    const { exports } = this.#kernel;
    const length = exports.saveRecords();
    if (length === 0) return undefined;
    this.#length += length;
    return this.#kernel.bytes.subarray(exports.output.value, exports.output.value + length);
  }

  /** What stands in front of the pieces, once all of them are made. */
  head(): Uint8Array {
    const { exports } = this.#kernel;
    const end = this.#head.length - CHECK;
    const view = new DataView(this.#head.buffer);
    view.setUint32(16, exports.recordCount(), true);
    view.setBigUint64(32, BigInt(this.#length), true);
    view.setBigInt64(40, exports.newestTime(), true);
    view.setBigUint64(48, BigInt.asUintN(64, exports.recordChecks()), true);
    view.setBigUint64(end, checksum(this.#kernel, this.#head.subarray(0, end)), true);
    return this.#head;
  }
}
