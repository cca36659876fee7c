import { test } from "uvu";
import * as assert from "uvu/assert";
import { SeriesTally } from "../../src/engine/tally.js";
import { engine, noise, outputOf, series } from "./harness.js";

const ours = /^holtline_stats.*\n/gm;

/** The fields of a line of statistics. */
function fieldsOf(line: string): Record<string, string> {
  const [, fields] = /^\S+ (\S+) \d+\n$/.exec(line)!;
  return Object.fromEntries(fields!.split(",").map((pair) => pair.split("=")));
}

test("statistics follow the line that ends their interval, without counting it, and stand for the interval's end", () => {
  const input = `no line\n${series(130, (i) => noise(i))}`;
  const plain = outputOf(engine(), input);
  const output = outputOf(engine({ statsEvery: 60 }), input);
  assert.is(output.replace(ours, ""), plain);
  // 1600000000 is 40 seconds into a minute: the first ends after 20 points
  assert.match(
    output,
    /\nm,host=a f=\d+ 1600000020000000000\nanomaly[^\n]*\n(fcast[^\n]*\n)*holtline_stats lines=21i,scored=20i,passed=0i,unparsable=1i,late=0i,incidents=0i,series=1i,evictions=0i,coverage=[\d.]+,mase=[\d.]+ 1600000020000000000\n/,
  );
  assert.equal(
    output.match(ours)!.map((line) => [fieldsOf(line).lines, line.slice(-20, -1)]),
    [
      ["21i", "1600000020000000000"],
      ["81i", "1600000080000000000"],
    ],
  );
});

test("every kind of line and point has its count", () => {
  const first = series(30, (i) => `${noise(i)},s="text"`);
  const late = "m,host=a f=1 1500000000000000000\n";
  const passed = 'm,host=a g=1 1600000030000000000\nm,host=b f=2,g=3i,s="x" 1600000030000000000\n# comment\n\n';
  const last = "m,host=a f=1 1700000000000000000\n";
  const output = outputOf(
    engine({ statsEvery: 3600, field: ["f"], maxSeries: 1, upper: 9.5 }),
    first,
    late,
    passed,
    last,
  );
  const {
    lines,
    scored,
    unparsable,
    late: lates,
    series: live,
    evictions,
    passed: skipped,
    incidents,
  } = fieldsOf(output.match(ours)!.join(""));
  assert.equal(
    { lines, scored, unparsable, lates, live, evictions, skipped },
    { lines: "35i", scored: "31i", unparsable: "0i", lates: "1i", live: "1i", evictions: "1i", skipped: "2i" },
  );
  assert.ok(Number.parseInt(incidents!, 10) > 0);
});

test("coverage and MASE are those of the interval's points", () => {
  const input = series(200, (i) => noise(i));
  const tally = new SeriesTally();
  let row = 0;
  const onPoints = (points: Parameters<SeriesTally["take"]>[0]) => {
    for (let at = 0; at < points.count; at++, row++) if (row >= 80 && row < 140) tally.take(points, at);
  };
  const output = outputOf(engine({ statsEvery: 60, digits: "shortest" }, { onPoints }), input);
  const { coverage, mase } = fieldsOf(output.match(ours)![2]!);
  assert.is(Number(coverage), tally.coverage);
  // the tally has no value before its first one, and takes every point for as surprising
  assert.ok(Math.abs(Number(mase) - tally.mase) < 0.05 * tally.mase, `${mase} ${tally.mase}`);
});

test("series of any size count alike, and an interval without a point has no shares", () => {
  const both = (size: number) =>
    Array.from({ length: 100 }, (_, i) => {
      const time = `${1_600_000_000 + i}000000000\n`;
      return `m,host=a f=${noise(i)} ${time}m,host=b f=${size * (i % 2)} ${time}`;
    }).join("");
  const maseOf = (size: number) => fieldsOf(outputOf(engine({ statsEvery: 60 }), both(size)).match(ours)![1]!).mase!;
  assert.ok(Math.abs(Number(maseOf(1e6)) - Number(maseOf(1))) < 1e-4);
  const output = outputOf(
    engine({ statsEvery: 5 }),
    series(10, (i) => i),
  );
  assert.match(output, /^holtline_stats [^\n]*evictions=0i 1600000005000000000$/m);
});

test("their instance is a tag, and a second Holtline leaves them alone", () => {
  const input = series(300, (i) => noise(i));
  const given = { statsEvery: 10, instance: "gate,way 1=a" };
  const once = outputOf(engine(given), input);
  assert.match(once, /^holtline_stats,instance=gate\\,way\\ 1\\=a lines=\d+i,/m);
  for (const second of [engine(), engine({ preset: "tg-brew" }), engine({ emit: "fields" })]) {
    outputOf(second, once);
    assert.ok(second.statistics().passed >= 30 * 8);
    assert.is(second.statistics().series, 1);
  }
});

test.run();
