import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { gunzipSync } from "node:zlib";
import { Engine } from "../src/engine/engine.js";
import { readKernel } from "../src/host/kernel-file.js";
import { resolve, type Settings } from "../src/options.js";
import { sharedData } from "./data.js";
import { machine } from "./machine.js";
import { holtline, program, type Sink, secondsOf, summary } from "./whole-process.js";
import { linesOf, Workload } from "./workload.js";

/**
 * How many lines, fields and points a second go through Holtline, and through others that do the same or less, in turn in
 * one run: whole processes from a file to the null device, and the engine alone.
 *
 *     npm run bench [-- --runs 3]
 */

const THOUSAND = { series: 1_000, rounds: 2_000 };
const MILLION = { series: 1_000_000, rounds: 12, isShuffled: true };
const TEN_FIELDS = { series: 100, rounds: 2_000, fields: 10 };
const EXAMPLE_POINTS = 200;
/** Bytes that the engine is given at once. */
const CHUNK = 1 << 16;

interface Job {
  readonly name: string;
  readonly command: readonly string[];
  readonly input: string;
  /** What is counted, and how many of them the input has. */
  readonly unit: string;
  readonly count: number;
  readonly sink?: Sink;
}

export async function bench(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { runs: { type: "string", default: "3" } } });
  const workload = new Workload();
  try {
    process.stdout.write(`${machine()}; whole processes, standard input a file; ${values.runs} runs in turn\n\n`);
    await pipeRows(workload, Number(values.runs));
    await brewRows(workload, Number(values.runs));
    await millionRows(workload);
  } finally {
    workload.remove();
  }
}

async function pipeRows(workload: Workload, runs: number): Promise<void> {
  const input = workload.write("thousand.lp", linesOf(THOUSAND));
  const ten = workload.write("ten.lp", linesOf(TEN_FIELDS));
  const count = THOUSAND.series * THOUSAND.rounds;
  const fields = holtline("run", "--emit", "fields", "--refit", "0");
  const line = { input, unit: "lines", count };
  const jobs: Job[] = [
    { ...line, name: "results spliced, `--emit fields --refit 0`", command: fields },
    { ...line, name: "the same into a pipe", command: fields, sink: "pipe" },
    { ...line, name: "the same into a file", command: fields, sink: "file" },
    { ...line, name: "results spliced, the default `--refit once`", command: holtline("run", "--emit", "fields") },
    {
      ...line,
      name: "one `anomaly` line a point, `--refit 0 --horizon 0`",
      command: holtline("run", "--refit", "0", "--horizon", "0"),
    },
    {
      name: "ten fields a line, `--emit fields --refit 0`",
      command: fields,
      input: ten,
      unit: "fields",
      count: TEN_FIELDS.series * TEN_FIELDS.rounds * TEN_FIELDS.fields,
    },
    { ...line, name: "plain JavaScript that splices a simpler score", command: program("plain", "fields") },
    { ...line, name: "`holtline echo`", command: holtline("echo") },
    {
      ...line,
      name: "bare Node, `process.stdin.pipe(process.stdout)`",
      command: [process.execPath, "-e", "process.stdin.pipe(process.stdout)"],
    },
    { ...line, name: "`cat`", command: ["cat"] },
  ];
  await table("1,000 series, lines of 95 bytes", jobs, runs, "plain JavaScript");
}

/** The 2020 example's job; the example itself, made again with statsmodels, on the first points alone. */
async function brewRows(workload: Workload, runs: number): Promise<void> {
  const real = sharedData("brew-temps.lp.gz");
  const file = existsSync(real) ? real : "data/brews.lp.gz";
  const text = gunzipSync(readFileSync(file)).toString("latin1");
  const input = workload.write("brews.lp", [text]);
  const brew = text.slice(0, text.indexOf(" "));
  const first = text.split("\n").filter((line) => line.startsWith(brew));
  const short = workload.write("brew.lp", [`${first.slice(0, EXAMPLE_POINTS).join("\n")}\n`]);
  const count = text.split("\n").length - 1;
  const command = holtline("run", "--preset", "tg-brew");
  const jobs: Job[] = [
    { name: "`--preset tg-brew`", command, input, unit: "points", count },
    { name: "the same into a file", command, input, unit: "points", count, sink: "file" },
    { name: "the same into a pipe", command, input, unit: "points", count, sink: "pipe" },
    { name: "the same in plain JavaScript", command: program("plain", "tg-brew"), input, unit: "points", count },
  ];
  const python = ["python3", "/usr/bin/python3"].find(
    (candidate) => spawnSync(candidate, ["-c", "import statsmodels, pandas"]).status === 0,
  );
  if (python !== undefined) {
    const script = fileURLToPath(new URL("../../bench/example-2020.py", import.meta.url));
    jobs.push({
      name: `the 2020 example's job, with statsmodels, ${EXAMPLE_POINTS} points`,
      command: [python, script],
      input: short,
      unit: "points",
      count: EXAMPLE_POINTS,
    });
  }
  await table(`a fit at every point, 81 lines out a point (${file})`, jobs, runs, "the 2020 example");
  if (python === undefined)
    process.stdout.write("the 2020 example's job is left out: there is no Python with statsmodels\n\n");
}

