import { test } from "uvu";
import * as assert from "uvu/assert";
import { StoryBook } from "../../src/chart/stories.js";
import type { StoryEvent } from "../../src/engine/engine.js";

const minute = 60_000_000_000n;
const event = (given: Partial<StoryEvent>): StoryEvent => ({
  event: "opened",
  tag: ["host", "a"],
  groups: [],
  severity: 1,
  incident: 1,
  anomalous: 3,
  series: 9,
  time: 2n * minute,
  since: minute,
  duration: 0,
  first: 1,
  strongest: 1,
  message: "a: 3 of 9 series unusual",
  ...given,
});
const series = ["a", "b", "a", "c"].map((host, index) => ({
  number: index + 1,
  name: { measurement: "m", tags: [["host", host] as [string, string]], field: `f${index}` },
}));

test("a story lasts from its beginning to its end, with what was said while it went on", () => {
  const book = new StoryBook();
  assert.equal(book.told(series), []);
  book.take(event({}));
  book.take(event({ event: "grown", severity: 2, anomalous: 6, message: "a: now 6 of 9" }));
  const open = {
    from: 60_000,
    told: 120_000,
    severity: 2,
    anomalous: 6,
    of: 9,
    message: "a: now 6 of 9",
    series: [1, 3],
  };
  assert.equal(book.told(series), [{ ...open, to: null }]);
  book.take(event({ event: "closed", severity: 2, anomalous: 7, time: 9n * minute, message: "a is quiet again" }));
  assert.equal(book.told(series), [{ ...open, anomalous: 7, to: 540_000 }]);
  // an end of which the beginning came before the input
  book.take(event({ event: "closed" }));
  assert.is(book.told(series).length, 1);
});

test("a story of groups is about the series of all that it names", () => {
  const book = new StoryBook();
  book.take(
    event({
      tag: undefined,
      groups: [
        ["host", "a"],
        ["host", "c"],
      ],
    }),
  );
  book.take(event({ tag: ["host", "b"], message: "b" }));
  book.take(event({ event: "closed", tag: undefined, groups: [] }));
  const told = book.told(series);
  assert.equal(
    told.map(({ series: its, to }) => [its, to !== null]),
    [
      [[1, 3, 4], true],
      [[2], false],
    ],
  );
});

test.run();
