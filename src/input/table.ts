import { escapeMeasurement, escapeName } from "../engine/escape.js";
import { type Columns, columnsOf, type Role, timeText } from "./columns.js";
import type { Cell } from "./csv.js";
import { isMissing, readNumber, readTruth } from "./number.js";
import { type Findings, quoted } from "./problem.js";
import type { Unit } from "./time-unit.js";

/** A row of a table, and where it stands in the input. */
export interface TableRow {
  readonly line: number;
  readonly cells: readonly (Cell | undefined)[];
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A tag or a key as line protocol has it: without what no name can hold, and no backslash at its end. */
export function nameText(text: string): string {
  return decoder.decode(escapeName(encoder.encode(text.replace(/\\+$|\p{Cc}/gu, "") || "_")));
}

/** A measurement as line protocol has it. */
export function measurementText(text: string, otherwise: string): string {
  return decoder.decode(escapeMeasurement(encoder.encode(text.replace(/^#+|\\+$|\p{Cc}/gu, "") || otherwise)));
}

/** The measurement of what a file holds: its name without folders and endings. */
export function measurementOf(file: string): string {
  return measurementText(file.replace(/^.*[/\\]/, "").replace(/(\.[a-z]+)+$/i, ""), "csv");
}

/** Makes lines of a table's rows: one column is the time, numbers are fields, names of series are tags. */
export class Table {
  readonly #measurement: string;
  readonly #findings: Findings;
  readonly #names: string[];
  readonly #keys: string[];
  readonly #columns: Columns;

  private constructor(measurement: string, findings: Findings, names: string[], columns: Columns) {
    this.#measurement = measurement;
    this.#findings = findings;
    this.#names = names;
    this.#columns = columns;
    const isSingle = columns.roles.filter((role) => role !== "time" && role !== "clock").length === 1;
    this.#keys = columns.roles.map((_, index) => nameText(names[index] || keyOf(index, isSingle)));
  }

  /**
   * Decides by the first rows what the columns are. undefined, with the findings told, where nothing can be made of them.
   *
   * @param names of the columns, as far as they have some
   */
  static of(
    measurement: string,
    names: readonly string[],
    rows: readonly TableRow[],
    precision: Unit | undefined,
    findings: Findings,
  ): Table | undefined {
    const texts = rows.map(({ cells }) => cells.map((cell) => cell?.text ?? ""));
    const columns = columnsOf(names, texts, precision, findings);
    if (typeof columns !== "string") return new Table(measurement, findings, uniqueNames(names), columns);
    findings.object(rows[0]?.line ?? 1, 1, `expected ${columns}`);
    return undefined;
  }

  /** The names of the columns that become fields without having a name. */
  get unnamedFields(): string[] {
    return this.#columns.roles.flatMap((role, index) =>
      role === "field" && !this.#names[index] ? [this.#keys[index]!] : [],
    );
  }

  /** Takes up a column that was not among the first rows'. */
  addColumn(name: string): void {
    this.#names.push(name);
    this.#keys.push(nameText(name));
    this.#columns.roles.push("open");
  }

  /** A row as a line with its newline; empty where it has no time or no value. */
  lineOf(row: TableRow): string {
    let tags = "";
    const fields: string[] = [];
    const { roles, time } = this.#columns;
    for (const [index, cell] of row.cells.entries()) {
      if (cell === undefined || cell.text === "") continue;
      // a series may be called "none"
      if (roles[index] === "tag") tags += `,${this.#keys[index]}=${nameText(cell.text)}`;
      if (isMissing(cell.text)) continue;
      const role = this.#settled(index, cell.text);
      if (role === "truth") fields.push(`${this.#keys[index]}=${readTruth(cell.text) ?? "false"}`);
      else if (role === "field") {
        const number = readNumber(cell.text);
        if (number === undefined) this.#object(row, cell, "a number");
        else fields.push(`${this.#keys[index]}=${number}`);
      }
    }
    const [cell, clock] = [row.cells[time.index], row.cells[time.clock]];
    if (cell === undefined || cell.text === "" || roles.length === 0) return "";
    const nanoseconds = time.form.read(timeText(time, cell.text, clock?.text));
    if (nanoseconds === undefined) this.#object(row, cell, "a time");
    if (nanoseconds === undefined || fields.length === 0) return "";
    return `${this.#measurement}${tags} ${fields.join(",")} ${nanoseconds}\n`;
  }

  /** An open column is decided by the first thing that it holds. */
  #settled(index: number, text: string): Role {
    const { roles } = this.#columns;
    const role = roles[index] ?? "ignored";
    if (role !== "open") return role;
    roles[index] = readNumber(text) === undefined ? "ignored" : "field";
    if (roles[index] === "ignored")
      this.#findings.notice(
        `column ${index + 1}, ${this.#names[index] ?? ""}: left out, as it holds texts now and then`,
      );
    return roles[index];
  }

  #object({ line }: TableRow, { column, text }: Cell, expected: string): void {
    this.#findings.object(line, column, `expected ${expected}, found ${quoted(text)}`);
  }
}

function keyOf(index: number, isSingle: boolean): string {
  return isSingle ? "value" : `column_${index + 1}`;
}

/** The same names, each once: the second `temp` becomes `temp_2`. */
function uniqueNames(names: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 || name === "" ? name : `${name}_${count}`;
  });
}
