import { writeFileSync } from "node:fs";
import { parseDuration } from "../duration.js";
import { FileError } from "../host/file.js";
import { Progress } from "../host/progress.js";
import { Writer } from "../host/writer.js";
import { brews } from "../simulation/brews.js";
import { FLEET_SERIES, Fleet, type FleetShape, outagesTable } from "../simulation/fleet.js";
import { hosts } from "../simulation/hosts.js";
import { type Clock, labelsTable, lineOf, type Sample } from "../simulation/sample.js";
import { newCommand, parsed, readOption, UsageError, wholeNumber } from "./usage.js";

interface Choices {
  readonly kind?: Kind;
  readonly points?: number;
  readonly seed?: number;
  readonly start?: bigint;
  readonly interval?: bigint;
  readonly labels?: string;
  readonly hosts?: number;
  readonly series?: number;
}

const kinds = {
  brews: { points: 6_000, interval: "1s" },
  host: { points: 4_320, interval: "60s" },
  fleet: { points: 20_160, interval: "60s" },
} as const;
type Kind = keyof typeof kinds;

/** The first of January 2026, so that the same seed gives the same bytes on any day. */
const START = 1_767_225_600_000_000_000n;
const SECOND = 1_000_000_000n;

/** `holtline simulate`: seeded sample data as line protocol, and which of its points are wrong as CSV. */
export async function simulate(args: string[]): Promise<void> {
  const command = newCommand("simulate", "Writes seeded sample data, the same bytes for the same options.")
    .addOption(
      readOption(
        "--kind <brews|host|fleet>",
        "Two beers, the processors of three hosts, or a fleet of hosts with outages. (default: brews)",
        readKind,
      ),
    )
    .addOption(
      readOption("--points <N>", "Points of each series. (default: 6000, host: 4320, fleet: 20160)", readPoints),
    )
    .addOption(readOption("--seed <N>", "Another number, other data. (default: 1)", readSeed))
    .addOption(readOption("--start <time>", "RFC 3339, nanoseconds, or now. (default: 2026-01-01T00:00:00Z)", readTime))
    .addOption(
      readOption("--interval <duration>", "From point to point. (default: 1s, host and fleet: 60s)", readInterval),
    )
    .addOption(readOption("--hosts <N>", "Hosts of a fleet. (default: 200)", readHosts))
    .addOption(readOption("--series <N>", "Series of each host of a fleet, at most 30. (default: 30)", readSeries))
    .option("--labels <file>", "Write here which points are wrong, and how: CSV of series, start, end, kind.");
  if (!parsed(command, args)) return;
  if (command.args.length > 0)
    throw new UsageError(`"${command.args[0]}": takes no file; it writes to standard output`);
  const { kind = "brews", seed = 1, start = START, labels, hosts: size, series, ...rest } = command.opts<Choices>();
  const { points = kinds[kind].points, interval = parseDuration(kinds[kind].interval) } = rest;
  const clock: Clock = { start, interval };
  if (kind === "fleet") {
    writeFleet({ hosts: size ?? 200, series: series ?? FLEET_SERIES, points, seed, clock }, labels);
    return;
  }
  if (size !== undefined || series !== undefined)
    throw new UsageError(`--${size === undefined ? "series" : "hosts"}: only --kind fleet takes it`);
  const samples = kind === "brews" ? brews(points, seed) : hosts(points, seed, seconds(start), seconds(interval));
  if (labels !== undefined) writeLabels(labels, labelsTable(samples, clock));
  writeLines(samples, points, clock);
}

/** Line after line in the order of time, the series one after the other at each point. */
function writeLines(samples: readonly Sample[], points: number, clock: Clock): void {
  const writer = new Writer(true);
  const progress = new Progress("simulate", points);
  for (let point = 0; point < points; point++) {
    for (const sample of samples) {
      if (sample.missing[point] === 0) writer.add(Buffer.from(`${lineOf(sample, point, clock)}\n`));
    }
    progress.advance(1);
  }
  writer.flush();
  progress.finish();
}

function writeFleet(shape: FleetShape, labels: string | undefined): void {
  const fleet = new Fleet(shape);
  if (labels !== undefined) writeLabels(labels, outagesTable(fleet, shape));
  const writer = new Writer(true);
  const progress = new Progress("simulate", shape.points);
  for (let lines = fleet.next(); lines !== ""; lines = fleet.next()) {
    writer.add(Buffer.from(lines));
    progress.advance(1);
  }
  writer.flush();
  progress.finish();
}

function writeLabels(path: string, table: string): void {
  try {
    writeFileSync(path, table);
  } catch (error) {
    throw new FileError(`--labels ${path}: it can't be written (${(error as Error).message})`, { cause: error });
  }
}

function seconds(nanoseconds: bigint): number {
  return Number(nanoseconds) / 1e9;
}

function readKind(text: string): Kind {
  if (!Object.hasOwn(kinds, text)) throw new UsageError("expected brews, host or fleet");
  return text as Kind;
}

function readPoints(text: string): number {
  return wholeNumber(text, 1, 10_000_000);
}

function readHosts(text: string): number {
  return wholeNumber(text, 1, 10_000);
}

function readSeries(text: string): number {
  return wholeNumber(text, 1, FLEET_SERIES);
}

function readSeed(text: string): number {
  return wholeNumber(text, 0, 2 ** 32 - 1);
}

function readInterval(text: string): bigint {
  const interval = parseDuration(text);
  if (interval <= 0n) throw new UsageError("points follow one another: give more than 0s");
  return interval;
}

function readTime(text: string): bigint {
  if (text === "now") return BigInt(Date.now() - (Date.now() % 1_000)) * 1_000_000n;
  if (/^\d{10,19}$/.test(text)) return BigInt(text);
  const parts = /^(\d{4}-\d\d-\d\d)(?:[Tt ](\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?([Zz]|[+-]\d\d:\d\d)?)?$/.exec(text);
  const [, day, time = "00:00:00", fraction = "", zone = "Z"] = parts ?? [];
  const milliseconds = Date.parse(`${day}T${time}${zone.toUpperCase()}`);
  if (parts === null || Number.isNaN(milliseconds))
    throw new UsageError("write it as 2026-01-01T00:00:00Z, as nanoseconds since 1970, or as now");
  return BigInt(milliseconds / 1_000) * SECOND + BigInt(fraction.padEnd(9, "0"));
}
