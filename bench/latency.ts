import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { machine } from "./machine.js";
import { holtline, summary } from "./whole-process.js";

/**
 * How long a line is on its way, and how long the first takes.
 *
 * Lines are offered as Telegraf does it, one write a line, at a given pace, and stamped here at both ends; a bare Node pipe
 * and `cat` get the same in the same run. For the start a process is given twelve lines at once, of which the tenth is the
 * first that is scored, and a Node that does nothing is started in turn with it.
 */

const RATE = 10_000;
const SECONDS = 5;
const ROUNDS = 3;
const STARTS = 20;
const START_LINES = 12;
const FIRST_SECOND = 1_700_000_000;
const FLAGS = ["run", "--emit", "fields", "--refit", "0"];

const contenders: readonly [string, readonly string[]][] = [
  ["`holtline run --emit fields --refit 0`", holtline(...FLAGS)],
  ["a bare Node pipe", [process.execPath, "-e", "process.stdin.pipe(process.stdout)"]],
  ["`cat`", ["cat"]],
];

export async function bench(): Promise<void> {
  process.stdout.write(
    `${machine()}; ${RATE.toLocaleString("en")} lines/s for ${SECONDS} s, the best of ${ROUNDS} rounds\n\n`,
  );
  const all = contenders.map((): Float64Array[] => []);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, [, command]] of contenders.entries()) all[index]!.push(await latencies(command));
  }
  const best = (index: number, share: number) => Math.min(...all[index]!.map((times) => quantile(times, share)));
  process.stdout.write(
    "| from write to arrival | p50, µs | p99, µs | p50 times Node's | p99 times Node's |\n|---|---|---|---|---|\n",
  );
  for (const [index, [name]] of contenders.entries()) {
    const [half, most] = [best(index, 0.5), best(index, 0.99)];
    const [times, mostTimes] = [half / best(1, 0.5), most / best(1, 0.99)];
    process.stdout.write(
      `| ${name} | ${half.toFixed(0)} | ${most.toFixed(0)} | ${times.toFixed(2)} | ${mostTimes.toFixed(2)} |\n`,
    );
  }
  await starts();
}

/** Microseconds of every line's way through a command, sorted. */
async function latencies(command: readonly string[]): Promise<Float64Array> {
  const child = spawn(command[0]!, command.slice(1), { stdio: ["pipe", "pipe", "inherit"] });
  const count = RATE * SECONDS;
  const times = new Float64Array(count);
  const written = new Float64Array(count);
  let arrived = 0;
  child.stdout!.on("data", (chunk: Buffer) => {
    const now = performance.now();
    for (let at = chunk.indexOf(10); at !== -1 && arrived < count; at = chunk.indexOf(10, at + 1)) {
      times[arrived] = 1000 * (now - written[arrived]!);
      arrived++;
    }
  });
  await warmUp(child);
  arrived = 0;
  await offer(child, written);
  while (arrived < count) await new Promise((resolve) => setTimeout(resolve, 10));
  child.stdin!.end();
  await once(child, "close");
  return times.sort();
}

/** Lines that are not counted: code gets its final form, and series become known. */
async function warmUp(child: ChildProcess): Promise<void> {
  for (let index = 0; index < RATE; index++) child.stdin!.write(lineAt(index));
  await new Promise((resolve) => setTimeout(resolve, 1_000));
}

/** Writes a line at a time, each when it is due, and notes when that was. */
async function offer(child: ChildProcess, written: Float64Array): Promise<void> {
  const begun = performance.now();
  for (let index = 0; index < written.length; ) {
    const due = ((performance.now() - begun) * RATE) / 1000;
    for (; index < due && index < written.length; index++) {
      written[index] = performance.now();
      child.stdin!.write(lineAt(RATE + index));
    }
    await new Promise(setImmediate);
  }
}

/** Of 1,000 series, a second apart. */
function lineAt(index: number): string {
  const value = 20 + ((index * 7919) % 1000) / 200;
  return `cpu_usage,host=server-${index % 1000},region=eu-west-1 usage_system=${value} ${FIRST_SECOND + Math.floor(index / 1000)}000000000\n`;
}

function quantile(sorted: Float64Array, share: number): number {
  return sorted[Math.floor(share * (sorted.length - 1))]!;
}

async function starts(): Promise<void> {
  const [bare, ours]: [number[], number[]] = [[], []];
  for (let start = 0; start < STARTS; start++) {
    bare.push(await firstByte([process.execPath, "-e", "0"]));
    ours.push(await firstByte(holtline("run", "--refit", "0")));
  }
  const told = (times: number[]) => {
    const { least, mean, deviation } = summary(times);
    return `${least.toFixed(0)} ms at least, ${mean.toFixed(0)} ± ${deviation.toFixed(0)}`;
  };
  const more = summary(ours).least - summary(bare).least;
  process.stdout.write(
    `\nstart: \`node -e 0\` ${told(bare)}; first scored line ${told(ours)}: ${more.toFixed(0)} ms more (${STARTS} starts in turn)\n`,
  );
}

/** Milliseconds until a scored line comes, or, of a process that writes none, until it ends. */
async function firstByte(command: readonly string[]): Promise<number> {
  const begun = performance.now();
  const child = spawn(command[0]!, command.slice(1), { stdio: ["pipe", "pipe", "inherit"] });
  let seen: number | undefined;
  let text = "";
  child.stdout.on("data", (chunk: Buffer) => {
    text += chunk.toString("latin1");
    if (text.includes("anomaly_score=")) seen ??= performance.now() - begun;
  });
  child.stdin.on("error", () => {}); // a Node that does nothing does not read
  for (let index = 0; index < START_LINES; index++) {
    child.stdin.write(`start value=${index % 3} ${FIRST_SECOND + index}000000000\n`);
  }
  child.stdin.end();
  await once(child, "close");
  return seen ?? performance.now() - begun;
}
