/** The page: what a person does goes to the worker, what the worker finds comes to the screen. */

import { bytesText, count, counted, secondsText } from "../../chart/words.js";
import { resolve } from "../../options.js";
import { flagsOf, fromFragment, read } from "../given.js";
import type { Answer, Origin, Results } from "../protocol.js";
import { type SampleEntry, samples } from "../sample-list.js";
import { Charts } from "./charts.js";
import { Client } from "./client.js";
import { Controls } from "./controls.js";
import { byId, save } from "./element.js";
import { Intake } from "./intake.js";
import { showProblems } from "./problem-list.js";
import { SeriesTable } from "./table.js";
import { TakeAway } from "./take-away.js";
import { startTheme } from "./theme.js";

/** Milliseconds that typing may pause before what was typed counts. */
const TYPING = 25;
/** Milliseconds between two tables of a stream, and two sentences about it. */
const LIVE_TABLE = 1_000;

type Opened = Extract<Answer, { kind: "opened" }>;

let opened: Opened | undefined;
let origin: { readonly isFile: boolean; readonly sample: SampleEntry["name"] | undefined } = {
  isFile: false,
  sample: undefined,
};
let results: Results | undefined;
let picked: readonly string[] = [];
let settings = resolve({});
let waiting: ReturnType<typeof setTimeout> | undefined;
let tabled = 0;

const say = (text: string) => {
  byId("status").classList.remove("failed");
  byId("status").textContent = text;
};

const client = new Client({
  opened: (answer) => {
    opened = answer;
    results = undefined;
    picked = [];
    charts.clear();
    const isSample = origin.sample !== undefined;
    takeAway.explain(answer.name, { isFile: origin.isFile, isConverted: answer.converted, isSample });
    intake.showOpened(answer);
  },
  results: (answer) => {
    const isFirst = results === undefined;
    results = answer;
    byId("main").dataset.state = "results";
    if (isFirst || picked.every((key) => !answer.series.some((one) => one.key === key))) picked = firstPicks(answer);
    askColumns();
    intake.endProgress();
    if (answer.live && performance.now() - tabled < LIVE_TABLE) return;
    tabled = performance.now();
    table.show(answer, picked);
    showProblems(answer, opened?.notices ?? []);
    summarize(answer);
  },
  columns: ({ run, columns }) => {
    if (results?.run !== run) return;
    const shown = picked.flatMap((key) => results!.series.filter((one) => one.key === key));
    const own = shown.flatMap((summary) =>
      columns.filter(([number]) => number === summary.number).map(([, one]) => [summary, one] as const),
    );
    charts.show(results, own);
    // for the benchmark: behind the frame that the charts are drawn in
    requestAnimationFrame(() => setTimeout(() => performance.mark("drawn")));
  },
  path: ({ run, series, ordinal, said }) => {
    if (results?.run === run) charts.setSaid(series, ordinal, said);
  },
  progress: ({ stage, share }) => intake.showProgress(stage, share),
  written: ({ name, blob }) => {
    intake.endProgress();
    save(name, blob);
    say(`${name}: ${bytesText(blob.size)} saved.`);
  },
  cancelled: () => {
    intake.endProgress();
    say("Cancelled. What is shown is from before.");
  },
  failed: ({ text }) => {
    intake.endProgress();
    intake.fail(text);
  },
});

const takeAway = new TakeAway({
  writeScored: () => client.ask({ kind: "write-scored", settings }),
  writeInput: () => client.ask({ kind: "write-input" }),
  picture: () => charts.picture(`Holtline · ${opened?.name ?? ""} · ${byId<HTMLInputElement>("command").value}`),
  say,
});
const charts = new Charts(
  (series, ordinal) => {
    if (results !== undefined) client.ask({ kind: "path", run: results.run, series, ordinal });
  },
  say,
  pick,
);
const table = new SeriesTable((keys) => {
  picked = keys;
  askColumns();
});
const controls = new Controls((texts) => {
  const reading = read(texts);
  controls.object(reading.objections);
  if (reading.settings === undefined) {
    say("A setting is not valid; the results are those from before.");
    return;
  }
  settings = reading.settings;
  showTakeAway();
  clearTimeout(waiting);
  waiting = setTimeout(() => client.ask({ kind: "score", settings }), TYPING);
});
const intake = new Intake({
  open,
  live: (speed) => {
    origin = { isFile: false, sample: undefined };
    client.ask({ kind: "live", settings, speed });
    showTakeAway();
  },
  ask: (request) => client.ask(request),
  say,
});

function open(from: Origin, isFile: boolean, sample: SampleEntry["name"] | undefined): void {
  origin = { isFile, sample };
  performance.mark("opened");
  client.ask({ kind: "open", origin: from, settings, precision: intake.precision });
  showTakeAway();
}

function showTakeAway(): void {
  takeAway.show(controls.texts, origin.sample === undefined ? {} : { sample: origin.sample });
}

/** Shows some series, by their numbers, in place of those that are shown. */
function pick(numbers: readonly number[]): void {
  if (results === undefined) return;
  picked = results.series.filter(({ number }) => numbers.includes(number)).map(({ key }) => key);
  askColumns();
  table.show(results, picked);
}

function askColumns(): void {
  if (results === undefined) return;
  const numbers = results.series.filter(({ key }) => picked.includes(key)).map(({ number }) => number);
  client.ask({ kind: "columns", run: results.run, series: numbers });
}

/** Two series are both shown; of more, the one with the most to say. */
function firstPicks({ series }: Results): string[] {
  if (series.length <= 2) return series.map(({ key }) => key);
  return [...series]
    .sort((one, other) => other.worst - one.worst)
    .slice(0, 1)
    .map(({ key }) => key);
}

function summarize({ series, lines, seconds, live }: Results): void {
  const alarms = series.reduce((sum, { incidents }) => sum + incidents, 0);
  const points = series.reduce((sum, one) => sum + one.points, 0);
  const found = `${counted(alarms, "alarm")} in ${count(points)} points of ${counted(series.length, "series", "series")}`;
  intake.showFacts([counted(lines, "line"), counted(points, "point"), bytesText(opened?.bytes ?? 0)]);
  if (series.length === 0) say("There is no numeric field to score in these lines.");
  else say(live ? `Live: ${found}.` : `${found}, scored in ${secondsText(seconds)}.`);
}

/** Settings and sample of the page's address. */
function follow(): void {
  const { texts, more } = fromFragment(location.hash);
  const sample = samples.find(({ name }) => name === more.sample);
  controls.set(texts);
  if (sample !== undefined && sample.name !== origin.sample) intake.openSample(sample);
  else if (flagsOf(texts).length > 0 && opened === undefined)
    say("The link's settings are set. Drop your file to see what they do.");
}

startTheme(() => charts.recolour());
addEventListener("hashchange", follow);
follow();
