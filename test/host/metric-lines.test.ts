import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { type MetricLine, metricLines } from "../../src/host/metric-lines.js";
import { stamped } from "../../src/host/stamp.js";

const room = mkdtempSync(join(tmpdir(), "holtline-"));
const path = join(room, "lines.lp");
test.after(() => rmSync(room, { recursive: true }));

const linesOf = async (bytes: Uint8Array | string) => {
  writeFileSync(path, bytes);
  const lines: MetricLine[] = [];
  for await (const line of metricLines(path)) lines.push(line);
  return lines;
};
const kindOf = ({ line, problem }: MetricLine) => (line ? "metric" : problem ? "problem" : "other");

test("metrics, comments, blank lines and bad lines come in order, with their rows", async () => {
  const lines = await linesOf("m f=1 1\n# c\n\nbad\nm f=2 2\r\n");
  assert.equal(
    lines.map(({ row, bytes }, index) => [row, String(bytes), kindOf(lines[index]!)]),
    [
      [1, "m f=1 1\n", "metric"],
      [2, "# c\n", "other"],
      [3, "\n", "other"],
      [4, "bad\n", "problem"],
      [5, "m f=2 2\r\n", "metric"],
    ],
  );
  assert.match(lines[3]!.problem!, /^column \d+: expected /);
});

test("a metric with newlines in its strings is one line", async () => {
  const metric = 'm,t=a f="one\ntwo\n\nthree",g="\n" 5\n';
  const lines = await linesOf(`${metric}m f=1 6\n`);
  assert.equal(
    lines.map(({ row, bytes, line }) => [row, String(bytes), line?.time]),
    [
      [1, metric, 5n],
      [6, "m f=1 6\n", 6n],
    ],
  );
});

test("a string that is never closed costs its first row", async () => {
  const lines = await linesOf('m f="open 1\nm f=2 2\nm f=3 3\n');
  assert.equal(lines.map(kindOf), ["problem", "metric", "metric"]);
  assert.equal(
    lines.map(({ row }) => row),
    [1, 2, 3],
  );
  assert.is(lines[0]!.problem, "a string is opened and never closed");
});

test("a string that stays open for megabytes does not hold up what follows for ever", async () => {
  const line = `m,t=${"x".repeat(1_000)} f=1 1\n`;
  const lines = await linesOf(`m f="open\n${line.repeat(17_000)}`);
  assert.is(lines.length, 17_001);
  assert.is(kindOf(lines[0]!), "problem");
  assert.is(kindOf(lines.at(-1)!), "metric");
});

test("a last line without a newline is given one", async () => {
  assert.is(String((await linesOf("m f=1 1"))[0]!.bytes), "m f=1 1\n");
  assert.equal(await linesOf(""), []);
});

test("any bytes come back as they were, all in all", async () => {
  const piece = fc.oneof(
    fc.constantFrom('"', "\n", "\r\n", "\\", ",", "=", " ", "m f=", "1", "#"),
    fc.uint8Array({ maxLength: 3 }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 40 }), async (pieces) => {
      const bytes = Buffer.concat([...pieces.map((one) => Buffer.from(one as string)), Buffer.from("\n")]);
      const lines = await linesOf(bytes);
      assert.ok(Buffer.concat(lines.map((line) => line.bytes)).equals(bytes));
    }),
    { numRuns: 200 },
  );
});

test("a new timestamp changes the timestamp alone", async () => {
  const stamp = async (text: string) => String(stamped((await linesOf(text))[0]!, 77n));
  assert.is(await stamp('m,t=5 f=1,g="5" 5\n'), 'm,t=5 f=1,g="5" 77\n');
  assert.is(await stamp("  m   f=1   5   \r\n"), "  m   f=1   77   \r\n");
  assert.is(await stamp("m f=1\n"), "m f=1 77\n");
  assert.is(await stamp("m f=1  \r\n"), "m f=1 77  \r\n");
  assert.is(await stamp("m f=1"), "m f=1 77\n");
  assert.is(await stamp("# m f=1 5\n"), "# m f=1 5\n");
  assert.is(await stamp("m f=1 -5\n"), "m f=1 77\n");
});

test.run();
