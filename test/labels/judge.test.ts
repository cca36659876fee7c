import { test } from "uvu";
import * as assert from "uvu/assert";
import { PointFlag, type Points, reasons } from "../../src/engine/points.js";
import { judge, quantile } from "../../src/labels/judge.js";
import { LabelTally } from "../../src/labels/tally.js";

test("an incident belongs to the label that began last, and may open two points behind it", () => {
  const labels = [
    { first: 100, last: 199, name: "drift" },
    { first: 150, last: 151, name: "spike" },
    { first: 300, last: 300, name: "other spike" },
    { first: 10, last: 12, name: "early" },
  ];
  const { events, incidents } = judge(
    labels,
    [11, 151, 302, 303].map((row) => ({ row })),
  );
  assert.equal(
    events.map(({ label, foundBy }) => [label.name, foundBy?.row]),
    [
      ["drift", undefined],
      ["spike", 151],
      ["other spike", 302],
    ],
  );
  assert.equal(
    incidents.map(({ label }) => label?.name),
    [undefined, "spike", "other spike", undefined],
  );
});

test("a quantile is one of the values", () => {
  assert.is(quantile([4, 1, 3, 2], 0.5), 2);
  assert.is(quantile([4, 1, 3, 2], 0.9), 4);
  assert.ok(Number.isNaN(quantile([], 0.5)));
});

/** Points of series 1 at these seconds, with these flags at some of them. */
function pointsOf(seconds: readonly number[], flags: Readonly<Record<number, number>>, reason: string): Points {
  const column = () => Float64Array.from(seconds, () => 1);
  return {
    count: seconds.length,
    series: Int32Array.from(seconds, () => 1),
    flags: Int32Array.from(seconds, (second) => PointFlag.Scored | (flags[second] ?? 0)),
    time: BigInt64Array.from(seconds, (second) => BigInt(second) * 1_000_000_000n),
    reason: Int32Array.from(seconds, () => reasons.indexOf(reason as "spike")),
    value: column(),
    yhat: column(),
    lower: column(),
    upper: column(),
    residual: column(),
    score: column(),
    told: () => ({ value: 1, lower: 2, upper: 3 }),
  };
}

const seconds = (second: number) => BigInt(second) * 1_000_000_000n;
const label = (series: string, from: number, to: number, kind: string) => ({
  series,
  start: seconds(from),
  end: seconds(to),
  kind,
});
const { Opened, Closed, Anomalous, Late, Repeated } = PointFlag;

test("labels and incidents of a stream meet by their times, and are told by kind and reason", () => {
  const tally = new LabelTally([
    label("m,b=2,a=1 f", 70, 72, "spike"),
    label("m,a=1,b=2 f", 80, 89, "stuck"),
    label("m,a=1,b=2 f", 95, 96, "drift"),
    label("m,a=1,b=2 f", 20, 30, "spike"),
    label("m,a=1,b=2 f", 500, 600, "spike"),
    label("gone f", 70, 72, "spike"),
  ]);
  const name = {
    measurement: "m",
    tags: [
      ["a", "1"],
      ["b", "2"],
    ] as [string, string][],
    field: "f",
  };
  const watch = tally.watch(name);
  const points = pointsOf(
    Array.from({ length: 100 }, (_, second) => second),
    { 71: Opened | Anomalous, 79: Opened | Closed, 85: Anomalous, 97: Anomalous },
    "spike",
  );
  for (let row = 0; row < points.count; row++) watch.take(points, row);
  const { kinds, all, early, empty, absent, verdicts } = tally.scores();
  assert.equal(
    kinds.map(({ kind, labelled, found, covered, incidents, right }) => [
      kind,
      labelled,
      found,
      covered,
      incidents,
      right,
    ]),
    [
      ["spike", 1, 1, 1, 2, 1],
      ["stuck", 1, 0, 1, 0, 0],
      ["drift", 1, 0, 0, 0, 0],
    ],
  );
  assert.is(all.labelled, 3);
  assert.equal([early, empty, absent], [1, 1, ["gone f"]]);
  assert.equal(kinds[0]!.delay, { median: 1, most: 1, seconds: 1 });
  assert.is(verdicts[0]!.events[0]!.opened, seconds(71));
});

test("a name with blanks may be written with its escapes, or as reports have it", () => {
  for (const series of ["my\\ m,a=x\\ y f", "my m,a=x y f"]) {
    const tally = new LabelTally([label(series, 70, 70, "spike")]);
    const watch = tally.watch({ measurement: "my m", tags: [["a", "x y"]], field: "f" });
    const points = pointsOf(
      Array.from({ length: 74 }, (_, second) => second),
      { 70: Opened },
      "spike",
    );
    for (let row = 0; row < points.count; row++) watch.take(points, row);
    assert.equal([tally.scores().all.found, tally.scores().absent], [1, []]);
  }
});

test("late points and those of a time that was there are no rows", () => {
  const tally = new LabelTally([label("m f", 70, 70, "spike")]);
  const watch = tally.watch({ measurement: "m", tags: [], field: "f" });
  const times = Array.from({ length: 74 }, (_, second) => second);
  const points = pointsOf(times, { 71: Late, 72: Repeated, 73: Opened }, "spike");
  for (let row = 0; row < points.count; row++) watch.take(points, row);
  assert.is(tally.scores().kinds[0]!.delay.median, 1);
});

test("a label that no point lies in is told, one that ends with a silence is found behind it", () => {
  const tally = new LabelTally([label("m f", 90, 190, "gap"), label("m f", 191, 191, "spike")]);
  const watch = tally.watch({ measurement: "m", tags: [], field: "f" });
  const times = [...Array.from({ length: 90 }, (_, second) => second), 190, 193];
  const points = pointsOf(times, { 190: Opened }, "gap");
  for (let row = 0; row < points.count; row++) watch.take(points, row);
  const { kinds, empty } = tally.scores();
  assert.is(empty, 1);
  assert.equal(kinds[0]!.delay, { median: 0, most: 0, seconds: 100 });
});

test.run();
