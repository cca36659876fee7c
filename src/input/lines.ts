import { NEWLINE } from "../engine/bytes.js";
import { CsvLines } from "./csv-lines.js";
import { ExportHead } from "./export-head.js";
import { checkText, type InputProblem, isCsv } from "./format.js";

/** Bytes that say what an input is, where its first line is longer. */
const HEAD = 1 << 12;
const nothing = new Uint8Array(0);

/** What turns an input into lines. */
interface Maker {
  push(bytes: Uint8Array): Uint8Array;
  end(): Uint8Array;
}

/** Makes line protocol, piece by piece, of whatever an input holds: line protocol, an export of a database, or CSV. */
export class InputLines {
  readonly #name: string;
  #head: Uint8Array = nothing;
  #maker: Maker | undefined;

  /** @param name of the file: its ending may tell what it is, and of CSV the rest becomes the measurement */
  constructor(name: string) {
    this.#name = name;
  }

  /** Whether lines are made from CSV; known when some have been made. */
  get isConverted(): boolean {
    return this.#maker instanceof CsvLines;
  }

  /** Of the rows of CSV, the first ones; those of line protocol are the engine's to find. */
  get problems(): readonly InputProblem[] {
    return this.#maker instanceof CsvLines ? this.#maker.problems : [];
  }

  /** With those that are not among `problems`. */
  get problemCount(): number {
    return this.#maker instanceof CsvLines ? this.#maker.problemCount : 0;
  }

  /**
   * Takes unpacked bytes; returns lines, of which the last one may go on in what the next call returns.
   *
   * @throws InputError for what is no text
   */
  push(bytes: Uint8Array): Uint8Array {
    if (this.#maker !== undefined) return this.#maker.push(bytes);
    const head = new Uint8Array(this.#head.length + bytes.length);
    head.set(this.#head);
    head.set(bytes, this.#head.length);
    this.#head = head;
    return head.includes(NEWLINE) || head.length > HEAD ? this.#begin().push(head) : nothing;
  }

  /**
   * The lines that were held back.
   *
   * @throws InputError for what is no text
   */
  end(): Uint8Array {
    if (this.#maker !== undefined) return this.#maker.end();
    const maker = this.#begin();
    const [first, rest] = [maker.push(this.#head), maker.end()];
    return first.length === 0 ? rest : Uint8Array.from([...first, ...rest]);
  }

  #begin(): Maker {
    checkText(this.#name, this.#head);
    this.#maker = isCsv(this.#name, this.#head) ? new CsvLines(this.#name) : new ExportHead();
    return this.#maker;
  }
}
