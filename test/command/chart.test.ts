import { test } from "uvu";
import * as assert from "uvu/assert";
import { chartText } from "../../src/command/chart.js";
import { PointFlag } from "../../src/engine/points.js";
import { columnsOf } from "../playground/scored.js";

const { Scored, Anomalous, Opened, Closed } = PointFlag;
const plain = { width: 40, colours: false };
/** A step with an incident of ten points, the worst one at point 52. */
const step = columnsOf(101, {
  value: (row) => (row < 50 ? 0 : 10),
  lower: (row) => (row < 50 ? 1 : 3),
  upper: (row) => (row < 50 ? 5 : 7),
  flags: (row) =>
    Scored | (row === 50 ? Opened : 0) | (row >= 50 && row < 60 ? Anomalous : 0) | (row === 60 ? Closed : 0),
  score: (row) => (row === 52 ? 3 : row === 50 ? 2 : 0.1),
});

test("values are a line, the band is shaded, an incident is marked and lasts on the axis", () => {
  assert.is(
    chartText(step, plain),
    `10 ┤                  ●⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉
   │                  ⡇
   │                  ⡇░░░░░░░░░░░░░░░░░
   │                  ⡇░░░░░░░░░░░░░░░░░
 5 ┤░░░░░░░░░░░░░░░░░⢸░░░░░░░░░░░░░░░░░░
   │░░░░░░░░░░░░░░░░░⢸░░░░░░░░░░░░░░░░░░
   │░░░░░░░░░░░░░░░░░⢸
 0 ┤⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣸
   └──────────────────━━━━──────────────
    1970-01-01 00:00:00
`,
  );
});

test("colours change no character, and red is what alarms", () => {
  const text = chartText(step, { ...plain, colours: true });
  assert.match(text, "\x1b[1;31m●⠉⠉⠉\x1b[0m⠉");
  assert.match(text, "\x1b[1;31m━━━━\x1b[0m");
  assert.match(text, "\x1b[32m░");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what a terminal is told colours with
  assert.is(text.replace(/\x1b\[[\d;]*m/g, ""), chartText(step, plain));
});

test("of a million points on forty characters every alarm is marked, and no line is too long", () => {
  const alarms = [3, 250_000, 250_001, 999_999];
  const columns = columnsOf(1_000_000, {
    value: (row) => (alarms.includes(row) ? 9 : (row % 7) / 7),
    flags: (row) => Scored | (alarms.includes(row) ? Opened | Closed : 0),
    score: (row) => (alarms.includes(row) ? 4 : 0.1),
  });
  const lines = chartText(columns, plain).split("\n");
  const marks = [...lines.join("").matchAll(/●/g)].length;
  assert.is(marks, 3);
  assert.ok(lines.every((line) => [...line].length <= 40));
});

test("points without times stand side by side in their order", () => {
  const lines = chartText(columnsOf(50, { time: () => 0, value: (row) => row }), plain).split("\n");
  assert.is(lines.at(-2), "    point 1                     point 50");
  assert.match(lines[0]!, /^49 ┤ +⣀/);
});

test("one point, points of one value, great and tiny values have a chart; no points have none", () => {
  const first = (values: number[], width = 40) =>
    chartText(columnsOf(values.length, { value: (row) => values[row]! }), { width, colours: false }).split("\n")[0]!;
  assert.match(first([1]), /^1\.10 ┤/);
  assert.match(first([0, 0, 0]), /^ 1\.0 ┤/);
  assert.match(first([1e12, 1e12 + 29]), /^1000000000029 ┤/);
  assert.match(first([1e-7, 2e-7]), /^2\.000e-7 ┤/);
  assert.match(first([1e300, -1e300]), /^ 1\.000e\+300 ┤/);
  assert.match(first([1, 2], 3), /^2\.0 ┤/);
  assert.is(chartText(columnsOf(0), plain), "");
});

test.run();
