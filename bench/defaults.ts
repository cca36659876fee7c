import type { Settings } from "../src/options.js";
import { ablations, foretell } from "./ablations.js";
import { findAutoEts, type Origin, originsOf } from "./auto-ets.js";
import {
  type Accuracy,
  type Ahead,
  eachForecast,
  forecastsOf,
  type Met,
  type Row,
  rowsOf,
  STEPS,
} from "./forecasts.js";
import { madeSets } from "./made.js";
import { seasonalNaive } from "./seasonal-naive.js";
import { readSets, type Series } from "./sets.js";
import { geometricMean } from "./statistics.js";

/** The table that chose the defaults: errors of the engine's forecasts on every data set, by settings. */

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
/** What the defaults are to stay below on every set, a step and a path ahead. */
const MOST_NEAR = 1.005;
const MOST_FAR = 0.98;
/** Fits of AutoETS a set, about. */
const ORIGINS = 1_000;

export async function bench(): Promise<void> {
  const sets = await readSets();
  const names = sets.map(([name]) => name);
  print(
    "Mean absolute error over that of the naive forecast (the newest value), a step / 40 steps ahead: the geometric\n" +
      "mean over the series of a set, and over the sets. Below 1 is better than naive.\n",
  );
  heading("settings", names);
  let defaults: readonly (readonly number[])[] = [];
  for (const [name, settings] of candidates) {
    const cells = row(
      name,
      sets.map(([, series]) => errorsOf(series, settings)),
    );
    if (name === "defaults") defaults = cells;
  }
  const all = sets.map(([, series]) => series.map(metOf));
  row(
    "the value a day before",
    all.map((set) => pairOf(set.map(({ rows, met }) => ratiosOf(met, seasonalNaive(rows, met))))),
  );
  tellBeyond(names, defaults);
  print("\nThe mixture without one of its parts, in plain JavaScript\n");
  heading("without", names);
  for (const [name, without, isSeasonless] of ablations) {
    const errors = ({ rows, met }: Foretold) => ratiosOf(met, foretell(rows, met, STEPS, without, isSeasonless));
    row(
      name,
      all.map((set) => pairOf(set.map(errors))),
    );
  }
  benchEts(names, all);
  print("\nSeries that are made up, three of each\n");
  const made = madeSets();
  heading(
    "settings",
    made.map(([name]) => name),
  );
  for (const [name, settings] of candidates.filter(([name]) => ["defaults", "`--trend none`"].includes(name))) {
    row(
      name,
      made.map(([, series]) => errorsOf(series, settings)),
    );
  }
}

/** A series' rows, and the default's forecasts of them. */
interface Foretold {
  readonly rows: readonly Row[];
  readonly met: readonly Met[];
}

function metOf({ times, values }: Series): Foretold {
  const met: Met[] = [];
  eachForecast(times, values, {}, 0, (one) => {
    if (one.ahead !== "middle") met.push(one);
  });
  return { rows: rowsOf(times, values), met };
}

/** Errors over those of the naive forecast, a step and a path ahead, where something was said. */
function ratiosOf(met: readonly Met[], said: readonly number[]): [number, number] {
  const ratio = (which: Ahead) => {
    let missed = 0;
    let naive = 0;
    met.forEach(({ ahead, value, newest }, index) => {
      if (ahead !== which || Number.isNaN(said[index])) return;
      missed += Math.abs(value - said[index]!);
      naive += Math.abs(value - newest);
    });
    return missed / naive;
  };
  return [ratio("next"), ratio("path")];
}

const pairOf = (ratios: readonly (readonly [number, number])[]): number[] =>
  [0, 1].map((column) => geometricMean(ratios.map((pair) => pair[column as 0 | 1])));

/** AutoETS and the defaults from the same origins, some of each series. */
function benchEts(names: readonly string[], all: readonly (readonly Foretold[])[]): void {
  const ets = findAutoEts();
  if (ets === undefined) {
    print("\nSkipped: AutoETS, for python3 (or PYTHON) has no statsforecast.");
    return;
  }
  print(
    `\nFrom a few origins of each series alone, with 500 values of history at most, beside AutoETS (${ets.version})\n`,
  );
  heading("forecast", names);
  const sampled = all.map((set) =>
    set.map(({ rows, met }) => originsOf(rows, met, Math.max(3, Math.floor(ORIGINS / set.length)))),
  );
  const errors = (origins: readonly Origin[], said: readonly { next: number; last: number }[]): [number, number] => {
    const met = origins.flatMap(({ next, path }) => [next, path]);
    return ratiosOf(
      met,
      said.flatMap(({ next, last }) => [next, last]),
    );
  };
  const ours = (origins: readonly Origin[]) =>
    errors(
      origins,
      origins.map(({ next, path }) => ({ next: next.yhat, last: path.yhat })),
    );
  row(
    "defaults",
    sampled.map((set) => pairOf(set.map(ours))),
  );
  row(
    "AutoETS",
    sampled.map((set) => {
      const said = ets.forecast(
        set.flatMap((origins) => origins.map(({ history }) => history)),
        STEPS,
      );
      let from = 0;
      return pairOf(
        set.map((origins) => {
          const its = said.slice(from, from + origins.length);
          from += origins.length;
          return errors(origins, its);
        }),
      );
    }),
  );
}

/** Says on which sets the defaults miss what was asked of them. */
function tellBeyond(names: readonly string[], cells: readonly (readonly number[])[]): void {
  for (const [column, limit] of [MOST_NEAR, MOST_FAR].entries()) {
    const beyond = names.filter((_, index) => cells[index]![column]! > limit);
    const where = column === 0 ? "one step" : `${STEPS} steps`;
    print(
      `${column === 0 ? "\n" : ""}Above ${limit} at ${where}: ${beyond.length === 0 ? "no set" : beyond.join(", ")}.`,
    );
  }
}

function heading(first: string, names: readonly string[]): void {
  print(`| ${[first, ...names, "all"].join(" | ")} |`);
  print(`|---|${names.map(() => "---|").join("")}---|`);
}

/** Prints a row, with its mean over the sets that have a cell. */
function row(name: string, cells: readonly (readonly number[])[]): typeof cells {
  const overall = [0, 1].map((column) => geometricMean(cells.map((cell) => cell[column]!)));
  print(`| ${[name, ...[...cells, overall].map(inWords)].join(" | ")} |`);
  return cells;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Of a step ahead, and of a path ahead. */
function errorsOf(series: readonly Series[], settings: Partial<Settings>): number[] {
  const all = series.map(({ times, values }) => forecastsOf(times, values, settings));
  return [all.map(({ next }) => ratio(next)), all.map(({ path }) => ratio(path))].map(geometricMean);
}

function ratio({ missed, naive }: Accuracy): number {
  return missed / naive;
}

function inWords(errors: readonly number[]): string {
  return errors.map((error) => (Number.isNaN(error) ? "–" : error.toFixed(3))).join(" / ");
}
