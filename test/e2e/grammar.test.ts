import { readFileSync, writeFileSync } from "node:fs";
import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { Engine } from "../../src/engine/engine.js";
import { parseLine } from "../../src/engine/line.js";
import { resolve } from "../../src/options.js";
import { kernelBytes } from "../engine/harness.js";
import { byKey, latin1, type Metric, metricOf, serialized } from "../engine/metric.js";
import { linesOf } from "../fuzz/lines.js";
import { skeleton } from "../fuzz/skeletons.js";
import { randomLine } from "./grammar-lines.js";
import { agent, ended, fileInput, fileOutput, inRoom, processor, startTelegraf, testWithTelegraf } from "./telegraf.js";

const LINES = 6000;

/** A processor that writes a file, whatever it gets, and leaves when Telegraf has read it all. */
const pourer = `
  const { readFileSync, writeSync } = require("node:fs");
  const bytes = Buffer.concat([readFileSync(process.argv[1]), Buffer.alloc(70_000, "\\n")]);
  for (let at = 0; at < bytes.length; ) at += writeSync(1, bytes, at);
  process.stdin.resume();`;

/** What Telegraf reads from a processor that writes the text: the metrics, written again, and its errors' places. */
function readByTelegraf(text: string): Promise<{ written: string; errors: string[] }> {
  return inRoom(async (path) => {
    writeFileSync(path("text.lp"), text, "latin1");
    writeFileSync(path("one.lp"), "one v=1 1\n");
    const asWeCompare = "  influx_sort_fields = true\n  influx_uint_support = true\n";
    const configuration = [
      agent,
      fileInput(path("one.lp")),
      processor([process.execPath, "-e", pourer, path("text.lp")]),
      fileOutput(path("out.lp")) + asWeCompare,
    ];
    writeFileSync(path("telegraf.conf"), configuration.join(""));
    const { log } = await ended(startTelegraf(["--config", path("telegraf.conf"), "--once"]));
    const errors = [...log.matchAll(/metric parse error: .*? at (\d+:\d+): "/g)].map(([, place]) => place!);
    return { written: readFileSync(path("out.lp"), "latin1"), errors };
  });
}

/** What we read in the text: metrics, the rows and columns of Telegraf's errors, and the metrics that are among these. */
function readByUs(text: string): { metrics: Metric[]; errors: string[]; numbers: number[]; liberties: number } {
  const bytes = latin1(text);
  const metrics: Metric[] = [];
  const errors: string[] = [];
  const all: Metric[] = [];
  let row = 1;
  for (let at = 0; at < bytes.length; ) {
    const parsed = parseLine(bytes, at, bytes.length, true);
    if (parsed.kind === "incomplete") throw new Error("incomplete at the end");
    if (parsed.kind === "invalid") errors.push(`${row + parsed.row}:${parsed.column}`);
    if (parsed.kind === "line") {
      const metric = metricOf(bytes, parsed);
      all.push(metric);
      if (parsed.liberty === undefined) metrics.push(metric);
      else errors.push(placeOf(bytes, at, parsed.liberty.at, row));
    }
    for (; at < parsed.end; at++) if (bytes[at] === 10) row++;
  }
  return { metrics, errors, numbers: numbersOf(all), liberties: all.length - metrics.length };
}

/** Row and column of an offset in a line that begins in a row. */
function placeOf(bytes: Uint8Array, start: number, offset: number, row: number): string {
  const before = Buffer.from(bytes.subarray(start, offset));
  const rows = before.filter((byte) => byte === 10).length;
  return `${row + rows}:${before.length - before.lastIndexOf(10)}`;
}

/**
 * What the engine makes of the text, plain lines without the grammar: its lines' numbers, how many lines it refuses, and
 * where. A key that can't be read is reported once.
 */
function readByEngine(text: string): { numbers: number[]; refused: number; errors: string[] } {
  const numbers: number[] = [];
  const errors: string[] = [];
  const engine = Engine.create(kernelBytes(), resolve({ horizon: 0, difference: "off" }), {
    onPoints: ({ series, value }) => numbers.push(...value.filter((_, point) => series[point]! > 0)),
    onProblem: ({ line, column, text: what }) => {
      if (what.startsWith("expected ")) errors.push(`${line}:${column}`);
    },
  });
  engine.push(latin1(text));
  engine.end();
  return { numbers, refused: engine.statistics().unparsable, errors };
}

/** The numbers of metrics, as the nearest doubles, in the order of their lines. */
function numbersOf(metrics: readonly Metric[]): number[] {
  return metrics.flatMap(({ fields }) =>
    fields.flatMap(([, value]) => {
      if ("float" in value) return [value.float];
      if ("integer" in value) return [Number(value.integer)];
      return "unsigned" in value ? [Number(value.unsigned)] : [];
    }),
  );
}

/** What Telegraf wrote is these metrics, of which those without a time have one from `began` on. */
function sameMetrics(written: string, metrics: readonly Metric[], began: bigint): void {
  let at = 0;
  for (const metric of metrics) {
    const start = `${serialized({ ...metric, fields: [...metric.fields].sort(byKey) })} `;
    assert.is(written.slice(at, at + start.length), start, `byte ${at} of what Telegraf wrote`);
    const end = written.indexOf("\n", at + start.length);
    const time = BigInt(written.slice(at + start.length, end));
    assert.ok(metric.time === undefined ? time >= began : time === metric.time, `${start}${time}`);
    at = end + 1;
  }
  assert.is(written.slice(at), "");
}

/** Has the text read by Telegraf, the grammar and the engine. Gives how many metrics and errors they find in it. */
async function compare(text: string): Promise<{ metrics: number; errors: number }> {
  const began = BigInt(Date.now()) * 1_000_000n;
  const { written, errors } = await readByTelegraf(text);
  const ours = readByUs(text);
  sameMetrics(written, ours.metrics, began);
  assert.equal(ours.errors, errors);
  const engine = readByEngine(text);
  // what Telegraf gives up at a liberty is scored
  assert.is(engine.refused + ours.liberties, errors.length);
  const places = new Set(errors);
  for (const place of engine.errors) assert.ok(places.has(place), `${place} is no error to Telegraf`);
  const { numbers } = ours;
  const different = engine.numbers.findIndex((number, index) => number !== numbers[index]);
  assert.is(different, -1, `${engine.numbers[different]} instead of ${numbers[different]}`);
  assert.is(engine.numbers.length, numbers.length);
  return { metrics: ours.metrics.length, errors: errors.length };
}

testWithTelegraf(
  "Telegraf, the grammar and the engine read the same metrics out of thousands of lines, and the same errors",
  async () => {
    const text = `${Array.from({ length: LINES }, randomLine).join("")}"\nlast v=1 1\n`;
    const { metrics, errors } = await compare(text);
    assert.ok(metrics > LINES / 4 && errors > LINES / 4, `${metrics}, ${errors}`);
  },
);

/** Series that the engine does not take for output of a Holtline, whose numbers it leaves alone. */
const skeletonOfOthers = skeleton.filter(({ fields }) => !fields.some((key) => /yhat|anomaly_score/.test(key)));

testWithTelegraf("and the same out of thousands of lines of hostile series", async () => {
  let metrics = 0;
  let errors = 0;
  for (let seed = 1; seed <= 4; seed++) {
    const skeletons = fc.sample(skeletonOfOthers, { numRuns: 100, seed });
    const text = Buffer.from(linesOf(skeletons, LINES / 4, 0.2, seed)).toString("latin1");
    const counts = await compare(`${text}"\nlast v=1 1\n`);
    metrics += counts.metrics;
    errors += counts.errors;
  }
  assert.ok(metrics > LINES / 2 && errors > LINES / 10, `${metrics}, ${errors}`);
});

test.run();
