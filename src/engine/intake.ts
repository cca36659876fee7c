import type { Kernel } from "./kernel.js";
import { type Field, type Line, type OpenLine, parseLine } from "./line.js";
import { LongLine } from "./long-line.js";
import type { Output } from "./output.js";

/** Something wrong with the input; the line passes through all the same. */
export interface Problem {
  /** Counted from 1, as an editor does. */
  line: number;
  /** In bytes, counted from 1. */
  column: number;
  /** What was wrong. */
  text: string;
}

const NEWLINE = 10;
/** Bytes that one round of the kernel takes. */
const PIECE = 1 << 16;

/**
 * The first station: bytes, however they are cut, become whole lines of the kernel's batch. The kernel's scanner takes the
 * plain ones; the grammar reads the others here. What is too long for both passes by.
 */
export class Intake {
  readonly #kernel: Kernel;
  readonly #output: Output;
  readonly #longestLine: number;
  readonly #workOff: () => void;
  readonly #onProblem: ((problem: Problem) => void) | undefined;
  readonly #status: { done: number; hard: number };
  /** Bytes in the kernel's input; those before the kernel's cursor are worked off. */
  #filled = 0;
  /** Rows of the input before the batch in work, and those of the batch that are not the first of their line. */
  #rowsBefore = 0;
  #rowsWithin = 0;
  /** Where the batch in work begins in the kernel's input. */
  #batchStart = 0;
  /** Rows that begin behind it and before an offset, as far as they have been counted. */
  #rows = { until: 0, count: 0 };
  /** The line at the cursor lacks its newline; what the grammar has read of it. */
  #waiting = false;
  #open: OpenLine | undefined;
  /** By row of the batch: the lines that the grammar has read. */
  readonly #hardLines = new Map<number, Line>();
  /** The line that is too long, while it passes. */
  #passing: LongLine | undefined;
  /** The input ends without a newline, and one of ours stands in for it. */
  #unterminated = false;

  /**
   * @param output where what passes by is added
   * @param longestLine bytes of the longest line that is scored
   * @param workOff is called when the lines that have been taken are to be scored and written out
   */
  constructor(
    kernel: Kernel,
    output: Output,
    longestLine: number,
    workOff: () => void,
    onProblem: ((problem: Problem) => void) | undefined,
  ) {
    this.#kernel = kernel;
    this.#output = output;
    this.#longestLine = longestLine;
    this.#workOff = workOff;
    this.#onProblem = onProblem;
    this.#status = { done: kernel.constant("Status", "Done"), hard: kernel.constant("Status", "Hard") };
  }

  /** Takes any part of the input. */
  push(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length; at += PIECE) this.#take(chunk.subarray(at, at + PIECE));
  }

  /** Takes the end of the input; true when a newline of ours stood in for one that was missing. */
  end(): boolean {
    if (this.#filled === this.#cursor()) return false;
    this.#unterminated = true;
    this.#append(Uint8Array.of(NEWLINE));
    this.#work();
    this.#unterminated = false;
    return true;
  }

  /** The bytes of an unfinished line, a view that is good until the next call. */
  held(): Uint8Array {
    return this.#kernel.bytes.subarray(this.#inputStart() + this.#cursor(), this.#inputStart() + this.#filled);
  }

  /** Reports a problem of the line that begins at an offset of the input, in its row `row`. */
  problem(start: number, column: number, text: string, row = 0): void {
    if (this.#onProblem === undefined) return;
    this.#onProblem({ line: this.#rowsBefore + this.#rowsUntil(start) + row + 1, column, text });
  }

  /** What the grammar has read of a row of the batch; undefined where the scanner took it. */
  hardLine(row: number): Line | undefined {
    return this.#hardLines.get(row);
  }

  #cursor(): number {
    return this.#kernel.exports.cursor.value;
  }

  #inputStart(): number {
    return this.#kernel.input;
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
    this.problem(this.#cursor(), 1, `the line is longer than ${this.#longestLine} bytes and passes through unscored`);
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
      this.problem(this.#cursor(), parsed.column, `expected ${parsed.expected}`, parsed.row);
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
    this.#hardLines.set(exports.lineCount.value - 1, line);
    this.#rowsWithin += rowsWithin(this.#kernel.bytes, line.start, start + after);
    return true;
  }

  /** The newest line has more points than there is room for: it is taken back and read again later, in a batch of its own. */
  #makeRoom(after: number): boolean {
    const { exports } = this.#kernel;
    exports.dropNewestLine();
    if (exports.lineCount.value > 0) return false;
    if (!exports.growPoints()) {
      this.problem(this.#cursor(), 1, "the line has too many fields and passes through unscored");
      exports.passLine(after, false);
    }
    return true;
  }

  /** Has the lines that have been taken worked off. */
  #flush(): void {
    const lines = this.#kernel.exports.lineCount.value;
    if (lines === 0) return;
    this.#workOff();
    this.#hardLines.clear();
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
