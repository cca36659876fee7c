import { existsSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { accuracyOf, folder, type Method, methods, readSeries } from "../../bench/m4.js";

test("sMAPE and MASE are what their formulas say", () => {
  const method: Method = {
    name: "constant",
    published: { smape: 0, mase: 0 },
    forecast: (_, steps) => new Float64Array(steps).fill(10),
  };
  const series = [
    { name: "a", history: [1, 3, 2], future: [30, 10] },
    { name: "b", history: [4, 8], future: [10, 6] },
  ];
  // a: 200·20/40 and 0, errors 20 and 0 over 1.5; b: 0 and 200·4/16, errors 0 and 4 over 4
  const { smape, mase } = accuracyOf(method, series);
  assert.ok(Math.abs(smape - (50 + 25) / 2) < 1e-12);
  assert.ok(Math.abs(mase - (10 / 1.5 + 0.5) / 2) < 1e-12);
});

const there = existsSync(folder);
if (!there) console.log("skipped, no ../shared/data/m4-weekly: the M4 competition's accuracy");

(there ? test : test.skip)("the M4 competition's accuracy on its weekly series is reached", () => {
  const series = readSeries();
  assert.is(series.length, 359);
  assert.ok(series.every(({ history, future }) => future.length === 13 && history.every(Number.isFinite)));
  for (const method of methods) {
    const { name, published } = method;
    const { smape, mase } = accuracyOf(method, series);
    const what = `${name}: ${smape} / ${mase}`;
    if (name === "Naive2" || name === "SES") {
      assert.ok(Math.abs(smape - published.smape) < 0.01 && Math.abs(mase - published.mase) < 0.01, what);
    } else {
      assert.ok(smape < 1.01 * published.smape && mase < 1.01 * published.mase, what);
    }
  }
});

test.run();
