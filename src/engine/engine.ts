import { defaults, type Settings } from "../options.js";
import { configure, RULE } from "./configure.js";
import { decideSeries, nameOf, rejectLine } from "./first-sight.js";
import { Kernel } from "./kernel.js";
import { type Field, type Line, type OpenLine, parseLine } from "./line.js";
import { LongLine } from "./long-line.js";
import type { SeriesName } from "./names.js";
import { Output } from "./output.js";
import { type Points, pointColumns, type Reason, reasons } from "./points.js";
import { RateGroups } from "./rate-groups.js";
import { type Restored, restoreSnapshot } from "./restore.js";
import { compileRules, type Rules } from "./rule.js";
import { readSnapshot, type Snapshot } from "./snapshot.js";
import { SnapshotWriter } from "./snapshot-writer.js";

export type { SeriesName } from "./names.js";
export { PointFlag, type Points, type Reason, reasons } from "./points.js";
export type { Restored } from "./restore.js";
export { SnapshotError } from "./snapshot.js";
export type { SnapshotWriter } from "./snapshot-writer.js";

/** Something wrong with the input; the line passes through all the same. */
export interface Problem {
  /** Counted from 1, as an editor does. */
  line: number;
  /** In bytes, counted from 1. */
  column: number;
  /** What was wrong. */
  text: string;
}

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
  onProblem?: (problem: Problem) => void;
  /** Called before the first series is made: the moment for `restore`. */
  onFirstSeries?: () => void;
  /** Called with each batch of points when they are scored; the columns are good during the call only. */
  onPoints?: (points: Points) => void;
  /** Bytes of the longest line that is scored; longer ones pass in pieces. */
  longestLine?: number;
}

const NEWLINE = 10;
/** Bytes that one round of the kernel takes. */
const PIECE = 1 << 16;
const LONGEST_LINE = 1 << 26;

/**
 * Line protocol in, the same lines and what is added to them out: whole chunks through the kernel, which knows plain
 * lines; the grammar here reads the others, and decides every series once.
 */
export class Engine {
  readonly #kernel: Kernel;
  readonly #settings: Settings;
  readonly #rules: Rules;
  readonly #groups: RateGroups;
  readonly #options: EngineOptions;
  readonly #longestLine: number;
  readonly #output = new Output();
  readonly #status: { done: number; hard: number };
  /** Bytes in the kernel's input; those before the kernel's cursor are worked off. */
  #filled = 0;
  /** Rows of the input before the batch in work, and those of the batch that are not the first of their line. */
  #rowsBefore = 0;
  #rowsWithin = 0;
  /** Series whose exponential trend has ended, as far as they have been reported. */
  #additive = 0;
  /** Where the batch in work begins in the kernel's input. */
  #batchStart = 0;
  /** Rows that begin behind it and before an offset, as far as they have been counted. */
  #rows = { until: 0, count: 0 };
  /** The line at the cursor lacks its newline; what the grammar has read of it. */
  #waiting = false;
  #open: OpenLine | undefined;
  /** The line that is too long, while it passes. */
  #passing: LongLine | undefined;
  /** The input ends without a newline, and one of ours stands in for it. */
  #unterminated = false;

  /**
   * @param binary the bytes of `kernel.wasm`
   * @throws KernelError when they do not fit this host
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
    const maxSeries = Math.max(1, head.series);
    const settings = { ...defaults(), ...head.settings, maxSeries, maxWindows: 2 ** 31 - 1 };
    const engine = Engine.create(binary, settings);
    engine.restore(snapshot);
    return { engine, head };
  }

  private constructor(kernel: Kernel, settings: Settings, options: EngineOptions) {
    configure(kernel, settings);
    this.#kernel = kernel;
    this.#settings = settings;
    this.#rules = compileRules(settings);
    this.#groups = new RateGroups(kernel, settings.rateBy);
    this.#options = options;
    this.#longestLine = options.longestLine ?? LONGEST_LINE;
    this.#status = { done: kernel.constant("Status", "Done"), hard: kernel.constant("Status", "Hard") };
  }

  /** Takes any part of the input; returns what is to be written now, a view that is good until the next call. */
  push(chunk: Uint8Array): Uint8Array {
    this.#output.clear();
    for (let at = 0; at < chunk.length; at += PIECE) this.#take(chunk.subarray(at, at + PIECE));
    return this.#output.bytes();
  }

