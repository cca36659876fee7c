import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { tableOf } from "../src/command/table.js";
import { fit, type Model, Trend } from "../test/kernel/fit-probe.js";
import { readBrews, realBrews } from "../test/oracle/brews.js";
import { bruteForce, gridSize } from "./brute-force.js";
import type { Point } from "./error-form.js";
import { machine } from "./machine.js";

/**
 * Fits sliding windows of the real brews as `run` does, and compares each sum of squares with the best that a dense grid
 * and descents from many of its minima find.
 */
const FEWEST = 10;
const WINDOW = 120;
const ALL = 30_000;
/** Starts of a fit, as in the engine. */
const STARTS = 3;
/** How far above the brute force's optimum a fit may ever be, and nearly always: relative. */
const EVER = 1e-6;
const NEARLY_ALWAYS = 1e-8;
const NEARLY = 0.999;
/** Differences of this part of Σ Δy² are rounding. */
const ROUNDING = 1e-24;
const WORST_SHOWN = 10;
const PROGRESS_MS = 60_000;

type TrendName = "damped" | "linear";

interface Place {
  series: string;
  start: number;
  end: number;
}

interface Outcome extends Place {
  /** Of the fit above the brute force, relative; negative where the fit is better. */
  excess: number;
  fitted: Model;
  best: Point & { value: number };
}

export async function bench(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { windows: { type: "string", default: String(ALL) }, trend: { type: "string", default: "both" } },
  });
  if (!existsSync(realBrews)) {
    process.stdout.write("skipped: ../shared/data/brew-temps.lp.gz is absent\n");
    return;
  }
  const brews = readBrews(realBrews);
  const places = evenly(placesOf(brews).slice(0, ALL), Number(values.windows));
  process.stdout.write(`${machine()}\n`);
  for (const trend of ["damped", "linear"] as const) {
    if (values.trend === trend || values.trend === "both") report(trend, brews, places);
  }
}

/** Windows that grow to WINDOW and then slide, one ending at each point of each series from the tenth on. */
function placesOf(brews: Map<string, number[]>): Place[] {
  return [...brews].flatMap(([series, values]) =>
    values.slice(FEWEST - 1).map((_, i) => ({ series, start: Math.max(0, i + FEWEST - WINDOW), end: i + FEWEST })),
  );
}

function evenly<Item>(items: Item[], wanted: number): Item[] {
  if (wanted >= items.length) return items;
  return Array.from({ length: wanted }, (_, i) => items[Math.floor((i * items.length) / wanted)]!);
}

function report(trend: TrendName, brews: Map<string, number[]>, places: readonly Place[]): void {
  const started = performance.now();
  let told = started;
  const outcomes = places.map((place, i) => {
    if (performance.now() - told > PROGRESS_MS) {
      told = performance.now();
      process.stderr.write(`${trend}: ${i} of ${places.length} windows, ${seconds(started)} s\n`);
    }
    return compare(place, brews.get(place.series)!.slice(place.start, place.end), trend);
  });
  const passed = seconds(started);
  const within = (limit: number) => outcomes.filter(({ excess }) => excess <= limit).length;
  const below = outcomes.filter(({ excess }) => excess < -NEARLY_ALWAYS).length;
  outcomes.sort((a, b) => b.excess - a.excess);
  const worst = outcomes[0]!.excess;
  const share = within(NEARLY_ALWAYS) / outcomes.length;
  const isMet = worst <= EVER && share >= NEARLY;
  process.stdout.write(`
${trend}: ${places.length} windows, ${STARTS} starts, against ${gridSize[trend]} grid points and 40 descents each, ${passed} s
  worst relative excess  ${worst.toExponential(1)}
  within 1e-8            ${within(NEARLY_ALWAYS)} (${(100 * share).toFixed(3)} %)
  within 1e-6            ${within(EVER)}
  brute force worse      ${below} (by more than 1e-8)
  required: never above 1e-6, 99.9 % within 1e-8: ${isMet ? "met" : "MISSED"}
`);
  if (places.length < ALL) {
    process.stdout.write(`  all ${ALL} would take ${Math.round((passed * ALL) / places.length)} s\n`);
  }
  showWorst(outcomes.slice(0, WORST_SHOWN));
}

const seconds = (since: number) => Math.round((performance.now() - since) / 1000);

function compare(place: Place, values: readonly number[], trend: TrendName): Outcome {
  const fitted = fit(values, trend === "damped" ? Trend.Damped : Trend.Linear, {}, STARTS);
  const best = bruteForce(values, trend);
  const rise = values.reduce((sum, y, t) => sum + (t === 0 ? 0 : (y - values[t - 1]!) ** 2), 0);
  const above = fitted.sse - best.value;
  const excess = Math.abs(above) <= ROUNDING * rise ? 0 : above / Math.max(best.value, Number.MIN_VALUE);
  return { ...place, excess, fitted, best };
}

function showWorst(outcomes: readonly Outcome[]): void {
  const point = ({ alpha, x, phi }: Point) => [alpha, x, phi].map((value) => value.toPrecision(6)).join(", ");
  const columns = [
    { title: "worst windows", text: ({ series, start, end }: Outcome) => `${series} ${start}:${end}`, left: true },
    { title: "excess", text: ({ excess }: Outcome) => excess.toExponential(1) },
    { title: "fitted", text: ({ fitted }: Outcome) => fitted.sse.toPrecision(13) },
    { title: "brute force", text: ({ best }: Outcome) => best.value.toPrecision(13) },
    { title: "fitted α, x, φ", text: ({ fitted }: Outcome) => point({ ...fitted, x: fitted.beta / fitted.alpha }) },
    { title: "brute force's α, x, φ", text: ({ best }: Outcome) => point(best) },
  ] as const;
  process.stdout.write(`\n${tableOf(columns, outcomes, { width: 200, colours: false })}`);
}
