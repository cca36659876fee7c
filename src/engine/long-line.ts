import { BACKSLASH, COMMA, EQUALS, HASH, isBlank, isBreak, NEWLINE, QUOTE } from "./bytes.js";

/** Where in a line its next byte stands. */
type Place =
  | "start"
  | "measurement"
  | "tag key"
  | "tag value"
  | "before fields"
  | "field key"
  | "value"
  | "string"
  | "behind string"
  /** Where nothing can open a string: a comment, the timestamp, whatever follows an error. */
  | "rest";

/** What a name ends in, and what is then; any other end is an error. */
interface Next {
  readonly equals?: Place;
  readonly comma?: Place;
  readonly blank?: Place;
  /** The second of two backslashes takes the next byte in its turn. */
  readonly nests?: true;
}

const names: { readonly [place in Place]?: Next } = {
  measurement: { comma: "tag key", blank: "before fields" },
  "tag key": { equals: "tag value", nests: true },
  "tag value": { equals: "rest", comma: "tag key", blank: "before fields", nests: true },
  "field key": { equals: "value" },
};

/**
 * Finds the end of a line that is too long to be kept, piece by piece: its first newline that is in no string. It follows
 * the grammar of `line.ts` as far as it says where strings are; what kind of number a value is it does not look at.
 */
export class LongLine {
  #place: Place = "start";
  #escaped = false;
  /** Whether the name in work has no byte yet, or the value. */
  #empty = true;

  /** Takes the next bytes; returns how many of them belong to the line when its newline is among them, else -1. */
  take(bytes: Uint8Array): number {
    for (let at = 0; at < bytes.length; at++) {
      if (this.#place === "rest") return bytes.indexOf(NEWLINE, at) + 1 || -1;
      const byte = bytes[at]!;
      // in a string a newline is one of its bytes, but not behind a backslash
      if (byte === NEWLINE && (this.#place !== "string" || this.#escaped)) return at + 1;
      this.#step(byte);
    }
    return -1;
  }

  #step(byte: number): void {
    if (this.#place === "start" || this.#place === "before fields") {
      if (isBlank(byte)) return;
      this.#go(this.#place === "before fields" ? "field key" : byte === HASH ? "rest" : "measurement");
    }
    const next = names[this.#place];
    if (next !== undefined) this.#name(byte, next);
    else if (this.#place === "value") this.#value(byte);
    else if (this.#place === "string") this.#string(byte);
    else this.#go(this.#place === "behind string" && byte === COMMA ? "field key" : "rest");
  }

  #go(place: Place): void {
    this.#place = place;
    this.#empty = true;
    this.#escaped = false;
  }

  #name(byte: number, next: Next): void {
    if (this.#escaped) {
      if (isBreak(byte)) this.#go("rest");
      else this.#escaped = next.nests === true && byte === BACKSLASH;
      return;
    }
    if (byte === COMMA || isBlank(byte) || isBreak(byte) || (byte === EQUALS && next.equals !== undefined)) {
      const place =
        byte === EQUALS ? next.equals : byte === COMMA ? next.comma : isBlank(byte) ? next.blank : undefined;
      this.#go(this.#empty ? "rest" : (place ?? "rest"));
      return;
    }
    this.#escaped = byte === BACKSLASH;
    this.#empty = false;
  }

  #value(byte: number): void {
    if (this.#empty && byte === QUOTE) this.#go("string");
    else if (byte === COMMA && !this.#empty) this.#go("field key");
    else if (!isOfValue(byte)) this.#go("rest");
    else this.#empty = false;
  }

  #string(byte: number): void {
    if (this.#escaped) {
      this.#escaped = false;
      if (byte !== QUOTE && byte !== BACKSLASH) this.#go("rest");
    } else if (byte === BACKSLASH) {
      this.#escaped = true;
    } else if (byte === QUOTE) {
      this.#go("behind string");
    }
  }
}

/** Whether a number or a boolean can have the byte: a letter, a digit, a sign or a point. */
function isOfValue(byte: number): boolean {
  return (byte >= 43 && byte <= 57 && byte !== COMMA && byte !== 47) || ((byte | 32) >= 97 && (byte | 32) <= 122);
}
