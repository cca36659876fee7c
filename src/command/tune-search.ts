import { alarmRate } from "../engine/alarm-rate.js";
import type { Settings } from "../options.js";
import type { SeriesTrial, Trial } from "./tune-trial.js";

/** A trial with what it changes of the settings that were given. */
export interface Candidate {
  readonly trial: Trial;
  readonly changes: Partial<Settings>;
  /** What they are ranked by, the best first. */
  readonly cost: number;
}

/** Runs the settings that were given with some changes. */
export type Run = (changes: Partial<Settings>, keeps: boolean) => Trial;

/** A setting counts as better only where the error is less by so much, for the plainer one is right more often. */
const MARGIN = 0.02;
/** Points of a series before its error says something. */
const LEAST_POINTS = 60;

/** What is tried, the default first. */
const modelChoices = {
  trend: ["auto", "none", "damped"],
  season: ["auto", "none"],
  refit: ["once", 10, 0],
} as const satisfies { [Key in keyof Settings]?: readonly Settings[Key][] };

/** The most that `searchModel` tries. */
export const modelTrials = 8;

/**
 * Tries trends and seasons together, and with the best of them, if it is Holt's, how often to fit; what was given stays. By forecast error:
 * a step ahead, and where there are paths at their end as well.
 *
 * @returns all that was tried, the best first
 */
export function searchModel(given: Partial<Settings>, run: Run): Candidate[] {
  const tried: Candidate[] = [];
  const attempt = (changes: Partial<Settings>) => {
    const trial = run(changes, true);
    tried.push({ trial, changes, cost: Math.log(errorOf(trial)) });
  };
  for (const trend of choices(given, "trend")) {
    for (const season of choices(given, "season")) attempt({ ...trend, ...season });
  }
  const { changes } = ranked(tried)[0]!;
  // without a method of Holt's there is nothing to fit
  if ((changes.trend ?? given.trend ?? "auto") === "auto") return ranked(tried);
  for (const refit of choices(given, "refit").slice(1)) attempt({ ...changes, ...refit });
  return ranked(tried);
}

/** The changes that set an option to each of its choices; one that changes nothing for what was given. */
function choices(given: Partial<Settings>, key: keyof typeof modelChoices): Partial<Settings>[] {
  if (given[key] !== undefined) return [{}];
  return modelChoices[key].map((value, index) => (index === 0 ? {} : { [key]: value }));
}

/** Candidates by their cost; the first that was tried, which is the plainest, only gives way to one that is better by a margin. */
function ranked(tried: readonly Candidate[]): Candidate[] {
  const [plainest] = tried;
  const cost = (one: Candidate) => (one === plainest ? one.cost - MARGIN : one.cost);
  return [...tried].sort((one, other) => cost(one) - cost(other));
}

/** Error over that of the naive forecast, a step ahead and at the end of paths: of the typical series, 1 where there is none. */
export function errorOf(trial: Trial): number {
  const ahead = pathErrorOf(trial);
  return Number.isFinite(ahead) ? Math.sqrt(nearErrorOf(trial) * ahead) : nearErrorOf(trial);
}

export function nearErrorOf(trial: Trial): number {
  return typical(trial, ({ tally }) => tally.mase) ?? 1;
}

/** NaN without paths. */
export function pathErrorOf(trial: Trial): number {
  return typical(trial, ({ pathMase }) => pathMase) ?? Number.NaN;
}

/** The geometric mean over series that are long enough, or over all when none is. */
function typical({ series }: Trial, error: (one: SeriesTrial) => number): number | undefined {
  const known = [...series.values()].filter((one) => error(one) > 0 && Number.isFinite(error(one)));
  const long = known.filter(({ tally }) => tally.scored >= LEAST_POINTS);
  const counted = long.length > 0 ? long : known;
  if (counted.length === 0) return undefined;
  return Math.exp(counted.reduce((sum, one) => sum + Math.log(error(one)), 0) / counted.length);
}

/** What alarms did in a trial, beside those of the trial that they are compared with. */
export interface Alarms extends Candidate {
  readonly incidents: number;
  /** Incidents of severity 2 in the other one that no incident of this one meets. */
  readonly lost: number;
}

