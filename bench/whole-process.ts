import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Where a process writes to: the null device, a pipe that `cat` empties, or a file. */
export type Sink = "nothing" | "pipe" | "file";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** The words that start Holtline as its users do. */
export const holtline = (...words: string[]) => [process.execPath, `${root}bin/holtline.js`, ...words];

/** The words that start one of the benchmarks' own programs. */
export const program = (name: string, ...words: string[]) => [
  process.execPath,
  `${root}build/bench/${name}.js`,
  ...words,
];

/**
 * Runs a command on a file as its standard input.
 *
 * @returns seconds from its start to its end; with a pipe, until the last byte has been read
 * @throws Error when the command fails
 */
export async function secondsOf(command: readonly string[], input: string, sink: Sink = "nothing"): Promise<number> {
  const target = sink === "file" ? `${input}.out` : "/dev/null";
  const words = sink === "pipe" ? ["sh", "-c", '"$@" | cat', "sh", ...command] : command;
  const [from, to] = [openSync(input, "r"), openSync(target, "w")];
  const begun = performance.now();
  const child = spawn(words[0]!, words.slice(1), { stdio: [from, to, "pipe"] });
  let said = "";
  child.stderr!.on("data", (text: Buffer) => {
    said += text;
  });
  const [code] = await once(child, "close");
  const seconds = (performance.now() - begun) / 1000;
  closeSync(from);
  closeSync(to);
  if (sink === "file") rmSync(target);
  if (code !== 0) throw new Error(`${command.join(" ")} ended with ${code}: ${said.trim()}`);
  return seconds;
}

/** Least, mean and standard deviation of some times. */
export function summary(times: readonly number[]): { least: number; mean: number; deviation: number } {
  const mean = times.reduce((sum, time) => sum + time, 0) / times.length;
  const squares = times.reduce((sum, time) => sum + (time - mean) ** 2, 0);
  return { least: Math.min(...times), mean, deviation: Math.sqrt(squares / Math.max(1, times.length - 1)) };
}
