import { counted, seriesText } from "../chart/words.js";
import { Engine, type SeriesState, SnapshotError } from "../engine/engine.js";
import { FileError } from "../host/file.js";
import { readKernel } from "../host/kernel-file.js";
import { StateFile } from "../host/state-file.js";
import { writeFully } from "../host/stdout.js";
import { timeText } from "./report.js";
import { type Column, type Look, outputWidth, tableOf } from "./table.js";
import { newCommand, parsed, readOption, wholeNumber } from "./usage.js";

const ROWS = 50;

interface Shown {
  file: string;
  bytes: number;
  version: string;
  /** Nanoseconds since 1970, of the newest point; undefined without one that has a time. */
  newest: bigint | undefined;
  settings: Readonly<Record<string, unknown>>;
  series: SeriesState[];
}

/** `holtline state FILE`: what is in a state file. */
export async function state(args: string[]): Promise<void> {
  const command = newCommand("state", "Shows what is in a state file.")
    .argument("<file>", "a file that run --state has written")
    .addOption(
      readOption("--rows <N>", `Series that the table shows (default: ${ROWS})`, (text) => wholeNumber(text, 0, 1e9)),
    )
    .option("--json", "Write JSON, with every series.");
  if (!parsed(command, args)) return;
  const { rows = ROWS, json } = command.opts<{ rows?: number; json?: true }>();
  const shown = read(command.args[0]!);
  const look = { width: outputWidth(), colours: false };
  writeFully(json ? `${JSON.stringify(dataOf(shown), null, 2)}\n` : textOf(shown, rows, look));
}

/** @throws FileError for what is no whole state */
function read(path: string): Shown {
  const bytes = bytesOf(path);
  try {
    const { head, engine } = Engine.open(readKernel(), bytes);
    const series = Array.from({ length: engine.statistics().series }, (_, index) => engine.seriesState(index + 1));
    return {
      file: path,
      bytes: bytes.length,
      version: head.version,
      newest: head.newest,
      settings: head.settings,
      series,
    };
  } catch (error) {
    if (error instanceof SnapshotError) throw new FileError(`${path} ${error.message}`, { cause: error });
    throw error;
  }
}

function bytesOf(path: string): Uint8Array {
  let bytes: Uint8Array | undefined;
  try {
    bytes = new StateFile(path).read();
  } catch (error) {
    throw new FileError(`${path} can't be read: ${(error as Error).message}`, { cause: error });
  }
  if (bytes === undefined) throw new FileError(`${path} can't be read: there is no such file`);
  return bytes;
}

/** For a program: times are texts of nanoseconds, which numbers can't hold. */
function dataOf({ newest, series, ...rest }: Shown): unknown {
  return {
    ...rest,
    newest: newest === undefined ? null : String(newest),
    series: series.map(({ name, time, severity, reason, ...its }) => ({
      ...name,
      tags: Object.fromEntries(name.tags),
      ...its,
      time: time === undefined ? null : String(time),
      open: severity === undefined ? null : { severity, reason },
    })),
  };
}

function textOf({ file, bytes, version, newest, settings, series }: Shown, rows: number, look: Look): string {
  const open = series.filter(({ severity }) => severity !== undefined);
  const size = bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
  const given = Object.entries(settings).filter(([, value]) => value !== undefined && String(value) !== "");
  const head = [
    `${file}: a state of version ${version}, ${size}`,
    `newest point ${newest === undefined ? "without a time" : timeText(newest)}, ${series.length.toLocaleString("en")} series, ${open.length.toLocaleString("en")} open incidents`,
    `learnt with ${given.map(([name, value]) => (name === "rules" ? counted((value as []).length, "rule") : `${name} ${value}`)).join(", ")}`,
  ];
  // open incidents first, else in the order in which the series were met
  const sorted = [...open, ...series.filter(({ severity }) => severity === undefined)];
  const table = series.length === 0 || rows === 0 ? "" : `\n${tableOf(columns, sorted.slice(0, rows), look)}`;
  const hidden = series.length - rows;
  const rest = hidden > 0 ? `\n${hidden.toLocaleString("en")} more: --rows ${series.length} or --json shows all\n` : "";
  return `${head.join("\n")}\n${table}${rest}`;
}

const columns: readonly Column<SeriesState>[] = [
  { title: "series", text: ({ name }) => seriesText(name), left: true, elastic: true },
  { title: "points", text: ({ points }) => points.toLocaleString("en") },
  {
    title: "newest",
    text: ({ time }) => (time === undefined ? "" : timeText(time)),
    dispensable: 1,
  },
  { title: "step", text: ({ step }) => (step === 0 ? "" : `${significant(step)} s`), dispensable: 2 },
  { title: "value", text: ({ value }) => significant(value) },
  { title: "level", text: ({ level }) => significant(level) },
  { title: "deviation", text: ({ deviation }) => significant(deviation), dispensable: 3 },
  { title: "season", text: ({ hasSeason }) => (hasSeason ? "yes" : ""), left: true, dispensable: 4 },
  { title: "incidents", text: ({ incidents }) => String(incidents) },
  {
    title: "open",
    text: ({ severity, reason }) => (severity === undefined ? "" : `${reason}, severity ${severity}`),
    left: true,
  },
];

function significant(value: number): string {
  return String(Number(value.toPrecision(6)));
}
