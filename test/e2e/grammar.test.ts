import { readFileSync, writeFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { parseLine } from "../../src/engine/line.js";
import { byKey, latin1, type Metric, metricOf, serialized } from "../engine/metric.js";
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

/** What we read in the text: metrics, and the rows and columns of errors. */
function readByUs(text: string): { metrics: Metric[]; errors: string[] } {
  const bytes = latin1(text);
  const metrics: Metric[] = [];
  const errors: string[] = [];
  let row = 1;
  for (let at = 0; at < bytes.length; ) {
    const parsed = parseLine(bytes, at, bytes.length, true);
    if (parsed.kind === "incomplete") throw new Error("incomplete at the end");
    if (parsed.kind === "invalid") errors.push(`${row + parsed.row}:${parsed.column}`);
    if (parsed.kind === "line") {
      const metric = metricOf(bytes, parsed);
      metrics.push({ ...metric, fields: metric.fields.sort(byKey) });
    }
    for (; at < parsed.end; at++) if (bytes[at] === 10) row++;
  }
  return { metrics, errors };
}

testWithTelegraf(
  "Telegraf and the grammar read the same metrics out of thousands of lines, and the same errors",
  async () => {
    const began = BigInt(Date.now()) * 1_000_000n;
    const text = `${Array.from({ length: LINES }, randomLine).join("")}"\nlast v=1 1\n`;
    const { written, errors } = await readByTelegraf(text);
    const ours = readByUs(text);
    let at = 0;
    for (const metric of ours.metrics) {
      const start = `${serialized(metric)} `;
      assert.is(written.slice(at, at + start.length), start, `byte ${at} of what Telegraf wrote`);
      const end = written.indexOf("\n", at + start.length);
      const time = BigInt(written.slice(at + start.length, end));
      // what has no time gets that of the run
      assert.ok(metric.time === undefined ? time >= began : time === metric.time, `${start}${time}`);
      at = end + 1;
    }
    assert.is(written.slice(at), "");
    assert.equal(ours.errors, errors);
    assert.ok(ours.metrics.length > LINES / 4 && errors.length > LINES / 4, `${ours.metrics.length}, ${errors.length}`);
  },
);

test.run();
