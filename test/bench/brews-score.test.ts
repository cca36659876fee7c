import { test } from "uvu";
import * as assert from "uvu/assert";
import { judgeBrew } from "../../bench/brews-score.js";
import { emptyVerdict } from "../../bench/detector.js";
import type { Label } from "../../src/simulation/sample.js";

test("an incident belongs to the label that began last, and may open two points behind it", () => {
  const labels: Label[] = [
    { field: "f", first: 100, last: 199, fault: "drift" },
    { field: "f", first: 150, last: 151, fault: "spike" },
    { field: "f", first: 300, last: 300, fault: "spike" },
    { field: "f", first: 10, last: 12, fault: "spike" },
  ];
  const verdict = emptyVerdict(400);
  for (const row of [11, 151, 302, 350]) verdict.opened[row] = 1;
  verdict.anomalous.fill(1, 151, 156);
  const { events, incidents } = judgeBrew(verdict, labels);
  assert.equal(
    events.map(({ fault, delay, behind, covered }) => [fault, delay, behind, covered]),
    [
      ["drift", undefined, false, true],
      ["spike", 1, false, true],
      ["spike", 2, true, false],
    ],
  );
  assert.equal(
    incidents.map(({ row, fault }) => [row, fault]),
    [
      [11, undefined],
      [151, "spike"],
      [302, "spike"],
      [350, undefined],
    ],
  );
});

test.run();
