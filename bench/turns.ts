import { parseArgs } from "node:util";
import { brewLines } from "./data.js";
import { machine } from "./machine.js";
import { type Build, otherBuild, thisBuild } from "./programs.js";
import { figure, markdownTable, summarise } from "./statistics.js";
import { inRoom, type Timing, timeProcess } from "./whole-process.js";
import { writeLines, writeLoad } from "./workload.js";

/**
 * `turns OTHER [--runs N]`: whole-process time of this build and of another checkout's, in turns, each pair in the other
 * order than the one before, so that what disturbs the machine disturbs both. A ratio above 1 is ours being faster. OTHER
 * is a folder with a build in it.
 */
interface Job {
  readonly name: string;
  readonly args: readonly string[];
  readonly file: string;
  readonly lines: number;
}

const SEED = 7;

export async function bench(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { runs: { type: "string", default: "7" } },
  });
  const theirs = otherBuild(positionals);
  const runs = Number(values.runs);
  if (!Number.isInteger(runs) || runs < 1) throw new Error(`--runs ${values.runs}: expected a whole number from 1`);
  await inRoom(async (path) => {
    process.stdout.write(`${machine()}, ${runs} pairs each\n\n`);
    const rows: string[][] = [];
    for (const job of writeJobs(path)) rows.push(rowOf(job, await pairsOf(job, theirs, runs, path("."))));
    const head = ["whole process", "lines/s, ours", "theirs", "ratio, median", "least to most", "of CPU time, median"];
    process.stdout.write(`${markdownTable(head, rows)}\n${machine()}\n`);
  });
}

/** Of some seconds each. */
function writeJobs(path: (name: string) => string): Job[] {
  const many = writeLoad(path("fields.lp"), { keys: 1_000, rounds: 4_000, fields: 1 }, SEED);
  const fewer = writeLoad(path("lines.lp"), { keys: 1_000, rounds: 1_600, fields: 1 }, SEED);
  const series = writeLoad(path("series.lp"), { keys: 100_000, rounds: 25, fields: 1 }, SEED);
  const brews = brewLines().lines;
  writeLines(path("brews.lp"), brews);
  return [
    { name: "`--emit fields`", args: ["--emit", "fields"], file: path("fields.lp"), lines: many },
    { name: "the default", args: [], file: path("lines.lp"), lines: fewer },
    {
      name: "100,000 series, no paths, events alone",
      args: ["--horizon", "0", "--emit", "changes"],
      file: path("series.lp"),
      lines: series,
    },
    { name: "`--preset tg-brew`", args: ["--preset", "tg-brew"], file: path("brews.lp"), lines: brews.length },
  ];
}

interface Pair {
  readonly ours: Timing;
  readonly theirs: Timing;
}

async function pairsOf({ args, file }: Job, theirs: Build, runs: number, room: string): Promise<Pair[]> {
  const time = (build: Build) => timeProcess(build("run", ...args), file, "null", room);
  const pairs: Pair[] = [];
  for (let run = 0; run < runs; run++) {
    if (run % 2 === 0) {
      const first = await time(thisBuild);
      pairs.push({ ours: first, theirs: await time(theirs) });
    } else {
      const first = await time(theirs);
      pairs.push({ ours: await time(thisBuild), theirs: first });
    }
  }
  return pairs;
}

function rowOf({ name, lines }: Job, pairs: readonly Pair[]): string[] {
  const rate = (seconds: readonly number[]) => {
    const { mean, deviation } = summarise(seconds.map((one) => lines / one));
    return `${figure(mean)} ± ${figure(deviation)}`;
  };
  const ratios = pairs.map(({ ours, theirs }) => theirs.seconds / ours.seconds);
  const ofCpu = pairs.map(({ ours, theirs }) => (theirs.processor ?? Number.NaN) / (ours.processor ?? Number.NaN));
  return [
    name,
    rate(pairs.map(({ ours }) => ours.seconds)),
    rate(pairs.map(({ theirs }) => theirs.seconds)),
    median(ratios).toFixed(3),
    `${Math.min(...ratios).toFixed(3)} to ${Math.max(...ratios).toFixed(3)}`,
    Number.isNaN(ofCpu[0]) ? "–" : median(ofCpu).toFixed(3),
  ];
}

/** The middle value; of an even number, the mean of the two. */
function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
}
