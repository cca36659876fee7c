import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { finish, start } from "../host/child.js";
import { agent, ended, fileInput, holtline, inRoom, processor, root, startTelegraf } from "./telegraf.js";

/** The first lines of the bundled brews, two a second. */
export function brews(lines: number): string {
  const text = gunzipSync(readFileSync(join(root, "data/brews.lp.gz"))).toString();
  return `${text.split("\n", lines).join("\n")}\n`;
}

/** A point of line protocol without spaces in its names: measurement with tags, fields as they stand there, nanoseconds. */
export interface Point {
  series: string;
  measurement: string;
  fields: string;
  time: bigint;
}

/** The points of Holtline's output, or of Telegraf's file output. */
export function points(lines: string): Point[] {
  return [...lines.matchAll(/^(?:> )?(([^, ]+)\S*) (.*) (\d+)$/gm)].map((match) => ({
    series: match[1]!,
    measurement: match[2]!,
    fields: match[3]!,
    time: BigInt(match[4]!),
  }));
}

/** How many points of a measurement a database keeps, which holds the newest of those of one series and time. */
export function kept(all: readonly Point[], measurement: string): number {
  const own = all.filter((point) => point.measurement === measurement);
  return new Set(own.map(({ series, time }) => `${series} ${time}`)).size;
}

/** What `holtline run` writes for the lines without any Telegraf around it. */
export async function alone(flags: string[], lines: string): Promise<Point[]> {
  return points((await finish(start(["run", ...flags]), lines)).stdout.toString());
}

/** Sends lines through `holtline run` in a `telegraf --once` to an output. Gives Telegraf's log. */
export function writeOnce(lines: string, flags: string[], output: string): Promise<string> {
  return inRoom(async (path) => {
    writeFileSync(path("in.lp"), lines);
    const stanzas = agent + fileInput(path("in.lp")) + processor(holtline("run", ...flags)) + output;
    writeFileSync(path("telegraf.conf"), stanzas);
    return (await ended(startTelegraf(["--config", path("telegraf.conf"), "--once"]))).log;
  });
}

/** What a log has that no run of a test may have; that a busy machine flushes late is nothing. */
export const complaint = / E! |W! \[(outputs|processors|inputs)/;
