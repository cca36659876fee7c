import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { hosts } from "../src/simulation/hosts.js";
import { lineOf, type Sample } from "../src/simulation/sample.js";
import { linesOf } from "../test/fuzz/lines.js";
import { skeleton } from "../test/fuzz/skeletons.js";
import { readNab, sharedData } from "./data.js";

/** What two builds are compared on: files of lines, the same bytes every time. */
export interface Input {
  readonly name: string;
  readonly file: string;
  /** Values of a line. */
  readonly fields: number;
  /** Fewer series than it has, so that series have to make room for others; undefined where none would ever be scored. */
  readonly cap: number | undefined;
  /** A tag that its series can be counted by. */
  readonly tag: string;
}

const START = 1_767_225_600;
const SECOND = 1_000_000_000n;
/** A seed gives three hosts of three fields. */
const SEEDS = 112;
/** Points of a host: three days, so that a daily season is found. */
const HOST_POINTS = 432;
const HOST_STEP = 600;
/** Hosts that come and go are there by turns, a third of them for so many points. */
const GROUPS = 3;
const STAY = 24;
/** NAB's series come by turns, so many rows at a time. */
const NAB_ROWS = 200;
const HARD_SERIES = 80;
const HARD_LINES = 30_000;
const SEED = 16;

/** Writes the inputs into a directory; `skipped` is told what is not on this machine. */
export function writeInputs(path: (name: string) => string, skipped: (text: string) => void): Input[] {
  const inputs: Input[] = [];
  const add = (name: string, text: string | Uint8Array, one: Omit<Input, "name" | "file">) => {
    const file = path(`input-${inputs.length}.lp`);
    writeFileSync(file, text);
    inputs.push({ name, file, ...one });
  };
  const brews = { fields: 1, cap: 1, tag: "brew" };
  add("the bundled brews", gunzipSync(readFileSync("data/brews.lp.gz")), brews);
  const real = sharedData("brew-temps.lp.gz");
  if (existsSync(real)) add("the real brews", gunzipSync(readFileSync(real)), brews);
  else skipped(real);
  const nab = sharedData("nab");
  if (existsSync(nab)) add("NAB's half", nabLines(nab), { fields: 1, cap: 7, tag: "series" });
  else skipped(nab);
  const samples = manyHosts();
  const host = { fields: 3, tag: "host" };
  add(
    "a thousand host series",
    hostLines(samples, () => true),
    { ...host, cap: undefined },
  );
  const isThere = (index: number, point: number) => Math.floor(point / STAY) % GROUPS === index % GROUPS;
  add("host series that come and go", hostLines(samples, isThere), { ...host, cap: 400 });
  const skeletons = fc.sample(skeleton, { numRuns: HARD_SERIES, seed: SEED });
  add("hard lines", linesOf(skeletons, HARD_LINES, 0.1, SEED), { fields: 3, cap: 60, tag: "a" });
  return inputs;
}

function nabLines(directory: string): string {
  const corpus = readNab(directory);
  const longest = Math.max(...corpus.map(({ values }) => values.length));
  const lines: string[] = [];
  for (let from = 0; from < longest; from += NAB_ROWS) {
    for (const { name, times, values } of corpus) {
      for (let row = from; row < Math.min(from + NAB_ROWS, values.length); row++)
        lines.push(`nab,series=${name} value=${values[row]} ${BigInt(Math.round(times[row]!)) * SECOND}\n`);
    }
  }
  return lines.join("");
}

/** Three hosts a seed, told apart by it. */
function manyHosts(): Sample[] {
  return Array.from({ length: SEEDS }, (_, seed) =>
    hosts(HOST_POINTS, seed, START, HOST_STEP).map((sample) => ({ ...sample, key: `${sample.key}-${seed}` })),
  ).flat();
}

function hostLines(samples: readonly Sample[], isThere: (index: number, point: number) => boolean): string {
  const clock = { start: BigInt(START) * SECOND, interval: BigInt(HOST_STEP) * SECOND };
  const lines: string[] = [];
  for (let point = 0; point < HOST_POINTS; point++) {
    for (const [index, sample] of samples.entries()) {
      if (sample.missing[point] === 0 && isThere(index, point)) lines.push(`${lineOf(sample, point, clock)}\n`);
    }
  }
  return lines.join("");
}
