import { createReadStream, statSync } from "node:fs";
import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";

/** A file that can't be read, or not to its end: which, why and what to do. */
export class FileError extends Error {
  override readonly name = "FileError";
}

const reasons: Record<string, string> = {
  ENOENT: "there is no such file",
  EACCES: "this user may not read it",
  EPERM: "this user may not read it",
  EISDIR: "it is a directory",
  Z_BUF_ERROR: "its .gz data ends too early; what came before has been read",
  Z_DATA_ERROR: "its .gz data is damaged; what came before has been read",
};

/** What the system, or zlib, has against reading a file, in words for a person, and what to do. */
export function unreadable(name: string, error: NodeJS.ErrnoException, advice = ""): FileError {
  const { code = "", message } = error;
  return new FileError(`${name} can't be read: ${reasons[code] ?? message}${advice}`, { cause: error });
}

/**
 * The bytes of a file, or of standard input for `-`, as they come. What is gzipped, by its first two bytes and whatever
 * its name, is unpacked.
 *
 * @param onRead is told the bytes that were read, before unpacking: for progress
 * @throws FileError
 */
export async function* readChunks(path: string, onRead: (bytes: number) => void = () => {}): AsyncGenerator<Buffer> {
  const name = path === "-" ? "standard input" : path;
  try {
    const source = chunksOf(path === "-" ? process.stdin : createReadStream(path), onRead);
    const head = await firstBytes(source);
    const whole = Readable.from(continued(head, source), { objectMode: false });
    const gzipped = head[0] === 0x1f && head[1] === 0x8b;
    yield* gzipped ? pipeline(whole, createGunzip(), () => {}) : whole;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw unreadable(name, error as Error, code === "EISDIR" ? "; give a file, or - for standard input" : "");
  }
}

async function* chunksOf(source: AsyncIterable<Buffer>, onRead: (bytes: number) => void): AsyncGenerator<Buffer> {
  for await (const chunk of source) {
    onRead(chunk.length);
    yield chunk;
  }
}

/** The first chunk, or as many as it takes for two bytes. */
async function firstBytes(source: AsyncGenerator<Buffer>): Promise<Buffer> {
  let head: Buffer = Buffer.alloc(0);
  while (head.length < 2) {
    const { value, done } = await source.next();
    if (done) break;
    head = head.length === 0 ? value : Buffer.concat([head, value]);
  }
  return head;
}

async function* continued(head: Buffer, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  if (head.length > 0) yield head;
  yield* rest;
}

/** Bytes of a file as it lies there; 0 for what has no size, as standard input. */
export function fileSize(path: string): number {
  return (path === "-" ? undefined : statSync(path, { throwIfNoEntry: false }))?.size ?? 0;
}
