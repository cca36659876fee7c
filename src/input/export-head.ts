import { HASH, NEWLINE } from "../engine/bytes.js";

/** Bytes of a line from which on it is none of an export's head. */
const LONGEST = 1 << 16;
const decoder = new TextDecoder();
const nothing = new Uint8Array(0);

/**
 * Makes comments of the statements at the head of what `influx_inspect export` of InfluxDB 1 writes: of all lines between
 * `# DDL` and `# DML`, as `CREATE DATABASE telegraf WITH NAME autogen`. Their first byte becomes a `#`, so that lines and
 * columns keep their numbers.
 */
export class ExportHead {
  #rest: Uint8Array = nothing;
  #inStatements = false;
  #isOver = false;

  /** Takes bytes; returns them, and those held back before, as far as their lines are whole or the head is over. */
  push(bytes: Uint8Array): Uint8Array {
    if (this.#isOver) return bytes;
    const all = new Uint8Array(this.#rest.length + bytes.length);
    all.set(this.#rest);
    all.set(bytes, this.#rest.length);
    let from = 0;
    for (let end = all.indexOf(NEWLINE); end >= 0 && !this.#isOver; end = all.indexOf(NEWLINE, from)) {
      this.#look(all, from, end);
      from = end + 1;
    }
    this.#isOver ||= all.length - from > LONGEST;
    this.#rest = this.#isOver ? nothing : all.slice(from);
    return this.#isOver ? all : all.subarray(0, from);
  }

  /** What has been held back. */
  end(): Uint8Array {
    return this.#rest;
  }

  #look(bytes: Uint8Array, from: number, end: number): void {
    const line = decoder.decode(bytes.subarray(from, Math.min(end, from + 8))).trim();
    if (line === "# DDL") this.#inStatements = true;
    else if (line === "# DML") this.#isOver = true;
    else if (line !== "" && !line.startsWith("#")) {
      if (this.#inStatements) bytes[from] = HASH;
      else this.#isOver = true;
    }
  }
}
