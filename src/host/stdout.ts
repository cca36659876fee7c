import { closeSync, fstatSync, readFileSync, writeSync } from "node:fs";

/** Never notified: waiting on it is a sleep of the whole thread. */
const sleeper = new Int32Array(new SharedArrayBuffer(4));
const RETRY_MS = 1;
/** Time for a reader to notice the end of our output before the process is gone. */
const FAREWELL_MS = 100;

/** What a write meets when its reader has gone: the first from a pipe, either from a socket. */
const gone = new Set<string | undefined>(["EPIPE", "ECONNRESET"]);

/** Linux gives a pipe sixteen pages unless its owner asks for another size, and Telegraf does not. */
const PAGES_PER_PIPE = 16;
const COMMON_PAGE = 4096;

/**
 * Writes all of the bytes (text as UTF-8) to a descriptor and returns when the system has taken them. It blocks while
 * the reader is slow: that is the backpressure, and why nothing can be left behind in a buffer of ours at the end.
 *
 * @throws the system's error (`code` EPIPE when the reader has gone, ENOSPC, EIO …)
 */
export function writeAll(descriptor: number, bytes: Uint8Array | string): void {
  const source = typeof bytes === "string" ? Buffer.from(bytes) : bytes;
  let offset = 0;
  while (offset < source.length) {
    try {
      offset += writeSync(descriptor, source, offset, source.length - offset);
    } catch (error) {
      // Somebody who shares the pipe may have made it non-blocking, Node's own process.stdout among them.
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
      sleep(RETRY_MS);
    }
  }
}

/**
 * Writes all of the bytes to standard output, synchronously. When its reader has gone the process ends here, without a
 * word: nobody is left to read what would follow, and Telegraf starts a processor that ended anew.
 *
 * @throws the system's error, unless the reader has gone
 */
export function writeFully(bytes: Uint8Array | string): void {
  try {
    writeAll(1, bytes);
  } catch (error) {
    if (gone.has((error as NodeJS.ErrnoException).code)) process.exit(0);
    throw error;
  }
}

/** True when standard input and standard output are both pipes, as they are under Telegraf (sockets are not). */
export function betweenPipes(): boolean {
  try {
    return fstatSync(0).isFIFO() && fstatSync(1).isFIFO();
  } catch {
    return false;
  }
}

/**
 * Writes more blank lines to standard output than its pipe holds. That write completes only when the reader has taken
 * every byte before them, so the process can leave: Telegraf closes its end of the pipe the moment the process is gone,
 * and loses what it has not read by then. It ignores blank lines.
 */
export function drainBarrier(): void {
  writeFully(Buffer.alloc((PAGES_PER_PIPE + 1) * pageSize(), "\n"));
}

/**
 * Closes standard output and standard error for good, a moment before the process leaves. A reader that is told so by the
 * end of its pipes reads on to it in peace; Telegraf, when it hears of the end of the process first, closes the pipes
 * under its own readers and logs that as an error of the processor.
 */
export function closeOutputs(): void {
  for (const descriptor of [1, 2]) closeSync(descriptor);
  sleep(FAREWELL_MS);
}

function sleep(milliseconds: number): void {
  Atomics.wait(sleeper, 0, 0, milliseconds);
}

/** Bytes in a page of memory: 4 KiB mostly, 16 KiB on a Raspberry Pi 5, 64 KiB on some servers, and pipes grow with it. */
function pageSize(): number {
  try {
    const kibibytes = /^KernelPageSize:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/smaps", "latin1"));
    if (kibibytes !== null) return Number(kibibytes[1]) * 1024;
  } catch {
    // Not Linux: no pipe elsewhere holds more than 64 KiB.
  }
  return COMMON_PAGE;
}
