import { test } from "uvu";
import * as assert from "uvu/assert";
import { stream } from "../../bench/streams.js";
import { PointFlag, type Points } from "../../src/engine/engine.js";
import { engine, latin1 } from "./harness.js";

const START = 1_600_041_600;
const DAY = 86_400;
const gauss = stream("gauss", 30_000, 3).values;

/** Where incidents of a series open, by the index of its points, `step` seconds apart. */
function openings(count: number, step: number, value: (index: number) => number): number[] {
  const found: number[] = [];
  let index = 0;
  const onPoints = (points: Points) => {
    for (let i = 0; i < points.count; i++, index++) if (points.flags[i]! & PointFlag.Opened) found.push(index);
  };
  const subject = engine({ horizon: 0, season: "none" }, { onPoints });
  for (let at = 0; at < count; at += 1_000) {
    const lines = Array.from({ length: Math.min(1_000, count - at) }, (_, i) => {
      return `m,of=a v=${value(at + i)} ${START + (at + i) * step}000000000\n`;
    });
    subject.push(latin1(lines.join("")));
  }
  return found;
}

test("a job that runs every day is no news after a week", () => {
  const job = (i: number) => 10 + gauss[i]! + ((i * 60) % DAY < 600 ? 50 : 0);
  const days = openings(20 * 1_440, 60, job).map((index) => Math.floor(index / 1_440));
  assert.ok(days.length > 0, "the first one is told");
  assert.is(days.filter((day) => day > 6).length, 0, JSON.stringify(days));
});

test("what comes back every hour is no news after half a day", () => {
  const job = (i: number) => 10 + gauss[i]! + (i % 60 === 0 ? 50 : 0);
  const found = openings(10_000, 60, job);
  assert.ok(found.length > 0);
  assert.is(found.filter((index) => index > 720).length, 0, JSON.stringify(found));
});

test("the first change of a young constant is told, whenever it comes", () => {
  for (const at of [62, 100, 150, 195]) assert.equal(openings(400, 60, (i) => (i < at ? 42 : 43)).slice(0, 1), [at]);
});

test("a value a thousand deviations away is told once, and its return is not", () => {
  const found = openings(6_000, 60, (i) => 50 + gauss[i]! + (i === 4_000 ? 300 : 0));
  assert.equal(
    found.filter((index) => index >= 4_000),
    [4_000],
  );
});

test("a ramp is no alarm, at whatever age", () => {
  assert.equal(
    openings(2_000, 10, (i) => i * 0.5 + 3 * gauss[i]!),
    [],
  );
});

test.run();
