import { test } from "uvu";
import * as assert from "uvu/assert";
import { barText } from "../../src/host/progress.js";

test("a bar is as long as the line has room for, and never longer than the line", () => {
  assert.is(barText("score a.lp", 0.5, 80), `score a.lp ${"█".repeat(15)}${"░".repeat(15)}  50 %`);
  assert.is(barText("score a.lp", 1.2, 40), `score a.lp ${"█".repeat(22)} 100 %`);
  for (const columns of [20, 40, 80, 200]) {
    for (const title of ["x", "score some/longer/name.lp.gz", "y".repeat(300)]) {
      for (const share of [0, 0.333, 1]) {
        const text = barText(title, share, columns);
        assert.ok(text.length < columns, `${text.length} characters of ${columns}`);
      }
    }
  }
});

test("of a long title the end is shown", () => {
  assert.match(
    barText("score /a/very/long/way/to/the/metrics.lp", 0, 40),
    /^…g\/way\/to\/the\/metrics\.lp ░{8} {3}0 %$/,
  );
});

test.run();
