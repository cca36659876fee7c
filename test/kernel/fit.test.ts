import * as fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { generate } from "../oracle/windows.js";
import { fit, forecast, isNotWorse, leastSquares, range, recursions, Trend } from "./fit-probe.js";

const wandering = generate("holt", 7, 60);

test("level, trend and errors are those of the textbook recursions from the fitted start", () => {
  for (const trend of [Trend.None, Trend.Linear, Trend.Damped]) {
    for (const given of [{}, { alpha: 0.3 }, { alpha: 0.4, beta: 0.1, phi: 0.9 }, { alpha: 1, beta: 1, phi: 1 }]) {
      const model = fit(wandering, trend, given);
      const textbook = recursions(wandering, model);
      const size = Math.max(...wandering.map(Math.abs));
      assert.ok(Math.abs(textbook.sse / model.sse - 1) < 1e-12, `${trend} ${JSON.stringify(given)}`);
      assert.ok(Math.abs(textbook.level - model.level) <= 1e-12 * size);
      assert.ok(Math.abs(textbook.trend - model.trend) <= 1e-12 * size);
    }
  }
});

test("given parameters are kept, in any combination, and the rest is fitted as well as a fine grid does", () => {
  const combinations = [
    { alpha: 0.3 },
    { beta: 0.2 },
    { phi: 0.9 },
    { alpha: 0.3, beta: 0.2 },
    { alpha: 0.3, phi: 0.9 },
  ];
  for (const given of [...combinations, { beta: 0.2, phi: 0.9 }, { alpha: 0.3, beta: 0.2, phi: 0.9 }]) {
    for (const values of [wandering, generate("limit", 3, 40), generate("brew", 4, 50)]) {
      const model = fit(values, Trend.Damped, given);
      for (const [name, value] of Object.entries(given)) assert.is(model[name as "alpha"], value);
      let best = Number.POSITIVE_INFINITY;
      const { alpha, beta, phi }: { alpha?: number; beta?: number; phi?: number } = given;
      for (const a of alpha === undefined ? range(40, (i) => Math.max((i / 39) ** 2, 1.5e-8)) : [alpha]) {
        for (const b of beta === undefined ? range(12, (i) => (a * i) / 11) : [beta]) {
          if (b > a && alpha === undefined) continue;
          for (const p of phi === undefined ? range(14, (i) => 0.8 + 0.015 * i) : [phi]) {
            best = Math.min(best, leastSquares(values, Math.min(a, 1 - 1.5e-8), b, p));
          }
        }
      }
      isNotWorse(model, values, best, JSON.stringify(given));
      assert.ok(model.beta >= 0 && model.beta <= Math.max(model.alpha, beta ?? 0) && model.phi <= 1);
    }
  }
});

test("simple smoothing is fitted as well as a fine grid does", () => {
  for (const kind of ["walk", "noise", "brew", "limit", "saw", "step", "offset"] as const) {
    const values = generate(kind, 11, 80);
    const model = fit(values, Trend.None);
    let best = Number.POSITIVE_INFINITY;
    for (let i = 0; i <= 400; i++) {
      const { sse } = fit(values, Trend.None, { alpha: Math.min(Math.max(i / 400, 1.5e-8), 1 - 1.5e-8) });
      best = Math.min(best, sse);
    }
    isNotWorse(model, values, best, kind);
    assert.is(model.beta, 0);
    assert.is(model.trend, 0);
  }
});

test("a fit depends on its window alone, whatever was fitted before", () => {
  const window = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 10, maxLength: 40 });
  const trend = fc.constantFrom(Trend.None, Trend.Linear, Trend.Damped);
  const given = fc.constantFrom({}, { alpha: 0.3 }, { beta: 0.1 }, { phi: 0.95 });
  fc.assert(
    fc.property(window, trend, given, window, trend, given, (a, trendA, givenA, b, trendB, givenB) => {
      const first = fit(a, trendA, givenA);
      fit(b, trendB, givenB);
      assert.equal(fit(a, trendA, givenA), first);
    }),
    { numRuns: 200 },
  );
});

test("scaling by a power of two scales the model to the last bit, and an offset moves it", () => {
  for (const kind of ["walk", "limit", "saw", "brew"] as const) {
    const values = generate(kind, 5, 50);
    const model = fit(values, Trend.Damped);
    for (const scale of [2 ** 300, 2 ** -400]) {
      const scaled = fit(
        values.map((y) => y * scale),
        Trend.Damped,
      );
      assert.equal(scaled, {
        ...model,
        sse: model.sse * scale * scale,
        level0: model.level0 * scale,
        trend0: model.trend0 * scale,
        level: model.level * scale,
        trend: model.trend * scale,
      });
    }
  }
  const steps = generate("two", 6, 60);
  const model = fit(steps, Trend.Damped);
  const moved = fit(
    steps.map((y) => y + 2 ** 40),
    Trend.Damped,
  );
  assert.is(moved.sse, model.sse);
  assert.ok(Math.abs(moved.level - 2 ** 40 - model.level) < 1e-3);
});

test("a constant window forecasts the constant", () => {
  for (const trend of [Trend.None, Trend.Linear, Trend.Damped]) {
    for (const value of [0, -3.5, 1e150]) {
      const model = fit(
        range(10, () => value),
        trend,
      );
      assert.is(model.sse, 0);
      assert.is(forecast(model, 40), value);
      assert.ok(Object.values(model).every(Number.isFinite));
    }
  }
  assert.equal(
    fit(
      range(10, () => 7),
      Trend.Damped,
      { alpha: 0.7, beta: 0.3, phi: 0.9 },
    ).alpha,
    0.7,
  );
});

test("nothing is ever NaN", () => {
  const odd: number[][] = [
    [3],
    [3, 4],
    [3, 4, 6],
    range(10, (t) => t % 2),
    range(10, (t) => (t === 9 ? 1 : 0)),
    range(10, (t) => (t === 0 ? 1 : 0)),
    range(4096, (t) => t),
    range(120, (t) => 3 * 0.9 ** t),
    range(120, (t) => 1e150 * (t % 3)),
    range(120, (t) => (t % 2 === 0 ? 1e308 : -1e308)),
    range(120, (t) => 1e-310 * (t % 5)),
    range(120, (t) => 1e9 * 1.1 ** t),
    range(120, (t) => (t === 60 ? 1e12 : 0.1 * (t % 3))),
  ];
  for (const values of odd) {
    for (const trend of [Trend.None, Trend.Linear, Trend.Damped]) {
      for (const given of [{}, { alpha: 0.5 }, { beta: 0 }, { phi: 1 }, { phi: 0 }, { alpha: 0, beta: 0, phi: 0.5 }]) {
        const model = fit(values, trend, given);
        const what = `${values.slice(0, 3)}… ${trend} ${JSON.stringify(given)}: ${JSON.stringify(model)}`;
        assert.ok(Object.values(model).every(Number.isFinite), what);
      }
    }
  }
});

test("a curve that approaches its limit without noise is followed to the last digits", () => {
  for (const kept of [0.81, 0.9, 0.97]) {
    const values = range(60, (t) => 5 + 3 * kept ** t);
    const model = fit(values, Trend.Damped);
    isNotWorse(model, values, 0, `φ = ${kept}`);
    assert.ok(Math.abs(forecast(model, 40) - (5 + 3 * kept ** 99)) < 1e-9);
  }
});

test.run();
