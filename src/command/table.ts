/** A column of a table for a terminal. */
export interface Column<Row> {
  readonly title: string;
  readonly text: (row: Row) => string;
  /** For texts; numbers stand at the right. */
  readonly left?: true;
  /** Where the terminal is too narrow, the columns with the highest are left out first. */
  readonly dispensable?: number;
  /** Where that does not help, its texts lose their middle. */
  readonly elastic?: true;
  /** Whether the cell of a row is to catch the eye. */
  readonly loud?: (row: Row) => boolean;
}

/** Characters in a line of output that goes to no terminal. */
const UNBOUNDED = 10_000;

/** Characters in a line of standard output. */
export function outputWidth(): number {
  return process.stdout.columns ?? UNBOUNDED;
}

/** What a table is shown on. */
export interface Look {
  /** Characters in a line. */
  readonly width: number;
  readonly colours: boolean;
}

interface Sized<Row> {
  readonly column: Column<Row>;
  readonly size: number;
}

const GAP = "  ";
/** What an elastic column keeps of its width. */
const LEAST = 12;

/** Aligned columns under a header, one line a row; what could disturb a terminal is replaced by �. */
export function tableOf<Row>(columns: readonly Column<Row>[], rows: readonly Row[], { width, colours }: Look): string {
  const sized = columns.map((column) => ({
    column,
    size: rows.reduce((most, row) => Math.max(most, [...column.text(row)].length), [...column.title].length),
  }));
  const shown = fitting(sized, width);
  const paint = (text: string, code: number) => (colours ? `\x1b[${code}m${text}\x1b[0m` : text);
  const lineOf = (cells: string[]) => cells.join(GAP).trimEnd();
  const header = lineOf(shown.map(({ column, size }) => paint(padded(column.title, size, column), 1)));
  const lines = rows.map((row) =>
    lineOf(
      shown.map(({ column, size }) => {
        const cell = padded(column.text(row), size, column);
        return column.loud?.(row) ? paint(cell, 31) : cell;
      }),
    ),
  );
  return [header, ...lines].map((line) => `${line}\n`).join("");
}

function padded<Row>(text: string, size: number, { left }: Column<Row>): string {
  const fit = fitted(text, size);
  const padding = " ".repeat(size - [...fit].length);
  return left ? fit + padding : padding + fit;
}

/** A text in at most `size` characters, without its middle where it is longer, and without what disturbs a terminal. */
export function fitted(text: string, size: number): string {
  const safe = [...text.replace(/\p{Cc}/gu, "�")];
  const tail = Math.floor((size - 1) / 2);
  return (safe.length <= size ? safe : [...safe.slice(0, size - 1 - tail), "…", ...safe.slice(-tail)]).join("");
}

/** The columns that a line has room for, and their sizes. */
function fitting<Row>(all: readonly Sized<Row>[], width: number): readonly Sized<Row>[] {
  const excess = all.reduce((sum, { size }) => sum + size + GAP.length, -GAP.length) - width;
  if (excess <= 0) return all;
  const highest = Math.max(0, ...all.map(({ column }) => column.dispensable ?? 0));
  if (highest === 0) return all.map((one) => (one.column.elastic ? shrunk(one, excess) : one));
  const rest = all.filter(({ column }) => column.dispensable !== highest);
  return fitting(rest, width);
}

function shrunk<Row>({ column, size }: Sized<Row>, excess: number): Sized<Row> {
  return { column, size: Math.max(Math.min(size, LEAST), size - excess) };
}
