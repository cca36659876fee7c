/** A column of a table for a terminal. */
export interface Column<Row> {
  readonly title: string;
  readonly text: (row: Row) => string;
  /** For texts; numbers stand at the right. */
  readonly left?: true;
  /** Of the columns that have one, that with the highest is left out first where the terminal is too narrow. */
  readonly dispensable?: number;
  /** Whether the cell of a row is to catch the eye. */
  readonly loud?: (row: Row) => boolean;
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
const INDENT = "  ";

/** Aligned columns under a header, one line a row; what could disturb a terminal is replaced by �. */
export function tableOf<Row>(columns: readonly Column<Row>[], rows: readonly Row[], { width, colours }: Look): string {
  const sized = columns.map((column) => ({
    column,
    size: Math.max(...[column.title, ...rows.map(column.text)].map((text) => [...text].length)),
  }));
  const shown = fitting(sized, width);
  const paint = (text: string, code: number) => (colours ? `\x1b[${code}m${text}\x1b[0m` : text);
  const lineOf = (cells: string[]) => `${INDENT}${cells.join(GAP)}`.trimEnd();
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
  const safe = text.replace(/\p{Cc}/gu, "�");
  const padding = " ".repeat(size - [...safe].length);
  return left ? safe + padding : padding + safe;
}

/** The columns that a line has room for. */
function fitting<Row>(all: readonly Sized<Row>[], width: number): readonly Sized<Row>[] {
  const needed = INDENT.length + all.reduce((sum, { size }) => sum + size + GAP.length, -GAP.length);
  const least = Math.max(0, ...all.map(({ column }) => column.dispensable ?? 0));
  if (needed <= width || least === 0) return all;
  return fitting(
    all.filter(({ column }) => column.dispensable !== least),
    width,
  );
}
