import { statSync } from "node:fs";
import { brewLines as readBrewLines } from "./data.js";
import { cat, holtline, nodePipe, plain } from "./programs.js";
import type { Command, Sink } from "./whole-process.js";
import { type Load, writeLines, writeLoad } from "./workload.js";

/** A file of lines that jobs read. */
export interface Input {
  readonly file: string;
  readonly bytes: number;
  readonly lines: number;
  /** Values, of which some lines have several. */
  readonly values: number;
}

/** A program over an input, timed as a whole process. */
export interface Job {
  readonly name: string;
  readonly command: Command;
  readonly input: Input;
  readonly sink: Sink;
  /** The rivals that it is compared with, on the same input and into the same sink where they have it. */
  readonly plain?: Job;
  readonly pipe?: Job;
  /** Share of the input that is read before results are written at every line; the rest is told of in a row of its own. */
  readonly cold?: number;
  /** It takes long, and is run once in three times. */
  readonly isSlow?: true;
}

export interface Inputs {
  readonly brews: Input;
  /** The first lines of one brew: what the example of 2020 does in some seconds. */
  readonly brewStart: Input;
  readonly brewSource: string;
  readonly thousand: Input;
  readonly hundredThousand: Input;
  readonly million: Input;
  readonly firstSights: Input;
  readonly tenFields: Input;
}

const SEED = 7;
const EXAMPLE_LINES = 250;
/** Points of each of many series, and those before results are written. */
export const MANY_ROUNDS = 12;
export const COLD_ROUNDS = 9;

/** Writes the inputs into a directory, some 1.8 GB. */
export function writeInputs(path: (name: string) => string): Inputs {
  const { source: brewSource, lines: brewLines } = readBrewLines();
  const key = (line: string) => line.slice(0, line.indexOf(" "));
  const first = brewLines.filter((line) => key(line) === key(brewLines[0]!)).slice(0, EXAMPLE_LINES);
  const brews = (name: string, lines: string[]): Input => {
    writeLines(path(name), lines);
    return { file: path(name), bytes: statSync(path(name)).size, lines: lines.length, values: lines.length };
  };
  const load = (name: string, one: Load): Input => {
    const lines = writeLoad(path(name), one, SEED);
    return { file: path(name), bytes: statSync(path(name)).size, lines, values: lines * one.fields };
  };
  return {
    brewSource,
    brews: brews("brews.lp", brewLines),
    brewStart: brews("brew-start.lp", first),
    thousand: load("thousand.lp", { keys: 1_000, rounds: 2_000, fields: 1 }),
    hundredThousand: load("hundred-thousand.lp", { keys: 100_000, rounds: MANY_ROUNDS, fields: 1 }),
    million: load("million.lp", { keys: 1_000_000, rounds: MANY_ROUNDS, fields: 1 }),
    firstSights: load("first-sights.lp", { keys: 200_000, rounds: 1, fields: 1 }),
    tenFields: load("ten-fields.lp", { keys: 1_000, rounds: 200, fields: 10 }),
  };
}

const sinks: readonly Sink[] = ["null", "pipe", "file"];

/** The job of the 2020 example. */
export function brewJobs({ brews }: Inputs): Job[] {
  const inPlain: Job = {
    name: "plain JavaScript, a grid and Newton line by line",
    command: plain("brew"),
    input: brews,
    sink: "null",
    isSlow: true,
  };
  const preset = holtline("run", "--preset", "tg-brew");
  const ours = sinks.map((sink): Job => ({ name: "`tg-brew`", command: preset, input: brews, sink, plain: inPlain }));
  return [...ours, inPlain];
}

const fields = ["run", "--emit", "fields", "--refit", "0"];

/** What passes through a pipe: results into the lines, results on lines of their own, or nothing but the lines. */
export function lineJobs({ thousand, million, firstSights, tenFields }: Inputs): Job[] {
  const inPlain: Job = { name: "plain JavaScript", command: plain("fields"), input: thousand, sink: "null" };
  const bare = sinks.map((sink): Job => ({ name: "a bare Node pipe", command: nodePipe, input: thousand, sink }));
  const ours = (name: string, args: readonly string[], sink: Sink): Job => {
    const pipe = bare.find((one) => one.sink === sink)!;
    return { name, command: holtline(...args), input: thousand, sink, plain: inPlain, pipe };
  };
  const anomaly = ["run", "--refit", "0", "--horizon", "0"];
  const manySeries = holtline(...fields, "--max-series", "1000000");
  const startInPlain: Job = { ...inPlain, name: "plain JavaScript, first sights", input: firstSights, isSlow: true };
  const tenInPlain: Job = { ...inPlain, name: "plain JavaScript, ten fields a line", input: tenFields };
  return [
    ...sinks.map((sink) => ours("`--emit fields --refit 0`", fields, sink)),
    ours("the same, default `--refit once`", ["run", "--emit", "fields"], "null"),
    ...sinks.map((sink) => ours("one `anomaly` line a point, `--refit 0`", anomaly, sink)),
    {
      name: "1,000,000 series",
      command: manySeries,
      input: million,
      sink: "null",
      isSlow: true,
      cold: COLD_ROUNDS / MANY_ROUNDS,
    },
    {
      name: "200,000 series, the first sight of each",
      command: manySeries,
      input: firstSights,
      sink: "null",
      isSlow: true,
      plain: startInPlain,
    },
    {
      name: "ten fields a line, in fields/s",
      command: holtline(...fields),
      input: tenFields,
      sink: "null",
      plain: tenInPlain,
    },
    ...sinks.map((sink) => ours("`holtline echo`", ["echo"], sink)),
    ...bare,
    // into the null device it would hand over pages that nobody reads
    ...(["pipe", "file"] as const).map((sink): Job => ({ ...bare[0]!, name: "`cat`", command: cat, sink })),
    inPlain,
    startInPlain,
    tenInPlain,
  ];
}
