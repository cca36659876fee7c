import { defaults, type Settings } from "../options.js";
import { configure } from "./configure.js";
import { FirstSight, nameOf } from "./first-sight.js";
import { Groups } from "./groups.js";
import { Intake, type Problem } from "./intake.js";
import { Kernel } from "./kernel.js";
import { parseLine } from "./line.js";
import type { SeriesName } from "./names.js";
import { noticesOf } from "./notices.js";
import { Output } from "./output.js";
import { type Points, pointColumns, type Reason, reasons } from "./points.js";
import { type Restored, restoreSnapshot } from "./restore.js";
import { compileRules, type Rules } from "./rule.js";
import { type SeriesRule, settingsUnder, TOP_LEVEL } from "./series-rule.js";
import { readSnapshot, type SavedSettings, type Snapshot, savedSettings } from "./snapshot.js";
import { SnapshotWriter } from "./snapshot-writer.js";
import { type StoryEvent, storiesOf } from "./stories.js";

export type { Problem } from "./intake.js";
export type { SeriesName } from "./names.js";
export { PointFlag, type Points, type Reason, reasons } from "./points.js";
export type { Restored } from "./restore.js";
export type { SeriesRule } from "./series-rule.js";
export { SnapshotError } from "./snapshot-error.js";
export type { SnapshotWriter } from "./snapshot-writer.js";
export type { StoryEvent } from "./stories.js";

/** Counts since the start. */
export interface Statistics {
  lines: number;
  /** Points that moved a series' model. */
  scored: number;
  /** Numeric fields that were not asked for. */
  passed: number;
  /** Lines that are no line protocol. */
  unparsable: number;
  /** Points older than the newest of their series. */
  late: number;
  /** Series held. */
  series: number;
  /** Series that went for others. */
  evictions: number;
  incidents: number;
}

/** What is known of a series between its points. */
export interface SeriesState {
  name: SeriesName;
  points: number;
  /** Nanoseconds since 1970 of the newest point; undefined where points have no time. */
  time: bigint | undefined;
  /** Seconds from point to point; 0 while unknown. */
  step: number;
  value: number;
  level: number;
  trend: number;
  /** Standard deviation of the one-step residual. */
  deviation: number;
  hasSeason: boolean;
  incidents: number;
  /** Of the incident that is open. */
  severity: number | undefined;
  reason: Reason | undefined;
}

export interface EngineOptions {
  /** Settings of some series, at most 255; what no rule takes goes by the engine's own. */
  rules?: readonly SeriesRule[];
  onProblem?: (problem: Problem) => void;
  /** Called with a sentence about the input that a person should read; it loses nothing. */
  onNotice?: (text: string) => void;
  /** Called before the first series is made: the moment for `restore`. */
  onFirstSeries?: () => void;
  /** Called with each batch of points when they are scored; the columns are good during the call only. */
  onPoints?: (points: Points) => void;
  /** Called with what is told of groups of series, after the points of its batch. */
  onStory?: (story: StoryEvent) => void;
  /** Bytes of the longest line that is scored; longer ones pass in pieces. */
  longestLine?: number;
}

const LONGEST_LINE = 1 << 26;

/**
 * Line protocol in, the same lines and what is added to them out: whole chunks through the kernel, which knows plain
 * lines; the grammar here reads the others, and decides every series once.
 */
export class Engine {
  readonly #kernel: Kernel;
  readonly #settings: Settings;
  readonly #saved: SavedSettings;
  readonly #rules: Rules;
  readonly #groups: Groups;
  readonly #options: EngineOptions;
  readonly #intake: Intake;
  readonly #firstSight: FirstSight;
  readonly #output = new Output();
  /** Series whose exponential trend has ended, as far as they have been reported. */
  #additive = 0;
  /** Rows of groups that have been reported of the batch. */
  #groupRows = 0;

  /**
   * @param binary the bytes of `kernel.wasm`
   * @throws KernelError when they do not fit this host
   * @throws GlobError, OptionError for a rule that can't be followed
   */
  static create(binary: Uint8Array, settings: Settings, options: EngineOptions = {}): Engine {
    return new Engine(new Kernel(binary), settings, options);
  }

  /**
   * An engine that only shows what is in a snapshot, under the settings that it was taken with.
   *
   * @throws SnapshotError that says what is wrong with it
   */
  static open(binary: Uint8Array, snapshot: Uint8Array): { engine: Engine; head: Snapshot } {
    const head = readSnapshot(new Kernel(binary), snapshot);
    const { rules = [], ...saved } = head.settings;
    const maxSeries = Math.max(1, head.series);
    const settings = { ...defaults(), ...saved, maxSeries, maxWindows: 2 ** 31 - 1 };
    const engine = Engine.create(binary, settings, { rules });
    engine.restore(snapshot);
    return { engine, head };
  }

