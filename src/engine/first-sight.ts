import { BACKSLASH, EQUALS } from "./bytes.js";
import type { Groups } from "./groups.js";
import type { Kernel } from "./kernel.js";
import { keyEnds } from "./kernel-key.js";
import type { Field, Line } from "./line.js";
import { type CanonicalKey, canonicalKey, fieldName, keyName, type SeriesName, underscores, words } from "./names.js";
import type { Rules } from "./rule.js";

/** Bytes of the longest series key; series of longer ones pass unscored. */
const LONGEST_KEY = 1 << 15;
/** Bytes that almost every key is written in; longer ones are given room of their own. */
const USUAL_ROOM = 1 << 12;

/** Decides what becomes of raw keys that the kernel has never seen. */
export class FirstSight {
  readonly #kernel: Kernel;
  readonly #rules: Rules;
  readonly #groups: Groups;
  readonly #report: (line: Line, text: string) => void;
  readonly #room = new Uint8Array(USUAL_ROOM);

  /** @param report called with the reason when a series that is asked for can't be scored */
  constructor(kernel: Kernel, rules: Rules, groups: Groups, report: (line: Line, text: string) => void) {
    this.#kernel = kernel;
    this.#rules = rules;
    this.#groups = groups;
    this.#report = report;
  }

  /**
   * Tells the kernel what becomes of the points of a line that holds a raw key it has never seen: no series, or which. A
   * field that was selected on earlier lines and is not beside what this line holds is ignored from here on: output of
   * ours is known by what stands beside it.
   *
   * @param point any point of the line
   */
  decide(line: Line, point: number): void {
    const { exports } = this.#kernel;
    const ignored = exports.IGNORED.value;
    const first = exports.lineFirstPoint(exports.pointLine(point));
    const starts = this.#fieldStarts(first);
    const wanted = this.#wanted(line, starts);
    let next = 0;
    for (let at = first; at < first + starts.length; at++) {
      const series = exports.seriesOf(at);
      const field = wanted[next];
      if (field === undefined || field.keyStart !== starts[at - first]) {
        if (series !== ignored) exports.decide(at, ignored);
        continue;
      }
      next++;
      // a batch that has been cut ends before this line: all of it is decided again
      if (series === 0 && !this.#admit(line, field, at)) break;
    }
    exports.lookUpAgain(point);
  }

  /** Tells the kernel that the line of a point is none: its key can't be read. */
  reject(point: number): void {
    const { exports } = this.#kernel;
    const first = exports.lineFirstPoint(exports.pointLine(point));
    const unparsable = exports.UNPARSABLE.value;
    for (const index of this.#fieldStarts(first).keys()) exports.decide(first + index, unparsable);
  }

  /** Where the fields of a line's points begin, from its first point on. */
  #fieldStarts(first: number): number[] {
    const { exports } = this.#kernel;
    const input = this.#kernel.input;
    const count = exports.pointCount.value;
    const line = exports.pointLine(first);
    const starts: number[] = [];
    for (let at = first; at < count && exports.pointLine(at) === line; at++) {
      starts.push(input + exports.pointFieldStart(at));
    }
    return starts;
  }

  /** The fields among a line's points that are to be scored, in its order. */
  #wanted(line: Line, starts: readonly number[]): Field[] {
    const bytes = this.#kernel.bytes;
    const selected = this.#rules.select(bytes, line);
    const overridden = overriddenAmong(starts, line).map((start) => numberAt(bytes, start));
    if (overridden.length === 0) return selected;
    const all = [...selected, ...selectAmong(overridden, bytes, this.#rules, line)];
    return all.sort((one, other) => one.keyStart - other.keyStart);
  }

  /** Makes a point's raw key one of a series, or ignored if it can't have one; false when the batch has been cut. */
  #admit(line: Line, field: Field, point: number): boolean {
    const { exports, bytes } = this.#kernel;
    const key = canonicalKey(bytes, line, field, this.#room);
    // as it is spelled, too: that is what is spliced in
    const isTooLong = Math.max(key.text.length, field.keyEnd - field.keyStart) > LONGEST_KEY;
    const series = isTooLong ? 0 : this.#seriesOf(key, line, field, point);
    if (series !== 0) return series !== exports.CUT.value;
    const reason = isTooLong
      ? `the key of a series is longer than ${LONGEST_KEY} bytes`
      : `the line has more series than the ${exports.seriesCount.value} of --max-series`;
    this.#report(line, `${reason}; its points pass through unscored`);
    exports.decide(point, exports.IGNORED.value);
    return true;
  }

  #seriesOf(key: CanonicalKey, line: Line, field: Field, point: number): number {
    const bytes = this.#kernel.bytes;
    const needed = (word: string) => Math.min(255, underscores(bytes, line, word));
    const ours = needed(words.source) | (needed(words.field) << 8) | (needed(words.step) << 16);
    const rule = this.#rules.ruleOf(bytes, line, field);
    const group = this.#groups.of(bytes, line);
    this.#kernel.leave(key.text);
    const { measurementLength, prefixLength, fieldLength } = key;
    return this.#kernel.exports.admit(point, measurementLength, prefixLength, fieldLength, rule, group, ours);
  }
}

/** Of the places where fields begin, in their order, those of fields that a later one with their key overrides. */
function overriddenAmong(starts: readonly number[], { fields }: Line): number[] {
  let next = 0;
  return starts.filter((start) => {
    while (next < fields.length && fields[next]!.keyStart < start) next++;
    return fields[next]?.keyStart !== start;
  });
}

/** The numeric field whose key begins at an offset; what it holds is left out. */
function numberAt(bytes: Uint8Array, keyStart: number): Field {
  let keyEnd = keyStart;
  while (bytes[keyEnd] !== EQUALS) keyEnd += bytes[keyEnd] === BACKSLASH ? 2 : 1;
  return { keyStart, keyEnd, valueStart: keyEnd + 1, valueEnd: keyEnd + 1, kind: "float", value: 0 };
}

/**
 * Those of the numeric fields with a key of a later field that are asked for: they are points too, of the later one's
 * series, or of one that the line would have if the later one were a number.
 */
function selectAmong(overridden: readonly Field[], bytes: Uint8Array, rules: Rules, line: Line): Field[] {
  const names = new Set(overridden.map((field) => fieldName(bytes, field)));
  const fields = line.fields.map((field): Field => {
    return names.has(fieldName(bytes, field)) ? { ...field, kind: "float", value: 0 } : field;
  });
  const wanted = new Set(rules.select(bytes, { ...line, fields }).map((field) => fieldName(bytes, field)));
  return overridden.filter((field) => wanted.has(fieldName(bytes, field)));
}

/** The names of a series, out of the key that the kernel keeps. */
export function nameOf(kernel: Kernel, series: number): SeriesName {
  const { buffer } = kernel.bytes;
  const { start, measurementEnd, prefixEnd, end } = keyEnds(
    kernel,
    new DataView(buffer),
    kernel.exports.seriesKey(series) >>> 0,
  );
  return keyName({
    text: kernel.bytes.subarray(start, end),
    measurementLength: measurementEnd - start,
    prefixLength: prefixEnd - start,
    fieldLength: end - prefixEnd,
  });
}
