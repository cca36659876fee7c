import { test } from "uvu";
import * as assert from "uvu/assert";
import { BoundedPoints } from "../../src/chart/bounded.js";
import { reportData, reportText, type Scored } from "../../src/command/report.js";
import { PointFlag, type Points } from "../../src/engine/engine.js";
import { SeriesTally } from "../../src/engine/tally.js";

const { Scored: S, Anomalous: A, Opened: O, Escalated: E, Closed: C, Late: L, Repeated: R } = PointFlag;
const start = 1_767_225_600_000_000_000n;
const second = 1_000_000_000n;

/** Points a second apart as rows of flags, value, forecast and score; the forecast ± 1 is the band and what is told. */
const pointsOf = (rows: [flags: number, value: number, yhat: number, score: number][]): Points => ({
  count: rows.length,
  series: Int32Array.from(rows, () => 1),
  flags: Int32Array.from(rows, ([flags]) => flags),
  time: BigInt64Array.from(rows, (_, index) => start + BigInt(index) * second),
  value: Float64Array.from(rows, ([, value]) => value),
  yhat: Float64Array.from(rows, ([, , yhat]) => yhat),
  lower: Float64Array.from(rows, ([, , yhat]) => yhat - 1),
  upper: Float64Array.from(rows, ([, , yhat]) => yhat + 1),
  residual: Float64Array.from(rows, ([, value, yhat]) => value - yhat),
  score: Float64Array.from(rows, ([, , , score]) => score),
  reason: Int32Array.from(rows, () => 1),
  told: (row) => ({ value: rows[row]![1], lower: rows[row]![2] - 1, upper: rows[row]![2] + 1 }),
});

const tallied = (points: Points) => {
  const tally = new SeriesTally();
  for (let row = 0; row < points.count; row++) tally.take(points, row);
  return tally;
};

const rows: [number, number, number, number][] = [
  [0, 99, 0, 0],
  [S, 10, 10, 0.1],
  [S, 10.5, 10, 0.4],
  [S | O | A, 14, 10, 1.5],
  [S | E | A, 18, 10, 3.25],
  [L, 500, 0, 90],
  [S | R | A, 500, 0, 3.5],
  [S | C, 10, 10, 0.1],
  [S | O | A, 13, 10, 1.2],
];

test("a series is counted, its band and its errors are measured", () => {
  const tally = tallied(pointsOf(rows));
  assert.is(tally.points, 9);
  assert.is(tally.scored, 6);
  assert.is(tally.first, start);
  assert.is(tally.last, start + 8n * second);
  assert.is(tally.coverage, 3 / 6);
  // errors 0 .5 4 8 0 3, against changes of .5 3.5 4 8 3
  assert.is(tally.mase, 15.5 / 6 / (19 / 5));
  assert.equal(tally.worst, { score: 3.5, time: start + 6n * second });
});

test("the worst point is one that may alarm: not of the first ones, unless they do", () => {
  const { Warming: W } = PointFlag;
  const worst = (...some: [number, number, number, number][]) => tallied(pointsOf(some)).worst?.score;
  assert.is(worst([S | W, 9, 0, 9]), undefined);
  assert.is(worst([S | W, 9, 0, 9], [S, 1, 0, 0.5]), 0.5);
  assert.is(worst([S | W | O | A, 9, 0, 9], [S, 1, 0, 0.5]), 9);
});

test("an incident is told by the most surprising of its points that are told, and has its highest score", () => {
  const { incidents } = tallied(pointsOf(rows));
  const kind = { told: "spike", reason: "spike", severity: 1 } as const;
  assert.equal(incidents, [
    { opened: start + 3n * second, time: start + 4n * second, value: 18, lower: 9, upper: 11, score: 3.5, ...kind },
    { opened: start + 8n * second, time: start + 8n * second, value: 13, lower: 9, upper: 11, score: 1.2, ...kind },
  ]);
});

const scored = (given: Partial<Scored> = {}): Scored => ({
  file: "brews.lp",
  lines: 1_234,
  unparsable: 0,
  passed: 0,
  seconds: 0.5,
  points: new BoundedPoints(100),
  stories: [],
  labels: undefined,
  series: [
    {
      number: 1,
      name: { measurement: "m", tags: [["brew", "a"]], field: "f" },
      tally: tallied(pointsOf(rows.slice(0, 3))),
    },
    { number: 2, name: { measurement: "m", tags: [["brew", "b"]], field: "f" }, tally: tallied(pointsOf(rows)) },
  ],
  ...given,
});
const look = { width: 200, colours: false, rows: 50, charts: 0, chartWidth: 80 };

test("the report ends with the stories, in the order of time, the largest where there are many", () => {
  const story = {
    severity: 1,
    of: 9,
    series: [1],
    from: 0,
    told: 60_000,
    to: 180_000,
    anomalous: 3,
    message: "a: 3 of 9",
  };
  const told = (...stories: Scored["stories"]) => reportText(scored({ stories }), look);
  assert.ok(!told().includes("tories"));
  const text = told(story, { ...story, told: 120_000, to: null, severity: 2, message: "b: 4 of 9" });
  assert.match(
    text,
    /\n\nStories:\n\ntold at +severity +minutes +message\n1970-01-01 00:01:00 +1 +3\.00 +a: 3 of 9\n1970-01-01 00:02:00 +2 +– +b: 4 of 9\n$/,
  );
  const many = Array.from({ length: 30 }, (_, index) => ({ ...story, anomalous: index, message: `no ${index}.` }));
  assert.match(told(...many), /The 20 largest of 30 stories:/);
  assert.ok(told(...many).includes("no 29.") && !told(...many).includes("no 9."));
  const data = reportData(scored({ stories: [story] })) as { stories: unknown[] };
  const { series: _, ...shown } = story;
  assert.equal(data.stories, [shown]);
});

