import { test } from "uvu";
import * as assert from "uvu/assert";
import { LineIds, lineOf } from "../../bench/passage-time.js";

test("lines carry their ids in order, however they are cut", () => {
  const text = [0, 1, 2, 41_234, 999_999].map(lineOf).join("");
  for (const piece of [1, 7, text.length]) {
    const ids: number[] = [];
    const taker = new LineIds();
    for (let at = 0; at < text.length; at += piece) {
      taker.take(Buffer.from(text.slice(at, at + piece)), (id) => ids.push(id));
    }
    assert.equal(ids, [0, 1, 2, 41_234, 999_999]);
  }
});

test("blank lines carry none", () => {
  const ids: number[] = [];
  new LineIds().take(Buffer.from(`\n${lineOf(5)}\n\n`), (id) => ids.push(id));
  assert.equal(ids, [5]);
});

test.run();
