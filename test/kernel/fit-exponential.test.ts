import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { generatePositive, type PositiveKind } from "../oracle/positive.js";
import { type FittedModel, fit, isNotWorse, range, type Start, Trend } from "./fit-probe.js";
import { random } from "./random.js";

interface Oracle {
  /** Sum of squares, then the forecasts 1, 2 and 10 steps ahead. */
  windows: [kind: PositiveKind, seed: number, length: number, reached: [number, number, number, number]][];
}

const root = new URL("../../../", import.meta.url);
const oracle: Oracle = JSON.parse(readFileSync(new URL("test/oracle/exponential.json", root), "utf8"));
const wandering = generatePositive("multiplicative", 3, 60);

/** The textbook recursions from a model's start over the values, and where they lead. */
function recursions(
  values: readonly number[],
  from: Omit<FittedModel, "sse" | "level" | "trend" | "relative" | "kind">,
) {
  const { alpha, beta, phi } = from;
  let { level0: level, trend0: trend } = from;
  let sse = 0;
  let relative = 0;
  for (const value of values) {
    const forecast = level * trend ** phi;
    const next = forecast + alpha * (value - forecast);
    trend = beta * (next / level) + (1 - beta) * trend ** phi;
    level = next;
    sse += (value - forecast) ** 2;
    relative += Math.log(value / forecast) ** 2;
  }
  return { sse, relative, level, trend };
}

function forecast(model: FittedModel, steps: number): number {
  const sum = range(steps, (i) => model.phi ** (i + 1)).reduce((a, b) => a + b, 0);
  return model.level * model.trend ** sum;
}

/** Sums of squares lose what is below the values' own digits. */
const lost = (values: readonly number[]) => 1e-24 * values.reduce((sum, y) => sum + y * y, 0);

test("no window is fitted worse than by statsmodels, and forecasts agree", () => {
  for (const [kind, seed, length, [sse, ...forecasts]] of oracle.windows) {
    const values = generatePositive(kind, seed, length);
    const model = fit(values, Trend.Exponential);
    const what = `${kind} ${seed} of ${length}`;
    assert.is(model.kind, Trend.Exponential);
    assert.ok(model.sse <= sse * (1 + 1e-8) + lost(values), `${what}: ${model.sse} is worse than ${sse}`);
    if (model.sse < sse * (1 - 1e-8) - lost(values)) continue;
    [1, 2, 10].forEach((steps, i) => {
      const expected = forecasts[i]!;
      const short = Math.sqrt(Math.max(sse - model.sse, 0));
      const allowed = 1e-4 * Math.max(expected, ...values) + short;
      assert.ok(Math.abs(forecast(model, steps) - expected) <= allowed, `${what}: ${steps} steps ahead`);
    });
  }
});

test("an optimum in a narrow valley of small beta is found, which the grid without its node there misses", () => {
  const values = generatePositive("walk", 75_238, 100);
  isNotWorse(fit(values, Trend.Exponential), values, 105.80173048, "walk");
});

test("level, factor and errors are those of the textbook recursions from the fitted start", () => {
  for (const given of [{}, { alpha: 0.3 }, { phi: 0.9 }, { alpha: 0.4, beta: 0.1, phi: 0.85 }, { alpha: 1, beta: 1 }]) {
    const model = fit(wandering, Trend.Exponential, given);
    const textbook = recursions(wandering, model);
    for (const name of ["sse", "relative", "level", "trend"] as const) {
      assert.ok(Math.abs(textbook[name] / model[name] - 1) < 1e-11, `${name} ${JSON.stringify(given)}`);
    }
  }
});

test("phi is 1 unless given, given parameters are kept, and no random place has a smaller sum of squares", () => {
  const mixes: Start[] = [{}, { phi: 0.9 }, { alpha: 0.3 }, { beta: 0.2 }, { alpha: 0.5, beta: 0.1 }, { trend0: 1.02 }];
  mixes.push({ level0: 4, phi: 0.8 }, { alpha: 0.2, level0: 5, trend0: 1.1 });
  for (const given of mixes) {
    for (const values of [wandering, generatePositive("logistic", 5, 40), generatePositive("walk", 6, 30)]) {
      const model = fit(values, Trend.Exponential, given);
      for (const [name, value] of Object.entries(given)) assert.is(model[name as "alpha"], value);
      assert.is(model.phi, given.phi ?? 1);
      let least = Number.POSITIVE_INFINITY;
      for (let i = 0; i < 3000; i++) {
        const near = i % 2 === 0 ? model : { alpha: random(), beta: 1, level0: values[0]!, trend0: 1 };
        const shaken = (value: number) => value * (1 + (random() - 0.5) * 10 ** -Math.floor(random() * 5));
        const alpha = given.alpha ?? Math.min(Math.max(shaken(near.alpha), given.beta ?? 0, 1.5e-8), 1 - 1.5e-8);
        const beta = given.beta ?? Math.min(shaken(near.beta) * random() ** 0.1, alpha);
        const trend0 = given.trend0 ?? shaken(near.trend0);
        const level0 = given.level0 ?? shaken(near.level0);
        least = Math.min(least, recursions(values, { alpha, beta, phi: model.phi, level0, trend0 }).sse);
      }
      isNotWorse(model, values, least, JSON.stringify(given));
    }
  }
});

