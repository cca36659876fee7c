import type { Kernel } from "./kernel.js";
import type { Field, Line } from "./line.js";
import { type CanonicalKey, canonicalKey, keyName, type SeriesName, underscores, words } from "./names.js";
import type { RateGroups } from "./rate-groups.js";
import type { Rules } from "./rule.js";

/** Bytes of the longest series key; series of longer ones pass unscored. */
const LONGEST_KEY = 1 << 15;
/** What the kernel keeps before a key's text, as in assembly/series.ts: lengths of 32 bits, the fourth unused. */
const KEY_HEADER = 16;

/**
 * Tells the kernel what becomes of the points of a line that holds a raw key it has never met: no series, or which. A
 * field that was selected on earlier lines and is not beside what this line holds is ignored from here on: output of
 * ours is known by what stands beside it.
 *
 * @param point any point of the line
 * @param report called with the reason when a series that is asked for can't be scored
 */
export function decideSeries(
  kernel: Kernel,
  rules: Rules,
  groups: RateGroups,
  line: Line,
  point: number,
  report: (text: string) => void,
): void {
  const { exports } = kernel;
  const ignored = exports.IGNORED.value;
  const selected = new Set(rules.select(kernel.bytes, line));
  const fields = new Map(line.fields.map((field) => [field.keyStart - exports.input.value, field]));
  const row = exports.pointLine(point);
  for (let at = exports.lineFirstPoint(row); at < exports.pointCount.value && exports.pointLine(at) === row; at++) {
    // of two fields with one key only the last is among the line's, and decides for both
    const field = fields.get(exports.pointFieldStart(at));
    if (field === undefined) continue;
    const series = exports.seriesOf(at);
    if (!selected.has(field)) {
      if (series !== ignored) exports.decide(at, ignored);
    } else if (series === 0) {
      admitField(kernel, rules, groups, line, field, at, report);
    }
  }
  exports.lookUpAgain(point);
}

/** Tells the kernel that the line of a point is none: its key can't be read. */
export function rejectLine(kernel: Kernel, point: number): void {
  const { exports } = kernel;
  const row = exports.pointLine(point);
  for (let at = exports.lineFirstPoint(row); at < exports.pointCount.value && exports.pointLine(at) === row; at++) {
    exports.decide(at, exports.UNPARSABLE.value);
  }
}

function admitField(
  kernel: Kernel,
  rules: Rules,
  groups: RateGroups,
  line: Line,
  field: Field,
  point: number,
  report: (text: string) => void,
): void {
  const { exports } = kernel;
  const key = canonicalKey(kernel.bytes, line, field);
  // as it is spelled, too: that is what is spliced in
  const tooLong = Math.max(key.text.length, field.keyEnd - field.keyStart) > LONGEST_KEY;
  const rule = rules.ruleOf(kernel.bytes, line, field);
  // a batch that has been cut ends before this line: all of it is decided again
  if (!tooLong && admit(kernel, groups, line, point, key, rule) !== 0) return;
  const reason = tooLong
    ? `the key of a series is longer than ${LONGEST_KEY} bytes`
    : `the line has more series than the ${exports.seriesCount.value} of --max-series`;
  report(`${reason}; its points pass through unscored`);
  exports.decide(point, exports.IGNORED.value);
}

function admit(kernel: Kernel, groups: RateGroups, line: Line, point: number, key: CanonicalKey, rule: number): number {
  const bytes = kernel.bytes;
  const [source, field, step] = [words.source, words.field, words.step].map((word) =>
    Math.min(255, underscores(bytes, line, word)),
  ) as [number, number, number];
  const group = groups.of(bytes, line);
  kernel.leave(key.text);
  return kernel.exports.admit(
    point,
    key.measurementLength,
    key.prefixLength,
    key.fieldLength,
    rule,
    group,
    source | (field << 8) | (step << 16),
  );
}

/** The names of a series, out of the key that the kernel keeps. */
export function nameOf(kernel: Kernel, series: number): SeriesName {
  const pointer = kernel.exports.seriesKey(series);
  const [measurementLength, prefixLength, fieldLength] = new Uint32Array(kernel.bytes.buffer, pointer, 3) as never as [
    number,
    number,
    number,
  ];
  const start = pointer + KEY_HEADER;
  const text = kernel.bytes.subarray(start, start + prefixLength + fieldLength);
  return keyName({ text, measurementLength, prefixLength, fieldLength });
}
