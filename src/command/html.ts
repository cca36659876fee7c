import { accessSync, constants, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, resolve as resolvePath } from "node:path";
import { gzipSync } from "node:zlib";
import { timed } from "../chart/untimed.js";
import { toldText } from "../chart/words.js";
import { FileError } from "../host/file.js";
import { packColumns } from "../report/columns.js";
import type { ReportData, ReportFile, ReportIncident } from "../report/data.js";
import { labelsTable } from "./labels.js";
import { type Scored, type ScoredSeries, worstFirst } from "./report.js";
import { UsageError } from "./usage.js";

/** Points that a page holds, of all its files together: some 5 MB. */
const MOST_ROWS = 250_000;
/** Incidents that a page lists for a file. */
const MOST_INCIDENTS = 2_000;

/** The page of a report, as it grows. */
export class HtmlReport {
  readonly #path: string;
  readonly #command: string;
  readonly #share: number;
  readonly #files: ReportFile[] = [];

  /**
   * @param path where it is to be written
   * @param inputs what it is to tell about, and so must not be overwritten
   * @param command the command line, for the page
   * @throws UsageError, FileError where it can't be written: before the work, not after it
   */
  constructor(path: string, inputs: readonly string[], command: string) {
    checkTarget(path, inputs);
    this.#path = path;
    this.#command = command;
    this.#share = Math.floor(MOST_ROWS / inputs.length);
  }

  /** Takes what was found in a file; of the points that it holds it may let some go. */
  add(scored: Scored): void {
    const { file, lines, unparsable, points, stories, labels } = scored;
    points.shrink(this.#share);
    const series = worstFirst(scored.series);
    const columns = series.map(({ number }) => timed(points.columnsOf(number)));
    const incidents = incidentsOf(series);
    const places = new Map(series.map(({ number }, index) => [number, index]));
    this.#files.push({
      name: file === "-" ? "standard input" : file,
      lines,
      unparsable,
      points: series.reduce((sum, { tally }) => sum + tally.points, 0),
      series: series.map(({ name, tally }, index) => ({ name, ...tally.summary, rows: columns[index]!.time.length })),
      incidentCount: incidents.length,
      incidents: incidents.sort((one, other) => other.score - one.score).slice(0, MOST_INCIDENTS),
      stories: stories.map((story) => ({ ...story, series: story.series.map((number) => places.get(number)!) })),
      labels: labels === undefined ? undefined : labelsTable(labels),
      isThinned: points.isThinned,
      columns: gzipSync(packColumns(columns)).toString("base64"),
    });
  }

  /**
   * Writes the page.
   *
   * @returns its bytes
   * @throws FileError
   */
  write(): number {
    const page = pageOf({ command: this.#command, files: this.#files });
    try {
      writeFileSync(this.#path, page);
    } catch (error) {
      throw unwritable(this.#path, error as Error);
    }
    return Buffer.byteLength(page);
  }
}

/** @throws UsageError, FileError */
function checkTarget(path: string, inputs: readonly string[]): void {
  const refuse = (reason: string) => new UsageError(`--html ${path}: ${reason}`);
  if (path === "-") throw refuse("the page is a file; give a name that ends in .html");
  if (inputs.some((input) => input !== "-" && resolvePath(input) === resolvePath(path)))
    throw refuse("that is the file to be scored; give another name");
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw refuse("that is a directory; give a file in it");
  try {
    accessSync(dirname(resolvePath(path)), constants.W_OK);
  } catch (error) {
    throw unwritable(path, error as Error);
  }
}

function unwritable(path: string, error: Error): FileError {
  return new FileError(`--html ${path}: it can't be written (${error.message})`, { cause: error });
}

/** The built page with its data: nothing in it can end the element that it is in. */
function pageOf(data: ReportData): string {
  const page = readFileSync(new URL("../../report.html", import.meta.url), "utf8");
  const text = JSON.stringify(data).replaceAll("<", "\\u003c");
  return page.replace("%DATA%", () => text);
}

function incidentsOf(series: readonly ScoredSeries[]): ReportIncident[] {
  return series.flatMap(({ tally }, index) =>
    tally.incidents.map((incident) => {
      const { time, score, told: reason } = incident;
      const [value, expected] = toldText(incident, reason);
      return { series: index, time: Number(time) / 1e6, value, expected, score, reason };
    }),
  );
}
