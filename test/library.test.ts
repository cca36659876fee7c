import { test } from "uvu";
import * as assert from "uvu/assert";
import { type FitOptions, type FitTrend, fit, forecast, type Model } from "../src/index.js";
import { fit as fitProbe, range, Trend } from "./kernel/fit-probe.js";
import { generate } from "./oracle/windows.js";

const wandering = generate("holt", 7, 60);
const trends = ["damped", "linear", "none"] as const;
const kernelTrend = { damped: Trend.Damped, linear: Trend.Linear, none: Trend.None };

function isClose(found: ArrayLike<number>, expected: ArrayLike<number>, what: string, tolerance = 1e-12): void {
  assert.is(found.length, expected.length, what);
  const size = Math.max(...Array.from(expected, Math.abs));
  for (let i = 0; i < expected.length; i++) {
    const apart = Math.abs(found[i]! - expected[i]!);
    assert.ok(apart <= tolerance * size, `${what}[${i}]: ${found[i]} is not ${expected[i]}`);
  }
}

/** The textbook's component form, a step at a time: forecasts of the values, then of the steps after them. */
function textbook(values: readonly number[], model: Model, steps: number) {
  const { alpha, beta, phi, trend } = model;
  let level = model.initialLevel;
  let slope = model.initialSlope;
  const ahead = () => (trend === "exponential" ? level * slope ** phi : level + phi * slope);
  const take = (value: number) => {
    const before = level;
    level = alpha * value + (1 - alpha) * ahead();
    if (trend === "none") return;
    if (trend === "exponential") slope = beta * (level / before) + (1 - beta) * slope ** phi;
    else slope = beta * (level - before) + (1 - beta) * phi * slope;
  };
  const fitted: number[] = [];
  for (const value of values) {
    fitted.push(ahead());
    take(value);
  }
  const path: number[] = [];
  while (path.length < steps) {
    path.push(ahead());
    // a value as expected moves nothing but time
    take(path.at(-1)!);
  }
  return { fitted, path };
}

const givens: [string, FitOptions][] = [
  ["nothing", {}],
  ["alpha", { alpha: 0.3 }],
  ["alpha and beta", { alpha: 0.4, beta: 0.1 }],
  ["all", { alpha: 0.7, beta: 0.2, phi: 0.9 }],
  ["the ends", { alpha: 1, beta: 1, phi: 1 }],
];

for (const trend of trends) {
  test(`${trend}: forecasts, fitted values and residuals are the textbook's, whatever is given`, () => {
    for (const [what, all] of givens) {
      const given = Object.fromEntries(Object.entries(all).filter(([name]) => applies(name, trend)));
      const model = fit(wandering, { trend, ...given });
      const { fitted, path } = textbook(wandering, model, 40);
      isClose(model.fitted, fitted, `${what}: fitted`);
      isClose(model.forecast(40), path, `${what}: forecast`);
      for (const [name, value] of Object.entries(given)) assert.is(model[name as "alpha"], value);
      wandering.forEach((y, t) => {
        assert.is(model.residuals[t], y - model.fitted[t]!);
      });
      const squares = model.residuals.reduce((sum, error) => sum + error * error, 0);
      isClose([model.sse], [squares], `${what}: sse`);
      assert.is(model.trend, trend);
    }
  });
}

function applies(name: string, trend: FitTrend): boolean {
  return name === "alpha" || (name === "beta" && trend !== "none") || (name === "phi" && trend === "damped");
}

test("the kernel's level and slope are where the recursions lead, so that the path goes on from the fitted values", () => {
  for (const trend of trends) {
    const model = fit(wandering, { trend });
    const last = wandering.length - 1;
    const level = model.fitted[last]! + model.alpha * model.residuals[last]!;
    isClose([model.level], [level], `${trend}: level`);
    const longer = fit(
      [...wandering, 3],
      trend === "damped" ? { alpha: 0.5, beta: 0.1, phi: 0.9 } : { trend, alpha: 0.5 },
    );
    const next = longer.level + longer.phi * longer.slope;
    isClose(longer.forecast(1), [next], `${trend}: the first step`);
  }
});

test("a fit has the bits of the kernel's own", () => {
  for (const kind of ["walk", "noise", "brew", "limit", "saw", "offset"] as const) {
    for (const trend of trends) {
      const values = generate(kind, 11, 80);
      const { level0, trend0, trend: slope, kind: _, relative: __, ...same } = fitProbe(values, kernelTrend[trend]);
      const model = fit(values, { trend });
      const found = Object.fromEntries(Object.keys(same).map((name) => [name, model[name as "alpha"]]));
      assert.equal(
        { ...found, level0: model.initialLevel, trend0: model.initialSlope, slope: model.slope },
        {
          ...same,
          level0,
          trend0,
          slope,
        },
      );
    }
  }
});

test("the variance spends one value on each parameter that was fitted", () => {
  const divisors: [FitOptions, number][] = [
    [{}, 55],
    [{ trend: "linear" }, 56],
    [{ trend: "none" }, 58],
    [{ alpha: 0.3, phi: 0.9 }, 57],
    [{ trend: "none", alpha: 0.3 }, 59],
  ];
  for (const [options, divisor] of divisors) {
    const model = fit(wandering, options);
    assert.is(model.variance, model.sse / divisor);
  }
  assert.is(fit([3, 5, 4], { alpha: 0.5 }).variance, fit([3, 5, 4], { alpha: 0.5 }).sse);
});

/** c_h from its meaning: what an error of 1 does to the forecasts after it, squared and added. */
function widenings({ alpha, beta, phi }: Model, steps: number): number[] {
  let level = alpha;
  let slope = alpha * beta;
  let sum = 1;
  return range(steps, (step) => {
    if (step === 0) return sum;
    const effect = level + phi * slope;
    sum += effect * effect;
    level = effect;
    slope *= phi;
    return sum;
  });
}

