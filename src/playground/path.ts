import { Engine } from "../engine/engine.js";
import { type Line, parseLine } from "../engine/line.js";
import { fieldName, measurementName, type SeriesName, tagKeyName, words } from "../engine/names.js";
import type { Settings } from "../options.js";

/** A forecast path: the steps after a point. Times are milliseconds since 1970. */
export interface Path {
  readonly time: Float64Array;
  readonly yhat: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/** What the engine writes about one point. */
export interface Said {
  /** undefined where the engine writes none: before the tenth point, or at a horizon of 0. */
  readonly path: Path | undefined;
  /** The sentence of an event. */
  readonly message: string | undefined;
}

/** So many points that no path follows but the first. */
export const NEVER = 1_000_000_000;

/** Settings under which the engine writes what it says as lines that this file reads, whatever else was asked for. */
export function pathSettings(settings: Settings): Settings {
  const { preset: _, ...rest } = settings;
  const asLines = { emit: "lines", forecastTime: "own", forecastEvery: NEVER } as const;
  return { ...rest, ...asLines, preset: undefined, groupBy: [] };
}

/** An engine over the lines of one series, that is moved on to a point and asked for the path from there. */
export class PathFinder {
  readonly #lines: SeriesLines;
  readonly #name: SeriesName;
  readonly #settings: Settings;
  readonly #kernel: Uint8Array;
  #engine: Engine;
  #at = 0;

  constructor(kernel: Uint8Array, settings: Settings, name: SeriesName, lines: SeriesLines) {
    this.#kernel = kernel;
    this.#settings = pathSettings(settings);
    this.#name = name;
    this.#lines = lines;
    this.#engine = Engine.create(kernel, this.#settings);
  }

  /**
   * Moves towards a point, by at most `most` lines.
   *
   * @returns what the engine writes about it; undefined when it is not there yet
   */
  approach(ordinal: number, most: number): Said | undefined {
    if (ordinal < this.#at) {
      this.#engine = Engine.create(this.#kernel, this.#settings);
      this.#at = 0;
    }
    const stop = Math.min(ordinal, this.#at + most);
    this.#engine.push(this.#lines.bytes(this.#at, stop));
    this.#at = stop;
    if (stop < ordinal) return undefined;
    this.#engine.setForecastEvery(1);
    const output = this.#engine.push(this.#lines.bytes(ordinal, ordinal + 1));
    this.#engine.setForecastEvery(NEVER);
    this.#at = ordinal + 1;
    return readSaid(output, this.#settings, this.#name);
  }
}

/** The lines of one series, back to back. */
export class SeriesLines {
  #bytes = new Uint8Array(1 << 16);
  /** Where each line ends. */
  readonly #ends: number[] = [];

  add(line: Uint8Array): void {
    const start = this.#ends.at(-1) ?? 0;
    const end = start + line.length;
    if (end + 1 > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(end + 1, 2 * this.#bytes.length));
      larger.set(this.#bytes.subarray(0, start));
      this.#bytes = larger;
    }
    this.#bytes.set(line, start);
    const isWhole = line.at(-1) === NEWLINE;
    if (!isWhole) this.#bytes[end] = NEWLINE;
    this.#ends.push(isWhole ? end : end + 1);
  }

  /** The lines from `first` to before `end`. */
  bytes(first: number, end: number): Uint8Array {
    return this.#bytes.subarray(first === 0 ? 0 : this.#ends[first - 1], end === 0 ? 0 : this.#ends[end - 1]);
  }
}

const NEWLINE = 10;
const decoder = new TextDecoder();

/** Reads what the engine added for one series. */
export function readSaid(output: Uint8Array, { anomalyName, forecastName }: Settings, name: SeriesName): Said {
  const expected = tagsOfOurs(name);
  const steps: number[][] = [];
  let message: string | undefined;
  for (let at = 0; at < output.length; ) {
    const parsed = parseLine(output, at, output.length, true);
    if (parsed.kind === "incomplete") break;
    at = parsed.end;
    if (parsed.kind !== "line" || tagsText(tagsOf(output, parsed)) !== expected) continue;
    const measurement = measurementName(output, parsed);
    if (measurement === forecastName) steps.push(stepOf(output, parsed));
    else if (measurement === anomalyName) message = textOf(output, parsed, words.message);
  }
  return { path: pathOf(steps), message };
}

/** The tags of our lines about a series: its own, and ours behind as many underscores as keep them apart. */
function tagsOfOurs({ measurement, tags, field }: SeriesName): string {
  const own = new Set(tags.map(([key]) => key));
  const free = (word: string) => {
    let key = word;
    while (own.has(key)) key += "_";
    return key;
  };
  return tagsText([...tags, [free(words.source), measurement], [free(words.field), field]]);
}

function tagsOf(bytes: Uint8Array, line: Line): [string, string][] {
  return line.tags.map((tag) => [
    tagKeyName(bytes, tag),
    tagKeyName(bytes, { ...tag, keyStart: tag.valueStart, keyEnd: tag.valueEnd }),
  ]);
}

function tagsText(tags: readonly (readonly [string, string])[]): string {
  return JSON.stringify([...tags].sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** Time, forecast and band of a line of a path. */
function stepOf(bytes: Uint8Array, line: Line): number[] {
  const value = (name: string) => line.fields.find((field) => fieldName(bytes, field) === name)?.value ?? Number.NaN;
  return [Number(line.time ?? 0n) / 1e6, value(words.yhat), value(words.yhatLower), value(words.yhatUpper)];
}

function textOf(bytes: Uint8Array, line: Line, name: string): string | undefined {
  const field = line.fields.find((one) => fieldName(bytes, one) === name);
  if (field === undefined) return undefined;
  return decoder.decode(bytes.subarray(field.valueStart + 1, field.valueEnd - 1)).replace(/\\(["\\])/g, "$1");
}

function pathOf(steps: readonly number[][]): Path | undefined {
  if (steps.length === 0) return undefined;
  const column = (index: number) => Float64Array.from(steps, (step) => step[index]!);
  return { time: column(0), yhat: column(1), lower: column(2), upper: column(3) };
}
