import { readFileSync, writeFileSync } from "node:fs";
import { parseLine } from "../../src/engine/line.js";
import { agent, ended, fileInput, fileOutput, inRoom, startTelegraf } from "../e2e/telegraf.js";
import { type Separated, saysTheSame } from "./separate.js";

/** Telegraf did not take what it was to take, or took it for something else. */
export class Refusal extends Error {
  override readonly name = "Refusal";
}

/** In front of a file's lines: Telegraf would take two bytes 0xff 0xfe there for a mark of UTF-16, which a pipe has none of. */
const comment = Buffer.from("#\n");

/** What Telegraf reads in the lines, written again by it. Its parser refuses a whole file for one bad line. */
function readAgain(lines: readonly Uint8Array[]): Promise<Buffer> {
  return inRoom(async (path) => {
    writeFileSync(path("in.lp"), Buffer.concat([comment, ...lines]));
    writeFileSync(
      path("telegraf.conf"),
      `${agent}${fileInput(path("in.lp"))}${fileOutput(path("out.lp"))}  influx_uint_support = true\n`,
    );
    const { code, log } = await ended(startTelegraf(["--config", path("telegraf.conf"), "--once"]));
    if (code !== 0 || / E! /.test(log)) throw new Refusal(log.slice(0, 4000));
    return readFileSync(path("out.lp"));
  });
}

/** The metrics among bytes that Telegraf wrote. */
function metricsOf(bytes: Uint8Array): Uint8Array[] {
  const metrics: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const parsed = parseLine(bytes, at, bytes.length, true);
    if (parsed.kind === "incomplete") throw new Error("incomplete at the end");
    metrics.push(bytes.subarray(at, parsed.end));
    at = parsed.end;
  }
  return metrics;
}

const NEWLINE = 10;

/** Ends every line in a newline. */
const whole = (line: Uint8Array) => (line.at(-1) === NEWLINE ? line : Buffer.concat([line, Buffer.of(NEWLINE)]));

/**
 * Has Telegraf read every added line, and every line with results spliced in beside its original. Resolves to how many
 * it took.
 *
 * @throws Refusal when it takes one of ours for none, or an original field of a spliced line for another
 */
export async function acceptedByTelegraf({ added, spliced }: Separated): Promise<number> {
  if (added.length > 0) {
    const written = await readAgain(added);
    let metrics = 0;
    for (let at = written.indexOf(NEWLINE); at >= 0; at = written.indexOf(NEWLINE, at + 1)) metrics++;
    if (metrics !== added.length) throw new Refusal(`${metrics} metrics of ${added.length} added lines`);
  }
  if (spliced.length > 0) {
    const before = metricsOf(await readAgain(spliced.map(({ original }) => whole(original))));
    const after = metricsOf(await readAgain(spliced.map(({ written }) => whole(written))));
    if (before.length !== spliced.length || after.length !== spliced.length) {
      throw new Refusal(`${before.length} and ${after.length} metrics of ${spliced.length} spliced lines`);
    }
    spliced.forEach(({ written }, index) => {
      const timed = parseLine(written, 0, written.length, true);
      if (saysTheSame(before[index]!, after[index]!, timed.kind === "line" && timed.time !== undefined)) return;
      const [original, changed] = [before[index]!, after[index]!].map((bytes) => Buffer.from(bytes).toString("latin1"));
      throw new Refusal(`${original} is read as ${changed}`);
    });
  }
  return added.length + spliced.length;
}