  private constructor(kernel: Kernel, settings: Settings, options: EngineOptions) {
    const { rules = [] } = options;
    this.#rules = compileRules(settings, rules);
    const under = rules.map((rule) => settingsOf(settings, rule));
    configure(kernel, settings, under);
    this.#kernel = kernel;
    this.#settings = settings;
    this.#saved = savedSettings(settings, rules, under);
    this.#groups = new Groups(kernel, settings.groupBy);
    this.#options = options;
    const { longestLine = LONGEST_LINE, onProblem } = options;
    this.#intake = new Intake(kernel, this.#output, longestLine, () => this.#workOff(), onProblem);
    this.#firstSight = new FirstSight(kernel, this.#rules, this.#groups, (line, text) =>
      this.#intake.problem(line.start - this.#inputStart(), 1, text),
    );
  }

  /** Takes any part of the input; returns what is to be written now, a view that is good until the next call. */
  push(chunk: Uint8Array): Uint8Array {
    this.#output.clear();
    this.#intake.push(chunk);
    return this.#output.bytes();
  }

  /** Takes the end of the input; returns the rest of the output, likewise a view. */
  end(): Uint8Array {
    this.#output.clear();
    const isCompleted = this.#intake.end();
    const bytes = this.#output.bytes();
    // our newline stays only where something follows it
    return isCompleted && this.#output.endsWithOriginal ? bytes.subarray(0, -1) : bytes;
  }

  /** The bytes of an unfinished line at the end of what has been pushed, which are not among the output yet. */
  held(): Uint8Array {
    return this.#intake.held();
  }

  statistics(): Statistics {
    const { total, seriesCount } = this.#kernel.exports;
    const count = (which: string) => total(this.#kernel.constant("Total", which));
    return {
      lines: count("Lines"),
      scored: count("Scored"),
      passed: count("Passed"),
      unparsable: count("Unparsable"),
      late: count("Late"),
      series: seriesCount.value,
      evictions: count("Evictions"),
      incidents: count("Incidents"),
    };
  }

  /** Within `onPoints`: the line that a row's point stands on, a view that is good during the call only. */
  lineOf(row: number): Uint8Array {
    const { exports } = this.#kernel;
    const line = exports.pointLine(exports.partPoint.value + row);
    const start = this.#inputStart();
    return this.#kernel.bytes.subarray(start + exports.lineStart(line), start + exports.lineEnd(line));
  }

  /** From here on, a path follows every so many points of a series, whatever the settings say. */
  setForecastEvery(points: number): void {
    const option = this.#kernel.constant("Option", "ForecastEvery");
    const { rules = [] } = this.#options;
    for (let rule = TOP_LEVEL; rule <= TOP_LEVEL + rules.length; rule++) {
      this.#kernel.exports.setOption(rule, option, points);
    }
  }

  /** Bytes of the kernel's memory, of which those that were never needed are not resident. */
  get memory(): number {
    return this.#kernel.exports.memory.buffer.byteLength;
  }

  /**
   * All that the next output depends on but the settings, as it stands behind the last whole line; what `held` gives is no
   * part of it. See snapshot.ts.
   */
  snapshot(): Uint8Array {
    const writer = this.snapshotWriter();
    const pieces: Uint8Array[] = [];
    let length = writer.headLength;
    for (let piece = writer.next(); piece !== undefined; piece = writer.next()) {
      pieces.push(Uint8Array.from(piece));
      length += piece.length;
    }
    const whole = new Uint8Array(length);
    whole.set(writer.head());
    let at = writer.headLength;
    for (const piece of pieces) {
      whole.set(piece, at);
      at += piece.length;
    }
    return whole;
  }

  /** The same in pieces, between which the engine may go on. */
  snapshotWriter(): SnapshotWriter {
    return new SnapshotWriter(this.#kernel, this.#saved);
  }

  /**
   * Goes on where another engine's snapshot was taken. Only an engine without series can: at its start, or within
   * `onFirstSeries`. Series whose settings have changed start anew as far as these go.
   *
   * @throws SnapshotError that says what is wrong; the engine is as before then
   */
  restore(snapshot: Uint8Array): Restored {
    if (this.#kernel.exports.seriesCount.value > 0) throw new Error("an engine that has series can't be restored");
    const restored = restoreSnapshot(this.#kernel, snapshot, this.#settings, this.#saved, this.#rules, this.#groups);
    this.#additive = this.#kernel.exports.total(this.#kernel.constant("Total", "Additive"));
    return restored;
  }

  /** What is known of a series, by its number from 1 to `statistics().series`. */
  seriesState(series: number): SeriesState {
    const fact = (which: string) => this.#kernel.exports.fact(series, this.#kernel.constant("Fact", which));
    const severity = fact("Severity");
    return {
      name: this.seriesName(series),
      points: fact("Points"),
      time: fact("Timed") === 1 ? this.#kernel.exports.seriesTime(series) : undefined,
      step: fact("Step"),
      value: fact("Value"),
      level: fact("Level"),
      trend: fact("Trend"),
      deviation: fact("Deviation"),
      hasSeason: fact("Season") === 1,
      incidents: fact("Incidents"),
      severity: severity === 0 ? undefined : severity,
      reason: severity === 0 ? undefined : reasons[fact("Reason")],
    };
  }

  /** The name behind a number in the column `Points.series`. */
  seriesName(series: number): SeriesName {
    return nameOf(this.#kernel, series);
  }

  #inputStart(): number {
    return this.#kernel.input;
  }

  /** Scores the lines that have been taken and writes them out with what is added to them. */
  #workOff(): void {
    // in parts where a new series takes the place of one that an earlier line has points of
    do this.#flushPart();
    while (this.#kernel.exports.nextPart());
    this.#kernel.exports.clearBatch();
    this.#groupRows = 0;
  }

  #flushPart(): void {
    const { exports } = this.#kernel;
    this.#output.settle();
    for (let point = exports.lookUp(); point >= 0; point = exports.lookUp()) this.#decide(point);
    exports.score();
    this.#reportAdditive();
    this.#reportNotices();
    this.#options.onPoints?.(pointColumns(this.#kernel));
    this.#reportStories();
    do {
      this.#output.settle();
      const length = exports.write();
      const start = exports.output.value;
      this.#output.add(this.#kernel.bytes.subarray(start, start + length), exports.originalEnd.value === length);
    } while (exports.unfinished.value);
  }

  /** An exponential trend ends at a value of 0 or less; the batch that held it is all that is known of where. */
  #reportAdditive(): void {
    const { exports } = this.#kernel;
    const additive = exports.total(this.#kernel.constant("Total", "Additive"));
    if (additive === this.#additive) return;
    const series = additive - this.#additive === 1 ? "a series" : `${additive - this.#additive} series`;
    this.#additive = additive;
    const reason = "has a value of 0 or less here or soon after, which an exponential trend can't reach";
    this.#intake.problem(
      exports.lineStart(exports.partLine.value),
      1,
      `${series} ${reason}; its trend is linear from there on`,
    );
  }

  #reportStories(): void {
    const { onStory } = this.#options;
    const rows = this.#kernel.exports.groupRowCount.value;
    if (onStory !== undefined && rows > this.#groupRows) {
      for (const story of storiesOf(this.#kernel, this.#groupRows)) onStory(story);
    }
    this.#groupRows = rows;
  }

  #reportNotices(): void {
    for (const text of noticesOf(this.#kernel)) this.#options.onNotice?.(text);
  }

  /** Decides, once, what becomes of a raw key that the kernel has never seen, and of the others on its line. */
  #decide(point: number): void {
    const { exports } = this.#kernel;
    const bytes = this.#kernel.bytes;
    const line = exports.pointLine(point);
    const start = exports.lineStart(line);
    const from = this.#inputStart() + start;
    const parsed =
      this.#intake.hardLine(line) ?? parseLine(bytes, from, this.#inputStart() + exports.lineEnd(line), true);
    if (parsed.kind !== "line") {
      if (parsed.kind === "invalid")
        this.#intake.problem(start, parsed.column, `expected ${parsed.expected}`, parsed.row);
      this.#firstSight.reject(point);
      return;
    }
    if (exports.seriesCount.value === 0 && this.#rules.select(bytes, parsed).length > 0) {
      this.#options.onFirstSeries?.();
    }
    this.#firstSight.decide(parsed, point);
  }
}

/** @throws OptionError for settings that a rule can't have */
function settingsOf(settings: Settings, rule: SeriesRule): Settings {
  const { settings: its, problems } = settingsUnder(settings, rule.settings ?? {});
  if (problems[0] !== undefined) throw problems[0];
  return its;
}
