import { test } from "uvu";
import * as assert from "uvu/assert";
import { readLabels, seriesKeyOf } from "../../src/labels/read.js";
import { brews } from "../../src/simulation/brews.js";
import { labelsTable } from "../../src/simulation/sample.js";

test("what simulate writes is read", () => {
  const samples = brews(2_000, 3);
  const labels = readLabels(labelsTable(samples, { start: 1_000n, interval: 10n }), "x.csv");
  assert.is(
    labels.length,
    samples.reduce((sum, sample) => sum + sample.labels.length, 0),
  );
  const { first, last, field, fault } = samples[0]!.labels[0]!;
  const found = labels.find(({ series }) => series === `${samples[0]!.key} ${field}`)!;
  assert.equal(found, {
    series: `${samples[0]!.key} ${field}`,
    start: 1_000n + BigInt(first) * 10n,
    end: 1_000n + BigInt(last) * 10n,
    kind: fault,
  });
});

test("columns stand in any order, times may be dates", () => {
  const text = "kind;END;start;series;by\nspike;2026-01-01T00:01:00Z;2026-01-01;m f;me\n";
  assert.equal(readLabels(text, "x"), [
    { series: "m f", start: 1_767_225_600_000_000_000n, end: 1_767_225_660_000_000_000n, kind: "spike" },
  ]);
  assert.equal(readLabels("series,start,end,kind\n", "x"), []);
});

test("what is wrong is told with its place", () => {
  const refused: [string, RegExp][] = [
    ["", /^x: its first row names no series, start, end, kind; expected series,start,end,kind$/],
    ["series,start,kind\n", /^x: its first row names no end;/],
    ["series,start,end,kind\nm f,1,soon,spike\n", /^x:2:7: expected a time in nanoseconds or as .*, found "soon"$/],
    ["series,start,end,kind\n\nm f,1,2,\n", /^x:3:9: expected a kind, found ""$/],
    ["series,start,end,kind\nm f,1\n", /^x:2:1: expected a time .*, found nothing$/],
    [
      "series,start,end,kind\nm f,5000000000,4000000000,spike\n",
      /^x:2:16: expected an end that is not before the start/,
    ],
  ];
  for (const [text, message] of refused) {
    assert.throws(
      () => readLabels(text, "x"),
      (error: Error) => error.name === "InputError" && message.test(error.message),
      text,
    );
  }
});

test("series are known by their names, however they are spelled", () => {
  assert.is(seriesKeyOf("m,b=2,a=1 f"), seriesKeyOf("m,a=1,b=2 f"));
  assert.is(seriesKeyOf("my\\ m,a=x\\,y f"), '["my m",[["a","x,y"]],"f"]');
  assert.is(seriesKeyOf("no series"), '["no",[],"series"]');
  assert.is(seriesKeyOf("none"), "none");
});

test.run();