  /** Takes the end of the input; returns the rest of the output, likewise a view. */
  end(): Uint8Array {
    this.#output.clear();
    if (this.#filled === this.#cursor()) return this.#output.bytes();
    this.#unterminated = true;
    this.#append(Uint8Array.of(NEWLINE));
    this.#work();
    this.#unterminated = false;
    const bytes = this.#output.bytes();
    // our newline stays only where something follows it
    return this.#output.endsWithOriginal ? bytes.subarray(0, -1) : bytes;
  }

  /** The bytes of an unfinished line at the end of what has been pushed, which are not among the output yet. */
  held(): Uint8Array {
    return this.#kernel.bytes.subarray(this.#inputStart() + this.#cursor(), this.#inputStart() + this.#filled);
  }

  statistics(): Statistics {
    const { counter, seriesCount } = this.#kernel.exports;
    const count = (which: string) => counter(this.#kernel.constant("Counter", which));
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
    const line = exports.pointLine(row);
    const start = this.#inputStart();
    return this.#kernel.bytes.subarray(start + exports.lineStart(line), start + exports.lineEnd(line));
  }

  /** From here on, a path follows every so many points of a series, whatever the settings say. */
  setForecastEvery(points: number): void {
    this.#kernel.exports.setOption(RULE, this.#kernel.constant("Option", "ForecastEvery"), points);
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
    return new SnapshotWriter(this.#kernel, this.#settings);
  }

  /**
   * Goes on where another engine's snapshot was taken. Only an engine without series can: at its start, or within
   * `onFirstSeries`. Series whose settings have changed start anew as far as these go.
   *
   * @throws SnapshotError that says what is wrong; the engine is as before then
   */
  restore(snapshot: Uint8Array): Restored {
    if (this.#kernel.exports.seriesCount.value > 0) throw new Error("an engine that has series can't be restored");
    const restored = restoreSnapshot(this.#kernel, snapshot, this.#settings, this.#rules, this.#groups);
    this.#additive = this.#kernel.exports.counter(this.#kernel.constant("Counter", "Additive"));
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

  #cursor(): number {
    return this.#kernel.exports.cursor.value;
  }

  #inputStart(): number {
    return this.#kernel.exports.input.value;
  }

  #take(piece: Uint8Array): void {
    let rest = piece;
    if (this.#passing !== undefined) {
      const end = this.#passing.take(piece);
      const passed = end < 0 ? piece : piece.subarray(0, end);
      this.#rowsBefore += countNewlines(passed, 0, passed.length);
      this.#output.add(passed, false);
      if (end < 0) return;
      this.#passing = undefined;
      rest = piece.subarray(end);
    }
    this.#append(rest);
    // a line ends in a newline: without one there is nothing new to decide
    if (!this.#waiting || rest.includes(NEWLINE)) this.#work();
    if (this.#filled - this.#cursor() > this.#longestLine) this.#giveUp();
  }

  /** Moves the unfinished line to the front of the kernel's input and the new bytes behind it. */
  #append(bytes: Uint8Array): void {
    const { exports } = this.#kernel;
    const cursor = this.#cursor();
    const kept = this.#filled - cursor;
    if (cursor > 0) {
      const start = this.#inputStart();
      this.#kernel.bytes.copyWithin(start, start + cursor, start + this.#filled);
      exports.setCursor(0);
    }
    this.#output.settle();
    exports.reserveInput(kept + bytes.length + 1, kept);
    this.#kernel.bytes.set(bytes, this.#inputStart() + kept);
    this.#filled = kept + bytes.length;
    this.#startBatch(0);
  }

  /** Takes the lines that are complete, batch by batch. */
  #work(): void {
    const { exports } = this.#kernel;
    this.#waiting = false;
    while (!this.#waiting) {
      // a step of the kernel may move the memory that the last piece of output lies in
      this.#output.settle();
      const status = this.#open === undefined ? exports.scan(this.#filled) : this.#status.hard;
      if (status === this.#status.hard && this.#takeHardLine()) continue;
      this.#flush();
      if (status === this.#status.done) break;
    }
    this.#waiting = this.#cursor() < this.#filled;
  }

  /** Passes an over-long line on as it came; behind its end lines are read again. */
  #giveUp(): void {
    this.#problem(this.#cursor(), 1, `the line is longer than ${this.#longestLine} bytes and passes through unscored`);
    const held = this.held();
    this.#rowsBefore += countNewlines(held, 0, held.length);
    this.#passing = new LongLine();
    this.#passing.take(held);
    this.#output.add(held, false);
    this.#kernel.exports.setCursor(0);
    this.#filled = 0;
    this.#waiting = false;
    this.#open = undefined;
    // a line of no bytes stands for it in the counts; its rows are counted as they pass
    this.#kernel.exports.passLine(0, false);
    this.#flush();
    this.#rowsBefore--;
  }

  /** Reads the line at the cursor with the grammar. False: the batch has to be worked off first. */
  #takeHardLine(): boolean {
    const { exports } = this.#kernel;
    const start = this.#inputStart();
    const bytes = this.#kernel.bytes;
    const end = start + this.#filled - (this.#unterminated ? 1 : 0);
    const from = start + this.#cursor();
    const parsed = parseLine(bytes, from, end, this.#unterminated, this.#open);
    this.#open = undefined;
    if (parsed.kind === "incomplete") {
      this.#open = parsed.open;
      this.#waiting = true;
      this.#flush();
      return true;
    }
    // at the end of an input without a newline the line takes the one that stands in for it
    const after = parsed.end === end ? this.#filled : parsed.end - start;
    if (parsed.kind === "line") return this.#takeLine(parsed, after);
    if (parsed.kind === "invalid") {
      this.#problem(this.#cursor(), parsed.column, `expected ${parsed.expected}`, parsed.row);
    }
    this.#rowsWithin += rowsWithin(bytes, from, start + after);
    exports.passLine(after, parsed.kind === "invalid");
    return true;
  }

  #takeLine(line: Line, after: number): boolean {
    const { exports } = this.#kernel;
    const start = this.#inputStart();
    exports.addLine(
      after,
      line.keyStart - start,
      line.keyEnd - start,
      line.fieldsStart - start,
      line.timeStart - start,
      line.timeEnd - start,
      line.time !== undefined,
      line.time ?? 0n,
    );
    for (const field of line.fields) {
      if (!isNumeric(field)) continue;
      const valueEnd = field.kind === "float" ? field.valueEnd : field.valueEnd - 1;
      const { keyStart, keyEnd, valueStart, value } = field;
      const added = exports.addPoint(keyStart - start, keyEnd - start, valueStart - start, valueEnd - start, value);
      if (!added) return this.#makeRoom(after);
    }
    this.#rowsWithin += rowsWithin(this.#kernel.bytes, line.start, start + after);
    return true;
  }

  /** The newest line has more points than there is room for: it is taken back and read again later, in a batch of its own. */
  #makeRoom(after: number): boolean {
    const { exports } = this.#kernel;
    exports.dropNewestLine();
    if (exports.lineCount.value > 0) return false;
    if (!exports.growPoints()) {
      this.#problem(this.#cursor(), 1, "the line has too many fields and passes through unscored");
      exports.passLine(after, false);
    }
    return true;
  }

  /** Scores the lines that have been taken and writes them out with what is added to them. */
  #flush(): void {
    const { exports } = this.#kernel;
    const lines = exports.lineCount.value;
    if (lines === 0) return;
    // more often than once where a new series takes the place of one that an earlier line of the batch has points of
    do this.#flushBatch();
    while (exports.clearBatch() > 0);
    this.#rowsBefore += lines + this.#rowsWithin;
    this.#rowsWithin = 0;
    this.#startBatch(this.#cursor());
  }

  #startBatch(at: number): void {
    this.#batchStart = at;
    this.#rows = { until: at, count: 0 };
  }

