import { type JsonObject, JsonObjects } from "./json-objects.js";
import { type Given, TextMaker } from "./maker.js";
import { quoted } from "./problem.js";
import { measurementOf, measurementText, Table, type TableRow } from "./table.js";

/** Objects that say what their keys are. */
const SAMPLE = 1_000;

/**
 * Makes line protocol of objects of JSON, one a line or in an array: the time under one of its usual names, numbers become
 * fields, texts that name series tags. What is nested gets the names of all its levels: `{"a":{"b":1}}` is `a_b`.
 */
export class JsonLines extends TextMaker {
  readonly #given: Given;
  readonly #objects: JsonObjects;
  /** By measurement. */
  readonly #tables = new Map<string, GrowingTable>();

  constructor(given: Given) {
    super();
    this.#given = given;
    const expected = 'expected an object like {"time":"2026-01-01T00:00:00Z","temperature":18.8}';
    this.#objects = new JsonObjects((line, text) =>
      given.findings.object(line, 1, `${expected}, found ${quoted(text.trim())}`),
    );
  }

  protected take(text: string, atEnd: boolean): string {
    let lines = "";
    for (const object of this.#objects.read(text, atEnd)) lines += this.#linesOf(object);
    if (atEnd) for (const table of this.#tables.values()) lines += table.end();
    return lines;
  }

  #linesOf({ line, value }: JsonObject): string {
    const { measurement, rest } = partsOf(value);
    const cells = flattened(rest);
    const key = measurement ?? "";
    let table = this.#tables.get(key);
    if (table === undefined) {
      const name = measurement === undefined ? measurementOf(this.#given.name) : measurementText(measurement, "json");
      table = new GrowingTable(name, this.#given);
      this.#tables.set(key, table);
    }
    return table.take(line, cells);
  }
}

/** What Telegraf writes as JSON has a name, tags and fields of its own; of anything else all is values. */
function partsOf(value: Readonly<Record<string, unknown>>): {
  measurement: string | undefined;
  rest: Readonly<Record<string, unknown>>;
} {
  const { name, tags, fields, ...rest } = value;
  const isMetric = typeof name === "string" && isRecord(fields);
  return isMetric
    ? { measurement: name, rest: { ...rest, ...(isRecord(tags) ? tags : {}), ...fields } }
    : { measurement: undefined, rest: value };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Names and texts of all values that are no lists. */
function flattened(value: Readonly<Record<string, unknown>>, prefix = ""): [name: string, text: string][] {
  return Object.entries(value).flatMap(([key, inner]): [string, string][] => {
    if (isRecord(inner)) return flattened(inner, `${prefix}${key}_`);
    return inner === null || typeof inner === "object" ? [] : [[prefix + key, String(inner)]];
  });
}

/** A table whose columns are found while it is read. */
class GrowingTable {
  readonly #measurement: string;
  readonly #given: Given;
  readonly #names: string[] = [];
  #sample: TableRow[] = [];
  #table: Table | undefined;

  constructor(measurement: string, given: Given) {
    this.#measurement = measurement;
    this.#given = given;
  }

  take(line: number, values: readonly (readonly [name: string, text: string])[]): string {
    const cells: TableRow["cells"][number][] = [];
    for (const [name, text] of values) cells[this.#indexOf(name)] = { text, column: 1 };
    const row: TableRow = { line, cells: Array.from(cells) };
    if (this.#table !== undefined) return this.#table.lineOf(row);
    this.#sample.push(row);
    return this.#sample.length < SAMPLE ? "" : this.end();
  }

  end(): string {
    const rows = this.#sample;
    this.#sample = [];
    if (rows.length === 0) return "";
    const { precision, findings } = this.#given;
    this.#table = Table.of(this.#measurement, this.#names, rows, precision, findings);
    return this.#table === undefined ? "" : rows.map((row) => this.#table!.lineOf(row)).join("");
  }

  #indexOf(name: string): number {
    const known = this.#names.indexOf(name);
    if (known >= 0) return known;
    this.#table?.addColumn(name);
    return this.#names.push(name) - 1;
  }
}
