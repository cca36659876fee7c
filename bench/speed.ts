import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { parseArgs } from "node:util";
import type { Settings } from "../src/options.js";
import { nanosecondsALine } from "./in-process.js";
import { machine } from "./machine.js";
import { example2020 } from "./programs.js";
import {
  brewJobs,
  COLD_ROUNDS,
  type Input,
  type Inputs,
  type Job,
  lineJobs,
  MANY_ROUNDS,
  writeInputs,
} from "./speed-jobs.js";
import { figure, markdownTable, rates, summarise, times } from "./statistics.js";
import { type Command, inRoom, succeeded, type Timing, timeProcess } from "./whole-process.js";

/** What a slow job's runs are divided by. */
const SLOWER = 3;
const sinkNames = { null: "null device", pipe: "a pipe", file: "a file" } as const;

/**
 * The benchmark of speed: whole processes and the engine alone, over seeded lines, beside the example of 2020, plain
 * JavaScript, `cat`, `holtline echo` and a bare Node pipe in the same run. Jobs take turns, so that what disturbs the
 * machine disturbs all. `--runs N` sets how often each job is run; slow ones a third of that.
 */
export async function bench(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { runs: { type: "string", default: "3" } } });
  const runs = Number(values.runs);
  if (!Number.isInteger(runs) || runs < 1) throw new Error(`--runs ${values.runs}: expected a whole number from 1`);
  await inRoom(async (path) => {
    print(`${machine()}, ${runs} runs each\n`);
    const begun = performance.now();
    const inputs = writeInputs(path);
    await reportBrews(inputs, runs, path("."));
    await reportLines(inputs, runs, path("."));
    reportEngine(inputs, runs);
    print(`${((performance.now() - begun) / 1_000).toFixed(0)} s; at the end: ${machine()}`);
  });
}

const runsOf = (isSlow: true | undefined, runs: number) => (isSlow ? Math.ceil(runs / SLOWER) : runs);

/** The timings of each job, in turns; `first` comes before the jobs in each. */
async function measure(
  jobs: readonly Job[],
  runs: number,
  room: string,
  first?: () => Promise<void>,
): Promise<Map<Job, Timing[]>> {
  const timings = new Map(jobs.map((job): [Job, Timing[]] => [job, []]));
  for (let run = 0; run < runs; run++) {
    await first?.();
    for (const job of jobs.filter(({ isSlow }) => run < runsOf(isSlow, runs))) {
      const { name, command, input, sink, cold = 0 } = job;
      tell(`${run + 1} of ${runs}: ${name}`);
      timings.get(job)!.push(await timeProcess(command, input.file, sink, room, cold * input.bytes));
    }
  }
  return timings;
}

async function reportBrews(inputs: Inputs, runs: number, room: string): Promise<void> {
  const jobs = brewJobs(inputs);
  const command = example2020();
  const examples: number[] = [];
  const timings = await measure(jobs, runs, room, async () => {
    if (command === undefined) return;
    tell("the example of 2020");
    examples.push(await exampleRate(command, inputs.brewStart));
  });
  const rateOf = (job: Job) => ratesOf(job, timings);
  const example = examples.length === 0 ? undefined : Math.max(...examples);
  const rows = jobs.map((job) => {
    const { best, text } = rateOf(job);
    const ratio = job.plain === undefined ? "1" : times(best, rateOf(job.plain).best);
    const processor = processorNanoseconds(job, timings);
    const told = Number.isNaN(processor) ? "–" : (processor / 1_000).toFixed(1);
    return [job.name, sinkNames[job.sink], figure(best), text, told, times(best, example), ratio];
  });
  if (example !== undefined) {
    const { text } = rates(
      examples.map((rate) => 1 / rate),
      1,
    );
    rows.push(["the example's job with statsmodels", sinkNames.null, figure(example), text, "–", "1", "–"]);
  }
  print(
    `A fit at every point, 81 lines out: ${inputs.brewSource}, ${inputs.brews.lines.toLocaleString("en")} points.\n`,
  );
  print(
    markdownTable(
      ["whole process", "to", "points/s", "mean ± sd", "CPU µs a point", "× example", "× plain JS"],
      rows,
      2,
    ),
  );
  if (example === undefined)
    print("Skipped: the example of 2020, for no Python here (python3, PYTHON) has statsmodels and pandas.\n");
}

/** Points a second, as the script itself tells them: its start and imports do not count. */
async function exampleRate(command: Command, { file }: Input): Promise<number> {
  const [program, ...args] = command;
  const input = openSync(file, "r");
  const child = spawn(program, args, { stdio: [input, "ignore", "pipe"] });
  let told = "";
  child.stderr!.on("data", (chunk) => {
    told += chunk;
  });
  await succeeded(child, command);
  closeSync(input);
  return Number.parseFloat(told);
}

