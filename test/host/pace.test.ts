import * as fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { Lap, Pace } from "../../src/host/pace.js";

const second = 1_000_000_000n;
const hour = 3_600n * second;

/** When lines with these times, in seconds, are due, in seconds. */
const dueAt = (times: (number | undefined)[], speed = 1, start = 0n) => {
  const pace = new Pace(speed);
  return times.map((time) => {
    const { due } = pace.place(time === undefined ? undefined : start + BigInt(Math.round(time * 1e9)));
    return Number(due) / 1e9;
  });
};
const stampsOf = (times: number[], speed = 1) => {
  const pace = new Pace(speed);
  return times.map((time) => Number(pace.place(BigInt(time) * second).stamp) / 1e9);
};

test("lines are due at the distances of their timestamps, from the first one on", () => {
  assert.equal(dueAt([100, 101, 101, 103.5]), [0, 1, 1, 3.5]);
  assert.equal(dueAt([5, 6], 1, 1_596_653_152_918_531_000n), [0, 1]);
});

test("a speed of ten makes tenths of a second of seconds", () => {
  assert.equal(dueAt([0, 1, 2, 4], 10), [0, 0.1, 0.2, 0.4]);
  assert.equal(stampsOf([50, 51, 52], 10), [0, 0.1, 0.2]);
  assert.equal(dueAt([0, 1], 0.5), [0, 2]);
});

test("a line without a timestamp belongs to the line before it", () => {
  assert.equal(dueAt([undefined, 7, undefined, 8]), [0, 0, 0, 1]);
});

test("a late line is due at once and keeps its distance in time", () => {
  assert.equal(dueAt([10, 12, 11, 13]), [0, 2, 2, 3]);
  assert.equal(stampsOf([10, 12, 11, 13]), [0, 2, 1, 3]);
  assert.equal(dueAt([10, 10.001, 9.5, 11]), [0, 0.001, 0.001, 1]);
});

test("one series after the other: the second goes on a step after the first", () => {
  const series = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
  assert.equal(
    dueAt([...series, ...series]),
    Array.from({ length: 26 }, (_, index) => index),
  );
});

test("nobody waits out a silence of more than an hour", () => {
  assert.equal(dueAt([0, 1, 1 + 3_600, 3_601 + 3_601]), [0, 1, 3_601, 3_602 + 3_599]);
  assert.equal(dueAt([0, 1, 100_000, 100_001]), [0, 1, 2, 3]);
  assert.equal(dueAt([0, 100_000]), [0, 3_600]);
  assert.equal(dueAt([0, 100_000], 100), [0, 1_000]);
});

test("time never goes back, whatever the timestamps", () => {
  const times = fc.array(fc.option(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), { nil: undefined }));
  fc.assert(
    fc.property(times, fc.double({ min: 0.001, max: 1e6, noNaN: true }), (all, speed) => {
      const pace = new Pace(speed);
      let before = 0n;
      for (const time of all) {
        const { due, stamp } = pace.place(time);
        assert.ok(due >= before && due - before <= hour, `${due} after ${before}`);
        assert.ok(stamp <= due);
        before = due;
      }
    }),
  );
});

test("a pass begins one step after the last one", () => {
  const pace = new Pace(2);
  for (const time of [0n, second, 2n * second]) pace.place(time);
  pace.restart();
  assert.is(pace.place(0n).due, (3n * second) / 2n);
  assert.is(pace.place(second).due, 2n * second);
});

test("timestamps of the next pass go on one step after the newest of this one", () => {
  const lap = new Lap();
  assert.ok(lap.empty);
  for (const time of [5n, 15n, 25n, 5n, 15n, undefined]) lap.see(time);
  lap.restart();
  assert.is(lap.shift, 30n);
  lap.restart();
  assert.is(lap.shift, 60n);
  assert.not(lap.empty);
});

test.run();
