import { parseArgs } from "node:util";
import { machine } from "./machine.js";
import { firstOutput, passageTimes, wholeLife } from "./passage-time.js";
import { childrenSeconds } from "./processor-time.js";
import { cat, holtline, nodePipe } from "./programs.js";
import { markdownTable, quantileOf, times } from "./statistics.js";
import { type Command, inRoom } from "./whole-process.js";

const RATE = 10_000;
const COLD_SECONDS = 1;

type Path = (name: string) => string;

const ours = holtline("run", "--emit", "fields", "--refit", "0");

/**
 * `latency`: what a line waits at 10,000 lines/s, stamped at both ends, beside a bare Node pipe and `cat`; and the time from
 * the start to the first scored line, beside `node -e 0`. All in turns; compare ratios, for the times are the machine's.
 * `--rounds N` of `--seconds N` each, `--starts N`.
 */
export async function bench(args: string[]): Promise<void> {
  const number = { type: "string" } as const;
  const { values } = parseArgs({ args, options: { rounds: number, seconds: number, starts: number } });
  const { rounds = "3", seconds = "4", starts = "20" } = values;
  print(`${machine()}\n`);
  await inRoom(async (path) => {
    await reportPassage(path, Number(rounds), Number(seconds));
    await reportStart(path, Number(starts));
  });
  print(`At the end: ${machine()}`);
}

async function reportPassage(path: Path, rounds: number, seconds: number): Promise<void> {
  const programs: { name: string; command: Command; taken: Float64Array[]; processor: number }[] = [
    { name: "`--emit fields --refit 0`", command: ours, taken: [], processor: 0 },
    { name: "a bare Node pipe", command: nodePipe, taken: [], processor: 0 },
    { name: "`cat`", command: cat, taken: [], processor: 0 },
  ];
  const cold = COLD_SECONDS * RATE;
  const lines = cold + seconds * RATE;
  for (let round = 0; round < rounds; round++) {
    for (const one of programs) {
      const before = childrenSeconds() ?? Number.NaN;
      one.taken.push(await passageTimes(one.command, path, { rate: RATE, lines, cold }));
      one.processor += (childrenSeconds() ?? Number.NaN) - before;
    }
  }
  const results = programs.map(({ name, taken, processor }) => {
    const all = Float64Array.from(taken.flatMap((some) => Array.from(some)));
    const cost = (1e6 * processor) / (rounds * lines);
    return { name, cost, middle: quantileOf(all, 0.5), high: quantileOf(all, 0.99), highest: all.at(-1)! };
  });
  const bare = results[1]!;
  const rows = results.map(({ name, cost, middle, high, highest }) => {
    const figures = [middle, high, highest].map((value) => value.toFixed(0));
    const ratios = [times(middle, bare.middle), times(high, bare.high)];
    return [name, ...figures, Number.isNaN(cost) ? "–" : cost.toFixed(0), ...ratios];
  });
  print(
    `${RATE.toLocaleString("en")} lines/s, a write each, ${rounds} × ${seconds} s: µs from write to read, and µs of CPU, the start included.\n`,
  );
  print(markdownTable(["through", "p50", "p99", "most", "CPU a line", "p50 × Node pipe", "p99 × Node pipe"], rows));
}

async function reportStart(path: Path, starts: number): Promise<void> {
  const kinds: { name: string; start: () => Promise<number>; taken: number[] }[] = [
    { name: "bare `node -e 0`, to its end", start: () => wholeLife([process.execPath, "-e", "0"]), taken: [] },
    { name: "a bare Node pipe, to the first line", start: () => firstOutput(nodePipe, path, "\n"), taken: [] },
    { name: "`holtline run`, to the first scored line", start: () => firstOutput(ours, path, "_yhat="), taken: [] },
  ];
  for (let start = 0; start < starts; start++) for (const kind of kinds) kind.taken.push(await kind.start());
  const results = kinds.map(({ name, taken }) => {
    const all = Float64Array.from(taken);
    return { name, least: Math.min(...taken), middle: quantileOf(all, 0.5) };
  });
  const bare = results[0]!;
  const rows = results.map(({ name, least, middle }) => {
    const more = (value: number) => (value > 0 ? `+${value.toFixed(1)}` : value.toFixed(1));
    return [name, least.toFixed(1), middle.toFixed(1), more(least - bare.least), more(middle - bare.middle)];
  });
  print(`${starts} starts each: ms.\n`);
  print(markdownTable(["start", "least", "median", "least, more", "median, more"], rows));
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
