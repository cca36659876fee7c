import type { BoundedPoints } from "../chart/bounded.js";
import type { ToldStory } from "../chart/stories.js";
import { count, counted, fixed, percent, reasonsText, seriesText, toldText } from "../chart/words.js";
import type { SeriesName } from "../engine/names.js";
import type { Incident, SeriesTally } from "../engine/tally.js";
import type { LabelScores } from "../labels/tally.js";
import { chartText, key } from "./chart.js";
import { labelsData, labelsText } from "./labels.js";
import { fitted, type Look, tableOf } from "./table.js";

/** What a run of the engine over one file gave. */
export interface Scored {
  readonly file: string;
  readonly lines: number;
  /** Lines, or rows of CSV, that could not be read. */
  readonly unparsable: number;
  /** Numeric fields that were not asked for. */
  readonly passed: number;
  readonly seconds: number;
  readonly series: readonly ScoredSeries[];
  readonly points: BoundedPoints;
  /** Oldest first. */
  readonly stories: readonly ToldStory[];
  readonly labels: LabelScores | undefined;
}

export interface ScoredSeries {
  /** As the engine counts them. */
  readonly number: number;
  readonly name: SeriesName;
  readonly tally: SeriesTally;
}

/** What a report is shown on. */
export interface ReportLook extends Look {
  /** Series that stand in the table, at most. */
  readonly rows: number;
  /** Series that have a chart, at most, and characters in a line of it. */
  readonly charts: number;
  readonly chartWidth: number;
}

/** Incidents that are listed below the table. */
const LISTED = 10;
/** Stories that are listed behind them. */
const STORIES = 20;

/** For a person: a table of the series and charts, the most surprising first, and the strongest incidents. */
export function reportText(scored: Scored, look: ReportLook): string {
  const { file, lines, unparsable, seconds, series, stories, labels } = scored;
  const rows = worstFirst(series);
  const points = rows.reduce((sum, { tally }) => sum + tally.points, 0);
  const rate = count(Math.round(lines / Math.max(seconds, 1e-3)));
  const pace = `${counted(lines, "line")} in ${seconds.toFixed(2)} s (${rate}/s)`;
  const summary = `${file}: ${pace}, ${count(rows.length)} series, ${counted(points, "point")}`;
  const unread = unparsable === 0 ? "" : `${counted(unparsable, "line")} could not be read\n`;
  if (rows.length === 0) return `${summary}\n${unread}${nothingText(scored)}\n`;
  const found = rows.flatMap(({ name, tally }) => tally.incidents.map((incident) => ({ name, incident })));
  const judged = labels === undefined ? "" : `\n${labelsText(labels, look)}`;
  const parts = [`${summary}\n${unread}`, tableText(rows, look), ...chartsText(scored, rows, look)];
  const told = stories.length === 0 ? "" : `\n${storiesText(stories, look)}`;
  return `${parts.join("\n")}${judged}\n${incidentsText(found, look)}${told}`;
}

/** The series with the highest score first. */
export function worstFirst(series: readonly ScoredSeries[]): ScoredSeries[] {
  return [...series].sort((one, other) => worstOf(other.tally) - worstOf(one.tally));
}

function nothingText({ passed }: Scored): string {
  if (passed === 0) return "There is no numeric field to score: strings and booleans pass by.";
  return `${counted(passed, "number")} passed by: no field is both numeric and asked for by --measurement and --field.`;
}

