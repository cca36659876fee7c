/** The page of a report: tables and charts of what the command found, all of which is in the page itself. */

import type { SeriesColumns } from "../../chart/store.js";
import { count, counted } from "../../chart/words.js";
import { keyOf } from "../../engine/names.js";
import { Charts } from "../../playground/page/charts.js";
import { byId, element } from "../../playground/page/element.js";
import { SeriesTable } from "../../playground/page/table.js";
import { startTheme } from "../../playground/page/theme.js";
import { type SeriesSummary, SHAPE_LENGTH } from "../../playground/protocol.js";
import { shapeOf } from "../columns.js";
import type { ReportData, ReportFile, ReportIncident } from "../data.js";
import { IncidentTable } from "./incidents.js";
import { showLabels } from "./labels.js";
import { columnsOf } from "./unpacking.js";

/** Series that are shown at first. */
const FIRST_CHARTS = 4;
/** Share of all time that is shown around an incident. */
const AROUND = 1 / 24;

const data = JSON.parse(byId("data").textContent) as ReportData;
let wanted: ReportFile | undefined;
let summaries: readonly SeriesSummary[] = [];
let columns: readonly SeriesColumns[] = [];
let picked: readonly string[] = [];

const charts = new Charts(
  () => {},
  (text) => {
    byId("status").textContent = text;
  },
  (numbers) => {
    picked = numbers.map((number) => summaries[number]!.key);
    showCharts();
    showTable();
  },
);
const table = new SeriesTable((keys) => {
  picked = keys;
  showCharts();
});
const incidents = new IncidentTable(goTo);

async function showFile(file: ReportFile): Promise<void> {
  wanted = file;
  const unpacked = await columnsOf(file);
  if (wanted !== file) return;
  columns = unpacked;
  summaries = file.series.map((series, number) => ({
    ...series,
    number,
    key: keyOf(series.name),
    coverage: series.coverage ?? Number.NaN,
    mase: series.mase ?? Number.NaN,
  }));
  picked = summaries.slice(0, FIRST_CHARTS).map(({ key }) => key);
  showFacts(file);
  charts.clear();
  showCharts();
  showTable();
  showLabels(file.labels);
  incidents.show(file);
}

function showFacts({ name, lines, unparsable, points, series, incidentCount, isThinned }: ReportFile): void {
  document.title = `${name} – Holtline report`;
  byId("file-name").textContent = name;
  const unread = unparsable === 0 ? "" : `, ${count(unparsable)} of them not read`;
  const found = `${counted(incidentCount, "incident")} in ${counted(points, "point")} of ${counted(series.length, "series", "series")}`;
  byId("facts").textContent = `${found}; ${counted(lines, "line")}${unread}.`;
  const held = columns.reduce((sum, { time }) => sum + time.length, 0);
  byId("thinned").hidden = !isThinned;
  byId("thinned").textContent =
    `The charts hold ${count(held)} of the points: of neighbours the least, the greatest and the most surprising, and every alarm.`;
  byId("status").classList.remove("failed");
  byId("status").textContent = "";
}

function showCharts(): void {
  const shown = picked.flatMap((key) => summaries.filter((one) => one.key === key));
  charts.show(
    { live: false, stories: wanted?.stories ?? [] },
    shown.map((summary) => [summary, columns[summary.number]!] as const),
  );
}

function showTable(): void {
  const shapes = new Float32Array(summaries.length * SHAPE_LENGTH);
  columns.forEach(({ value }, index) => {
    shapes.set(shapeOf(value, SHAPE_LENGTH), index * SHAPE_LENGTH);
  });
  table.show({ series: summaries, shapes }, picked);
}

/** Shows an incident in its chart, which is added where it is not there. */
function goTo({ series, time }: ReportIncident): void {
  const { key } = summaries[series]!;
  if (!picked.includes(key)) {
    picked = [...picked, key];
    showCharts();
    showTable();
  }
  const times = columns.flatMap((own, index) => (picked.includes(summaries[index]!.key) ? [own.time] : []));
  const first = Math.min(...times.map((own) => own[0] ?? Number.POSITIVE_INFINITY));
  const last = Math.max(...times.map((own) => own.at(-1) ?? Number.NEGATIVE_INFINITY));
  const half = ((last - first) * AROUND) / 2;
  charts.view.show(time - half, time + half);
  charts.view.look(time);
  charts.scrollTo(key);
}

function start(): void {
  byId("command").textContent = data.command;
  const choice = byId<HTMLSelectElement>("file");
  choice.append(...data.files.map(({ name }, index) => element("option", { value: String(index) }, name)));
  const show = () => {
    showFile(data.files[Number(choice.value)]!).catch((error: Error) => {
      byId("status").classList.add("failed");
      byId("status").textContent = `This browser can't show the report: ${error.message}`;
    });
  };
  choice.addEventListener("change", show);
  byId("file-choice").hidden = data.files.length < 2;
  startTheme(() => charts.recolour());
  show();
}

start();
