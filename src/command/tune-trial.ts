import { Engine, PointFlag, type Points, type SeriesName, type SeriesRule } from "../engine/engine.js";
import { parseLine } from "../engine/line.js";
import { keyOf, tagKeyName, tagValueName } from "../engine/names.js";
import { rulesWith } from "../engine/series-rule.js";
import { type Incident, SeriesTally } from "../engine/tally.js";
import { type Settings, scoresOnly } from "../options.js";

/** What settings are tried on. */
export interface Material {
  readonly kernel: Uint8Array;
  readonly rules: readonly SeriesRule[];
  /** The bytes of each file, in chunks; each has an engine of its own. */
  readonly files: readonly (readonly Uint8Array[])[];
}

/** An incident with its end; both times are nanoseconds since 1970. */
export interface Stretch {
  readonly incident: Incident;
  closed: bigint;
  /** How far its values were above the forecast at most, and below it; in the field's unit, 0 where they never were. */
  above: number;
  below: number;
}

/** What became of a series' points. */
export class SeriesTrial {
  readonly name: SeriesName;
  readonly tally = new SeriesTally();
  readonly stretches: Stretch[] = [];
  /** Error of a path's last step over that of the value at its beginning; NaN without paths. */
  pathMase = Number.NaN;
  /** What 99 % of the points missed by less, and the size that half of them have; NaN where paths were not looked at. */
  commonMiss = Number.NaN;
  commonSize = Number.NaN;
  // of the points that moved the model: nanoseconds; value, and what was missed, as they are modelled
  #times: number[] = [];
  #values: number[] = [];
  #misses: number[] = [];

  constructor(name: SeriesName) {
    this.name = name;
  }

  take(points: Points, row: number, keeps: boolean): void {
    this.tally.take(points, row);
    const flags = points.flags[row]!;
    const { length } = this.tally.incidents;
    if (length > this.stretches.length)
      this.stretches.push({ incident: this.tally.incidents[length - 1]!, closed: 0n, above: 0, below: 0 });
    if (flags & PointFlag.Anomalous && length > 0) this.#stretch(this.stretches[length - 1]!, points, row);
    if (!keeps || (flags & PointFlag.Scored) === 0 || flags & (PointFlag.Late | PointFlag.Repeated)) return;
    this.#times.push(Number(points.time[row]!));
    this.#values.push(points.value[row]!);
    this.#misses.push(Math.abs(points.residual[row]!));
  }

