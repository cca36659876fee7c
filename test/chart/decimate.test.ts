import { test } from "uvu";
import * as assert from "uvu/assert";
import { decimate, nearestRow, rowAt } from "../../src/chart/decimate.js";
import { countReasons, stretchesOf } from "../../src/chart/incidents.js";
import { PointFlag } from "../../src/engine/engine.js";
import { columnsOf } from "../playground/scored.js";

test("few rows are drawn as they are, with the nearest on either side", () => {
  const { time, value } = decimate(columnsOf(100, { value: (row) => row }), 10_000, 20_000, 500);
  assert.equal(
    time,
    Array.from({ length: 13 }, (_, at) => (9 + at) * 1_000),
  );
  assert.is(value[0], 9);
});

test("of many rows every pixel keeps its extremes, its worst score, and the hull of its bands", () => {
  const [count, pixels] = [500_000, 1_000];
  const peaks = new Set([1_234, 77_777, 300_001]);
  const columns = columnsOf(count, {
    value: (row) => (peaks.has(row) ? 50 : row === 400_000 ? -50 : Math.sin(row)),
    score: (row) => (row === 123_456 ? 3 : 0.1),
    upper: (row) => (row === 250_000 ? 9 : 2),
  });
  const { time, value, score, upper } = decimate(columns, 0, count * 1_000, pixels);
  assert.ok(time.length <= 5 * pixels + 5, `${time.length}`);
  for (const row of peaks) assert.is(value[time.indexOf(row * 1_000)], 50, `${row}`);
  assert.is(value[time.indexOf(400_000_000)], -50);
  assert.is(score[time.indexOf(123_456_000)], 3);
  assert.is(Math.max(...upper.map((one) => one ?? 0)), 9);
  for (let at = 1; at < time.length; at++) assert.ok(time[at]! >= time[at - 1]!);
});

test("points without a forecast have nothing in its place", () => {
  const columns = columnsOf(5, {
    yhat: (row) => (row < 3 ? Number.NaN : 1),
    score: (row) => (row < 3 ? Number.NaN : 0),
  });
  const { yhat, lower, score } = decimate(columns, 0, 5_000, 100);
  assert.equal(yhat, [null, null, null, 1, 1]);
  assert.equal(lower, [null, null, null, 0, 0]);
  assert.equal(score, [null, null, null, 0, 0]);
});

test("rows are found by their times", () => {
  const times = [10, 20, 30];
  assert.equal(
    [5, 10, 11, 30, 31].map((time) => rowAt(times, time)),
    [0, 0, 1, 2, 3],
  );
  assert.equal(
    [0, 14, 16, 99].map((time) => nearestRow(times, time)),
    [0, 0, 1, 2],
  );
  assert.is(nearestRow([], 1), -1);
});

test("incidents are stretches from opening to closing; the last one may stay open", () => {
  const { Scored: S, Opened: O, Closed: C, Severe } = PointFlag;
  const flags = [S, S | O, S, S | Severe, S | C, S, S | O, S];
  const columns = columnsOf(8, {
    flags: (row) => flags[row]!,
    reason: (row) => (row === 1 ? 1 : 6),
    score: (row) => row,
  });
  const stretches = stretchesOf(columns);
  assert.equal(stretches, [
    { opened: 1, closed: 4, reason: "spike", severity: 2, peak: 4 },
    { opened: 6, closed: 7, reason: "stuck", severity: 1, peak: 7 },
  ]);
  assert.equal(countReasons([...stretches, stretches[1]!]), [
    ["stuck", 2],
    ["spike", 1],
  ]);
});

test.run();
