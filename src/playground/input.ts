import { briefly } from "../input/format.js";
import { InputLines } from "../input/lines.js";
import { InputError, type InputProblem } from "../input/problem.js";
import type { Unit } from "../input/time-unit.js";

/** What has been read, as line protocol. */
export interface Input {
  readonly chunks: Uint8Array[];
  /** Of all chunks. */
  readonly bytes: number;
  /** Whether lines were made of something else, as CSV. */
  readonly converted: boolean;
  /** What a person should know about how it was read: a sentence each. */
  readonly notices: readonly string[];
  /** Of what is no line protocol, whose problems are the engine's to find. */
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
 * protocol of it where it is something else. What is beyond `most` bytes is left out, with a notice.
 *
 * @param onRead is told the bytes that were read, before unpacking
 * @param signal stops the reading, which then rejects
 * @param precision what the timestamps count, where a person says so
 * @throws InputError for what is empty or no text
 */
export async function readInput(
  source: Source,
  onRead: (bytes: number) => void,
  signal?: AbortSignal,
  most = MOST_BYTES,
  precision?: Unit,
): Promise<Input> {
  if (source.size === 0) throw new InputError(`${source.name} is empty: expected lines like "temperature value=18.8"`);
  const kept = new Kept(source.name, most, precision);
  const notices: string[] = [];
  try {
    for await (const chunk of unpacked(source, onRead)) {
      signal?.throwIfAborted();
      if (!kept.add(chunk)) break;
    }
  } catch (error) {
    if (signal?.aborted || error instanceof InputError || kept.bytes === 0) throw readable(source.name, error);
    notices.push(
      `${source.name} can't be read to its end (its .gz data is damaged or cut short); what came before is shown.`,
    );
  }
  kept.finish();
  if (kept.isFull) notices.push(fullNotice(source.name, most));
  if (kept.bytes === 0)
    throw new InputError(`${source.name} holds nothing that can be scored${kept.firstProblem}: ${briefly}`);
  notices.push(...kept.notices);
  return { chunks: kept.chunks, bytes: kept.bytes, converted: kept.isConverted, notices, problems: kept.problems };
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
  const isGzip = head[0] === 0x1f && head[1] === 0x8b;
  const stream: ReadableStream<Uint8Array> = isGzip ? counted.pipeThrough(new DecompressionStream("gzip")) : counted;
  const output = stream.getReader();
  try {
    for (let piece = await output.read(); !piece.done; piece = await output.read()) yield piece.value;
  } finally {
    await output.cancel().catch(() => {});
  }
}

/** What is kept of an input, as far as there is room. */
class Kept {
  readonly chunks: Uint8Array[] = [];
  bytes = 0;
  isFull = false;
  readonly #lines: InputLines;
  readonly #most: number;

  constructor(name: string, most: number, precision: Unit | undefined) {
    this.#lines = new InputLines(name, precision);
    this.#most = most;
  }

  get isConverted(): boolean {
    return this.#lines.isConverted;
  }

  /** As sentences. */
  get notices(): string[] {
    return this.#lines.notices.map((text) => `${text[0]!.toUpperCase()}${text.slice(1)}.`);
  }

  get problems(): readonly InputProblem[] {
    return this.#lines.problems;
  }

  get firstProblem(): string {
    const first = this.problems[0];
    return first === undefined ? "" : ` (line ${first.line}, column ${first.column}: ${first.text})`;
  }

  /** False when there is no room for more. */
  add(chunk: Uint8Array): boolean {
    this.#keep(this.#lines.push(chunk));
    return !this.isFull;
  }

  finish(): void {
    this.#keep(this.#lines.end());
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
