/** A cell of a CSV file and where it begins. */
export interface Cell {
  readonly text: string;
  /** Counted from 1, in characters. */
  readonly column: number;
}

export interface CsvRow {
  readonly cells: readonly Cell[];
  /** The number of its first line, from 1. */
  readonly line: number;
}

/** Lines that the separator is found by. */
const LOOKED = 20;

/**
 * The separator of a table, by its first lines: the one that parts each of them into most cells. Semicolons and tabs go
 * before commas, which may be decimal ones, and commas before bars.
 */
export function separatorOf(head: string): string {
  const lines = head
    .split("\n", LOOKED + 1)
    .slice(0, LOOKED)
    .filter((line) => line.trim() !== "" && !line.startsWith("#"));
  const least = (separator: string) => Math.min(...lines.map((line) => cellsOf(line, separator).length));
  const most = (separator: string) => Math.max(0, ...lines.map((line) => cellsOf(line, separator).length));
  const parting = [";", "\t", ",", "|"];
  return (
    parting.find((separator) => lines.length > 0 && least(separator) > 1) ??
    [",", ";", "\t", "|"].reduce((best, one) => (most(one) > most(best) ? one : best))
  );
}

/** Splits text into rows and cells, as RFC 4180 has them; pieces may end anywhere. */
export class CsvReader {
  readonly #separator: string;
  #rest = "";
  #line: number;

  constructor(separator: string, firstLine = 1) {
    this.#line = firstLine;
    this.#separator = separator;
  }

  /** The rows that are complete; at the end of the text the last one too. */
  *read(text: string, atEnd = false): Generator<CsvRow> {
    this.#rest += text;
    let from = 0;
    for (let end = this.#rowEnd(from, atEnd); end >= 0; end = this.#rowEnd(from, atEnd)) {
      const row = this.#rest.slice(from, end).replace(/\r$/, "");
      if (row.trim() !== "") yield { cells: cellsOf(row, this.#separator), line: this.#line };
      this.#line += row.split("\n").length;
      from = end + 1;
      if (from > this.#rest.length) break;
    }
    this.#rest = this.#rest.slice(from);
  }

  /** Where the row from `from` on ends: at a newline outside of quotes; -1 when that has not been seen yet. */
  #rowEnd(from: number, atEnd: boolean): number {
    const text = this.#rest;
    let end = text.indexOf("\n", from);
    while (end >= 0 && isOpen(text, from, end)) end = text.indexOf("\n", end + 1);
    if (end >= 0 || !atEnd || from >= text.length) return end;
    const firstEnd = text.indexOf("\n", from);
    // a quote that is never closed costs its own line only
    return firstEnd >= 0 ? firstEnd : text.length;
  }
}

/** Whether a quote is open at `end`. */
function isOpen(text: string, from: number, end: number): boolean {
  let isOdd = false;
  for (let at = text.indexOf('"', from); at >= 0 && at < end; at = text.indexOf('"', at + 1)) isOdd = !isOdd;
  return isOdd;
}

function cellsOf(row: string, separator: string): Cell[] {
  const cells: Cell[] = [];
  for (let at = 0; at <= row.length; ) {
    const column = at + 1;
    let text = "";
    if (row[at] === '"') {
      let end = row.indexOf('"', at + 1);
      while (end >= 0 && row[end + 1] === '"') end = row.indexOf('"', end + 2);
      if (end < 0) end = row.length;
      text = row.slice(at + 1, end).replaceAll('""', '"');
      at = end + 1;
    }
    const next = row.indexOf(separator, at);
    const end = next < 0 ? row.length : next;
    text += row.slice(at, end);
    cells.push({ text: text.trim(), column });
    at = end + 1;
  }
  return cells;
}