/** A million series in another order every round, and what a point costs there against a thousand, in the engine alone. */
async function millionRows(workload: Workload): Promise<void> {
  const input = workload.write("million.lp", linesOf(MILLION));
  const settings = { emit: "fields", refit: 0, maxSeries: MILLION.series } as const;
  const flags = ["--emit", "fields", "--refit", "0", "--max-series", String(MILLION.series)];
  const count = MILLION.series * MILLION.rounds;
  const name = "results spliced, `--emit fields --refit 0`";
  await table(
    "1,000,000 series, each round in another order; all are new in the first of twelve",
    [{ name, command: holtline("run", ...flags), input, unit: "lines", count }],
    1,
  );
  const thousand = workload.write("short.lp", linesOf({ ...THOUSAND, rounds: 1_000 }));
  const [few, many] = [engineCost(thousand, settings, 0.5), engineCost(input, settings, 10.5 / 12)];
  process.stdout.write(
    `in the engine alone, known series: ${few.toFixed(0)} ns a line at 1,000 series, ${many.toFixed(0)} at 1,000,000 in random order, ${(many / few).toFixed(2)} ×\n`,
  );
}

/** Nanoseconds a line of a file in the engine, of those behind the given part of it. */
function engineCost(path: string, given: Partial<Settings>, from: number): number {
  const bytes = readFileSync(path);
  const engine = Engine.create(readKernel(), resolve(given));
  const first = Math.floor((bytes.length * from) / CHUNK) * CHUNK;
  for (let at = 0; at < first; at += CHUNK) engine.push(bytes.subarray(at, Math.min(first, at + CHUNK)));
  const before = engine.statistics().lines;
  const begun = performance.now();
  for (let at = first; at < bytes.length; at += CHUNK) engine.push(bytes.subarray(at, at + CHUNK));
  return ((performance.now() - begun) * 1e6) / (engine.statistics().lines - before);
}

/** Runs jobs in turn and writes a row of Markdown for each; `rival` begins the name of the one that all are compared with. */
async function table(title: string, jobs: readonly Job[], runs: number, rival?: string): Promise<void> {
  const times = jobs.map((): number[] => []);
  for (let run = 0; run < runs; run++) {
    for (const [index, { command, input, sink }] of jobs.entries())
      times[index]!.push(await secondsOf(command, input, sink));
  }
  const rates = jobs.map(({ count }, index) => count / summary(times[index]!).least);
  const compared = rates[jobs.findIndex(({ name }) => rival !== undefined && name.startsWith(rival))];
  const versus = compared === undefined ? "" : ` times ${rival} |`;
  process.stdout.write(`| ${title} | best | seconds: mean ± sd |${versus}\n|---|---|---|${versus && "---|"}\n`);
  for (const [index, { name, unit }] of jobs.entries()) {
    const { mean, deviation } = summary(times[index]!);
    const ratio = compared === undefined ? "" : ` ${figure(rates[index]! / compared)} |`;
    process.stdout.write(
      `| ${name} | ${figure(rates[index]!)} ${unit}/s | ${mean.toFixed(2)} ± ${deviation.toFixed(2)} |${ratio}\n`,
    );
  }
  process.stdout.write("\n");
}

/** Three significant digits: `1.23 M`, `30,700`, `.86`. */
function figure(value: number): string {
  if (value >= 1e6) return `${(value / 1e6).toPrecision(3)} M`;
  return Number(value.toPrecision(3)).toLocaleString("en");
}
