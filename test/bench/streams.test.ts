import { test } from "uvu";
import * as assert from "uvu/assert";
import { stream, streamKinds } from "../../bench/streams.js";

test("a seed gives the same stream again, and another seed another", () => {
  for (const kind of streamKinds) {
    assert.equal(stream(kind, 200, 1).values, stream(kind, 200, 1).values);
    assert.not.equal(stream(kind, 200, 1).values, stream(kind, 200, 2).values);
  }
});

test("gauss, laplace and t3 have mean 20 and their deviation is .3", () => {
  for (const kind of ["gauss", "laplace", "t3"] as const) {
    const { values } = stream(kind, 200_000, 3);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    assert.ok(Math.abs(mean - 20) < 0.005, `${kind}: mean ${mean}`);
    assert.ok(Math.abs(Math.sqrt(variance) / 0.3 - 1) < 0.1, `${kind}: variance ${variance}`);
  }
});

test("the tails are those of the names", () => {
  // P(|x| > 5): 5.7e-7, e^(−5√2) = 8.5e-4, and 2·(1 − F₃(5√3)) = 3.24e-3
  const beyond = (kind: "gauss" | "laplace" | "t3") =>
    stream(kind, 200_000, 5).values.reduce((count, value) => count + (Math.abs(value - 20) > 1.5 ? 1 : 0), 0) / 200_000;
  assert.ok(beyond("gauss") < 3e-5);
  assert.ok(Math.abs(beyond("laplace") / 8.5e-4 - 1) < 0.3, `${beyond("laplace")}`);
  assert.ok(Math.abs(beyond("t3") / 3.24e-3 - 1) < 0.3, `${beyond("t3")}`);
});

test("nine points in ten of the quantised stream are the level, the others in steps of .1", () => {
  const { values } = stream("quantised", 20_000, 4);
  assert.ok(values.every((value) => Math.abs(value * 10 - Math.round(value * 10)) < 1e-9));
  const level = values.filter((value) => value === 20).length / values.length;
  assert.ok(level > 0.9 && level < 0.98, `${level}`);
});

test("spikes stand alone on an otherwise equal stream", () => {
  const clean = stream("t3", 20_000, 6);
  const spiked = stream("t3", 20_000, 6, { share: 0.001, height: 10 });
  assert.ok(spiked.spikes.length > 5 && spiked.spikes.length < 45);
  const rows = new Set(spiked.spikes);
  spiked.values.forEach((value, row) => {
    const moved = Math.abs(value - clean.values[row]!);
    assert.ok(rows.has(row) ? Math.abs(moved - 3) < 1e-9 : moved === 0, `row ${row}`);
  });
});

test.run();