  #stretch(stretch: Stretch, points: Points, row: number): void {
    stretch.closed = points.time[row]!;
    stretch.above = Math.max(stretch.above, points.residual[row]!);
    stretch.below = Math.max(stretch.below, -points.residual[row]!);
  }

  /** Compares the ends of paths with what came, and lets the points go. */
  finish(steps: number, paths: readonly PathEnd[]): void {
    let [missed, moved] = [0, 0];
    for (const { first, last, forecast } of paths) {
      const reach = steps > 1 ? (last - first) / (steps - 1) / 2 : 0;
      const from = countBefore(this.#times, first) - 1;
      const to = countBefore(this.#times, last + reach + 1) - 1;
      if (from < 0 || to <= from || Math.abs(this.#times[to]! - last) > reach) continue;
      missed += Math.abs(this.#values[to]! - forecast);
      moved += Math.abs(this.#values[to]! - this.#values[from]!);
    }
    this.pathMase = missed / moved;
    this.commonMiss = quantile(this.#misses, 0.99);
    this.commonSize = quantile(this.#values.map(Math.abs), 0.5);
    this.#times = [];
    this.#values = [];
    this.#misses = [];
  }
}

function quantile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;
}

/** How many of the ascending times are before one. */
function countBefore(times: readonly number[], time: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle]! < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What some settings would have done. */
export interface Trial {
  readonly settings: Settings;
  /** The series of all files, by file and name: the same in every trial. */
  readonly series: ReadonlyMap<string, SeriesTrial>;
}

/** What paths are compared at where the horizon is a duration. */
const USUAL_STEPS = 40;

/** The steps ahead at which the ends of paths are compared; 0 where no paths are written. */
export function stepsAhead({ horizon }: Settings): number {
  return typeof horizon === "number" ? horizon : USUAL_STEPS;
}

/** A measurement that no one has. */
const PATHS = "holtline_tune_path";

/** Runs an engine with the settings over each file; `keeps`: errors, at the end of forecast paths too, are looked at. */
export function runTrial(
  { kernel, rules, files }: Material,
  settings: Settings,
  keeps: boolean,
  advance: (bytes: number) => void,
): Trial {
  const horizon = keeps ? stepsAhead(settings) : 0;
  const quiet: Settings = {
    ...scoresOnly(settings),
    horizon,
    forecastEvery: Math.max(1, horizon),
    forecastName: PATHS,
    forecastTime: "own",
    digits: "shortest",
  };
  // rules may have other paths than those that are compared
  const quietRules = rulesWith(rules, { horizon, forecastEvery: quiet.forecastEvery });
  const series = new Map<string, SeriesTrial>();
  for (const [index, chunks] of files.entries()) {
    for (const [name, trial] of runFile(kernel, chunks, quiet, quietRules, keeps, advance))
      series.set(`${index} ${name}`, trial);
  }
  return { settings, series };
}

function runFile(
  kernel: Uint8Array,
  chunks: readonly Uint8Array[],
  settings: Settings,
  rules: readonly SeriesRule[],
  keeps: boolean,
  advance: (bytes: number) => void,
): Map<string, SeriesTrial> {
  const trials: SeriesTrial[] = [];
  const onPoints = (points: Points) => {
    for (let row = 0; row < points.count; row++) {
      const series = points.series[row]!;
      if (series <= 0) continue;
      trials[series] ??= new SeriesTrial(engine.seriesName(series));
      trials[series].take(points, row, keeps);
    }
  };
  const engine: Engine = Engine.create(kernel, settings, { rules, onPoints });
  const paths = new PathReader(stepsAhead(settings));
  for (const chunk of chunks) {
    paths.read(engine.push(chunk));
    advance(chunk.length);
  }
  paths.read(engine.end());
  const named = new Map<string, SeriesTrial>();
  trials.forEach((trial) => {
    const key = keyOf(trial.name);
    if (keeps) trial.finish(stepsAhead(settings), paths.found.get(key) ?? []);
    named.set(key, trial);
  });
  return named;
}

interface PathEnd {
  /** Nanoseconds of the first and the last step. */
  readonly first: number;
  readonly last: number;
  readonly forecast: number;
}

/** Finds the forecast paths among the lines of the output. */
class PathReader {
  /** By the series' key. */
  readonly found = new Map<string, PathEnd[]>();
  readonly #horizon: number;
  readonly #lastStep: string;
  /** By the key as it is written. */
  readonly #keys = new Map<string, string>();

  constructor(horizon: number) {
    this.#horizon = horizon;
    this.#lastStep = `,step=${horizon}i `;
  }

  read(output: Uint8Array): void {
    if (this.#horizon === 0) return;
    const bytes = Buffer.from(output.buffer, output.byteOffset, output.length);
    for (let at = 0; at >= 0; ) {
      const start = bytes.indexOf(`\n${PATHS},`, at) + 1;
      if (start === 0) return;
      const step = bytes.indexOf(this.#lastStep, start);
      if (step < 0) return;
      const line = bytes.lastIndexOf("\n", step) + 1;
      this.#take(bytes, start, line);
      at = bytes.indexOf("\n", step);
    }
  }

  #take(bytes: Buffer, first: number, last: number): void {
    const text = bytes.toString("latin1", last, bytes.indexOf("\n", last));
    const [, written, forecast, time] = /^(.*[^\\]) yhat=([^,]*).* (-?\d+)$/.exec(text) ?? [];
    const firstTime = bytes.toString("latin1", first, bytes.indexOf("\n", first)).split(" ").at(-1);
    if (written === undefined) return;
    const key = this.#keys.get(written) ?? sourceKey(bytes, last);
    this.#keys.set(written, key);
    const ends = this.found.get(key) ?? [];
    this.found.set(key, ends);
    ends.push({ first: Number(firstTime), last: Number(time), forecast: Number(forecast) });
  }
}

/** The key of the series that a path's line tells of in its tags: the source's own, and behind them ours. */
function sourceKey(bytes: Buffer, start: number): string {
  const line = parseLine(bytes, start, bytes.length, true);
  if (line.kind !== "line") return "";
  const tags = line.tags.map((tag): [string, string] => [tagKeyName(bytes, tag), tagValueName(bytes, tag)]);
  const [source, field] = tags.splice(-2) as [[string, string], [string, string]];
  return keyOf({ measurement: source[1], tags, field: field[1] });
}
