import { BACKSLASH, EQUALS } from "./bytes.js";
import type { Kernel } from "./kernel.js";
import type { Field, Line } from "./line.js";
import { type CanonicalKey, canonicalKey, fieldName, keyName, type SeriesName, underscores, words } from "./names.js";
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
  const first = exports.lineFirstPoint(row);
  const overridden: Field[] = [];
  for (let at = first; at < exports.pointCount.value && exports.pointLine(at) === row; at++) {
    const start = exports.pointFieldStart(at);
    if (fields.has(start)) continue;
    const field = numberAt(kernel.bytes, start + exports.input.value);
    overridden.push(field);
    fields.set(start, field);
  }
  for (const field of selectAmong(overridden, kernel.bytes, rules, line)) selected.add(field);
  for (let at = first; at < exports.pointCount.value && exports.pointLine(at) === row; at++) {
    const field = fields.get(exports.pointFieldStart(at))!;
    const series = exports.seriesOf(at);
    if (!selected.has(field)) {
      if (series !== ignored) exports.decide(at, ignored);
    } else if (series === 0) {
      admitField(kernel, rules, groups, line, field, at, report);
    }
  }
  exports.lookUpAgain(point);
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
  if (overridden.length === 0) return [];
  const names = new Set(overridden.map((field) => fieldName(bytes, field)));
  const fields = line.fields.map((field): Field => {
    return names.has(fieldName(bytes, field)) ? { ...field, kind: "float", value: 0 } : field;
  });
  const wanted = new Set(rules.select(bytes, { ...line, fields }).map((field) => fieldName(bytes, field)));
  return overridden.filter((field) => wanted.has(fieldName(bytes, field)));
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
