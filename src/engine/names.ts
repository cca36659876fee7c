import { BACKSLASH, COMMA, EQUALS } from "./bytes.js";
import { escapeMeasurement, escapeName, unescapeCanonical, unescapeMeasurement, unescapeName } from "./escape.js";
import type { Field, Line, Tag } from "./line.js";

/** The words of our own output: field keys, their endings behind a source's field, and tag keys that name the source. */
export const words = {
  y: "y",
  yhat: "yhat",
  yhatLower: "yhat_lower",
  yhatUpper: "yhat_upper",
  residual: "residual",
  anomalyScore: "anomaly_score",
  isAnomaly: "is_anomaly",
  warming: "warming",
  event: "event",
  severity: "severity",
  incident: "incident",
  reason: "reason",
  message: "message",
  duration: "duration_s",
  peak: "peak_score",
  etaAbove: "eta_above_s",
  etaAboveEarliest: "eta_above_earliest_s",
  etaAboveLatest: "eta_above_latest_s",
  etaBelow: "eta_below_s",
  etaBelowEarliest: "eta_below_earliest_s",
  etaBelowLatest: "eta_below_latest_s",
  step: "step",
  rate: "rate",
  anomalous: "anomalous",
  series: "series",
  statistics: "holtline_stats",
  instance: "instance",
  lines: "lines",
  scored: "scored",
  passed: "passed",
  unparsable: "unparsable",
  late: "late",
  incidents: "incidents",
  evictions: "evictions",
  coverage: "coverage",
  mase: "mase",
  source: "source",
  field: "field",
} as const;

/**
 * A series by its bytes: `measurement,tag=value…` and behind that, with nothing between, the field key. Tags are sorted by
 * the bytes of their keys, and everything is escaped as Telegraf's serializer does it. Two spellings of one series have
 * equal bytes, two series never.
 */
export interface CanonicalKey {
  text: Uint8Array;
  measurementLength: number;
  /** Of measurement and tags. */
  prefixLength: number;
  fieldLength: number;
}

/** A series by its names, unescaped and as text (what is not UTF-8 becomes U+FFFD): for reports. */
export interface SeriesName {
  measurement: string;
  /** Key and value, sorted by the key's bytes. */
  tags: [string, string][];
  field: string;
}

const decoder = new TextDecoder();

/** One text for a series' names, another for each. */
export function keyOf({ measurement, tags, field }: SeriesName): string {
  return JSON.stringify([measurement, tags, field]);
}

/** A series as reports write it, with nothing escaped: `temperature,brew=bv_1 temperature`. */
export function seriesText({ measurement, tags, field }: SeriesName): string {
  return `${[measurement, ...tags.map(([key, value]) => `${key}=${value}`)].join(",")} ${field}`;
}

/** The canonical key of a line's field. */
export function canonicalKey(bytes: Uint8Array, line: Line, field: Field): CanonicalKey {
  const prefix = seriesKey(bytes, line);
  const key = fieldKey(bytes, field);
  return {
    text: concatenate([prefix, key]),
    measurementLength: measurementKey(bytes, line).length,
    prefixLength: prefix.length,
    fieldLength: key.length,
  };
}

/** Measurement and tags of a line in their canonical form. */
export function seriesKey(bytes: Uint8Array, line: Line): Uint8Array {
  const tags = line.tags.map((tag) => ({
    key: unescapeName(bytes, tag.keyStart, tag.keyEnd),
    value: unescapeName(bytes, tag.valueStart, tag.valueEnd),
  }));
  tags.sort((one, other) => compareBytes(one.key, other.key));
  return concatenate([measurementKey(bytes, line), ...tags.map(({ key, value }) => written(key, value))]);
}

/** A tag in its canonical form, with the comma before it. */
export function tagText(bytes: Uint8Array, tag: Tag): Uint8Array {
  return written(unescapeName(bytes, tag.keyStart, tag.keyEnd), unescapeName(bytes, tag.valueStart, tag.valueEnd));
}

function written(key: Uint8Array, value: Uint8Array): Uint8Array {
  return concatenate([Uint8Array.of(COMMA), escapeName(key), Uint8Array.of(EQUALS), escapeName(value)]);
}

/** A field key in its canonical form. */
export function fieldKey(bytes: Uint8Array, field: Field): Uint8Array {
  return escapeName(unescapeName(bytes, field.keyStart, field.keyEnd));
}

/** The names that a canonical key spells. */
export function keyName({ text, measurementLength, prefixLength, fieldLength }: CanonicalKey): SeriesName {
  const tags: [string, string][] = [];
  let at = measurementLength;
  while (at < prefixLength) {
    const keyEnd = nextSeparator(text, at + 1, prefixLength);
    const valueEnd = nextSeparator(text, keyEnd + 1, prefixLength);
    tags.push([canonicalText(text, at + 1, keyEnd), canonicalText(text, keyEnd + 1, valueEnd)]);
    at = valueEnd;
  }
  return {
    measurement: decoder.decode(unescapeMeasurement(text, 0, measurementLength)),
    tags,
    field: canonicalText(text, prefixLength, prefixLength + fieldLength),
  };
}

/**
 * How many underscores a tag of ours needs behind its word, so that none of the line's own tags has its key: 0 unless
 * the source has that tag itself, 2 when it has `word` and `word_`.
 */
export function underscores(bytes: Uint8Array, line: Line, word: string): number {
  const taken = new Set(line.tags.map((tag) => tagKeyName(bytes, tag)));
  let key = word;
  while (taken.has(key)) key += "_";
  return key.length - word.length;
}

export function measurementName(bytes: Uint8Array, line: Line): string {
  return decoder.decode(unescapeMeasurement(bytes, line.measurement.start, line.measurement.end));
}

export function tagKeyName(bytes: Uint8Array, tag: Tag): string {
  return decoder.decode(unescapeName(bytes, tag.keyStart, tag.keyEnd));
}

export function tagValueName(bytes: Uint8Array, tag: Tag): string {
  return decoder.decode(unescapeName(bytes, tag.valueStart, tag.valueEnd));
}

export function fieldName(bytes: Uint8Array, field: Field): string {
  return decoder.decode(unescapeName(bytes, field.keyStart, field.keyEnd));
}

function measurementKey(bytes: Uint8Array, line: Line): Uint8Array {
  return escapeMeasurement(unescapeMeasurement(bytes, line.measurement.start, line.measurement.end));
}

function canonicalText(text: Uint8Array, start: number, end: number): string {
  return decoder.decode(unescapeCanonical(text, start, end));
}

/** The next comma or equals sign that separates; one that belongs to a name has its backslash before it. */
function nextSeparator(text: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && ((text[at] !== COMMA && text[at] !== EQUALS) || text[at - 1] === BACKSLASH)) at++;
  return at;
}

function compareBytes(one: Uint8Array, other: Uint8Array): number {
  const length = Math.min(one.length, other.length);
  for (let at = 0; at < length; at++) {
    if (one[at] !== other[at]) return one[at]! - other[at]!;
  }
  return one.length - other.length;
}

function concatenate(parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