/**
 * Tries rates, `--for` and least deviations under a model; what was given stays. The cost is how far the number of incidents
 * is from the asked-for one, on a logarithmic scale. What loses no severe incident comes before what does, whatever the cost.
 *
 * @param base the trial of the model with the alarms that were given
 * @param model what the model changes
 * @returns all that was tried, the best first
 */
export function searchAlarms(given: Partial<Settings>, model: Partial<Settings>, base: Trial, run: Run): Alarms[] {
  const asked = askedFor(base);
  const tried: Alarms[] = [];
  for (const own of alarmChanges(given, base)) {
    const changes = { ...model, ...own };
    const trial = Object.keys(own).length === 0 ? base : run(changes, false);
    const incidents = incidentsOf(trial);
    const lost = lostOf(base, trial);
    const cost = Math.abs(Math.log((incidents + 1) / (asked + 1)));
    tried.push({ trial, changes, cost, incidents, lost });
  }
  // what loses a strong incident is never the first advice
  return tried.sort((one, other) => Math.sign(one.lost) - Math.sign(other.lost) || one.cost - other.cost);
}

/** The most that `searchAlarms` tries. */
export const alarmTrials = 17;

function alarmChanges(given: Partial<Settings>, base: Trial): Partial<Settings>[] {
  const hasRate = given.falseAlarms !== undefined || given.falseAlarmsTotal !== undefined;
  const rates = hasRate ? [{}] : [{}, { falseAlarms: "1/day" }, { falseAlarms: "1/month" }];
  const shares = given.for === undefined ? [{}, { for: "2/3" }] : [{}];
  const least = given.minDeviation === undefined ? leastDeviations(base).map((minDeviation) => ({ minDeviation })) : [];
  return [{}, ...least].flatMap((deviation) =>
    shares.flatMap((share) => rates.map((rate) => ({ ...rate, ...share, ...deviation }))),
  );
}

/** What 99 % of the points miss by less, and twice that: in the field's unit where all series are of one, else in percent. */
function leastDeviations({ series }: Trial): string[] {
  const isOne = new Set([...series.values()].map(({ name }) => name.field)).size === 1;
  const sizes = [...series.values()]
    .map(({ commonMiss, commonSize }) => (isOne ? commonMiss : (100 * commonMiss) / commonSize))
    .filter((size) => size > 0 && Number.isFinite(size))
    .sort((one, other) => one - other);
  const middle = sizes[sizes.length >> 1];
  if (middle === undefined) return [];
  return [middle, 2 * middle].map((size) => `${Number(size.toPrecision(1))}${isOne ? "" : "%"}`);
}

/** How many incidents the series of a trial are to have had, by the rate that they were run with. */
export function askedFor({ settings, series }: Trial): number {
  const { falseAlarms, groupBy } = settings;
  // where there are groups the total is theirs, and not the series'
  const falseAlarmsTotal = groupBy.length > 0 ? undefined : settings.falseAlarmsTotal;
  const { rate, unit } = alarmRate(falseAlarmsTotal ?? falseAlarms);
  const all = [...series.values()].map(({ tally }) => tally);
  if (unit === "point") return all.reduce((sum, { scored }) => sum + rate * scored, 0);
  if (falseAlarmsTotal !== undefined) return rate * spanOf({ settings, series });
  return all.reduce((sum, { first, last }) => sum + (rate * Number(last - first)) / 1e9, 0);
}

/** Seconds from the first point of all to the last. */
export function spanOf({ series }: Trial): number {
  let [first, last] = [Infinity, -Infinity];
  for (const { tally } of series.values()) {
    first = Math.min(first, Number(tally.first));
    last = Math.max(last, Number(tally.last));
  }
  return Math.max(0, last - first) / 1e9;
}

export function incidentsOf({ series }: Trial): number {
  return [...series.values()].reduce((sum, { tally }) => sum + tally.incidents.length, 0);
}

function lostOf(base: Trial, trial: Trial): number {
  let lost = 0;
  for (const [key, { stretches }] of base.series) {
    const others = trial.series.get(key)?.stretches ?? [];
    for (const { incident, closed } of stretches) {
      const isMet = others.some((other) => other.incident.opened <= closed && other.closed >= incident.opened);
      if (incident.severity === 2 && !isMet) lost++;
    }
  }
  return lost;
}