async function reportLines(inputs: Inputs, runs: number, room: string): Promise<void> {
  const jobs = lineJobs(inputs);
  const timings = await measure(jobs, runs, room);
  const { lines, bytes } = inputs.thousand;
  print(
    `${figure(lines)} lines of ${Math.round(bytes / lines)} bytes, one field, 1,000 series, where nothing else is said; a pipe is`,
  );
  print(
    `read by cat, whose processor time counts. 1,000,000 series: ${MANY_ROUNDS} points each, in another order every time.\n`,
  );
  const head = ["whole process", "to", "lines/s", "mean ± sd", "CPU ns a line", "× plain JS", "× Node pipe"];
  // where the system tells how far an input has been read
  const many = jobs.find((job) => timings.get(job)!.every(({ seconds, warmSeconds }) => warmSeconds < seconds));
  const rows = jobs.flatMap((job) =>
    job === many ? [lineRow(job, timings), warmRow(job, timings)] : [lineRow(job, timings)],
  );
  print(markdownTable(head, rows, 2));
  if (many === undefined) return;
  const ratio = times(ratesOf(jobs[0]!, timings).best, warmRatesOf(many, timings).best);
  print(`A line at 1,000,000 series takes ${ratio} times as long as at 1,000, once all have results.\n`);
}

function lineRow(job: Job, timings: Map<Job, Timing[]>): string[] {
  const { best, text } = ratesOf(job, timings);
  const nanoseconds = processorNanoseconds(job, timings);
  const told = Number.isNaN(nanoseconds) ? "–" : figure(Math.round(nanoseconds));
  const against = (rival: Job | undefined) => (rival === undefined ? "–" : times(best, ratesOf(rival, timings).best));
  return [job.name, sinkNames[job.sink], figure(best), text, told, against(job.plain), against(job.pipe)];
}

/** The part of a job in which every line has results. */
function warmRow(job: Job, timings: Map<Job, Timing[]>): string[] {
  const { best, text } = warmRatesOf(job, timings);
  return [`${job.name}, from point ${COLD_ROUNDS + 1} on`, sinkNames[job.sink], figure(best), text, "–", "–", "–"];
}

function warmRatesOf(job: Job, timings: Map<Job, Timing[]>): { best: number; text: string } {
  return rates(
    timings.get(job)!.map(({ warmSeconds }) => warmSeconds),
    job.input.values * (1 - job.cold!),
  );
}

function ratesOf(job: Job, timings: Map<Job, Timing[]>): { best: number; text: string } {
  return rates(
    timings.get(job)!.map(({ seconds }) => seconds),
    job.input.values,
  );
}

/** Of a value, the least; NaN where the system does not tell. */
function processorNanoseconds(job: Job, timings: Map<Job, Timing[]>): number {
  const seconds = timings.get(job)!.map(({ processor }) => processor ?? Number.NaN);
  return (1e9 * Math.min(...seconds)) / job.input.values;
}

interface EngineRow {
  readonly name: string;
  readonly input: Input;
  readonly settings: Partial<Settings>;
  /** Share of the input before the clock runs: the rounds in which a series has no results yet. */
  readonly cold: number;
}

function engineRows({ thousand, hundredThousand, tenFields, brews }: Inputs): EngineRow[] {
  const fields: Partial<Settings> = { emit: "fields", refit: 0 };
  return [
    { name: "`--emit fields --refit 0`, 1,000 series", input: thousand, settings: fields, cold: 0.1 },
    {
      name: "the same, 100,000 series",
      input: hundredThousand,
      settings: fields,
      cold: COLD_ROUNDS / MANY_ROUNDS,
    },
    { name: "default `--refit once`", input: thousand, settings: { emit: "fields" }, cold: 0.1 },
    { name: "one `anomaly` line a point", input: thousand, settings: { refit: 0, horizon: 0 }, cold: 0.1 },
    { name: "ten fields a line", input: tenFields, settings: fields, cold: 0.1 },
    { name: "`tg-brew`, 81 lines out", input: brews, settings: { preset: "tg-brew" }, cold: 0.1 },
  ];
}

function reportEngine(inputs: Inputs, runs: number): void {
  let thousand: number | undefined;
  const rows = engineRows(inputs).map(({ name, input, settings, cold }) => {
    const each = Array.from({ length: runs }, (_, run) => {
      tell(`${run + 1}: the engine, ${name}`);
      return nanosecondsALine(input.file, settings, cold, input.bytes);
    });
    const { least, mean, deviation } = summarise(each);
    thousand ??= least;
    const spread = each.length === 1 ? "one run" : `${figure(mean)} ± ${figure(deviation)}`;
    return [name, figure(least), spread, times(least, thousand)];
  });
  print("`engine.push` of 64 KiB at a time, once every series has results; nothing is read or written.\n");
  print(markdownTable(["in process", "ns a line", "mean ± sd", "× 1,000 series"], rows));
}

function print(text: string): void {
  tell("");
  process.stdout.write(`${text}\n`);
}

/** To a person who waits. */
function tell(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\x1b[2K${text}\r`);
}
