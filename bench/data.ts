import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { gunzipSync } from "node:zlib";

/** Readers of the labelled and real data that scores are judged by; they read it where it lies. */

/** Rows of one series, both ends included, counted from 0. */
export interface Run {
  readonly first: number;
  readonly last: number;
}

export interface Series {
  /** As a person would look for it: folder and file. */
  readonly name: string;
  /** The folder, for tables by category. */
  readonly category: string;
  /** Seconds since 1970 of each row; not always growing. */
  readonly times: Float64Array;
  readonly values: Float64Array;
  /** What is labelled as anomalous, in the order of rows. */
  readonly labelled: readonly Run[];
}

/** Where the shared half of each data set lies, seen from the project's root. */
export const sharedData = (name: string) => join("..", "shared", "data", name);

/** The lines of the real brews, or of the bundled ones where those are absent, and the file they came from. */
export function brewLines(): { source: string; lines: string[] } {
  const real = sharedData("brew-temps.lp.gz");
  const source = existsSync(real) ? real : "data/brews.lp.gz";
  return { source, lines: gunzipSync(readFileSync(source)).toString("latin1").trimEnd().split("\n") };
}

/**
 * The series of a checkout of the Numenta Anomaly Benchmark, or of a part of it: every CSV that a windows file names,
 * wherever below `directory` the two are.
 *
 * @throws Error when there is no `combined_windows.json` or `windows.json`, or none of the series that it names
 */
export function readNab(directory: string): Series[] {
  const files = filesBelow(directory);
  const windowsFile = files.find((file) => basename(file) === "combined_windows.json") ?? files.find(isWindowsFile);
  if (windowsFile === undefined) throw new Error(`${directory}: holds neither combined_windows.json nor windows.json`);
  const windows = JSON.parse(readFileSync(windowsFile, "utf8")) as Record<string, [string, string][]>;
  const series: Series[] = [];
  for (const [name, stretches] of Object.entries(windows).sort(([one], [other]) => (one < other ? -1 : 1))) {
    const file = files.find((candidate) => candidate.endsWith(join("/", name)) && !isResult(candidate));
    if (file === undefined) continue;
    const { times, values } = readColumns(file);
    const labelled = stretches.map(([from, to]) => rowsWithin(times, secondsOf(from), secondsOf(to)));
    series.push({ name, category: dirname(name), times, values, labelled });
  }
  if (series.length === 0) throw new Error(`${directory}: holds no series that ${windowsFile} names`);
  return series;
}

/**
 * The series of the cloud monitoring data set: every CSV below `directory` of the columns `TimeStamp,Value,Label`. A run
 * of rows with label 1 is one event.
 *
 * @throws Error when there is none
 */
export function readCloud(directory: string): Series[] {
  const files = filesBelow(directory).filter((file) => file.endsWith(".csv"));
  if (files.length === 0) throw new Error(`${directory}: holds no CSV files`);
  return files.map((file) => {
    const { times, values, labels } = readColumns(file);
    const name = relative(directory, file);
    return { name, category: dirname(name), times, values, labelled: runsOf(labels) };
  });
}

/**
 * The real brews, gzipped line protocol with one field a line, a series for each tag set; labelled are the points that are
 * misreads beyond doubt (`data/README.md` of the shared data).
 */
export function readBrews(file: string): Series[] {
  const columns = new Map<string, { times: number[]; values: number[] }>();
  for (const line of gunzipSync(readFileSync(file)).toString("latin1").split("\n")) {
    const [key, field, time] = line.split(" ");
    if (key === undefined || field === undefined || time === undefined) continue;
    const column = columns.get(key) ?? { times: [], values: [] };
    columns.set(key, column);
    column.times.push(Number(time) / 1e9);
    column.values.push(Number(field.slice(field.indexOf("=") + 1)));
  }
  return Array.from(columns, ([name, { times, values }]) => {
    const misread = values.map((value, row) => (isMisread(name, value, row) ? 1 : 0));
    const labelled = runsOf(Uint8Array.from(misread));
    return { name, category: "brews", times: Float64Array.from(times), values: Float64Array.from(values), labelled };
  });
}

function isMisread(name: string, value: number, row: number): boolean {
  return value >= 27.5 || value <= 14 || (name.endsWith("=bv_1") && row >= 2_400 && value < 20);
}

function isWindowsFile(file: string): boolean {
  return basename(file) === "windows.json";
}

/** A checkout of NAB also holds the results of detectors, under the names of the series. */
function isResult(file: string): boolean {
  return file.includes("/results/");
}

function filesBelow(directory: string): string[] {
  if (!existsSync(directory)) throw new Error(`${directory}: there is no such directory`);
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return files.sort();
}

/** The columns of a CSV file with a heading: time, value and, where there is a third, label. Quotes are dropped. */
function readColumns(file: string): { times: Float64Array; values: Float64Array; labels: Uint8Array } {
  const rows = readFileSync(file, "utf8").replaceAll('"', "").replaceAll("\r", "").trimEnd().split("\n").slice(1);
  const cells = rows.map((row) => row.split(","));
  return {
    times: Float64Array.from(cells, ([time]) => secondsOf(time!)),
    values: Float64Array.from(cells, ([, value]) => Number(value)),
    labels: Uint8Array.from(cells, ([, , label]) => Number(label ?? 0)),
  };
}

/** Seconds since 1970 of `2014-04-10 07:15:00.000000` or `2018-04-25T00:00:00Z`; UTC where no zone is given. */
function secondsOf(text: string): number {
  const zoned = /(?:Z|[+-]\d\d:?\d\d)$/.test(text);
  const seconds = Date.parse(`${text.replace(" ", "T")}${zoned ? "" : "Z"}`) / 1000;
  if (Number.isNaN(seconds)) throw new Error(`"${text}": is no time`);
  return seconds;
}

function rowsWithin(times: Float64Array, from: number, to: number): Run {
  const first = times.findIndex((time) => time >= from && time <= to);
  return { first, last: times.findLastIndex((time) => time >= from && time <= to) };
}

/** The runs of rows that are 1. */
export function runsOf(labels: Uint8Array): Run[] {
  const runs: Run[] = [];
  for (let row = 0; row < labels.length; row++) {
    if (labels[row] === 0) continue;
    const first = row;
    while (labels[row + 1] === 1) row++;
    runs.push({ first, last: row });
  }
  return runs;
}
