import { fstatSync, readSync } from "node:fs";
import { type ConnectOpts, Socket, type SocketConstructorOpts } from "node:net";

/** As much as a pipe of Linux holds. */
const BUFFER_BYTES = 1 << 16;
/** Buffers of a file from one turn of the event loop to the next, in which signals and timers have theirs. */
const BUFFERS_A_TURN = 16;

/**
 * Hands standard input to `work`, chunk by chunk as it comes, always in one buffer: what is to be kept is to be copied.
 * Resolves at the end; rejects when reading fails or `work` throws, and then reads no more.
 */
export function eachChunk(work: (chunk: Uint8Array) => void): Promise<void> {
  const kind = inputKind();
  return kind === "file" ? eachOfFile(work) : kind === "pipe" ? eachOfPipe(work) : eachOfOther(work);
}

/** Sockets are pipes as Node makes them; what is neither is a terminal or a device. */
export function inputKind(): "file" | "pipe" | "other" {
  try {
    const input = fstatSync(0);
    return input.isFile() ? "file" : input.isFIFO() || input.isSocket() ? "pipe" : "other";
  } catch {
    return "other";
  }
}

/** A file never keeps its reader waiting, so it is read without the trips to another thread that a stream makes. */
async function eachOfFile(work: (chunk: Uint8Array) => void): Promise<void> {
  const buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  for (let count = 1; ; count++) {
    const length = readSync(0, buffer);
    if (length === 0) return;
    work(buffer.subarray(0, length));
    if (count % BUFFERS_A_TURN === 0) await new Promise(setImmediate);
  }
}

function eachOfPipe(work: (chunk: Uint8Array) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const buffer = Buffer.allocUnsafe(BUFFER_BYTES);
    const take = (length: number) => {
      try {
        work(buffer.subarray(0, length));
        return true;
      } catch (error) {
        socket.destroy();
        reject(error);
        return false;
      }
    };
    const options: SocketConstructorOpts & ConnectOpts = { fd: 0, readable: true, onread: { buffer, callback: take } };
    const socket = new Socket(options);
    socket.on("end", resolve).on("error", reject);
  });
}

function eachOfOther(work: (chunk: Uint8Array) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdin.on("data", (chunk: Buffer) => {
      try {
        work(chunk);
      } catch (error) {
        process.stdin.destroy();
        reject(error);
      }
    });
    process.stdin.on("end", resolve).on("error", reject);
  });
}