test("growth and decay without noise are followed to the last digits", () => {
  for (const factor of [0.7, 0.99, 1.01, 1.3]) {
    const values = range(40, (t) => 5 * factor ** t);
    const model = fit(values, Trend.Exponential);
    assert.ok(model.sse <= lost(values));
    assert.ok(Math.abs(forecast(model, 20) / (5 * factor ** 59) - 1) < 1e-6);
  }
});

test("a window with a value that is not positive gets the additive trend of the same damping, and says so", () => {
  const values = wandering.map((y, t) => (t === 20 ? 0 : y));
  assert.equal(fit(values, Trend.Exponential), fit(values, Trend.Linear));
  assert.equal(fit(values, Trend.Exponential, { phi: 1 }), fit(values, Trend.Linear));
  assert.equal(fit(values, Trend.Exponential, { phi: 0.9 }), fit(values, Trend.Damped, { phi: 0.9 }));
  assert.is(fit(values, Trend.Exponential).kind, Trend.Linear);
  // so does a start that is not positive
  assert.is(fit(wandering, Trend.Exponential, { trend0: 0 }).kind, Trend.Linear);
  assert.is(fit(wandering, Trend.Exponential, { level0: -1, phi: 0.9 }).kind, Trend.Damped);
  // a given factor becomes what it adds to the level
  const started = fit(values, Trend.Exponential, { level0: 4, trend0: 1.5 });
  assert.equal(started, fit(values, Trend.Linear, { level0: 4, trend0: 2 }));
});

test("scaling by a power of two scales the model to the last bit", () => {
  const model = fit(wandering, Trend.Exponential, { phi: 0.95 });
  for (const scale of [2 ** 300, 2 ** -400]) {
    const scaled = fit(
      wandering.map((y) => y * scale),
      Trend.Exponential,
      { phi: 0.95 },
    );
    const { sse, level0, level } = model;
    assert.equal(scaled, { ...model, sse: sse * scale * scale, level0: level0 * scale, level: level * scale });
  }
});

test("a fit depends on its window alone, whatever was fitted before", () => {
  const window = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 2, maxLength: 30 });
  const trend = fc.constantFrom(Trend.Exponential, Trend.Linear, Trend.Damped);
  const given = fc.constantFrom<Start[]>({}, { alpha: 0.3 }, { phi: 0.95 }, { level0: 3 }, { level0: 9, trend0: 1.1 });
  fc.assert(
    fc.property(window, trend, given, window, trend, given, (a, trendA, givenA, b, trendB, givenB) => {
      const first = fit(a, trendA, givenA);
      fit(b, trendB, givenB);
      assert.equal(fit(a, trendA, givenA), first);
    }),
    { numRuns: 200 },
  );
});

test("a constant window forecasts the constant", () => {
  for (const value of [1e-200, 3.5, 1e150]) {
    const model = fit(
      range(10, () => value),
      Trend.Exponential,
    );
    assert.is(model.sse, 0);
    assert.is(forecast(model, 40), value);
  }
});

test("nothing is ever NaN", () => {
  const odd: number[][] = [
    [3],
    [3, 4],
    [3, 4, 6],
    range(10, (t) => (t === 9 ? 1e300 : 1)),
    range(10, (t) => (t === 0 ? 1e-320 : 1e300)),
    range(120, (t) => 10 ** (t * 5 - 300)),
    range(120, (t) => 10 ** (300 - t * 5)),
    range(120, (t) => 1e150 * (1 + (t % 3))),
    range(120, (t) => 1e-310 * (1 + (t % 5))),
    range(30, (t) => (t % 2 === 0 ? 1e-9 : 1e9)),
    range(30, (t) => 1e308 * (0.5 + (t % 3) / 2)),
    range(10, (t) => (t % 2 === 0 ? 1e308 : -1e308)),
  ];
  const mixes: Start[] = [{}, { alpha: 0.5 }, { phi: 0 }, { phi: 0.5 }, { alpha: 0, beta: 0 }, { alpha: 1, beta: 1 }];
  mixes.push({ level0: 1e300 }, { level0: -1, trend0: 2 }, { trend0: 1e9 }, { level0: 1e-300, trend0: 1e-300 });
  for (const values of odd) {
    for (const given of mixes) {
      const model = fit(values, Trend.Exponential, given);
      const what = `${values.slice(0, 3)}… ${JSON.stringify(given)}: ${JSON.stringify(model)}`;
      assert.ok(Object.values(model).every(Number.isFinite), what);
    }
  }
});

test.run();
