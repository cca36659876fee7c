import { copyFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { type Input, writeInputs } from "./compare-inputs.js";
import { partingOf, sizeOf } from "./compare-outputs.js";
import { type Build, otherBuild, thisBuild } from "./programs.js";
import { inRoom, writeOutput } from "./whole-process.js";
import { writeLines } from "./workload.js";

/**
 * `compare OTHER [--only REGEX]`: whether this build of `holtline run` writes the same bytes as that of another checkout,
 * job by job, and if not, the first line that differs. Exit code 1 when one does. OTHER is a folder with a build in it.
 */
interface Job {
  readonly name: string;
  /** The arguments of `run`; undefined where the job says nothing about an input. */
  readonly args: (input: Input) => readonly string[] | undefined;
  /** It writes much or takes long for a value, and gets only the first values of an input. */
  readonly isShort?: true;
  /** The input is cut in the middle, and the second half is read by another process that goes on with the first's state. */
  readonly stops?: true;
}

/** Values that a short job gets. */
const SHORT = 40_000;

const damped = ["--trend", "damped", "--refit", "20"];
const everything = (tag: string) =>
  ["--group-by", tag, "--group-every", "10m", "--gap-watch", "--eta-above", "60", "--for", "2/3"].concat([
    "--lower",
    "0",
    "--upper",
    "90",
    "--min-deviation",
    "2%",
  ]);
const capped = ({ cap }: Input, ...args: string[]) =>
  cap === undefined ? undefined : [...args, "--max-series", String(cap)];

const jobs: readonly Job[] = [
  { name: "--emit lines", args: () => ["--emit", "lines"] },
  { name: "--emit fields", args: () => ["--emit", "fields"] },
  { name: "--emit changes", args: () => ["--emit", "changes"] },
  { name: "--preset tg-brew", args: () => ["--preset", "tg-brew"], isShort: true },
  { name: "--preset tg-brew-linear", args: () => ["--preset", "tg-brew-linear"], isShort: true },
  { name: "rates, limits, gaps", args: ({ tag }) => ["--emit", "changes", ...everything(tag)] },
  {
    name: "a season, full digits",
    args: () => ["--season", "1h", "--digits", "shortest", "--forecast-time", "source"],
  },
  { name: "differences", args: () => ["--emit", "fields", "--difference", "on", "--horizon", "2"] },
  { name: "refits", args: () => ["--emit", "fields", ...damped], isShort: true },
  { name: "exponential trend", args: () => ["--trend", "exponential", "--refit", "50"], isShort: true },
  { name: "given parameters", args: () => ["--trend", "damped", "--alpha", ".4", "--beta", ".1"], isShort: true },
  { name: "a cap that evicts", args: (input) => capped(input, "--emit", "fields") },
  { name: "a cap, rates, gaps", args: (input) => capped(input, "--horizon", "0", ...everything(input.tag)) },
  { name: "stop, --emit fields", args: () => ["--emit", "fields"], stops: true },
  { name: "stop, rates, limits, gaps", args: ({ tag }) => everything(tag), stops: true },
  { name: "stop, refits", args: () => ["--emit", "changes", ...damped], stops: true, isShort: true },
  { name: "stop, a cap", args: (input) => capped(input, "--emit", "fields"), stops: true },
];

export async function bench(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { only: { type: "string" } } });
  const theirs = otherBuild(positionals);
  const only = new RegExp(values.only ?? "");
  let different = 0;
  await inRoom(async (path) => {
    const inputs = writeInputs(path, (what) => process.stdout.write(`skipped: ${what} is absent\n`));
    for (const input of inputs) {
      for (const job of jobs) {
        const given = job.args(input);
        if (given === undefined || !only.test(`${job.name}, ${input.name}`)) continue;
        const file = job.isShort ? shortened(input, path("short.lp")) : input.file;
        const compare = job.stops ? compareStops : compareWhole;
        const { same, text } = await compare(theirs, [...given, "--log-level", "error"], file, path);
        if (!same) different++;
        process.stdout.write(`${same ? "same   " : "DIFFERS"}  ${job.name}, ${input.name}: ${text}\n`);
      }
    }
  });
  process.stdout.write(different === 0 ? "all the same\n" : `${different} jobs differ\n`);
  if (different > 0) process.exitCode = 1;
}