test("the report shows the most surprising series first and its incidents", () => {
  assert.is(
    reportText(scored(), look),
    `brews.lp: 1,234 lines in 0.50 s (2,468/s), 2 series, 12 points

series      points  scored  incidents  reasons                first                 last  in band  MASE  worst                   at
m,brew=b f       9       6          2  2 spike  2026-01-01 00:00:00  2026-01-01 00:00:08   50.0 %  0.68   3.50  2026-01-01 00:00:06
m,brew=a f       3       2          0  –        2026-01-01 00:00:00  2026-01-01 00:00:02  100.0 %  0.50   0.40  2026-01-01 00:00:02

Incidents:

at                   series      value  expected     score  reason
2026-01-01 00:00:04  m,brew=b f     18  9.0 to 11.0   3.50  spike
2026-01-01 00:00:08  m,brew=b f     13  9.0 to 11.0   1.20  spike
`,
  );
});

test("a long table is cut, and that is said", () => {
  const text = reportText(scored(), { ...look, rows: 1 });
  assert.match(text, /\nm,brew=b f .*\n1 more series, less surprising: --rows 2 shows all\n\nIncidents:/);
  assert.not.match(text, "brew=a");
  assert.match(reportText(scored(), { ...look, rows: 0 }), /points\n\n2 more series, less/);
});

test("nothing to score, nothing found and lines that could not be read are said", () => {
  assert.match(
    reportText(scored({ series: [] }), look),
    /There is no numeric field to score: strings and booleans pass by\.\n$/,
  );
  assert.match(reportText(scored({ series: scored().series.slice(0, 1) }), look), /\nNo incidents.\n$/);
  assert.match(reportText(scored({ unparsable: 3 }), look), /\n3 lines could not be read\n/);
});

test("a series that was never scored has dashes, and stands last", () => {
  const young = {
    number: 3,
    name: { measurement: "n", tags: [], field: "f" } as never,
    tally: tallied(pointsOf(rows.slice(0, 1))),
  };
  const lines = reportText(scored({ series: [young, ...scored().series] }), look).split("\n");
  assert.match(lines[5]!, /^n f +1 +0 +0 .* – +– +– +–$/);
  assert.is((reportData(scored({ series: [young] })) as { series: { mase: unknown }[] }).series[0]!.mase, null);
});

test("numbers have the digits that they are worth", () => {
  const incident = (value: number, lower: number, upper: number, score = 1) => {
    const tally = new SeriesTally();
    const points = pointsOf([[S | O, 1, 1, score]]);
    tally.take({ ...points, told: () => ({ value, lower, upper }) }, 0);
    return reportText(scored({ series: [{ ...scored().series[0]!, tally }] }), look)
      .trimEnd()
      .split("\n")
      .at(-1)!;
  };
  assert.match(incident(27.4, 18.61234, 19.08766, 2), / 27.4 {2}18.61 to 19.09 +2.00 {2}spike$/);
  assert.match(incident(25.2, 24.999_82, 25.000_15, 123_456), / 24.99982 to 25.00015 +1.2e\+5 {2}spike$/);
  assert.match(incident(200_000, 120_000, 180_000), / 200,000 {2}120,000 to 180,000 +1.00 {2}spike$/);
  assert.match(incident(18.1, 17, 18.0996), / 18.1 {2}17.0000 to 18.0996 /);
  assert.match(incident(5.1, 5, 5), / 5.00 to 5.00 +1.00 {2}spike$/);
  assert.match(incident(1, -0.001_23, 0.001_23), / -0.0012 to 0.0012 +1.00 {2}spike$/);
  assert.match(incident(26, Number.NEGATIVE_INFINITY, 25), / 26 {2}at most 25 /);
  assert.match(incident(9, 10, Number.POSITIVE_INFINITY), / 9 {2}at least 10 /);
});

test("of many incidents the ten strongest are listed", () => {
  const many = tallied(
    pointsOf(
      Array.from({ length: 30 }, (_, index) => [S | O | A | C, 5, 0, 1 + index] as const).map((row) => [...row]),
    ),
  );
  const text = reportText(scored({ series: [{ ...scored().series[0]!, tally: many }] }), look);
  assert.match(text, "The 10 strongest of 30 incidents:");
  assert.is(text.split("\n").filter((line) => line.includes(" to ")).length, 10);
});

test("for a program, times are texts of nanoseconds", () => {
  const { series } = JSON.parse(JSON.stringify(reportData(scored()))) as { series: Record<string, unknown>[] };
  assert.is(series[1]!.first, "1767225600000000000");
  assert.equal(series[1]!.tags, { brew: "b" });
  assert.is((series[1]!.incidents as { time: string }[])[0]!.time, "1767225604000000000");
});

test.run();
