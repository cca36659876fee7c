import { parseArgs } from "node:util";
import type { Settings } from "../src/options.js";
import { type Accuracy, forecastsOf, MIDDLE, STEPS } from "./forecasts.js";
import { madeSets } from "./made.js";
import { readSets } from "./sets.js";
import { geometricMean } from "./statistics.js";
import { stream, streamKinds } from "./streams.js";

/** The share of values in their bands on five clean streams, by level, a step ahead and a path ahead. */

const SEEDS = [1, 2, 3];
/** Rows whose forecasts do not count. */
const LEARNING = 1_000;

const settings: readonly Partial<Settings>[] = [
  {},
  { level: 80 },
  { level: 99 },
  { trend: "none" },
  { trend: "none", refit: 10 },
  { trend: "damped", refit: 10 },
];

export async function bench(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { rows: { type: "string", default: "40000" } } });
  const rows = Number(values.rows);
  process.stdout.write(
    `Share of the values in their band, in percent, one step and ${STEPS} steps ahead; ${SEEDS.length} seeds of ${rows} rows\n\n`,
  );
  process.stdout.write(`| settings | ${streamKinds.join(" | ")} |\n|---|${streamKinds.map(() => "---").join("|")}|\n`);
  for (const given of settings) {
    const cells = streamKinds.map((kind) => {
      const all = SEEDS.map((seed) => {
        const { times, values: clean } = stream(kind, rows, seed);
        return forecastsOf(times, clean, given, LEARNING);
      });
      return `${percent(all.map(({ next }) => next))} / ${percent(all.map(({ path }) => path))}`;
    });
    process.stdout.write(`| ${nameOf(given)} | ${cells.join(" | ")} |\n`);
  }
  await benchSets();
}

/**
 * The same on the sets of bench -- defaults and on a disk that is cleaned by night, with the interval score over the naive
 * forecast's mean error, and the defaults' over that of Holt's method.
 */
async function benchSets(): Promise<void> {
  const sets = [...(await readSets()), ...madeSets().filter(([name]) => name.startsWith("disk"))];
  const line = (name: string, cells: readonly string[]) =>
    process.stdout.write(`| ${[name, ...cells].join(" | ")} |\n`);
  process.stdout.write(
    `\nOn the sets, 1, ${MIDDLE} and ${STEPS} steps ahead: share in the band, and interval score over naive error\n\n`,
  );
  line(
    "settings",
    sets.map(([name]) => name),
  );
  process.stdout.write(`|---|${sets.map(() => "---").join("|")}|\n`);
  const both = [{}, { trend: "none" }] as const;
  const scores = both.map((given) =>
    sets.map(([, series]) => {
      const all = series.map(({ times, values }) => forecastsOf(times, values, given));
      const steps = (["next", "middle", "path"] as const).map((which) => all.map((one) => one[which]));
      return {
        inside: steps.map(percent),
        scores: steps.map((each) => geometricMean(each.map(({ interval, naive }) => interval / naive))),
      };
    }),
  );
  both.forEach((given, index) => {
    line(
      nameOf(given),
      scores[index]!.map((cell) => `${cell.inside.join(" / ")}, ${inWords(cell.scores)}`),
    );
  });
  line(
    "the one score over the other",
    sets.map((_, set) => inWords(scores[0]![set]!.scores.map((score, step) => score / scores[1]![set]!.scores[step]!))),
  );
}

function inWords(scores: readonly number[]): string {
  return scores.map((score) => score.toFixed(2)).join(" / ");
}

function nameOf(given: Partial<Settings>): string {
  const flags = Object.entries(given).map(([name, value]) => `--${name} ${value}`);
  return flags.length === 0 ? "defaults" : `\`${flags.join(" ")}\``;
}

function percent(all: readonly Accuracy[]): string {
  const sum = (of: (one: Accuracy) => number) => all.reduce((total, one) => total + of(one), 0);
  return ((100 * sum(({ inside }) => inside)) / sum(({ count }) => count)).toFixed(1);
}