test("an interval is the forecast and the quantile times the deviation of the formula", () => {
  const quantiles: [number, number][] = [
    [50, 0.6744897501960817],
    [80, 1.2815515655446004],
    [95, 1.959963984540054],
    [99.9, 3.290526731491926],
  ];
  for (const options of [{}, { alpha: 0.6, beta: 0.3, phi: 0.9 }, { trend: "linear" }, { trend: "none" }] as const) {
    const model = fit(wandering, options);
    const path = model.forecast(30);
    for (const [level, quantile] of quantiles) {
      const { lower, upper } = model.interval(30, level);
      const halves = widenings(model, 30).map((c) => quantile * Math.sqrt(model.variance * c));
      isClose(
        lower,
        halves.map((half, h) => path[h]! - half),
        `lower ${level}`,
        1e-8,
      );
      isClose(
        upper,
        halves.map((half, h) => path[h]! + half),
        `upper ${level}`,
        1e-8,
      );
    }
    assert.equal(model.interval(30), model.interval(30, 95));
  }
});

test("the one call gives what the model gives", () => {
  const options = { trend: "linear", alpha: 0.4 } as const;
  const model = fit(wandering, options);
  const { yhat, lower, upper } = forecast(wandering, 12, { ...options, level: 80 });
  assert.equal(yhat, model.forecast(12));
  assert.equal({ lower, upper }, model.interval(12, 80));
  assert.equal(forecast(wandering, 3).lower, fit(wandering).interval(3).lower);
});

test("any array of numbers will do, and it stays as it is", () => {
  const values = range(30, (t) => Math.fround(Math.sin(t)));
  const expected = fit(values);
  const given = Object.freeze({ trend: "damped", alpha: undefined, beta: undefined } as const);
  assert.equal(fit(Object.freeze([...values]), given), expected);
  for (const copy of [Float32Array.from(values), Float64Array.from(values), Object.assign({ length: 30 }, values)]) {
    assert.equal(fit(copy), expected);
    assert.equal(Array.from(copy), values);
  }
  const kept = Float64Array.from(expected.fitted);
  fit(wandering);
  assert.equal(expected.fitted, kept);
});

test("a constant forecasts itself, and nothing is ever NaN", () => {
  for (const trend of trends) {
    for (const value of [0, -3.5, 1e150]) {
      for (const length of [1, 2, 10, 4096]) {
        const { yhat, lower, upper } = forecast(new Float64Array(length).fill(value), 40, { trend });
        for (const path of [yhat, lower, upper]) assert.ok(path.every((y) => y === value));
      }
    }
  }
  const odd = [
    [3, 4],
    [3, 4, 6],
    range(10, (t) => t % 2),
    range(4096, (t) => (t % 2 === 0 ? 1e150 : -1e150)),
    range(120, (t) => 1e-310 * (t % 5)),
    range(120, (t) => 1e9 * 1.1 ** t),
    range(120, (t) => (t === 60 ? 1e12 : 0.1 * (t % 3))),
  ];
  for (const values of odd) {
    for (const trend of trends) {
      for (const given of [{}, { alpha: 1 }, { alpha: 1e-9 }]) {
        const model = fit(values, { trend, ...given });
        const { lower, upper } = model.interval(1000, 99.99);
        for (const numbers of [model.fitted, model.residuals, model.forecast(1000), lower, upper]) {
          assert.ok(numbers.every(Number.isFinite), `${trend} ${values.slice(0, 3)}`);
        }
        assert.ok(Number.isFinite(model.variance));
      }
    }
  }
});

test("given starting values are kept, and the recursions run from them", () => {
  for (const trend of trends) {
    const slope = trend === "none" ? {} : { initialSlope: 0.25 };
    for (const given of [
      { initialLevel: 4, ...slope },
      { initialLevel: 4 },
      { initialLevel: 4, ...slope, alpha: 0.3 },
    ]) {
      const model = fit(wandering, { trend, ...given });
      for (const [name, value] of Object.entries(given)) assert.is(model[name as "alpha"], value);
      const { fitted, path } = textbook(wandering, model, 20);
      isClose(model.fitted, fitted, `${trend}: fitted`);
      isClose(model.forecast(20), path, `${trend}: forecast`, 1e-11);
      assert.ok(model.sse >= fit(wandering, { trend }).sse * (1 - 1e-9));
    }
  }
});

test("an exponential trend is the textbook's, and its band is that of the logarithms", () => {
  const values = wandering.map((y, t) => (20 + y / 100) * 1.02 ** t);
  for (const given of [{}, { alpha: 0.3, beta: 0.1 }, { initialLevel: 20, initialSlope: 1.02 }]) {
    const model = fit(values, { trend: "exponential", ...given });
    const { fitted, path } = textbook(values, model, 20);
    isClose(model.fitted, fitted, "fitted");
    const yhat = model.forecast(20);
    isClose(yhat, path, "forecast", 1e-11);
    const { lower, upper } = model.interval(20);
    widenings(model, 20).forEach((c, h) => {
      const half = 1.959963984540054 * Math.sqrt(model.variance * c);
      isClose([Math.log(upper[h]! / yhat[h]!), Math.log(yhat[h]! / lower[h]!)], [half, half], "band", 1e-8);
    });
  }
  const constant = forecast(
    range(10, () => 7),
    5,
    { trend: "exponential" },
  );
  assert.ok(
    [constant.yhat, constant.lower, constant.upper].every((band) => band.every((y) => Math.abs(y - 7) < 1e-12)),
  );
});

test.run();
