import { test } from "uvu";
import * as assert from "uvu/assert";
import { generate } from "../oracle/windows.js";
import { type FittedModel, fit, isNotWorse, leastSquares, range, recursions, type Start, Trend } from "./fit-probe.js";
import { random } from "./random.js";

const trends = [Trend.None, Trend.Linear, Trend.Damped];
const windows = [generate("holt", 7, 60), generate("limit", 3, 40), generate("brew", 4, 50), generate("offset", 5, 30)];

/** A model of the textbook recursions, as far as they need one. */
const modelOf = (parts: Start & { level0: number }): FittedModel => {
  const rest = { sse: 0, level: 0, trend: 0, relative: 0, kind: 0 };
  return { alpha: 0, beta: 0, phi: 1, trend0: 0, ...parts, ...rest };
};

test("with everything given, the fit is the recursion", () => {
  const all = { alpha: 0.35, beta: 0.12, phi: 0.9, level0: 2.5, trend0: -0.4 };
  for (const values of windows) {
    const size = Math.max(...values.map(Math.abs));
    for (const trend of trends) {
      const given = { ...all, level0: values[0]! + 1.5 };
      const beta = trend === Trend.None ? 0 : given.beta;
      const trend0 = trend === Trend.None ? 0 : given.trend0;
      const from = modelOf({ ...given, beta, trend0, phi: trend === Trend.Damped ? given.phi : 1 });
      const model = fit(values, trend, given);
      const textbook = recursions(values, from);
      assert.equal([model.alpha, model.beta, model.phi], [from.alpha, from.beta, from.phi]);
      assert.equal([model.level0, model.trend0], [from.level0, from.trend0]);
      assert.ok(Math.abs(model.level - textbook.level) <= 1e-12 * size);
      assert.ok(Math.abs(model.trend - textbook.trend) <= 1e-12 * size);
      const lost = 1e-12 * textbook.sse + 1e-15 * size * Math.sqrt(textbook.sse * values.length);
      assert.ok(Math.abs(model.sse - textbook.sse) <= lost, `${model.sse}, not ${textbook.sse}`);
    }
  }
});

test("the start of the best fit, given, leads to the best fit again", () => {
  for (const values of windows.slice(0, 3)) {
    for (const trend of trends) {
      const best = fit(values, trend);
      for (const names of [["level0"], ["trend0"], ["level0", "trend0"]] as const) {
        const given = Object.fromEntries(names.map((name) => [name, best[name]]));
        const model = fit(values, trend, given);
        isNotWorse(model, values, best.sse, `${trend} ${names}`);
        for (const name of names) assert.is(model[name], best[name]);
      }
    }
  }
});

test("any mix of given and fitted is kept, and no random place has a smaller sum of squares", () => {
  const names = ["alpha", "beta", "phi", "level0", "trend0"] as const;
  const values = windows[0]!;
  const all = { alpha: 0.35, beta: 0.12, phi: 0.9, level0: values[0]! - 1, trend0: 0.3 };
  // every mix in which one of the start is given
  for (let mix = 0; mix < 32; mix++) {
    if (mix < 8) continue;
    const given: Start = Object.fromEntries(names.filter((_, i) => mix & (1 << i)).map((name) => [name, all[name]]));
    const model = fit(values, Trend.Damped, given);
    for (const [name, value] of Object.entries(given)) assert.is(model[name as "alpha"], value);
    assert.ok(model.beta >= 0 && model.beta <= model.alpha && model.phi >= 0.8 && model.phi <= 0.995);
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < 3000; i++) {
      const shaken = (x: number) => x + (random() - 0.5) * 10 ** -Math.floor(random() * 5);
      const alpha = given.alpha ?? Math.min(Math.max(shaken(model.alpha), given.beta ?? 0, 1.5e-8), 1 - 1.5e-8);
      const beta = given.beta ?? Math.min(Math.max(shaken(model.beta), 0), alpha);
      const phi = given.phi ?? Math.min(Math.max(shaken(model.phi), 0.8), 0.995);
      const level0 = given.level0 ?? shaken(model.level0);
      const trend0 = given.trend0 ?? shaken(model.trend0);
      least = Math.min(least, recursions(values, modelOf({ alpha, beta, phi, level0, trend0 })).sse);
    }
    isNotWorse(model, values, least, JSON.stringify(given));
  }
});

test("with one of the start given, the other is that of least squares", () => {
  const values = windows[0]!;
  const given = { alpha: 0.3, beta: 0.1, phi: 0.9 };
  const best = fit(values, Trend.Damped, given);
  for (const name of ["level0", "trend0"] as const) {
    const model = fit(values, Trend.Damped, { ...given, [name]: best[name] });
    isNotWorse(model, values, leastSquares(values, 0.3, 0.1, 0.9), name);
  }
});

test("nothing is ever NaN, whatever start is given", () => {
  const odd: number[][] = [
    [3],
    [3, 4],
    range(10, () => 7),
    range(20, (t) => 1e308 * (-1) ** t),
    range(30, (t) => t * t),
  ];
  const starts: Start[] = [{ level0: 0 }, { trend0: 1e308 }, { level0: -1e308, trend0: 5 }, { level0: 7, trend0: 0 }];
  for (const values of odd) {
    for (const trend of trends) {
      for (const start of starts) {
        for (const given of [{}, { phi: 0 }, { alpha: 1, beta: 1 }, { alpha: 0, beta: 0 }]) {
          const model = fit(values, trend, { ...start, ...given });
          const what = `${values.slice(0, 3)}… ${trend} ${JSON.stringify({ ...start, ...given })}`;
          assert.ok(Object.values(model).every(Number.isFinite), `${what}: ${JSON.stringify(model)}`);
        }
      }
    }
  }
});

test.run();
