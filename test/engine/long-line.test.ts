import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { parseLine } from "../../src/engine/line.js";
import { LongLine } from "../../src/engine/long-line.js";
import { engine, latin1, noise, outputOf, series } from "./harness.js";
import { accepted, rejected } from "./lines.js";
import { anyMetric, serialized } from "./metric.js";

/** How many of the bytes are their first line, as pieces of them tell. */
function endOf(bytes: Uint8Array, size: number): number {
  const line = new LongLine();
  for (let at = 0; at < bytes.length; at += size) {
    const end = line.take(bytes.subarray(at, at + size));
    if (end >= 0) return at + end;
  }
  return -1;
}

function checkEnd(text: string): void {
  const bytes = latin1(text);
  const parsed = parseLine(bytes, 0, bytes.length, false);
  const expected = parsed.kind === "incomplete" ? -1 : parsed.end;
  for (const size of [1, 2, 5, bytes.length]) assert.is(endOf(bytes, size), expected, JSON.stringify([text, size]));
}

test("a line ends where the grammar says, whatever it is cut into", () => {
  const tail = 'm f="a\nb" 5\nm f=1\n';
  for (const [line] of accepted) checkEnd(line + tail);
  for (const [line] of rejected) checkEnd(line.replace("∑", "") + tail);
  fc.assert(fc.property(anyMetric, (metric) => checkEnd(`${serialized(metric)} 5\n${tail}`)));
});

test("where an escape ends tells whether a quote opens a string", () => {
  for (const head of ["m,a=b\\\\ c", "m,a\\\\=b=c", "m\\\\", "m,a=b\\,c", "m,a=b\\\\,c=d", "m,a=b\\\\\\ c"]) {
    for (const field of ["s", "s\\\\", "s\\=", "s\\\\\\ "]) checkEnd(`${head} f=1,${field}="x\ny" 5\nm f=1\n`);
  }
});

test("a line of any bytes that mean something ends where the grammar says", () => {
  const bytes = fc.constantFrom(..."mf", "=", ",", " ", '"', "\\", "\n", "1", "\r", "\t", "#", '="', '",f=');
  const fields = fc.array(bytes, { maxLength: 14 }).map((all) => `m f="x${all.join("")}`);
  const any = fc.array(bytes, { maxLength: 14 }).map((all) => all.join(""));
  const text = fc.oneof(fields, any).filter((one) => !/=[^",]*(m|f|\d[mf]|\D11)/.test(one));
  fc.assert(
    fc.property(text, (one) => checkEnd(`${one}\n"\n`)),
    { numRuns: 3000, seed: 7 },
  );
});

test("nothing of ours is written into a string of a line that is too long", () => {
  const before = series(12, (i) => noise(i));
  const after = Array.from({ length: 3 }, (_, i) => `m,host=a f=5 16000000${12 + i}000000000\n`);
  const long = `m s="${"x".repeat(3000)}\n`;
  const input = `${before}${long}${after[0]}${"y".repeat(70_000)}\n" 5\n${after[1]}`;
  const settings = [{ horizon: 0 }, { longestLine: 1000 }] as const;
  for (const size of [10, 1000, input.length]) {
    const parts = [];
    for (let at = 0; at < input.length; at += size) parts.push(input.slice(at, at + size));
    const output = outputOf(engine(...settings), ...parts);
    assert.is(output.replace(/^anomaly,.*\n/gm, ""), input);
    assert.ok(output.includes(input.slice(before.length, -after[1]!.length)), "in one piece");
    assert.match(output, /anomaly,[^\n]* y=5,[^\n]* 1600000013000000000\n$/);
  }
  const open = `${before}${long}${after.join("")}`;
  assert.ok(outputOf(engine(...settings), open).endsWith(long + after.join("")));
});

test.run();