  /** Rows of the batch before an offset; problems are told in the order of their lines, mostly. */
  #rowsUntil(offset: number): number {
    if (offset < this.#rows.until) this.#startBatch(this.#batchStart);
    const { until, count } = this.#rows;
    const from = this.#inputStart();
    this.#rows = { until: offset, count: count + countNewlines(this.#kernel.bytes, from + until, from + offset) };
    return this.#rows.count;
  }

  #flushBatch(): void {
    const { exports } = this.#kernel;
    this.#output.settle();
    for (let point = exports.lookUp(); point >= 0; point = exports.lookUp()) this.#decide(point);
    exports.score();
    this.#reportAdditive();
    this.#options.onPoints?.(pointColumns(this.#kernel));
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
    const additive = exports.counter(this.#kernel.constant("Counter", "Additive"));
    if (additive === this.#additive) return;
    const series = additive - this.#additive === 1 ? "a series" : `${additive - this.#additive} series`;
    this.#additive = additive;
    const reason = "has a value of 0 or less here or soon after, which an exponential trend can't reach";
    this.#problem(exports.lineStart(0), 1, `${series} ${reason}; its trend is linear from there on`);
  }

  /** Decides, once, what becomes of a raw key that the kernel has never met, and of the others on its line. */
  #decide(point: number): void {
    const { exports } = this.#kernel;
    const bytes = this.#kernel.bytes;
    const line = exports.pointLine(point);
    const start = exports.lineStart(line);
    const from = this.#inputStart() + start;
    const parsed = parseLine(bytes, from, this.#inputStart() + exports.lineEnd(line), true);
    if (parsed.kind !== "line") {
      if (parsed.kind === "invalid") this.#problem(start, parsed.column, `expected ${parsed.expected}`, parsed.row);
      rejectLine(this.#kernel, point);
      return;
    }
    if (exports.seriesCount.value === 0 && this.#rules.select(bytes, parsed).length > 0) {
      this.#options.onFirstSeries?.();
    }
    decideSeries(this.#kernel, this.#rules, this.#groups, parsed, point, (text) => this.#problem(start, 1, text));
  }

  /** Reports a problem of the line that begins at an offset of the input, in its row `row`. */
  #problem(start: number, column: number, text: string, row = 0): void {
    const { onProblem } = this.#options;
    if (onProblem === undefined) return;
    onProblem({ line: this.#rowsBefore + this.#rowsUntil(start) + row + 1, column, text });
  }
}

function isNumeric(field: Field): boolean {
  return field.kind === "float" || field.kind === "integer" || field.kind === "unsigned";
}

function countNewlines(bytes: Uint8Array, start: number, end: number): number {
  let count = 0;
  const part = bytes.subarray(start, end);
  for (let at = part.indexOf(NEWLINE); at >= 0; at = part.indexOf(NEWLINE, at + 1)) count++;
  return count;
}

/** Rows that a line takes beyond its first. */
function rowsWithin(bytes: Uint8Array, start: number, end: number): number {
  return countNewlines(bytes, start, end - 1);
}
