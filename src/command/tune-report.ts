import { count, fixed, percent, reasonsText } from "../chart/words.js";
import type { Settings } from "../options.js";
import { commandWords, flagsOf, type GivenFlag, settingsStanza } from "../stanza.js";
import { type Column, type Look, tableOf } from "./table.js";
import {
  type Alarms,
  askedFor,
  type Candidate,
  errorOf,
  incidentsOf,
  nearErrorOf,
  pathErrorOf,
  spanOf,
} from "./tune-search.js";
import { stepsAhead, type Trial } from "./tune-trial.js";

/** All that was tried. */
export interface Tuned {
  readonly files: readonly string[];
  /** Whether only the last lines of them were looked at. */
  readonly cut: boolean;
  /** What the command line fixed, which may name a file that fixes more. */
  readonly flags: Partial<Settings>;
  /** The best first. */
  readonly model: readonly Candidate[];
  readonly alarms: readonly Alarms[];
  readonly trials: number;
  readonly seconds: number;
}

const SHOWN = 3;

/** For a person: the best three models and alarms, what was given beside them, and the stanza of the best. */
export function tunedText(tuned: Tuned, look: Look): string {
  const { files, cut, model, alarms, trials, seconds } = tuned;
  const best = alarms[0]!;
  const { settings, series } = best.trial;
  const points = [...series.values()].reduce((sum, { tally }) => sum + tally.points, 0);
  const part = cut ? " (the last lines of what is there)" : "";
  const head = `${files.join(", ")}: ${count(points)} points${part} of ${count(series.size)} series over ${spanText(spanOf(best.trial))}, ${trials} settings tried in ${seconds.toFixed(1)} s`;
  const asked = model[0]!.trial.settings.falseAlarmsTotal ?? model[0]!.trial.settings.falseAlarms;
  const about = askedFor(model[0]!.trial);
  return `${head}

Models, the best forecasts first:

${tableOf(modelColumns(stepsAhead(settings)), shown(model, sameModel), look)}
Alarms with the best of these, asked for ${asked}${settings.falseAlarmsTotal ? "" : " a series"} (here ${about < 10 ? about.toPrecision(2) : Math.round(about)}):

${tableOf(alarmColumns, shown(alarms, sameAlarms), look)}
For telegraf.conf:

${settingsStanza(bestFlags(tuned))}`;
}

/** What was fixed and what is best of the rest. */
function bestFlags({ flags, alarms }: Tuned): GivenFlag[] {
  return flagsOf({ ...flags, ...alarms[0]!.changes });
}

interface Row<C extends Candidate> {
  readonly place: string;
  readonly candidate: C;
}

/** The best that differ in what they do, and last the row of what was given. */
function shown<C extends Candidate>(all: readonly C[], same: (one: C, other: C) => boolean): Row<C>[] {
  const plain = all.reduce((least, one) => (size(one) < size(least) ? one : least));
  const distinct: C[] = [];
  for (const one of all) if (!distinct.some((other) => same(one, other))) distinct.push(one);
  const rows = distinct.slice(0, SHOWN).map((candidate, index) => ({ place: String(index + 1), candidate }));
  return [...rows, { place: "as given", candidate: plain }];
}

function size({ changes }: Candidate): number {
  return Object.keys(changes).length;
}

function sameModel({ trial: one }: Candidate, { trial: other }: Candidate): boolean {
  return nearErrorOf(one) === nearErrorOf(other) && pathErrorOf(one) === pathErrorOf(other);
}

function sameAlarms(one: Alarms, other: Alarms): boolean {
  return (
    one.incidents === other.incidents &&
    one.lost === other.lost &&
    reasonsText(reasonCounts(one.trial)) === reasonsText(reasonCounts(other.trial))
  );
}

