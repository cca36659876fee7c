import { test } from "uvu";
import * as assert from "uvu/assert";
import { probation, type Scored, scoreCorpus, sigmoid } from "../../bench/nab-score.js";

/** A series of 100 rows, of which 15 are not scored, with one window of 20; values by row. */
function series(values: Record<number, number>, windows = [{ first: 40, last: 59 }], category = "a"): Scored {
  const column = new Float64Array(100);
  for (const [row, value] of Object.entries(values)) column[Number(row)] = value;
  return { category, values: column, windows };
}

function normalised(corpus: readonly Scored[]): number[] {
  return scoreCorpus(corpus).map((result) => result.normalised);
}

function near(actual: readonly number[], expected: readonly number[]): void {
  assert.is(actual.length, expected.length);
  actual.forEach((number, index) => {
    assert.ok(Math.abs(number - expected[index]!) < 1e-9, `${actual} are not ${expected}`);
  });
}

test("a perfect detector has 100 and a silent one 0", () => {
  near(normalised([series({ 40: 1 }), series({ 40: 2 })]), [100, 100, 100]);
  near(normalised([series({})]), [0, 0, 0]);
});

test("a detection counts less towards the end of its window, and the best of several counts", () => {
  // row 50 of the window 40–59: place −(59 − 50 + 1)/20
  const worth = (2 / (1 + Math.exp(-2.5)) - 1) / 0.9866142981514305;
  near(normalised([series({ 50: 3, 55: 5, 59: 1 })]), [
    (100 * (worth + 1)) / 2,
    (100 * (worth + 1)) / 2,
    (100 * (worth + 2)) / 3,
  ]);
});

test("a false alarm costs by its distance from the window before, and all of it without one", () => {
  // both rows are kept, as a threshold of 1 finds the window; row 69 is 10 rows behind 59, in widths of 19
  const behind = 2 / (1 + Math.exp((5 * 10) / 19)) - 1;
  near(normalised([series({ 20: 1, 40: 1, 69: 1 })]), [
    (100 * (2 + 0.11 * (behind - 1))) / 2,
    (100 * (2 + 0.22 * (behind - 1))) / 2,
    (100 * (3 + 0.11 * (behind - 1))) / 3,
  ]);
});

test("the first rows are not scored", () => {
  near(normalised([series({ 14: 9, 40: 1 })]), [100, 100, 100]);
  assert.is(probation(100), 15);
  assert.is(probation(20_000), 750);
});

test("one threshold serves all series: what finds one window may cost elsewhere", () => {
  const results = scoreCorpus([
    series({ 40: 5, 20: 1 }),
    series({ 20: 4, 40: 1 }, undefined, "b"),
    series({ 30: 4 }, [], "c"),
  ]);
  // at 5 one of two windows is found; at 1 both, for three false alarms before any window
  near(
    results.map((result) => result.normalised),
    [(100 * (4 - 3 * 0.11)) / 4, (100 * (4 - 3 * 0.22)) / 4, (100 * (6 - 3 * 0.11)) / 6],
  );
  assert.is(results[0]!.threshold, 1);
  near([...results[0]!.categories.values()], [(100 * (2 - 0.11)) / 2, (100 * (2 - 0.11)) / 2]);
});

test("equal values are detections together", () => {
  near(normalised([series({ 40: 1 }), series({ 20: 1 }, [])]), [
    (100 * (2 - 0.11)) / 2,
    (100 * (2 - 0.22)) / 2,
    (100 * (3 - 0.11)) / 3,
  ]);
});

test("far behind a window a false alarm costs all of it", () => {
  assert.is(sigmoid(3.01), -1);
  assert.ok(sigmoid(3) > -1);
  assert.is(sigmoid(0), 0);
});

test.run();
