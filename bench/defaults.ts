import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Settings } from "../src/options.js";
import { readBrews, readCloud, readNab } from "./data.js";
import { type Accuracy, forecastsOf } from "./forecasts.js";
import { readSeries } from "./m4.js";

/** The table that chose the defaults: errors of the engine's forecasts on every data set, by settings. */

export interface Series {
  readonly times: ArrayLike<number>;
  readonly values: ArrayLike<number>;
}

const candidates: readonly [string, Partial<Settings>][] = [
  ["defaults", {}],
  ["`--season none`", { season: "none" }],
  ["`--season 1d`", { season: "1d" }],
  ["`--trend none`", { trend: "none" }],
  ["`--trend damped`", { trend: "damped" }],
  ["`--trend linear`", { trend: "linear" }],
  ["`--trend none --season none`", { trend: "none", season: "none" }],
  ["`--trend damped --season none`", { trend: "damped", season: "none" }],
  ["`--trend none --refit 10`", { trend: "none", refit: 10 }],
  ["`--trend none --refit 0`", { trend: "none", refit: 0 }],
  ["`--trend none --refit 0 --alpha 0.3`", { trend: "none", refit: 0, alpha: 0.3 }],
  ["`--trend none --refit 0 --alpha 0.5`", { trend: "none", refit: 0, alpha: 0.5 }],
  ["`--trend none --refit 0 --alpha 0.9`", { trend: "none", refit: 0, alpha: 0.9 }],
];
const WEEK = 604_800;

export async function bench(): Promise<void> {
  const sets = await readSets();
  process.stdout.write(
    "Mean absolute error over that of the naive forecast (the newest value), a step / 40 steps ahead: the geometric\n" +
      "mean over the series of a set, and over the sets. Below 1 is better than naive.\n\n",
  );
  process.stdout.write(`| settings | ${sets.map(([name]) => name).join(" | ")} | all |\n`);
  process.stdout.write(`|---|${sets.map(() => "---").join("|")}|---|\n`);
  for (const [name, settings] of candidates) {
    const cells = sets.map(([, series]) => errorsOf(series, settings));
    const overall = cells[0]!.map((_, column) => geometricMean(cells.map((cell) => cell[column]!)));
    process.stdout.write(`| ${name} | ${[...cells, overall].map(inWords).join(" | ")} |\n`);
  }
}

export async function readSets(): Promise<[string, readonly Series[]][]> {
  const shared = (name: string) => fileURLToPath(new URL(`../../../shared/data/${name}`, import.meta.url));
  if (!existsSync(shared(""))) throw new Error("../shared/data is absent: its data sets are what is measured");
  const weekly = readSeries().map(({ history }) => ({
    times: history.map((_, week) => week * WEEK),
    values: history,
  }));
  return [
    ["M4 weekly", weekly],
    ["bundled brews", readBrews(fileURLToPath(new URL("../../data/brews.lp.gz", import.meta.url)))],
    ["real brews", readBrews(shared("brew-temps.lp.gz"))],
    ["NAB half", readNab(shared("nab"))],
    ["cloud half", readCloud(shared("cloud"))],
  ];
}

/** Of a step ahead, and of a path ahead. */
function errorsOf(series: readonly Series[], settings: Partial<Settings>): number[] {
  const all = series.map(({ times, values }) => forecastsOf(times, values, settings));
  return [all.map(({ next }) => ratio(next)), all.map(({ path }) => ratio(path))].map(geometricMean);
}

function ratio({ missed, naive }: Accuracy): number {
  return missed / naive;
}

/** Of those that are above 0 and finite: a series that never moves has no ratio. */
export function geometricMean(ratios: readonly number[]): number {
  const usable = ratios.filter((one) => one > 0 && one < Infinity);
  return Math.exp(usable.reduce((sum, one) => sum + Math.log(one), 0) / usable.length);
}

function inWords(errors: readonly number[]): string {
  return errors.map((error) => error.toFixed(3)).join(" / ");
}