function modelColumns(horizon: number): Column<Row<Candidate>>[] {
  return [
    { title: "", text: ({ place }) => place, left: true },
    { title: "trend", text: ({ candidate }) => candidate.trial.settings.trend, left: true },
    { title: "season", text: ({ candidate }) => candidate.trial.settings.season, left: true },
    { title: "refit", text: ({ candidate }) => String(candidate.trial.settings.refit), left: true },
    { title: "MASE", text: ({ candidate }) => fixed(nearErrorOf(candidate.trial)) },
    ...(horizon === 0 ? [] : [pathColumn(horizon)]),
    { title: "in band", text: ({ candidate }) => percent(coverageOf(candidate.trial)) },
    { title: "incidents", text: ({ candidate }) => count(incidentsOf(candidate.trial)), dispensable: 1 },
  ];
}

function pathColumn(horizon: number): Column<Row<Candidate>> {
  return { title: `MASE ${horizon} ahead`, text: ({ candidate }) => fixed(pathErrorOf(candidate.trial)) };
}

const alarmColumns: readonly Column<Row<Alarms>>[] = [
  { title: "", text: ({ place }) => place, left: true },
  {
    title: "false-alarms",
    text: ({ candidate: { trial } }) => trial.settings.falseAlarmsTotal ?? trial.settings.falseAlarms,
    left: true,
  },
  { title: "for", text: ({ candidate }) => candidate.trial.settings.for, left: true },
  { title: "min-deviation", text: ({ candidate }) => candidate.trial.settings.minDeviation ?? "–", left: true },
  { title: "incidents", text: ({ candidate }) => count(candidate.incidents) },
  { title: "a day", text: ({ candidate }) => perDay(candidate) },
  { title: "severe ones lost", text: ({ candidate }) => count(candidate.lost) },
  { title: "reasons", text: ({ candidate }) => reasonsText(reasonCounts(candidate.trial)), left: true, dispensable: 1 },
];

/** For a program. */
export function tunedData(tuned: Tuned): unknown {
  const { files, cut, model, alarms, trials, seconds } = tuned;
  const modelRow = ({ trial, changes }: Candidate) => ({
    changes,
    mase: finite(nearErrorOf(trial)),
    pathMase: finite(pathErrorOf(trial)),
    error: finite(errorOf(trial)),
    coverage: finite(coverageOf(trial)),
    incidents: incidentsOf(trial),
  });
  const alarmRow = ({ trial, changes, incidents, lost, cost }: Alarms) => ({
    changes,
    incidents,
    reasons: Object.fromEntries(reasonCounts(trial)),
    lost,
    cost,
  });
  return {
    files,
    cut,
    trials,
    seconds,
    asked: askedFor(model[0]!.trial),
    models: model.map(modelRow),
    alarms: alarms.map(alarmRow),
    arguments: commandWords(bestFlags(tuned)),
    stanza: settingsStanza(bestFlags(tuned)),
  };
}

function coverageOf({ series }: Trial): number {
  let [inside, scored] = [0, 0];
  for (const { tally } of series.values()) {
    if (tally.scored === 0) continue;
    inside += tally.coverage * tally.scored;
    scored += tally.scored;
  }
  return inside / scored;
}

function reasonCounts({ series }: Trial): [string, number][] {
  const counts = new Map<string, number>();
  for (const { tally } of series.values()) {
    for (const [reason, times] of tally.byReason) counts.set(reason, (counts.get(reason) ?? 0) + times);
  }
  return [...counts].sort(([, one], [, other]) => other - one);
}

function perDay({ trial, incidents }: Alarms): string {
  const days = spanOf(trial) / 86_400;
  return days > 0 ? fixed(incidents / days) : "–";
}

function spanText(seconds: number): string {
  if (seconds < 120) return `${seconds.toFixed(0)} s`;
  if (seconds < 7_200) return `${(seconds / 60).toFixed(0)} min`;
  return seconds < 172_800 ? `${(seconds / 3_600).toFixed(0)} h` : `${(seconds / 86_400).toFixed(0)} days`;
}

function finite(number: number): number | null {
  return Number.isFinite(number) ? number : null;
}
