import type { Met, Row } from "./forecasts.js";
import { kernelSeasons } from "./kernel-seasons.js";
import { PlainMixture, type Without } from "./plain-mixture.js";

/** The mixture without one of its parts: the second one in plain JavaScript, which `test/bench` holds to the kernel's. */

const bounded = ["bounded0", "bounded1", "bounded2", "bounded3"] as const;

/** In words, and what is left out; the seasons too where the last says so. */
export const ablations: readonly [string, Without, boolean?][] = [
  ["nothing", {}],
  ["seasons", {}, true],
  ["shocks: every value counts in full", { shocks: true }],
  ["the newest value", { experts: ["newest"] }],
  ["the mean", { experts: ["mean"] }],
  ["the bounded levels", { experts: bounded }],
  ["the trend", { experts: ["trend"] }],
  ["the autoregression", { experts: ["autoregression"] }],
  ["the newest value with its season", { experts: ["unseasonal"] }],
  ["weights of the horizon: near ones alone", { farWeights: true }],
  ["mixing: the best expert alone", { mixing: true }],
];

/** What it says at each origin of the engine's forecasts, in their order; `steps` is how far a path reaches. */
export function foretell(
  rows: readonly Row[],
  met: readonly Met[],
  steps: number,
  without: Without,
  isSeasonless = false,
): number[] {
  const mixture = new PlainMixture(isSeasonless ? undefined : kernelSeasons(), steps, without);
  const byOrigin = new Map<number, number[]>();
  met.forEach(({ origin }, index) => {
    const here = byOrigin.get(origin);
    if (here === undefined) byOrigin.set(origin, [index]);
    else here.push(index);
  });
  const said = new Array<number>(met.length).fill(Number.NaN);
  let newest = Number.NEGATIVE_INFINITY;
  for (let seen = 0; seen <= rows.length; seen++) {
    for (const index of byOrigin.get(seen) ?? []) {
      const { ahead, time } = met[index]!;
      said[index] = (ahead === "next" ? mixture.expect(time) : mixture.ahead(steps)).forecast;
    }
    const row = rows[seen];
    // what comes late or twice is not learnt
    if (row === undefined || row.time <= newest) continue;
    mixture.learn(row.time, row.value);
    newest = row.time;
  }
  return said;
}
