import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { machine } from "./machine.js";

/** Resident memory of `holtline run` under many series: at most, and along the way. Linux only, where /proc tells. */

interface Load {
  readonly name: string;
  readonly series: number;
  /** Times that the series come round. */
  readonly rounds: number;
  readonly flags: readonly string[];
}

const MEGABYTE = 1_000_000;
const KEY_BYTES = 100;
const LINES_A_CHUNK = 1_000;
const SAMPLES = 10;

const program = fileURLToPath(new URL("../../bin/holtline.js", import.meta.url));

const loads: readonly Load[] = [
  { name: "10 series, room for 1,000,000", series: 10, rounds: 100, flags: ["--max-series", "1000000"] },
  { name: "10,000 series, room for 1,000,000", series: 10_000, rounds: 12, flags: ["--max-series", "1000000"] },
  { name: "100,000 series", series: 100_000, rounds: 60, flags: [] },
  { name: "100,000 series, no season", series: 100_000, rounds: 60, flags: ["--season", "none"] },
  {
    name: "100,000 series of Holt's method, windows of 120",
    series: 100_000,
    rounds: 60,
    flags: ["--trend", "none", "--refit", "10", "--season", "none"],
  },
  { name: "1,000,000 series", series: 1_000_000, rounds: 12, flags: ["--max-series", "1000000"] },
  { name: "1,000,000 series through a cap of 100,000", series: 1_000_000, rounds: 6, flags: [] },
];

export async function bench(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { only: { type: "string" } } });
  process.stdout.write(`${machine()}; keys of ${KEY_BYTES} bytes, one field, no paths, events alone\n\n`);
  process.stdout.write(`| load | at most, MB | along the way, MB |\n|---|---|---|\n`);
  for (const [index, load] of loads.entries()) {
    if (values.only !== undefined && Number(values.only) !== index) continue;
    const { most, curve } = await measure(load);
    process.stdout.write(`| ${load.name} | ${most.toFixed(0)} | ${curve.map((size) => size.toFixed(0)).join(" ")} |\n`);
  }
}

async function measure({ series, rounds, flags }: Load): Promise<{ most: number; curve: number[] }> {
  const child = spawn(process.execPath, [program, "run", "--horizon", "0", "--emit", "changes", ...flags], {
    stdio: ["pipe", "ignore", "inherit"],
  });
  const { stdin } = child;
  const curve: number[] = [];
  const total = series * rounds;
  let most = 0;
  for (let at = 0; at < total; at += LINES_A_CHUNK) {
    const text = chunk(at, Math.min(total, at + LINES_A_CHUNK), series);
    if (!stdin.write(text)) await new Promise((resolve) => stdin.once("drain", resolve));
    if (Math.floor((at * SAMPLES) / total) >= curve.length) curve.push(residentOf(child.pid!, "VmRSS"));
  }
  while (stdin.writableLength > 0) await new Promise((resolve) => setTimeout(resolve, 10));
  // the last chunk is still being read
  await new Promise((resolve) => setTimeout(resolve, 500));
  curve.push(residentOf(child.pid!, "VmRSS"));
  most = residentOf(child.pid!, "VmHWM");
  stdin.end();
  await new Promise((resolve) => child.once("close", resolve));
  return { most, curve };
}

/** Lines `from` to `to` of the load: all series once a second. */
function chunk(from: number, to: number, series: number): string {
  const lines: string[] = [];
  for (let i = from; i < to; i++) {
    const number = i % series;
    const key = `disk,host=server-${number},path=/`.padEnd(KEY_BYTES - "used_percent".length, "x");
    const value = ((number * 7_919 + Math.floor(i / series) * 31) % 1_000) / 10;
    lines.push(`${key} used_percent=${value} ${1_600_000_000 + Math.floor(i / series)}000000000\n`);
  }
  return lines.join("");
}

/** In MB: VmRSS now, VmHWM at most. */
export function residentOf(pid: number, what: "VmRSS" | "VmHWM"): number {
  const status = readFileSync(`/proc/${pid}/status`, "latin1");
  return (Number(new RegExp(`^${what}:\\s+(\\d+) kB$`, "m").exec(status)![1]) * 1024) / MEGABYTE;
}
