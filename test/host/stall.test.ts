import type { ChildProcess } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { pause, start } from "./child.js";

/** Lines a chunk, chunks, and how long the reader stalls: HOLTLINE_STALL makes it longer, in seconds. */
const LINES = 1000;
const STALL_SECONDS = Number(process.env.HOLTLINE_STALL ?? 3);
const CHUNKS = 50 * STALL_SECONDS;
const MEBIBYTE = 1 << 20;

const isLinux = process.platform === "linux";

/** Bytes that a process has in memory. */
function resident({ pid }: ChildProcess): number {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "latin1"))![1]) * 1024;
}

function chunk(index: number): string {
  let text = "";
  for (let i = 0; i < LINES; i++) {
    text += `cpu,host=host-${i % 500} usage=${(i * 7919) % 101} ${1_600_000_000 + index * 2 + (i < 500 ? 0 : 1)}000000000\n`;
  }
  return text;
}

/** Hashes the lines of the output that were in the input. */
class Originals {
  readonly hash = createHash("sha256");
  #rest = "";

  take(bytes: string): void {
    const lines = (this.#rest + bytes).split("\n");
    this.#rest = lines.pop()!;
    for (const line of lines) if (line.startsWith("cpu,")) this.hash.update(`${line}\n`);
  }
}

test("while nobody reads its output it reads no input, and nothing is lost", async () => {
  if (!isLinux) return console.log("skipped: memory is read from /proc, which only Linux has");
  const child = start(["run", "--horizon", "0"]);
  const { stdin, stdout } = child;
  const sent = createHash("sha256");
  const received = new Originals();
  stdout!.setEncoding("latin1").on("data", (text: string) => received.take(text));
  const offer = async (from: number, to: number) => {
    for (let index = from; index < to; index++) {
      const text = chunk(index);
      sent.update(text);
      if (!stdin!.write(text)) await pause(5);
    }
  };
  await offer(0, CHUNKS);
  while (stdin!.writableLength > 0) await pause(20);
  const before = resident(child);
  stdout!.pause();
  const offered = offer(CHUNKS, 2 * CHUNKS);
  let most = 0;
  for (let i = 0; i < STALL_SECONDS * 10; i++) {
    await pause(100);
    most = Math.max(most, resident(child));
  }
  // most of what was offered still waits with us
  await offered;
  assert.ok(stdin!.writableLength > (CHUNKS - 30) * chunk(0).length, `${stdin!.writableLength} bytes wait`);
  assert.ok(most < before + 32 * MEBIBYTE, `${before / MEBIBYTE} MiB before, ${most / MEBIBYTE} MiB in the stall`);
  stdout!.resume();
  stdin!.end();
  await once(child, "close");
  assert.is(received.hash.digest("hex"), sent.digest("hex"));
  if (process.env.HOLTLINE_STALL) {
    console.log(
      `resident: ${(before / MEBIBYTE).toFixed(1)} MiB before, ${(most / MEBIBYTE).toFixed(1)} at most in the stall`,
    );
  }
});

test.run();
