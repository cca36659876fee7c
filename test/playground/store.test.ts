import { test } from "uvu";
import * as assert from "uvu/assert";
import { Engine, PointFlag, type Points } from "../../src/engine/engine.js";
import { resolve } from "../../src/options.js";
import { brewLines, kernel, scored, start } from "./scored.js";

/** What the engine hands out about one series, point by point. */
function pointsOf(text: string, series: number): Record<"time" | "value" | "score" | "flags", number>[] {
  const found: Record<"time" | "value" | "score" | "flags", number>[] = [];
  const onPoints = ({ count, series: numbers, time, value, score, flags }: Points) => {
    for (let row = 0; row < count; row++) {
      if (numbers[row] !== series) continue;
      found.push({ time: Number(time[row]) / 1e6, value: value[row]!, score: score[row]!, flags: flags[row]! });
    }
  };
  const engine = Engine.create(kernel, resolve({}), { onPoints });
  engine.push(Buffer.from(text));
  engine.end();
  return found;
}

test("a series' columns are what the engine hands out, at any number of points", () => {
  const text = brewLines(12_000);
  const { points } = scored(text);
  for (const series of [1, 2]) {
    const expected = pointsOf(text, series);
    const { time, value, score, flags, yhat } = points.columnsOf(series);
    assert.is(time.length, 12_000);
    for (const [row, one] of expected.entries()) {
      assert.is(time[row], one.time);
      assert.is(value[row], one.value);
      assert.is(flags[row], one.flags);
      const isScored = (one.flags & PointFlag.Scored) !== 0;
      assert.ok(Object.is(score[row], isScored ? one.score : Number.NaN));
      assert.is(Number.isNaN(yhat[row]!), !isScored);
    }
  }
});

test("late points are left out, and every point knows which of its series' it is", () => {
  const lines = Array.from({ length: 30 }, (_, at) => `m f=${at % 3} ${start + BigInt(at) * 1_000_000_000n}\n`);
  lines.splice(20, 0, `m f=9 ${start}\n`);
  const { time, ordinal } = scored(lines.join("")).points.columnsOf(1);
  assert.is(time.length, 30);
  assert.equal([...ordinal.subarray(18, 22)], [18, 19, 21, 22]);
  for (let row = 1; row < time.length; row++) assert.ok(time[row]! > time[row - 1]!);
});

test("of a counter only the increases are drawn", () => {
  const lines = Array.from(
    { length: 200 },
    (_, at) => `m f=${1_000_000 + at * 50 + (at % 7)}i ${start + BigInt(at) * 1_000_000_000n}\n`,
  );
  const { value, flags } = scored(lines.join("")).points.columnsOf(1);
  assert.ok(flags.some((bits) => bits & PointFlag.Increase));
  assert.ok(value.length > 150);
  for (const one of value) assert.ok(one < 100, `${one}`);
});

test("shapes are means of each series' values in order, without what can't be drawn", () => {
  const lines = Array.from(
    { length: 40 },
    (_, at) => `m a=${at < 20 ? 0 : 8},b=1 ${start + BigInt(at) * 1_000_000_000n}\n`,
  );
  const scoring = scored(lines.join(""));
  assert.equal([...scoring.points.shapes([2, 1], scoring.sizes(), 4)], [1, 1, 1, 1, 0, 0, 8, 8]);
  const totals = Array.from(
    { length: 200 },
    (_, at) => `m f=${1_000 + at * 5}i ${start + BigInt(at) * 1_000_000_000n}\n`,
  );
  const counter = scored(totals.join(""));
  assert.equal([...counter.points.shapes([1], counter.sizes(), 2)], [5, 5]);
});

test("the summaries are those of the command's report", () => {
  const scoring = scored(brewLines(3_000));
  const [one] = scoring.summaries();
  assert.is(scoring.summaries().length, 2);
  assert.is(one!.points, 3_000);
  assert.is(one!.scored, 2_991);
  assert.is(
    one!.incidents,
    one!.reasons.reduce((sum, [, times]) => sum + times, 0),
  );
  assert.ok(one!.coverage > 0.8 && one!.coverage <= 1 && one!.mase > 0);
  assert.equal(one!.name, { measurement: "temperature", tags: [["brew", "ipa_3"]], field: "temperature" });
});

test("what is shown does not depend on how results would be written", () => {
  const text = brewLines(2_000);
  const columns = (given: Parameters<typeof scored>[1]) =>
    Object.values(scored(text, given).points.columnsOf(1)).join("\n");
  const plain = columns({});
  assert.ok(plain === columns({ emit: "fields", digits: 2, horizon: 3 }));
  assert.not.ok(plain === columns({ minDeviation: "3" }));
});

test.run();
