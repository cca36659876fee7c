import { pipeline, Readable } from "node:stream";
import split2 from "split2";
import { type Line, type OpenLine, type Parsed, parseLine } from "../engine/line.js";
import { readChunks } from "./file.js";

/** A metric, comment or blank line as it came, with a newline at its end. A metric may hold newlines, in strings. */
export interface MetricLine {
  readonly bytes: Buffer;
  /** Offsets into `bytes`; undefined for what is no metric. */
  readonly line: Line | undefined;
  /** What keeps it from being a metric; undefined for metrics, comments and blank lines. */
  readonly problem: string | undefined;
  /** The number of its first row in the file, from 1. */
  readonly row: number;
}

/** Bytes that a string may stay open for. */
const LONGEST_STRING = 16 * 1024 * 1024;
const NEWLINE = 10;

/**
 * The lines of a file of line protocol. A string that is never closed costs its first row only: that one has a problem,
 * and reading goes on with the next row.
 *
 * @param path a file, gzipped or not, or `-` for standard input
 * @param onRead is told the bytes that were read, before unpacking
 * @throws FileError
 */
export async function* metricLines(path: string, onRead?: (bytes: number) => void): AsyncGenerator<MetricLine> {
  const rows = new Rows();
  for await (const row of rowsOf(path, onRead)) {
    rows.append(row);
    yield* rows.take(false);
  }
  yield* rows.take(true);
}

/** The rows of a file, with their newlines. */
async function* rowsOf(path: string, onRead?: (bytes: number) => void): AsyncGenerator<Buffer> {
  // One character a byte: as UTF-8, bytes that are none would not come back.
  const source = Readable.from(readChunks(path, onRead), { objectMode: false }).setEncoding("latin1");
  const rows: AsyncIterable<string> = pipeline(source, split2("\n", { decodeStrings: false }), () => {});
  for await (const row of rows) yield Buffer.from(`${row}\n`, "latin1");
}

/** Rows that are not a whole line yet. */
class Rows {
  #bytes: Buffer = Buffer.alloc(0);
  #length = 0;
  #open: OpenLine | undefined;
  #row = 1;

  append(row: Buffer): void {
    const length = this.#length + row.length;
    if (this.#length === 0) {
      this.#bytes = row;
    } else {
      if (length > this.#bytes.length) this.#bytes = Buffer.concat([this.#bytes.subarray(0, this.#length)], length * 2);
      row.copy(this.#bytes, this.#length);
    }
    this.#length = length;
  }

  /** Gives every whole line; at the end of the file all that there is. */
  *take(atEnd: boolean): Generator<MetricLine> {
    while (this.#length > 0) {
      const parsed = parseLine(this.#bytes, 0, this.#length, false, this.#open);
      this.#open = parsed.kind === "incomplete" && parsed.inString ? parsed.open : undefined;
      if (parsed.kind === "incomplete" && !atEnd && this.#length <= LONGEST_STRING) return;
      yield this.#shift(parsed);
    }
  }

  #shift(parsed: Parsed): MetricLine {
    const end = parsed.kind === "incomplete" ? this.#bytes.indexOf(NEWLINE) + 1 : parsed.end;
    const bytes = this.#bytes.subarray(0, end);
    const row = this.#row;
    for (const byte of bytes) if (byte === NEWLINE) this.#row++;
    this.#bytes = this.#bytes.subarray(end);
    this.#length -= end;
    this.#open = undefined;
    return { bytes, line: parsed.kind === "line" ? parsed : undefined, problem: problemOf(parsed), row };
  }
}

function problemOf(parsed: Parsed): string | undefined {
  if (parsed.kind === "incomplete") return "a string is opened and never closed";
  return parsed.kind === "invalid" ? `column ${parsed.column}: expected ${parsed.expected}` : undefined;
}
