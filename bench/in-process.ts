import { closeSync, openSync, readSync } from "node:fs";
import { Engine } from "../src/engine/engine.js";
import { readKernel } from "../src/host/kernel-file.js";
import { resolve, type Settings } from "../src/options.js";

/** Bytes of a call of the engine, as a read of standard input brings them. */
const CHUNK = 1 << 16;

/**
 * Nanoseconds that `engine.push` takes for a line, over a file in chunks of 64 KiB; reading it is not timed.
 *
 * @param cold share of the file's bytes that is pushed before the clock runs
 * @param bytes of the file
 */
export function nanosecondsALine(file: string, given: Partial<Settings>, cold: number, bytes: number): number {
  const engine = Engine.create(readKernel(), resolve(given));
  const chunk = new Uint8Array(CHUNK);
  const descriptor = openSync(file, "r");
  let timed = { milliseconds: 0, lines: 0 };
  let at = 0;
  for (let got = readSync(descriptor, chunk); got > 0; got = readSync(descriptor, chunk)) {
    const { lines } = engine.statistics();
    const begun = performance.now();
    engine.push(chunk.subarray(0, got));
    const milliseconds = timed.milliseconds + performance.now() - begun;
    if (at >= cold * bytes) timed = { milliseconds, lines: timed.lines + engine.statistics().lines - lines };
    at += got;
  }
  closeSync(descriptor);
  return (1e6 * timed.milliseconds) / timed.lines;
}
