import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { devNull, tmpdir } from "node:os";
import { join } from "node:path";
import { childrenSeconds } from "./processor-time.js";

/** Where a process's output goes: to the null device, into a pipe that `cat` reads, or to a file. */
export type Sink = "null" | "pipe" | "file";

/** A program and its arguments. */
export type Command = readonly [program: string, ...args: string[]];

/** Between two looks at how far an input has been read. */
const WATCH_MS = 5;

export interface Timing {
  /** From the start of the process to its end. */
  readonly seconds: number;
  /** From when the first `cold` bytes had been read; the same where no such number is given, or where /proc does not tell. */
  readonly warmSeconds: number;
  /** Processor time, all threads, user and system, and the pipe's reader; undefined where the system does not tell. */
  readonly processor: number | undefined;
}

/**
 * Runs a command once over a file as its standard input. Nothing else may be started meanwhile.
 *
 * @param room a directory for the file that is written
 * @param cold bytes of the input that it reads before the second clock runs
 * @throws Error when it can't be started or fails
 */
export async function timeProcess(
  command: Command,
  input: string,
  sink: Sink,
  room: string,
  cold = 0,
): Promise<Timing> {
  const [program, ...args]: Command =
    sink === "pipe" ? ["sh", "-c", '"$0" "$@" | cat > /dev/null', ...command] : command;
  const output = join(room, "output");
  const from = openSync(input, "r");
  const to = openSync(sink === "file" ? output : devNull, "w");
  const before = childrenSeconds();
  const begun = performance.now();
  let warm = begun;
  const watch = setInterval(() => {
    if (position(from) < cold) warm = performance.now();
    else clearInterval(watch);
  }, WATCH_MS);
  try {
    await succeeded(spawn(program, args, { stdio: [from, to, "inherit"] }), command);
    const ended = performance.now();
    const after = childrenSeconds();
    return {
      seconds: (ended - begun) / 1_000,
      warmSeconds: (ended - warm) / 1_000,
      processor: after === undefined ? undefined : after - before!,
    };
  } finally {
    clearInterval(watch);
    closeSync(from);
    closeSync(to);
    rmSync(output, { force: true });
  }
}

/**
 * Runs a command once over a file as its standard input, and keeps what it writes.
 *
 * @throws Error when it can't be started or fails
 */
export async function writeOutput(command: Command, input: string, output: string): Promise<void> {
  const [program, ...args] = command;
  const from = openSync(input, "r");
  const to = openSync(output, "w");
  try {
    await succeeded(spawn(program, args, { stdio: [from, to, "inherit"] }), command);
  } finally {
    closeSync(from);
    closeSync(to);
  }
}

/** How far an open file has been read, by us or by a child that shares it; endlessly far where the system does not tell. */
function position(descriptor: number): number {
  try {
    return Number(/^pos:\s+(\d+)/.exec(readFileSync(`/proc/self/fdinfo/${descriptor}`, "latin1"))![1]);
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

/** Waits for a process to end with exit code 0, and for the end of what we read of it. */
export function succeeded(child: ChildProcess, command: Command): Promise<void> {
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`${command.join(" ")}: ended with ${signal ?? `exit code ${code}`}`));
    });
  });
}

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** A temporary directory that is there while `work` runs, and gone also when a person interrupts it. */
export async function inRoom(work: (path: (name: string) => string) => Promise<void>): Promise<void> {
  const room = mkdtempSync(join(tmpdir(), "holtline-bench-"));
  const clear = () => rmSync(room, { recursive: true, force: true });
  const interrupted = () => process.exit(130);
  process.once("exit", clear);
  for (const signal of signals) process.once(signal, interrupted);
  try {
    await work((name) => join(room, name));
  } finally {
    process.off("exit", clear);
    for (const signal of signals) process.off(signal, interrupted);
    clear();
  }
}
