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
  group: "_group",
  groups: "groups",
  first: "first",
  strongest: "strongest",
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

const FIRST_NOT_ASCII = 0x80;
const decoder = new TextDecoder();

/** One text for a series' names, another for each. */
export function keyOf({ measurement, tags, field }: SeriesName): string {
  return JSON.stringify([measurement, tags, field]);
}

/** A series as reports write it, with nothing escaped: `temperature,brew=bv_1 temperature`. */
export function seriesText({ measurement, tags, field }: SeriesName): string {
  return `${[measurement, ...tags.map(([key, value]) => `${key}=${value}`)].join(",")} ${field}`;
}

/**
 * The canonical key of a line's field.
 *
 * @param room where the text is written if it is sure to fit: the key is good until the next one is written there
 */
export function canonicalKey(bytes: Uint8Array, line: Line, field: Field, room?: Uint8Array): CanonicalKey {
  const most = longestText(line.keyEnd - line.keyStart + field.keyEnd - field.keyStart);
  const text = room !== undefined && room.length >= most ? room : new Uint8Array(most);
  const { start, end } = line.measurement;
  const measurementLength = writeName(bytes, start, end, respelledMeasurement, text, 0);
  let prefixLength = measurementLength;
  for (const tag of sortedTags(bytes, line.tags)) prefixLength = writeTag(bytes, tag, text, prefixLength);
  const length = writeName(bytes, field.keyStart, field.keyEnd, respelledName, text, prefixLength);
  return { text: text.subarray(0, length), measurementLength, prefixLength, fieldLength: length - prefixLength };
}

/** A tag in its canonical form, with the comma before it. */
export function tagText(bytes: Uint8Array, tag: Tag): Uint8Array {
  const text = new Uint8Array(longestText(tag.valueEnd - tag.keyStart + 1));
  return text.subarray(0, writeTag(bytes, tag, text, 0));
}

/** Bytes that the canonical form of so many bytes of a line takes at most: every one of them escaped. */
function longestText(length: number): number {
  return 2 * length;
}

/** Writes a tag at an offset of the text; returns the offset behind it, as `writeName` does. */
function writeTag(bytes: Uint8Array, tag: Tag, text: Uint8Array, at: number): number {
  text[at] = COMMA;
  const keyEnd = writeName(bytes, tag.keyStart, tag.keyEnd, respelledName, text, at + 1);
  text[keyEnd] = EQUALS;
  return writeName(bytes, tag.valueStart, tag.valueEnd, respelledName, text, keyEnd + 1);
}

/** What has no backslash on a line has nothing that one would have to stand before, and is as it is spelled. */
function writeName(
  bytes: Uint8Array,
  start: number,
  end: number,
  respelled: (bytes: Uint8Array, start: number, end: number) => Uint8Array,
  text: Uint8Array,
  at: number,
): number {
  for (let from = start; from < end; from++) {
    const byte = bytes[from]!;
    if (byte === BACKSLASH) {
      const name = respelled(bytes, start, end);
      text.set(name, at);
      return at + name.length;
    }
    text[at + from - start] = byte;
  }
  return at + end - start;
}

function respelledMeasurement(bytes: Uint8Array, start: number, end: number): Uint8Array {
  return escapeMeasurement(unescapeMeasurement(bytes, start, end));
}

function respelledName(bytes: Uint8Array, start: number, end: number): Uint8Array {
  return escapeName(unescapeName(bytes, start, end));
}

/** A line's tags by the bytes of their keys. */
function sortedTags(bytes: Uint8Array, tags: readonly Tag[]): readonly Tag[] {
  if (tags.every((tag, index) => index === 0 || isInOrder(bytes, tags[index - 1]!, tag))) return tags;
  const keyed = tags.map((tag) => ({ tag, key: unescapeName(bytes, tag.keyStart, tag.keyEnd) }));
  return keyed.sort((one, other) => compareBytes(one.key, other.key)).map(({ tag }) => tag);
}

/** Whether a tag comes before another one, as far as the bytes can tell that stand before any backslash. */
function isInOrder(bytes: Uint8Array, one: Tag, other: Tag): boolean {
  const length = Math.min(one.keyEnd - one.keyStart, other.keyEnd - other.keyStart);
  for (let at = 0; at < length; at++) {
    const byte = bytes[one.keyStart + at]!;
    const later = bytes[other.keyStart + at]!;
    if (byte === BACKSLASH || later === BACKSLASH) return false;
    if (byte !== later) return byte < later;
  }
  return one.keyEnd - one.keyStart === length;
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
  let key = word;
  while (line.tags.some((tag) => isTagKey(bytes, tag, key))) key += "_";
  return key.length - word.length;
}

/** Whether a line's measurement has a name, as `measurementName` tells it. */
export function isMeasurement(bytes: Uint8Array, line: Line, name: string): boolean {
  const { start, end } = line.measurement;
  return isSpelled(bytes, start, end, name) ?? measurementName(bytes, line) === name;
}

/** Whether a tag's key is a name, as `tagKeyName` tells it. */
export function isTagKey(bytes: Uint8Array, tag: Tag, name: string): boolean {
  return isSpelled(bytes, tag.keyStart, tag.keyEnd, name) ?? tagKeyName(bytes, tag) === name;
}

/** Whether bytes spell a name; undefined where it takes their text to tell. */
function isSpelled(bytes: Uint8Array, start: number, end: number, name: string): boolean | undefined {
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!;
    if (byte === BACKSLASH || byte >= FIRST_NOT_ASCII) return undefined;
    if (byte !== name.charCodeAt(at - start)) return false;
  }
  return end - start === name.length;
}

/** Whether a field's name ends in a word of letters and underscores: nothing is escaped there. */
export function endsInWord(bytes: Uint8Array, field: Field, word: string): boolean {
  const start = field.keyEnd - word.length;
  if (start < field.keyStart) return false;
  for (let at = 0; at < word.length; at++) if (bytes[start + at] !== word.charCodeAt(at)) return false;
  return true;
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