function chartsText({ points }: Scored, rows: readonly ScoredSeries[], look: ReportLook): string[] {
  const shown = rows.slice(0, look.charts);
  if (shown.length === 0) return [];
  const title =
    rows.length > shown.length
      ? `The ${shown.length === 1 ? "" : `${count(shown.length)} `}most surprising series`
      : "Charts";
  const charts = shown.map(({ number, name, tally }) => {
    const head = fitted(`${seriesText(name)}: ${counted(tally.incidents.length, "incident")}`, look.chartWidth);
    const chart = chartText(points.columnsOf(number), { width: look.chartWidth, colours: look.colours });
    return `${look.colours ? `\x1b[1m${head}\x1b[0m` : head}\n${chart}`;
  });
  return [`${title} (${key}):\n`, ...charts];
}

function tableText(rows: readonly ScoredSeries[], look: ReportLook): string {
  const shown = rows.slice(0, look.rows);
  const left = rows.length - shown.length;
  const more = `${count(left)} more series, less surprising: --rows ${rows.length} shows all\n`;
  return `${shown.length === 0 ? "" : seriesTable(shown, look)}${left === 0 ? "" : more}`;
}

function seriesTable(rows: readonly ScoredSeries[], look: Look): string {
  return tableOf(
    [
      { title: "series", text: ({ name }) => seriesText(name), left: true, elastic: true },
      { title: "points", text: ({ tally }) => count(tally.points) },
      { title: "scored", text: ({ tally }) => count(tally.scored), dispensable: 2 },
      { title: "incidents", text: ({ tally }) => count(tally.incidents.length) },
      { title: "reasons", text: ({ tally }) => reasonsText(tally.byReason), left: true, dispensable: 1 },
      { title: "first", text: ({ tally }) => timeText(tally.first), dispensable: 3 },
      { title: "last", text: ({ tally }) => timeText(tally.last), dispensable: 3 },
      { title: "in band", text: ({ tally }) => percent(tally.coverage) },
      { title: "MASE", text: ({ tally }) => fixed(tally.mase) },
      {
        title: "worst",
        text: ({ tally }) => fixed(tally.worst?.score ?? Number.NaN),
        loud: ({ tally }) => worstOf(tally) >= 1,
      },
      { title: "at", text: ({ tally }) => (tally.worst ? timeText(tally.worst.time) : "–"), dispensable: 2 },
    ],
    rows,
    look,
  );
}

function incidentsText(found: { name: SeriesName; incident: Incident }[], look: Look): string {
  if (found.length === 0) return "No incidents.\n";
  const strongest = found.sort((one, other) => other.incident.score - one.incident.score).slice(0, LISTED);
  const title = found.length > LISTED ? `The ${LISTED} strongest of ${count(found.length)} incidents:` : "Incidents:";
  const columns = tableOf(
    [
      { title: "at", text: ({ incident }) => timeText(incident.time), left: true },
      { title: "series", text: ({ name }) => seriesText(name), left: true, elastic: true },
      { title: "value", text: ({ incident }) => toldText(incident, incident.told)[0] },
      { title: "expected", text: ({ incident }) => toldText(incident, incident.told)[1], left: true },
      { title: "score", text: ({ incident }) => fixed(incident.score) },
      { title: "reason", text: ({ incident }) => incident.told, left: true },
    ],
    strongest,
    look,
  );
  return `${title}\n\n${columns}`;
}

/** What groups of series have told: the worst, as they came. */
function storiesText(stories: readonly ToldStory[], look: Look): string {
  const worst = [...stories].sort((one, other) => other.severity - one.severity || other.anomalous - one.anomalous);
  const shown = worst.slice(0, STORIES).sort((one, other) => one.told - other.told);
  const isPart = stories.length > STORIES;
  const title = isPart ? `The ${STORIES} largest of ${count(stories.length)} stories:` : "Stories:";
  const columns = tableOf(
    [
      { title: "told at", text: ({ told }) => timeText(BigInt(Math.round(told * 1e6))), left: true },
      { title: "severity", text: ({ severity }) => String(severity), loud: ({ severity }) => severity > 1 },
      { title: "minutes", text: ({ from, to }) => (to === null ? "–" : fixed((to - from) / 60_000)), dispensable: 1 },
      { title: "message", text: ({ message }) => message, left: true, elastic: true },
    ],
    shown,
    look,
  );
  return `${title}\n\n${columns}`;
}

/** For a program: the same and all of the incidents; times are texts of nanoseconds, which numbers can't hold. */
export function reportData({ file, lines, unparsable, seconds, series, stories, labels }: Scored): unknown {
  return {
    file,
    lines,
    unparsable,
    seconds,
    series: series.map(({ name, tally }) => ({
      ...name,
      tags: Object.fromEntries(name.tags),
      points: tally.points,
      scored: tally.scored,
      first: String(tally.first),
      last: String(tally.last),
      coverage: Number.isFinite(tally.coverage) ? tally.coverage : null,
      mase: Number.isFinite(tally.mase) ? tally.mase : null,
      worst: tally.worst === undefined ? null : { score: tally.worst.score, time: String(tally.worst.time) },
      incidents: tally.incidents.map((incident) => ({
        ...incident,
        opened: String(incident.opened),
        time: String(incident.time),
      })),
    })),
    stories: stories.map(({ series: _, ...story }) => story),
    ...(labels === undefined ? {} : { labels: labelsData(labels) }),
  };
}

function worstOf(tally: SeriesTally): number {
  return tally.worst?.score ?? -1;
}

/** `2026-01-01 00:00:01.5`, in UTC. */
export function timeText(time: bigint): string {
  const seconds = time >= 0n ? time / 1_000_000_000n : (time - 999_999_999n) / 1_000_000_000n;
  const fraction = String(time - seconds * 1_000_000_000n)
    .padStart(9, "0")
    .slice(0, 3);
  const date = new Date(Number(seconds) * 1_000).toISOString().slice(0, 19).replace("T", " ");
  return fraction === "000" ? date : `${date}.${fraction}`;
}
