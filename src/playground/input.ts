import { parseLine } from "../engine/line.js";
import { CsvLines } from "./csv-lines.js";

/** Why an input can't be used at all, in words for a person. */
export class InputError extends Error {
  override readonly name = "InputError";
}

/** A place in the input that could not be used. */
export interface InputProblem {
  /** Counted from 1, as is the column. */
  readonly line: number;
  readonly column: number;
  readonly text: string;
}

/** What has been read, as line protocol. */
export interface Input {
  readonly chunks: Uint8Array[];
  /** Of all chunks. */
  readonly bytes: number;
  /** Whether lines were made from CSV. */
  readonly converted: boolean;
  /** What a person should know about how it was read; undefined when all is well. */
  readonly notice: string | undefined;
  /** Of the rows of a CSV; those of line protocol are the engine's to find. */
  readonly problems: readonly InputProblem[];
}

/** Something that can be read: a file, or any other blob with a name. */
export interface Source {
  readonly name: string;
  readonly size: number;
  stream(): ReadableStream<Uint8Array>;
}

/** Bytes of line protocol that the page holds: with the results it takes about twice as much. */
export const MOST_BYTES = 256 * 1024 * 1024;

/**
 * Reads an input piece by piece, unpacks it where it is gzipped (by its first bytes, whatever its name), and makes line
 * protocol of CSV. What is beyond `most` bytes is left out, with a notice.
 *
 * @param onRead is told the bytes that were read, before unpacking
 * @param signal stops the reading, which then rejects
 * @throws InputError for what is empty or no text
 */
export async function readInput(
  source: Source,
  onRead: (bytes: number) => void,
  signal?: AbortSignal,
  most = MOST_BYTES,
): Promise<Input> {
  if (source.size === 0) throw new InputError(`${source.name} is empty: expected lines like "temperature value=18.8"`);
  const kept = new Kept(source.name, most);
  let notice: string | undefined;
  try {
    for await (const chunk of unpacked(source, onRead)) {
      signal?.throwIfAborted();
      if (!kept.add(chunk)) break;
    }
  } catch (error) {
    if (signal?.aborted || error instanceof InputError || kept.bytes === 0) throw readable(source.name, error);
    notice = `${source.name} can't be read to its end (its .gz data is damaged or cut short); what came before is shown.`;
  }
  kept.finish();
  if (kept.isFull) notice = fullNotice(source.name, most);
  if (kept.bytes === 0) throw new InputError(`${source.name} holds nothing that can be scored${kept.firstProblem}`);
  return { chunks: kept.chunks, bytes: kept.bytes, converted: kept.isConverted, notice, problems: kept.problems };
}

function fullNotice(name: string, most: number): string {
  const size = `${Math.round(most / 1024 / 1024)} MB`;
  return `${name} is more than this page can hold: its first ${size} are shown. "holtline score" reads files of any size.`;
}

function readable(name: string, error: unknown): Error {
  if (error instanceof InputError || (error as Error).name === "AbortError") return error as Error;
  return new InputError(
    `${name} can't be read: its .gz data is damaged, or the file is gone (${(error as Error).message})`,
  );
}

async function* unpacked(source: Source, onRead: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  const reader = source.stream().getReader();
  const first = await reader.read();
  const head = first.value ?? new Uint8Array(0);
  const counted = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start: (controller) => {
      if (!first.done) controller.enqueue(head as Uint8Array<ArrayBuffer>);
      onRead(head.length);
    },
    pull: async (controller) => {
      const { done, value } = await reader.read();
      if (done) return controller.close();
      onRead(value.length);
      controller.enqueue(value as Uint8Array<ArrayBuffer>);
    },
    cancel: (reason) => reader.cancel(reason),
  });
  checkHead(source.name, head);
  const isGzip = head[0] === 0x1f && head[1] === 0x8b;
  const stream: ReadableStream<Uint8Array> = isGzip ? counted.pipeThrough(new DecompressionStream("gzip")) : counted;
  const output = stream.getReader();
  try {
    for (let piece = await output.read(); !piece.done; piece = await output.read()) yield piece.value;
  } finally {
    await output.cancel().catch(() => {});
  }
}

/** First bytes of what is packed in another way, and its name. */
const packings: readonly [bytes: readonly number[], name: string][] = [
  [[0x50, 0x4b, 0x03, 0x04], "a zip archive or a spreadsheet"],
  [[0x28, 0xb5, 0x2f, 0xfd], "packed with zstd"],
  [[0x42, 0x5a, 0x68], "packed with bzip2"],
  [[0xfd, 0x37, 0x7a, 0x58], "packed with xz"],
];

function checkHead(name: string, head: Uint8Array): void {
  const packing = packings.find(([bytes]) => bytes.every((byte, at) => head[at] === byte));
  if (packing === undefined) return;
  throw new InputError(`${name} is ${packing[1]}: expected line protocol or CSV, as text or gzipped`);
}

/** Share of control characters from which on the beginning of a file is no text. */
const BINARY = 0.01;

/** Whether these first bytes of a file are no text. */
export function isBinary(head: Uint8Array): boolean {
  const looked = head.subarray(0, 4096);
  let controls = 0;
  for (const byte of looked) if (byte < 9 || (byte > 13 && byte < 32)) controls++;
  return controls > BINARY * looked.length;
}

/** Whether a text is CSV rather than line protocol: by its name, or because its first line is none and has cells. */
export function isCsv(name: string, head: Uint8Array): boolean {
  if (/\.[ct]sv(\.gz)?$/i.test(name)) return true;
  const end = head.indexOf(10);
  const line = head.subarray(0, end < 0 ? head.length : end);
  if (parseLine(line, 0, line.length, true).kind !== "invalid" || line.includes(61)) return false;
  return /[,;\t]/.test(new TextDecoder().decode(line));
}

/** What is kept of an input, as far as there is room. */
class Kept {
  readonly chunks: Uint8Array[] = [];
  bytes = 0;
  isFull = false;
  #csv: CsvLines | undefined;
  #begun = false;
  readonly #name: string;
  readonly #most: number;

  constructor(name: string, most: number) {
    this.#name = name;
    this.#most = most;
  }

  get isConverted(): boolean {
    return this.#csv !== undefined;
  }

  get problems(): readonly InputProblem[] {
    return this.#csv?.problems ?? [];
  }

  get firstProblem(): string {
    const first = this.problems[0];
    return first === undefined ? "" : ` (line ${first.line}, column ${first.column}: ${first.text})`;
  }

  /** False when there is no room for more. */
  add(chunk: Uint8Array): boolean {
    if (!this.#begun) this.#begin(chunk);
    this.#keep(this.#csv === undefined ? chunk : this.#csv.push(chunk));
    return !this.isFull;
  }

  finish(): void {
    if (this.#csv !== undefined) this.#keep(this.#csv.end());
  }

  #begin(chunk: Uint8Array): void {
    if (isBinary(chunk))
      throw new InputError(`${this.#name} is no text: expected line protocol or CSV, or one of them gzipped`);
    if (isCsv(this.#name, chunk)) this.#csv = new CsvLines(this.#name);
    this.#begun = true;
  }

  /** A cut is made behind a whole line. */
  #keep(bytes: Uint8Array): void {
    if (bytes.length === 0 || this.isFull) return;
    let kept = bytes;
    if (this.bytes + bytes.length > this.#most) {
      this.isFull = true;
      kept = bytes.subarray(0, bytes.lastIndexOf(10, this.#most - this.bytes) + 1);
    }
    this.chunks.push(kept);
    this.bytes += kept.length;
  }
}
