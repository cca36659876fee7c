import { HASH } from "../engine/bytes.js";
import { type Line, parseLine } from "../engine/line.js";
import { ExportHead } from "./export-head.js";
import type { Given, Maker } from "./maker.js";
import { plausibleUnit, toNanoseconds, type Unit, unitNames, zerosOf } from "./time-unit.js";

/** Lines that say what the timestamps count. */
const SAMPLE = 2_000;
const nothing = new Uint8Array(0);
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * Passes line protocol on as it is where its timestamps are nanoseconds, which is mostly so; and makes nanoseconds of
 * them where they are others. An export's head becomes comments.
 */
export class LineProtocol implements Maker {
  readonly #given: Given;
  readonly #head = new ExportHead();
  #zeros: Uint8Array | undefined;
  #rest: Uint8Array = nothing;
  #line = 1;

  constructor(given: Given) {
    this.#given = given;
  }

  push(bytes: Uint8Array): Uint8Array {
    return this.#take(this.#head.push(bytes), bytes, false);
  }

  end(): Uint8Array {
    const rest = this.#head.end();
    return this.#take(rest, rest, true);
  }

  /** @param known what is decided by: the first bytes, with those that are held back */
  #take(bytes: Uint8Array, known: Uint8Array, atEnd: boolean): Uint8Array {
    this.#zeros ??= encoder.encode(zerosOf(this.#unitOf(known)));
    return this.#zeros.length === 0 ? bytes : this.#rescaled(bytes, this.#zeros, atEnd);
  }

  #unitOf(head: Uint8Array): Unit {
    const { precision, findings } = this.#given;
    if (precision !== undefined) return precision;
    const times = timesOf(head);
    const unit = plausibleUnit(times);
    if (unit !== undefined && unit !== "ns")
      findings.notice(
        `the timestamps are read as ${unitNames[unit]}: as nanoseconds they would all lie in 1970 (--precision ns keeps them)`,
      );
    if (unit === undefined && isTooSmall(times))
      findings.notice(
        "the timestamps all lie in 1970, less than a millisecond apart: if they are no nanoseconds, give --precision s, ms or us",
      );
    return unit ?? "ns";
  }

  /** Every line once more, with zeros behind its timestamp; what can't be read goes as it came, for the engine to tell. */
  #rescaled(bytes: Uint8Array, zeros: Uint8Array, atEnd: boolean): Uint8Array {
    const all = joined([this.#rest, bytes]);
    const pieces: Uint8Array[] = [];
    let [at, copied] = [0, 0];
    while (at < all.length) {
      const line = parseLine(all, at, all.length, atEnd);
      if (line.kind === "incomplete") break;
      if (line.kind === "line" && line.timeEnd > line.timeStart) {
        if (this.#fits(all, line)) {
          pieces.push(all.subarray(copied, line.timeEnd), zeros);
          copied = line.timeEnd;
        } else all[line.start] = HASH; // a comment: all lines keep their numbers
      }
      for (let byte = at; byte < line.end; byte++) if (all[byte] === 10) this.#line++;
      at = line.end;
    }
    pieces.push(all.subarray(copied, at));
    this.#rest = all.slice(at);
    return joined(pieces);
  }

  #fits(bytes: Uint8Array, { start, timeStart, timeEnd }: Line): boolean {
    const text = decoder.decode(bytes.subarray(timeStart, timeEnd));
    const unit = this.#zeros!.length === 9 ? "s" : this.#zeros!.length === 6 ? "ms" : "us";
    if (toNanoseconds(text, unit) !== undefined) return true;
    this.#given.findings.object(
      this.#line,
      timeStart - start + 1,
      `expected a time in ${unitNames[unit]}, found ${text}`,
    );
    return false;
  }
}

/** The timestamps of the first whole lines. */
function timesOf(head: Uint8Array): number[] {
  const times: number[] = [];
  for (let at = 0, count = 0; at < head.length && count < SAMPLE; count++) {
    const line = parseLine(head, at, head.length, false);
    if (line.kind === "incomplete") break;
    if (line.kind === "line" && line.time !== undefined) times.push(Number(line.time));
    at = line.end;
  }
  return times;
}

const DAY = 86_400e9;
const MILLISECOND = 1e6;

/** Whether times lie in the first days of 1970 and next to each other, as no measured nanoseconds do. */
function isTooSmall(times: readonly number[]): boolean {
  if (times.length < 2) return false;
  const steps = times.slice(1).map((time, at) => Math.abs(time - times[at]!));
  const changed = steps.filter((step) => step > 0).sort((one, other) => one - other);
  const middle = changed[changed.length >> 1];
  return times.every((time) => Math.abs(time) < 365 * DAY) && middle !== undefined && middle < MILLISECOND;
}

/** Arrays of bytes as one. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const filled = parts.filter(({ length }) => length > 0);
  if (filled.length === 1) return filled[0]!;
  const all = new Uint8Array(filled.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of filled) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
