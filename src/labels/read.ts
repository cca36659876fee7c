import { parseLine } from "../engine/line.js";
import { canonicalKey, keyName, keyOf } from "../engine/names.js";
import { type Cell, CsvReader, type CsvRow, separatorOf } from "../input/csv.js";
import { InputError } from "../input/problem.js";
import { readTime } from "../input/time-form.js";

/** A stretch of a series that is known to be wrong. */
export interface Label {
  /** Measurement and tags, a blank, the field: as it is written in the file. */
  readonly series: string;
  /** Nanoseconds since 1970, both included. */
  readonly start: bigint;
  readonly end: bigint;
  /** What is wrong: `spike`, or any other word. */
  readonly kind: string;
}

const columns = ["series", "start", "end", "kind"] as const;
type Place = Record<(typeof columns)[number], number>;

/**
 * Reads labels as `holtline simulate --labels` writes them: CSV whose first row names the columns series, start, end and
 * kind, in any order; times in nanoseconds since 1970 or as dates.
 *
 * @param name of the file, for errors
 * @throws InputError that names line, column and what was expected there
 */
export function readLabels(text: string, name: string): Label[] {
  const plain = text.replace(/^\ufeff/, "");
  const reader = new CsvReader(separatorOf(plain.split("\n", 1)[0]!));
  const [head, ...rows] = reader.read(plain, true);
  const titles = head?.cells.map((cell) => cell.text.toLowerCase()) ?? [];
  const missing = columns.filter((column) => !titles.includes(column));
  if (missing.length > 0)
    throw new InputError(`${name}: its first row names no ${missing.join(", ")}; expected series,start,end,kind`);
  const place = Object.fromEntries(columns.map((column) => [column, titles.indexOf(column)])) as Place;
  return rows.map((row) => labelOf(row, place, name));
}

function labelOf({ cells, line }: CsvRow, place: Place, name: string): Label {
  const refuse = (cell: Cell | undefined, expected: string): never => {
    const found = cell === undefined ? "nothing" : `"${cell.text.slice(0, 40)}"`;
    throw new InputError(`${name}:${line}:${cell?.column ?? 1}: expected ${expected}, found ${found}`);
  };
  const text = (column: keyof Place, expected: string): string => {
    const cell = cells[place[column]];
    return cell === undefined || cell.text === "" ? refuse(cell, expected) : cell.text;
  };
  const time = (column: "start" | "end"): bigint => {
    const expected = "a time in nanoseconds or as 2026-01-01T00:00:00Z";
    const written = text(column, expected);
    if (/^-?\d{1,19}$/.test(written)) return BigInt(written);
    return readTime(written) ?? refuse(cells[place[column]], expected);
  };
  const [start, end] = [time("start"), time("end")];
  if (end < start) refuse(cells[place.end], "an end that is not before the start");
  return { series: text("series", "a series"), start, end, kind: text("kind", "a kind") };
}

const encoder = new TextEncoder();

/** The key of a label's series, as `keyOf` gives it for the engine's names; the text itself where it names no series. */
export function seriesKeyOf(series: string): string {
  const bytes = encoder.encode(`${series}=0`);
  const line = parseLine(bytes, 0, bytes.length, true);
  if (line.kind !== "line" || line.fields.length !== 1) return series;
  return keyOf(keyName(canonicalKey(bytes, line, line.fields[0]!)));
}
