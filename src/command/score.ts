import { bytesText } from "../chart/words.js";

import { writeFully } from "../host/stdout.js";
import type { Unit } from "../input/time-unit.js";
import { isForFileCommands, type Settings } from "../options.js";
import { shellText } from "../stanza.js";
import { settledForFiles } from "./config-file.js";
import { addSettingFlags, stopAtProblem } from "./flags.js";
import { HtmlReport } from "./html.js";
import { labelsOf } from "./labels-file.js";
import { precisionOption } from "./precision.js";
import { type ReportLook, reportData, reportText } from "./report.js";
import { scoreFile, type Wanted } from "./score-file.js";
import { outputWidth } from "./table.js";
import { newCommand, parsed, readOption, wholeNumber } from "./usage.js";

interface Choices {
  readonly rows?: number;
  readonly charts?: number;
  readonly json?: true;
  readonly html?: string;
  readonly labels?: string;
  readonly precision?: Unit;
}

/** Characters in a line of a chart that goes to no terminal. */
const CHART_WIDTH = 80;
/** Series of a file in the table, those with a chart, and the most that can be asked for. */
const ROWS = 50;
const CHARTS = 4;
const MOST = 5_000_000;

/** `holtline score FILE…`: the engine over whole files, each anew, and what it found. */
export async function score(args: string[]): Promise<void> {
  const given: Partial<Settings> = {};
  const command = newCommand("score", "Scores whole files at full speed and shows what was found.")
    .argument(
      "<files...>",
      "line protocol, CSV, JSON lines, Prometheus text, InfluxDB's exports; .gz or not; - is standard input",
    )
    .option("--json", "Write JSON, with every incident.")
    .addOption(readOption("--rows <N>", `The most surprising series in the table. (default: ${ROWS})`, readNumber))
    .addOption(readOption("--charts <N>", `Those of them with a chart. (default: ${CHARTS})`, readNumber))
    .option("--html <file>", "Write a page with charts to zoom into, all of it in one file.")
    .addOption(precisionOption())
    .option("--labels <file>", "Judge the incidents by labels: CSV of series, start, end, kind.");
  addSettingFlags(command, given, stopAtProblem, isForFileCommands);
  if (!parsed(command, args)) return;
  const { rows = ROWS, charts = CHARTS, json, html, labels, precision } = command.opts<Choices>();
  const settled = await settledForFiles(given);
  const known = labels === undefined ? undefined : await labelsOf(labels);
  const page =
    html === undefined ? undefined : new HtmlReport(html, command.args, shellText(["holtline", "score", ...args]));
  const wanted: Wanted = { labels: known, points: page !== undefined || (charts > 0 && !json), precision };
  const all: unknown[] = [];
  for (const file of command.args) {
    const scored = await scoreFile(file, settled, wanted);
    if (!json) writeFully(`${all.length > 0 ? "\n" : ""}${reportText(scored, lookOf(rows, charts))}`);
    all.push(json && reportData(scored));
    page?.add(scored);
  }
  const bytes = page?.write();
  if (json) writeFully(`${JSON.stringify(all, null, 2)}\n`);
  else if (bytes !== undefined) writeFully(`\n${html}: ${bytesText(bytes)}, to be opened in a browser\n`);
}

function readNumber(text: string): number {
  return wholeNumber(text, 0, MOST);
}

function lookOf(rows: number, charts: number): ReportLook {
  const { columns, isTTY } = process.stdout;
  const colours = isTTY === true && !process.env.NO_COLOR;
  return { width: outputWidth(), colours, rows, charts, chartWidth: columns ?? CHART_WIDTH };
}
