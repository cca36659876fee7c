import { type AnnotatedColumn, annotatedColumns } from "./annotated-columns.js";
import { type Cell, CsvReader, type CsvRow } from "./csv.js";
import { readDate } from "./date.js";
import { type Given, TextMaker } from "./maker.js";
import { isMissing, readNumber } from "./number.js";
import { quoted } from "./problem.js";
import { measurementOf, measurementText, nameText } from "./table.js";
import { plausibleUnit, toNanoseconds } from "./time-unit.js";

const annotation = /^#(group|datatype|default|constant|timezone|concat)\b\s*(.*)$/i;

/**
 * Makes line protocol of InfluxDB's annotated CSV: one table after the other, each with annotations and a header of its
 * own. It is what `influx query --raw`, the API and the data explorer of InfluxDB 2 give, and what `influx write` takes.
 */
export class AnnotatedCsv extends TextMaker {
  readonly #given: Given;
  readonly #measurement: string;
  #reader: CsvReader | undefined;
  #annotations = new Map<string, readonly string[]>();
  /** Undefined between the annotations and the header. */
  #columns: readonly AnnotatedColumn[] | undefined;
  /** The tags and the measurement that hold for all rows of what follows. */
  #constants: [kind: string, name: string, value: string][] = [];

  constructor(given: Given) {
    super();
    this.#given = given;
    this.#measurement = measurementOf(given.name);
  }

  protected take(text: string, atEnd: boolean): string {
    this.#reader ??= new CsvReader(",");
    let lines = "";
    for (const row of this.#reader.read(text.replace(/^\ufeff/, ""), atEnd)) lines += this.#lineOf(row);
    return lines;
  }

  #lineOf(row: CsvRow): string {
    const [, name, more] = annotation.exec(row.cells[0]!.text) ?? [];
    if (name !== undefined) this.#annotate(name.toLowerCase(), more!, row.cells);
    else if (this.#columns === undefined || isHeader(row.cells)) this.#begin(row);
    else return this.#valuesOf(row, this.#columns);
    return "";
  }

  #annotate(name: string, first: string, cells: readonly Cell[]): void {
    const texts = cells.map(({ text }) => text);
    texts[0] = first;
    if (name === "constant") {
      // "#constant tag,region,eu", or "#constant,tag,region,eu"
      const [kind = "", key = "", value] = first === "" ? texts.slice(1) : texts;
      this.#constants.push([kind, key, value ?? key]);
      return;
    }
    // the first annotation behind rows of values belongs to the next table
    if (this.#columns !== undefined) this.#annotations = new Map();
    this.#columns = undefined;
    this.#annotations.set(name, texts);
  }

  #begin({ cells, line }: CsvRow): void {
    // a header behind rows of values and without annotations: those before it go on to hold
    const names = cells.map(({ text }) => text);
    this.#columns = annotatedColumns(names, this.#annotations);
    const { findings } = this.#given;
    if (names.includes("error")) return;
    const has = (role: AnnotatedColumn["role"]) => this.#columns!.some((column) => column.role === role);
    if (!has("time")) findings.object(line, 1, "expected a column _time in the table's header");
    else if (!has("value") && !has("field"))
      findings.object(line, 1, "expected a column _value, or others with numbers");
  }

  #valuesOf({ cells, line }: CsvRow, columns: readonly AnnotatedColumn[]): string {
    let measurement = this.#measurement;
    let [tags, name, time] = ["", "value", undefined as bigint | undefined];
    const fields: [name: string | undefined, value: string][] = [];
    for (const [kind, key, value] of this.#constants) {
      if (kind === "measurement") measurement = measurementText(value, "csv");
      else if (kind === "tag") tags += `,${nameText(key)}=${nameText(value)}`;
    }
    for (const [index, column] of columns.entries()) {
      const text = cells[index]?.text || column.otherwise;
      if (text === "") continue;
      const object = (expected: string) =>
        this.#given.findings.object(line, cells[index]?.column ?? 1, `expected ${expected}, found ${quoted(text)}`);
      if (column.role === "measurement") measurement = measurementText(text, "csv");
      else if (column.role === "tag") tags += `,${nameText(column.name)}=${nameText(text)}`;
      else if (column.role === "name") name = text;
      else if (column.role === "error") this.#given.findings.object(line, 1, `the query failed: ${text}`);
      else if (column.role === "time") {
        time = this.#timeOf(text);
        if (time === undefined) object("a time");
      } else if (column.role !== "ignored" && !isMissing(text)) {
        const value = column.isText ? undefined : readNumber(text);
        if (value === undefined && !column.isText) object("a number");
        if (value !== undefined) fields.push([column.role === "value" ? undefined : column.name, value]);
      }
    }
    if (time === undefined || fields.length === 0) return "";
    return `${measurement}${tags} ${fields.map(([own, value]) => `${nameText(own ?? name)}=${value}`).join(",")} ${time}\n`;
  }

  #timeOf(text: string): bigint | undefined {
    const date = readDate(text, "month-first");
    if (date !== undefined || !/^-?\d+(\.\d+)?$/.test(text)) return date;
    return toNanoseconds(text, this.#given.precision ?? plausibleUnit([Number(text)]) ?? "ns");
  }
}

/** Whether a row names the columns of another table, as where annotations were left out. */
function isHeader(cells: readonly Cell[]): boolean {
  const has = (name: string) => cells.some(({ text }) => text === name);
  return has("_time") && (has("_value") || has("_measurement")) && cells[1]?.text !== "";
}
