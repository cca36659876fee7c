import fc from "fast-check";
import { unescapeMeasurement, unescapeName } from "../../src/engine/escape.js";
import { type Line, parseLine } from "../../src/engine/line.js";

/** Bytes are strings of characters up to U+00FF here: they compare, sort and print well. */
export interface Metric {
  measurement: string;
  tags: [string, string][];
  fields: [string, Value][];
  /** undefined: none was written, and Telegraf takes the time of day. */
  time: bigint | undefined;
}

/** A string stands as it is written, in its quotes. */
export type Value =
  | { float: number }
  | { integer: bigint }
  | { unsigned: bigint }
  | { boolean: boolean }
  | { quoted: string };

export const latin1 = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
export const characters = (bytes: Uint8Array) => Buffer.from(bytes).toString("latin1");

/** The line that the text is, of which there must be one only. */
export function lineOf(text: string): Line {
  const bytes = latin1(text);
  const parsed = parseLine(bytes, 0, bytes.length, true);
  if (parsed.kind !== "line") throw new Error(`${parsed.kind}: ${JSON.stringify(text)} ${JSON.stringify(parsed)}`);
  return parsed;
}

/** What a line says: names without escapes, tags sorted by key. */
export function metricOf(bytes: Uint8Array, line: Line): Metric {
  const name = (start: number, end: number) => characters(unescapeName(bytes, start, end));
  const tags = line.tags.map((tag): [string, string] => [
    name(tag.keyStart, tag.keyEnd),
    name(tag.valueStart, tag.valueEnd),
  ]);
  const fields = line.fields.map((field): [string, Value] => {
    const text = characters(bytes.subarray(field.valueStart, field.valueEnd));
    const key = name(field.keyStart, field.keyEnd);
    if (field.kind === "float") return [key, { float: field.value }];
    if (field.kind === "integer") return [key, { integer: BigInt(text.slice(0, -1)) }];
    if (field.kind === "unsigned") return [key, { unsigned: BigInt(text.slice(0, -1)) }];
    if (field.kind === "boolean") return [key, { boolean: field.value === 1 }];
    return [key, { quoted: text }];
  });
  return {
    measurement: characters(unescapeMeasurement(bytes, line.measurement.start, line.measurement.end)),
    tags: tags.sort(byKey),
    fields,
    time: line.time,
  };
}

export function byKey(one: [string, unknown], other: [string, unknown]): number {
  return one[0] < other[0] ? -1 : 1;
}

/** The line that Telegraf's serializer writes, with unsigned integers as such, up to its timestamp. */
export function serialized({ measurement, tags, fields }: Metric): string {
  const head = [
    escaped(measurement, /[, ]/g),
    ...tags.map(([key, value]) => `${escaped(key, /[, =]/g)}=${escaped(value, /[, =]/g)}`),
  ];
  return `${head.join(",")} ${fields.map(([key, value]) => `${escaped(key, /[, =]/g)}=${valueText(value)}`).join(",")}`;
}

function escaped(name: string, special: RegExp): string {
  return name.replace(special, "\\$&");
}

function valueText(value: Value): string {
  if ("float" in value) return floatText(value.float);
  if ("integer" in value) return `${value.integer}i`;
  if ("unsigned" in value) return `${value.unsigned}u`;
  return "boolean" in value ? String(value.boolean) : value.quoted;
}

/** The shortest digits that read back as the value, without an exponent. */
function floatText(value: number): string {
  if (Object.is(value, -0)) return "-0";
  const [mantissa, exponent] = String(value).split("e") as [string, string | undefined];
  if (exponent === undefined) return mantissa;
  const [, sign, whole, fraction = ""] = /^(-?)(\d)\.?(\d*)$/.exec(mantissa)!;
  const power = Number(exponent);
  if (power > 0) return sign + (whole + fraction).padEnd(power + 1, "0");
  return `${sign}0.${"0".repeat(-power - 1)}${whole}${fraction}`;
}

const character = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(..."abcXYZ019_-.#\"':/") },
  { weight: 2, arbitrary: fc.constantFrom(..."\\\\ ,=") },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)) },
);

/** Names that Telegraf reads back as it writes them: no breaks, no backslash at the end or before what is escaped. */
const name = fc
  .array(character, { minLength: 1, maxLength: 8 })
  .map((all) => all.join(""))
  .filter((text) => !/[\t-\r]|\\[, ="]|\\$/.test(text));

const quoted = fc
  .array(fc.constantFrom(..."ab ,=\n\r\t\0#é", "\\\\", '\\"', "\\\\n"), { maxLength: 8 })
  .map((all) => `"${all.join("")}"`);

const value: fc.Arbitrary<Value> = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((float) => ({ float })),
  fc.bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n }).map((integer) => ({ integer })),
  fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }).map((unsigned) => ({ unsigned })),
  fc.boolean().map((boolean) => ({ boolean })),
  quoted.map((text) => ({ quoted: text })),
);

const pairs = <T>(of: fc.Arbitrary<T>, minLength: number) =>
  fc.uniqueArray(fc.tuple(name, of), { minLength, maxLength: 4, selector: ([key]) => key });

/** Any metric that Telegraf can write and read again; its tags are sorted. */
export const anyMetric: fc.Arbitrary<Metric> = fc
  .tuple(
    name.filter((text) => !text.startsWith("#")),
    pairs(name, 0),
    pairs(value, 1),
    fc.bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n }),
  )
  .map(([measurement, tags, fields, time]) => ({ measurement, tags: tags.sort(byKey), fields, time }));

/** Names that are ours, or nearly, and names that are hard to read, a character a byte. */
export const nastyNames = [
  ...[
    "source",
    "source_",
    "source__",
    "sourc",
    "sources",
    "field",
    "field_",
    "field__",
    "step",
    "step_",
    "a",
    "b",
    "z",
  ],
  ...[
    "fcast",
    "anomaly",
    "anomaly_group",
    "v_yhat",
    "_yhat_lower",
    "stepyhat",
    "#",
    '"',
    "\\",
    "\0",
    "é",
    "\xe9",
    "\xff\xfe",
  ],
  ...["\xef\xbb\xbfsource", "\xc3\xa9", "\xc3", "\xe2\x82"],
];

/** Pieces of names as a line spells them, with every escape that there is. */
const spelling = fc
  .array(
    fc.oneof(
      fc.constantFrom(...nastyNames.filter((text) => text !== "\\")),
      fc.constantFrom("\\ ", "\\,", "\\=", '\\"', '"', "\\\\", "\\t", "\\n", "\\s", "\\_", "\\\xe9", "_"),
    ),
    { minLength: 1, maxLength: 4 },
  )
  .map((all) => all.join(""));

/** Keys of which many begin like one another. */
const alike = fc
  .array(fc.constantFrom("a", "b", "\\ ", '\\"'), { minLength: 1, maxLength: 3 })
  .map((all) => all.join(""));

/** A line of the grammar whose names may be spelled in any way; its tags come in any order, and some of them twice. */
export const nastyLine: fc.Arbitrary<string> = fc
  .tuple(
    spelling,
    fc.array(fc.tuple(fc.oneof(spelling, alike), spelling), { maxLength: 6 }),
    fc.array(spelling, { minLength: 1, maxLength: 3 }),
  )
  .map(([measurement, tags, fields]) => {
    const head = [measurement, ...tags.map(([key, value]) => `${key}=${value}`)];
    return `${head.join(",")} ${fields.map((key) => `${key}=1`).join(",")}`;
  })
  .filter((text) => {
    const bytes = latin1(text);
    return parseLine(bytes, 0, bytes.length, true).kind === "line";
  });
