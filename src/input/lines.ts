import { AnnotatedCsv } from "./annotated-csv.js";
import { CsvLines } from "./csv-lines.js";
import { checkText, type Format, formatOf } from "./format.js";
import { JsonLines } from "./json-lines.js";
import { joined, LineProtocol } from "./line-protocol.js";
import type { Given, Maker } from "./maker.js";
import { Findings, type InputProblem } from "./problem.js";
import { Prometheus } from "./prometheus.js";
import type { Unit } from "./time-unit.js";

/** Bytes that say what an input is, and what its timestamps count. */
const HEAD = 1 << 16;
const nothing = new Uint8Array(0);

const makers: Record<Format, new (given: Given) => Maker> = {
  "line protocol": LineProtocol,
  CSV: CsvLines,
  "annotated CSV": AnnotatedCsv,
  JSON: JsonLines,
  "Prometheus text": Prometheus,
};

/** Makes line protocol, piece by piece, of whatever an input holds. */
export class InputLines {
  readonly #given: Given & { readonly findings: Findings };
  #head: Uint8Array = nothing;
  #maker: Maker | undefined;
  #format: Format | undefined;

  /**
   * @param name of the file: its ending may tell what it is, and of a table the rest becomes the measurement
   * @param precision what the timestamps count, where a person says so
   */
  constructor(name: string, precision?: Unit) {
    this.#given = { name, precision, findings: new Findings() };
  }

  /** Whether lines are made from something that is no line protocol; known when some have been made. */
  get isConverted(): boolean {
    return this.#format !== undefined && this.#format !== "line protocol";
  }

  /** The first places that could not be used; those of line protocol are the engine's to find. */
  get problems(): readonly InputProblem[] {
    return this.#given.findings.problems;
  }

  /** With those that are not among `problems`. */
  get problemCount(): number {
    return this.#given.findings.problemCount;
  }

  /** What was assumed of the input, or left out: a sentence each, complete at the end. */
  get notices(): readonly string[] {
    return this.#given.findings.notices;
  }

  /**
   * Takes unpacked bytes; returns lines, of which the last one may go on in what the next call returns.
   *
   * @throws InputError for what is no text
   */
  push(bytes: Uint8Array): Uint8Array {
    if (this.#maker !== undefined) return this.#maker.push(bytes);
    this.#head = joined([this.#head, bytes.slice()]);
    return this.#head.length >= HEAD ? this.#begin().push(this.#head) : nothing;
  }

  /**
   * The lines that were held back.
   *
   * @throws InputError for what is no text
   */
  end(): Uint8Array {
    if (this.#maker !== undefined) return this.#maker.end();
    const maker = this.#begin();
    return joined([maker.push(this.#head), maker.end()]);
  }

  #begin(): Maker {
    checkText(this.#given.name, this.#head);
    this.#format = formatOf(this.#given.name, this.#head);
    this.#maker = new makers[this.#format](this.#given);
    return this.#maker;
  }
}
