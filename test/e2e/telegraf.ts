import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { test } from "uvu";
import { findProgram, testWithPrograms } from "./program.js";

/** The repository's root, from build/test/e2e. */
export const root = fileURLToPath(new URL("../../../", import.meta.url));
const programFile = fileURLToPath(new URL("../../../bin/holtline.js", import.meta.url));
const brewFile = fileURLToPath(new URL("../../../../shared/data/brew-temps.lp.gz", import.meta.url));

/** A run of Telegraf that takes longer than this is stuck. */
const PATIENCE_MS = 120_000;

const telegraf = findProgram("Telegraf");

/** A test that needs Telegraf, and is skipped with a line that says so when there is none. */
export const testWithTelegraf = (name: string, work: () => Promise<void>) => testWithPrograms([], name, work);

/** A test that needs Telegraf and the two brews of ../shared/data, whose lines it gets. */
export function testWithBrews(name: string, work: (lines: string[]) => Promise<void>): void {
  if (existsSync(brewFile)) {
    testWithTelegraf(name, () => work(brewLines()));
    return;
  }
  console.log(`skipped, no ../shared/data/brew-temps.lp.gz: ${name}`);
  test.skip(name);
}

function brewLines(): string[] {
  return gunzipSync(readFileSync(brewFile)).toString().trimEnd().split("\n");
}

/** A directory that is there while `work` runs. */
export async function inRoom<T>(work: (path: (name: string) => string) => Promise<T>): Promise<T> {
  const room = mkdtempSync(join(tmpdir(), "holtline-"));
  try {
    return await work((name) => join(room, name));
  } finally {
    rmSync(room, { recursive: true });
  }
}

const list = (words: string[]) => JSON.stringify(words);

/** The command that starts `holtline`, for a configuration. */
export const holtline = (...args: string[]) => [process.execPath, programFile, ...args];

/** An agent that gathers at once and only once, rounds nothing and drops nothing. */
export const agent = `
[agent]
  interval = "1h"
  round_interval = false
  flush_interval = "100ms"
  precision = "1ns"
  metric_batch_size = 100000
  metric_buffer_limit = 10000000
  omit_hostname = true
  skip_processors_after_aggregators = true
`;

export const fileInput = (path: string) => `
[[inputs.file]]
  files = ${list([path])}
  data_format = "influx"
`;

export const fileOutput = (path: string) => `
[[outputs.file]]
  files = ${list([path])}
  data_format = "influx"
`;

/** @param order the place in the chain; @param more further lines of the stanza */
export const processor = (command: string[], order = 1, more = "") => `
[[processors.execd]]
  order = ${order}
  command = ${list(command)}
  ${more}
`;

/** A processor that spends so many rounds of a loop on every metric. */
export const slowProcessor = (rounds: number, order = 2) => `
[[processors.starlark]]
  order = ${order}
  source = '''
def apply(metric):
  for i in range(${rounds}):
    pass
  return metric
'''
`;

/** A processor that passes on so many bytes a second and no more. */
export const pacedProcessor = (rate: number, order = 2) => {
  const source = `
    const { writeSync } = require("node:fs");
    const sleeper = new Int32Array(new SharedArrayBuffer(4));
    process.stdin.on("data", (chunk) => {
      for (let at = 0; at < chunk.length; at += writeSync(1, chunk, at));
      Atomics.wait(sleeper, 0, 0, (chunk.length / ${rate}) * 1000);
    });
    process.stdin.on("end", () => writeSync(1, "\\n".repeat(70_000)));`;
  return processor([process.execPath, "-e", source], order);
};

/** Starts Telegraf as the leader of a process group, as a shell would. */
export function startTelegraf(args: string[], environment: NodeJS.ProcessEnv = {}): ChildProcess {
  const env = { ...process.env, ...environment };
  const child = spawn(telegraf!, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"], detached: true, env });
  const timer = setTimeout(() => process.kill(-child.pid!, "SIGKILL"), PATIENCE_MS);
  child.on("exit", () => clearTimeout(timer));
  return child;
}

export interface Ending {
  code: number | null;
  stdout: string;
  /** What Telegraf and its plugins had to say. */
  log: string;
}

/** Waits for Telegraf to end. */
export async function ended(child: ChildProcess): Promise<Ending> {
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout!.on("data", (chunk) => out.push(chunk));
  child.stderr!.on("data", (chunk) => err.push(chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  return { code, stdout: Buffer.concat(out).toString(), log: Buffer.concat(err).toString() };
}

/** Runs Telegraf while `work` does, and stops it as Ctrl-C would, come what may. */
export async function whileTelegraf(
  args: string[],
  environment: NodeJS.ProcessEnv,
  work: () => Promise<void>,
): Promise<Ending> {
  const child = startTelegraf(args, environment);
  const ending = ended(child);
  try {
    await work();
  } finally {
    if (child.exitCode === null) process.kill(-child.pid!, "SIGINT");
    await ending;
  }
  return ending;
}

/** Sends lines through processors in a `telegraf --once`. Gives the lines that came out, and the log. */
export function onceThrough(lines: string, processors: string): Promise<{ output: string; log: string }> {
  return inRoom(async (path) => {
    writeFileSync(path("in.lp"), lines);
    writeFileSync(path("telegraf.conf"), agent + fileInput(path("in.lp")) + processors + fileOutput(path("out.lp")));
    const { log } = await ended(startTelegraf(["--config", path("telegraf.conf"), "--once"]));
    return { output: existsSync(path("out.lp")) ? readFileSync(path("out.lp"), "utf8") : "", log };
  });
}

/** Plain lines as Telegraf would have them: tags and fields in one order, and every number with its shortest digits. */
export function canonical(text: string): string[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const [key, fields, time] = line.split(" ");
      const sorted = fields!.split(",").map((field) => {
        const [name, value] = field.split("=");
        return `${name}=${Number.isNaN(Number(value)) ? value : Number(value)}`;
      });
      const [measurement, ...tags] = key!.split(",");
      return `${[measurement, ...tags.sort()].join()} ${sorted.sort().join()} ${time}`;
    });
}

/** How many elements of `expected` are not in `actual`, each counted as often as it stands there. */
export function missing(expected: readonly string[], actual: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const line of expected) counts.set(line, (counts.get(line) ?? 0) + 1);
  for (const line of actual) counts.set(line, (counts.get(line) ?? 0) - 1);
  let sum = 0;
  for (const count of counts.values()) sum += Math.max(0, count);
  return sum;
}
