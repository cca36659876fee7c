import { test } from "uvu";
import * as assert from "uvu/assert";
import { BoundedPoints } from "../../src/chart/bounded.js";
import { PointFlag, type Points } from "../../src/engine/points.js";

const { Scored, Opened, Closed, Late } = PointFlag;

/** A batch: series 1 and 2 in turn, from point `from` on; values and scores by the point's number. */
function batch(from: number, count: number, value: (at: number) => number, flags: (at: number) => number): Points {
  const at = Array.from({ length: count }, (_, row) => from + row);
  const doubles = (of: (at: number) => number) => Float64Array.from(at, of);
  return {
    count,
    series: Int32Array.from(at, (one) => 1 + (one % 2)),
    flags: Int32Array.from(at, (one) => Scored | flags(one)),
    time: BigInt64Array.from(at, (one) => BigInt(one) * 1_000_000_000n),
    value: doubles(value),
    yhat: doubles(value),
    lower: doubles((one) => value(one) - 1),
    upper: doubles((one) => value(one) + 1),
    residual: doubles(() => 0),
    score: doubles((one) => (one % 1_001 === 0 ? 5 + one / 1e6 : 0.1)),
    reason: Int32Array.from(at, () => 1),
    told: (row) => ({ value: at[row]!, lower: 0, upper: 1 }),
  };
}

const wave = (at: number) => Math.sin(at / 500) + (at === 60_001 ? 9 : 0);

test("few points are held as they are", () => {
  const points = new BoundedPoints(1_000);
  for (let from = 0; from < 900; from += 100)
    points.take(
      batch(
        from,
        100,
        (at) => at,
        () => 0,
      ),
    );
  const { value, time } = points.columnsOf(2);
  assert.equal(
    [...value],
    Array.from({ length: 450 }, (_, row) => 2 * row + 1),
  );
  assert.is(time[3], 7_000);
  assert.not(points.isThinned);
  assert.equal(points.columnsOf(3).value.length, 0);
});

test("of too many points the extremes, the worst and every alarm stay, old ones as dense as new ones", () => {
  const points = new BoundedPoints(4_000);
  const flags = (at: number) => (at % 9_973 === 0 ? Opened | Closed : at === 777 ? Late : 0);
  const total = 200_000;
  for (let from = 0; from < total; from += 250) points.take(batch(from, 250, wave, flags));
  const [even, odd] = [points.columnsOf(1), points.columnsOf(2)];
  assert.is(points.taken, total);
  assert.ok(points.isThinned);
  const held = even.time.length + odd.time.length;
  assert.ok(held <= 4_000 && held > 1_000, `${held} rows`);
  assert.is(Math.max(...odd.value), wave(60_001));
  assert.is(Math.min(...even.value), Math.min(...Array.from({ length: total / 2 }, (_, at) => wave(2 * at))));
  const opened = [even, odd].flatMap(({ flags }) => [...flags].filter((bits) => bits & Opened));
  assert.is(opened.length, Math.ceil(total / 9_973));
  assert.is(Math.max(...even.score), 5 + (1_001 * 198) / 1e6);
  for (const { time } of [even, odd]) {
    assert.equal(
      [...time],
      [...time].sort((one, other) => one - other),
    );
    const half = time.findIndex((one) => one >= 1_000 * (total / 2));
    assert.ok(half / time.length > 0.35 && half / time.length < 0.65, `${half} of ${time.length}`);
  }
});

test("what is held can be thinned further, but for alarms", () => {
  const points = new BoundedPoints(10_000);
  points.take(batch(0, 8_000, wave, (at) => (at >= 4_000 ? Opened : 0)));
  points.shrink(5_000);
  const rows = () => points.columnsOf(1).time.length + points.columnsOf(2).time.length;
  assert.ok(rows() >= 4_000 && rows() <= 5_000, `${rows()}`);
  points.shrink(100);
  assert.ok(rows() >= 4_000 && rows() < 4_100, `${rows()}`);
});

test.run();
