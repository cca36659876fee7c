import { escapeMeasurement, escapeName } from "../engine/escape.js";
import { type Cell, CsvReader, type CsvRow, separatorOf } from "./csv.js";
import { readNumber, readTime } from "./csv-values.js";
import type { InputProblem } from "./format.js";

/** Problems that are kept: the first ones tell. */
const MOST_PROBLEMS = 1_000;

/** What a column of the file becomes. */
type Role = "time" | "field" | "tag";

interface Column {
  readonly role: Role;
  /** As line protocol has it. */
  readonly key: string;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();
/** A tag or a key as line protocol has it: without what no name can hold, and no backslash at its end. */
const name = (text: string) => decoder.decode(escapeName(encoder.encode(text.replace(/\\+$|\p{Cc}/gu, "") || "_")));

/**
 * Makes line protocol of CSV, row by row: one column is the time, columns that begin with a number become fields, other
 * texts become tags. The first row may hold the names of the columns.
 */
export class CsvLines {
  readonly problems: InputProblem[] = [];
  /** With those beyond the first ones. */
  problemCount = 0;
  readonly #measurement: string;
  readonly #text = new TextDecoder();
  #reader: CsvReader | undefined;
  #head = "";
  #header: readonly Cell[] | undefined;
  #columns: readonly Column[] | undefined;

  /** @param file its name without ending becomes the measurement */
  constructor(file: string) {
    const stem = file.replace(/^.*[/\\]/, "").replace(/(\.[a-z]+)+$/i, "");
    this.#measurement = decoder.decode(
      escapeMeasurement(encoder.encode(stem.replace(/^#+|\\+$|\p{Cc}/gu, "") || "csv")),
    );
  }

  /** Takes bytes of the file; returns the lines that they complete. */
  push(bytes: Uint8Array): Uint8Array {
    return this.#take(this.#text.decode(bytes, { stream: true }), false);
  }

  end(): Uint8Array {
    return this.#take(this.#text.decode(), true);
  }

  #take(text: string, atEnd: boolean): Uint8Array {
    let rest = text;
    if (this.#reader === undefined) {
      this.#head += text;
      if (!this.#head.includes("\n") && !atEnd) return new Uint8Array(0);
      rest = this.#head.replace(/^\ufeff/, "");
      this.#reader = new CsvReader(separatorOf(rest.split("\n", 1)[0]!));
    }
    let lines = "";
    for (const row of this.#reader.read(rest, atEnd)) lines += this.#lineOf(row);
    return encoder.encode(lines);
  }

  #lineOf(row: CsvRow): string {
    if (this.#columns === undefined && !this.#begin(row)) return "";
    let tags = "";
    const fields: string[] = [];
    let time: bigint | undefined;
    for (const [index, column] of this.#columns!.entries()) {
      const cell = row.cells[index];
      if (cell === undefined || cell.text === "") continue;
      if (column.role === "tag") tags += `,${column.key}=${name(cell.text)}`;
      else if (column.role === "time") time = this.#timeOf(row, cell);
      else {
        const number = readNumber(cell.text);
        if (number === undefined) this.#problem(row, cell, `expected a number, found "${cell.text.slice(0, 40)}"`);
        else if (number !== "") fields.push(`${column.key}=${number}`);
      }
    }
    if (time === undefined || fields.length === 0) return "";
    return `${this.#measurement}${tags} ${fields.join(",")} ${time}\n`;
  }

  #timeOf(row: CsvRow, cell: Cell): bigint | undefined {
    const time = readTime(cell.text);
    if (time === undefined) this.#problem(row, cell, `expected a time, found "${cell.text.slice(0, 40)}"`);
    return time;
  }

  /** Decides what the columns are, by the first row with values. False for a row that holds none. */
  #begin(row: CsvRow): boolean {
    const texts = row.cells.map(({ text }) => text);
    const hasNumber = texts.some((text) => readNumber(text) !== undefined && text !== "");
    if (this.#header === undefined && !hasNumber) {
      this.#header = row.cells;
      return false;
    }
    const names = this.#header?.map(({ text }) => text) ?? [];
    const time = timeColumn(names, texts);
    if (time < 0) {
      this.#problem(
        row,
        row.cells[0]!,
        "expected a column with times, as 2026-01-01T00:00:00Z or in seconds since 1970",
      );
      return false;
    }
    this.#columns = texts.map((text, index) => {
      const role = index === time ? "time" : readNumber(text) === undefined ? "tag" : "field";
      return {
        role,
        key: name(names[index] || (role === "field" && texts.length === 2 ? "value" : `column_${index + 1}`)),
      };
    });
    if (this.#columns.some(({ role }) => role === "field")) return true;
    this.#columns = undefined;
    this.#problem(row, row.cells.at(-1)!, "expected a column with numbers beside the times");
    return false;
  }

  #problem({ line }: CsvRow, { column }: Cell, text: string): void {
    this.problemCount++;
    if (this.problems.length < MOST_PROBLEMS) this.problems.push({ line, column, text });
  }
}

const timeNames = [/^_?(time|timestamp|datetime|date|ts|ds)$/i, /time|date/i];

/** The column that is the time: by its name, else the first that can be one; -1 where there is none. */
function timeColumn(names: readonly string[], texts: readonly string[]): number {
  const isTime = (index: number) => readTime(texts[index] ?? "") !== undefined;
  for (const pattern of timeNames) {
    const named = names.findIndex((text, index) => pattern.test(text) && isTime(index));
    if (named >= 0) return named;
  }
  return texts.findIndex(
    (text) => isTime(texts.indexOf(text)) && (readNumber(text) === undefined || Number(text) > 1e8),
  );
}
