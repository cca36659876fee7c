import { CsvReader, type CsvRow, separatorOf } from "./csv.js";
import { readDate } from "./date.js";
import { type Given, TextMaker } from "./maker.js";
import { isNumber } from "./number.js";
import { measurementOf, Table } from "./table.js";
import { isTimeName } from "./time-column.js";

/** Rows that say what the columns are. */
const SAMPLE = 1_000;
/** Rows in front of a table that may be something else. */
const PREAMBLE = 20;
/** Characters that say which separator it is. */
const HEAD = 1 << 14;

/**
 * Makes line protocol of CSV: one column is the time, columns of numbers become fields, texts that name series tags. A
 * row above the values may hold the names of the columns.
 */
export class CsvLines extends TextMaker {
  readonly #given: Given;
  readonly #measurement: string;
  #head = "";
  #reader: CsvReader | undefined;
  #separator = ",";
  /** The rows of a table that is not decided yet. */
  #sample: CsvRow[] = [];
  #table: Table | undefined;

  constructor(given: Given) {
    super();
    this.#given = given;
    this.#measurement = measurementOf(given.name);
  }

  protected take(text: string, atEnd: boolean): string {
    let rest = text;
    if (this.#reader === undefined) {
      this.#head += text;
      if (this.#head.length < HEAD && !atEnd) return "";
      rest = this.#begin(this.#head.replace(/^\ufeff/, ""));
    }
    let lines = "";
    for (const row of this.#reader!.read(rest, atEnd)) lines += this.#linesOf(row);
    return atEnd ? lines + this.#decide() : lines;
  }

  /** A spreadsheet may say in a first line which separator follows. */
  #begin(head: string): string {
    const [said, separator] = /^sep=(.)\r?\n/.exec(head) ?? [];
    this.#separator = separator ?? separatorOf(head);
    this.#reader = new CsvReader(this.#separator, said === undefined ? 1 : 2);
    return said === undefined ? head : head.slice(said.length);
  }

  #linesOf(row: CsvRow): string {
    let lines = "";
    if (isHeader(row) && (this.#table !== undefined || this.#sample.some(holdsValues))) {
      // another table begins
      lines = this.#decide();
      this.#table = undefined;
    }
    if (this.#table !== undefined) return lines + this.#table.lineOf(row);
    this.#sample.push(row);
    return this.#sample.length < SAMPLE ? lines : lines + this.#decide();
  }

  /** Makes lines of the rows that waited. */
  #decide(): string {
    const rows = this.#sample;
    this.#sample = [];
    if (rows.length === 0) return "";
    const first = Math.max(0, rows.slice(0, PREAMBLE).findIndex(holdsValues));
    // a header may have numbers in it: then it is the row that has no time where all others have one
    const isNamedByNumbers = first === 0 && rows.length > 1 && namesTime(rows[0]!);
    const start = isNamedByNumbers || (rows.length > 0 && !holdsValues(rows[first]!)) ? first + 1 : first;
    const names = start === 0 ? [] : rows[start - 1]!.cells.map((_, index) => nameOf(rows[start - 1]!, index));
    const values = rows.slice(start);
    const { precision, findings } = this.#given;
    this.#table = Table.of(this.#measurement, names, values, precision, findings);
    if (this.#table === undefined) return "";
    if (start === 0) this.#sayUnnamed(this.#table, rows[0]!);
    return values.map((row) => this.#table!.lineOf(row)).join("");
  }

  #sayUnnamed({ unnamedFields }: Table, { cells }: CsvRow): void {
    if (unnamedFields.length < 2) return;
    const example = ["time", ...cells.slice(1).map((_, index) => `name${index + 1}`)].join(this.#separator);
    this.#given.findings.notice(
      `there is no header: the columns are called ${unnamedFields.join(", ")}; a first line like ${example} names them`,
    );
  }
}

/** A column's name; the first one may stand behind the mark of a comment. */
function nameOf({ cells }: CsvRow, index: number): string {
  const text = cells[index]?.text ?? "";
  return index === 0 ? text.replace(/^#\s*/, "") : text;
}

/** Whether a row has a number or a date among its cells. */
function holdsValues({ cells }: CsvRow): boolean {
  return cells.some(({ text }) => isNumber(text) || readDate(text, "month-first") !== undefined);
}

/** Whether a row names columns, the time among them. */
function isHeader(row: CsvRow): boolean {
  return namesTime(row) && !holdsValues(row);
}

function namesTime(row: CsvRow): boolean {
  return row.cells.some((_, index) => isTimeName(nameOf(row, index)));
}