interface Verdict {
  readonly same: boolean;
  readonly text: string;
}

type Path = (name: string) => string;

async function compareWhole(theirs: Build, args: readonly string[], input: string, path: Path): Promise<Verdict> {
  const [mine, yours] = [path("ours"), path("theirs")];
  return judged(async () => {
    await writeOutput(thisBuild("run", ...args), input, mine);
    await writeOutput(theirs("run", ...args), input, yours);
    return verdictOn([["", mine, yours]]);
  });
}

/**
 * The stop is the end of the input: a signal comes at another line every time. Beside each build with its own state, ours
 * goes on with theirs where both files are of one version.
 */
async function compareStops(theirs: Build, args: readonly string[], input: string, path: Path): Promise<Verdict> {
  const halves = [path("half-1.lp"), path("half-2.lp")] as const;
  cut(input, halves);
  const [ours, others, crossed] = [path("ours.state"), path("theirs.state"), path("crossed.state")];
  return judged(async () => {
    const go = (build: Build, state: string, half: 0 | 1, output: string) =>
      writeOutput(build("run", ...args, "--state", state), halves[half], path(output));
    // a state that an earlier job has left must not be read
    for (const state of [ours, others]) rmSync(state, { force: true });
    await go(thisBuild, ours, 0, "ours-1");
    await go(theirs, others, 0, "theirs-1");
    const isReadable = versionOf(ours) === versionOf(others);
    const isSameState = readFileSync(ours).equals(readFileSync(others));
    copyFileSync(others, crossed);
    await go(thisBuild, ours, 1, "ours-2");
    await go(theirs, others, 1, "theirs-2");
    if (isReadable) await go(thisBuild, crossed, 1, "crossed-2");
    const pairs: Pair[] = [
      ["before the stop, ", path("ours-1"), path("theirs-1")],
      ["after the stop, ", path("ours-2"), path("theirs-2")],
    ];
    if (isReadable) pairs.push(["from the other's state, ", path("crossed-2"), path("theirs-2")]);
    const { same, text } = verdictOn(pairs);
    const state = isReadable ? (isSameState ? "state files alike" : "state files not alike") : "states of two versions";
    return { same, text: `${text}; ${state}` };
  });
}

/** A build that fails is a difference, too. */
async function judged(work: () => Promise<Verdict>): Promise<Verdict> {
  try {
    return await work();
  } catch (error) {
    return { same: false, text: (error as Error).message };
  }
}

type Pair = readonly [when: string, ours: string, theirs: string];

function verdictOn(pairs: readonly Pair[]): Verdict {
  for (const [when, ours, theirs] of pairs) {
    const parting = partingOf(ours, theirs);
    if (parting === undefined) continue;
    const shown = `\n  ours:   ${parting.ours}\n  theirs: ${parting.theirs}`;
    return { same: false, text: `${when}from line ${parting.line.toLocaleString("en")} of the output${shown}` };
  }
  return { same: true, text: `${sizeOf(pairs.map(([, ours]) => ours)).toLocaleString("en")} bytes` };
}

/** Format and version of records, as they stand in a state file behind its magic. */
const versionOf = (state: string) => readFileSync(state).toString("hex", 8, 16);

function shortened({ file, fields }: Input, target: string): string {
  const lines = readFileSync(file, "latin1").split("\n", Math.ceil(SHORT / fields));
  writeLines(target, lines);
  return target;
}

/** Cuts a file behind the line in its middle. */
function cut(file: string, [first, second]: readonly [string, string]): void {
  const bytes = readFileSync(file);
  const middle = bytes.indexOf("\n", bytes.length >> 1) + 1;
  writeFileSync(first, bytes.subarray(0, middle));
  writeFileSync(second, bytes.subarray(middle));
}
