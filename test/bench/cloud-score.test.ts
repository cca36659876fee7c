import { test } from "uvu";
import * as assert from "uvu/assert";
import { judgeEvents, ratesOf } from "../../bench/cloud-score.js";

function opened(rows: number, ...at: number[]): Uint8Array {
  const column = new Uint8Array(rows);
  for (const row of at) column[row] = 1;
  return column;
}

test("an incident within a run or up to two rows behind it is right", () => {
  const runs = [{ first: 50, last: 52 }];
  for (const [row, right] of [
    [49, 0],
    [50, 1],
    [52, 1],
    [54, 1],
    [55, 0],
  ] as const) {
    const counts = judgeEvents(opened(100, row), runs);
    assert.equal(counts, { events: 1, found: right, incidents: 1, right }, `row ${row}`);
  }
});

test("two incidents in one run are both right and find one event", () => {
  const runs = [
    { first: 50, last: 60 },
    { first: 80, last: 80 },
  ];
  const counts = judgeEvents(opened(100, 51, 58, 90), runs);
  assert.equal(counts, { events: 2, found: 1, incidents: 3, right: 2 });
  const { precision, recall, f1 } = ratesOf(counts);
  assert.is(precision, 2 / 3);
  assert.is(recall, 1 / 2);
  assert.ok(Math.abs(f1 - 4 / 7) < 1e-12);
});

test("the first 15 % of rows count neither way", () => {
  const runs = [
    { first: 3, last: 14 },
    { first: 10, last: 20 },
  ];
  assert.equal(judgeEvents(opened(100, 4, 14, 16), runs), { events: 1, found: 1, incidents: 1, right: 1 });
});

test("without incidents precision is 0 and not NaN", () => {
  assert.equal(ratesOf(judgeEvents(opened(100), [{ first: 50, last: 50 }])), { precision: 0, recall: 0, f1: 0 });
});

test.run();
