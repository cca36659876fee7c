import { eachChunk, inputKind } from "./input.js";
import { Outlet } from "./outlet.js";
import type { Passage } from "./passage.js";
import type { Log } from "./stderr.js";
import { betweenPipes, closeOutputs, drainBarrier } from "./stdout.js";

/** When the drain barrier is written at the end: `auto` is between two pipes, which is how Telegraf starts a processor. */
export type Drain = "auto" | "on" | "off";

/**
 * Sends standard input through a passage to standard output, one write a piece, until the input ends. Resolves when the
 * system has taken every byte; nothing keeps the process alive then, and where it drained nothing more can be written.
 * An input that can't be read, or an output that can't be written, ends it too: the log says so and the exit code
 * becomes 1.
 */
export async function passThrough(passage: Passage, drain: Drain, log: Log): Promise<void> {
  const drains = drain === "on" || (drain === "auto" && betweenPipes());
  const outlet = new Outlet(passage, drain !== "off" && inputKind() === "pipe", log);
  let failure: unknown;
  try {
    await eachChunk((chunk) => outlet.take(chunk));
  } catch (error) {
    failure = error;
  }
  try {
    outlet.end();
    if (drains) drainBarrier();
  } catch (error) {
    failure ??= error;
  }
  if (failure !== undefined) {
    log.error(`standard input or output failed: ${(failure as Error).message}`);
    process.exitCode = 1;
  }
  if (drains) closeOutputs();
}
