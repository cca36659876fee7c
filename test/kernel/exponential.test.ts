import { test } from "uvu";
import * as assert from "uvu/assert";
import { range } from "./fit-probe.js";
import { loadProbe } from "./probe.js";
import { random } from "./random.js";

const probe = loadProbe<{
  exponentialForecast(level: number, factor: number, phi: number, steps: bigint): number;
  advanceExponential(
    level: number,
    factor: number,
    forecast: number,
    value: number,
    steps: bigint,
    alpha: number,
    beta: number,
    phi: number,
  ): number;
  additiveTrend(level: number, factor: number): number;
  relativeError(value: number, forecast: number): number;
  bandFactor(multiplier: number, variance: number, alpha: number, beta: number, phi: number, steps: bigint): number;
  nextLevel: { value: number };
  nextFactor: { value: number };
}>();

const isNear = (actual: number, expected: number, what = "") =>
  assert.ok(Math.abs(actual / expected - 1) < 1e-11, `${what}: ${actual}, not ${expected}`);

/** One point; returns the forecast, level and factor. */
function smooth(level: number, factor: number, value: number, steps: number, alpha: number, beta: number, phi: number) {
  const forecast = probe.exponentialForecast(level, factor, phi, BigInt(steps));
  assert.ok(probe.advanceExponential(level, factor, forecast, value, BigInt(steps), alpha, beta, phi));
  return { forecast, level: probe.nextLevel.value, factor: probe.nextFactor.value };
}

test("a point one step ahead is smoothed by the textbook recursions", () => {
  for (let i = 0; i < 1000; i++) {
    const [level, factor, value] = [10 * random() + 0.1, 0.8 + 0.4 * random(), 10 * random() + 0.1];
    const [alpha, beta, phi] = [random(), random(), i % 2 === 0 ? 1 : 0.8 + 0.2 * random()];
    const after = smooth(level, factor, value, 1, alpha, beta, phi);
    const forecast = level * factor ** phi;
    const next = forecast + alpha * (value - forecast);
    isNear(after.forecast, forecast);
    isNear(after.level, next);
    isNear(after.factor, beta * (next / level) + (1 - beta) * factor ** phi);
  }
});

test("a gap that ends where it was forecast to leads where its single steps would have led", () => {
  for (const phi of [1, 0.9]) {
    for (const gap of [2, 5, 12]) {
      let single = { level: 20, factor: 1.07, forecast: 0 };
      for (let step = 0; step < gap; step++) {
        const value = probe.exponentialForecast(single.level, single.factor, phi, 1n);
        single = smooth(single.level, single.factor, value, 1, 0.4, 0.2, phi);
      }
      const value = probe.exponentialForecast(20, 1.07, phi, BigInt(gap));
      const over = smooth(20, 1.07, value, gap, 0.4, 0.2, phi);
      isNear(over.level, single.level, `${gap} steps, phi ${phi}`);
      isNear(over.factor, single.factor, `${gap} steps, phi ${phi}`);
    }
  }
});

test("over a gap the factor moves by the root of the level's surprise", () => {
  const [alpha, beta, phi, gap] = [0.4, 0.2, 0.9, 3];
  const after = smooth(20, 1.07, 40, gap, alpha, beta, phi);
  const forecast = 20 * 1.07 ** (phi + phi ** 2 + phi ** 3);
  const level = forecast + (1 - (1 - alpha) ** gap) * (40 - forecast);
  const grown = 1.07 ** (phi ** gap) * (1 + (1 - (1 - beta) ** gap) * ((level / forecast) ** (1 / gap) - 1));
  isNear(after.level, level);
  isNear(after.factor, grown);
});

test("a value that is not positive moves nothing", () => {
  smooth(20, 1.07, 40, 1, 0.3, 0.1, 1);
  const before = [probe.nextLevel.value, probe.nextFactor.value];
  for (const value of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
    for (const steps of [1n, 4n]) {
      assert.not(probe.advanceExponential(20, 1.07, 21.4, value, steps, 0.3, 0.1, 1));
      assert.equal([probe.nextLevel.value, probe.nextFactor.value], before);
    }
  }
  isNear(probe.additiveTrend(20, 1.07), 1.4);
});

test("level and factor stay finite and positive whatever positive values come", () => {
  let state = { level: 1, factor: 1 };
  for (let i = 0; i < 5000; i++) {
    const value = 10 ** (random() * 600 - 300);
    const steps = BigInt(1 + Math.floor(random() * 4));
    const forecast = probe.exponentialForecast(state.level, state.factor, 1, steps);
    if (!probe.advanceExponential(state.level, state.factor, forecast, value, steps, 0.5, 0.5, 1)) {
      state = { level: value, factor: 1 };
      continue;
    }
    state = { level: probe.nextLevel.value, factor: probe.nextFactor.value };
    assert.ok(state.level > 0 && state.level < Number.POSITIVE_INFINITY && state.factor > 0, `${i}`);
    for (const far of [1n, 40n, 1_000_000_000_000n]) {
      assert.ok(Number.isFinite(probe.exponentialForecast(state.level, state.factor, 0.98, far)));
      assert.ok(Number.isFinite(probe.exponentialForecast(state.level, state.factor, 1, far)));
    }
  }
});

test("the band is the additive one of the logarithms", () => {
  const [alpha, beta, phi] = [0.4, 0.2, 0.9];
  const sumOf = (steps: number) => range(steps, (i) => phi ** (i + 1)).reduce((a, b) => a + b, 0);
  for (const steps of [1, 2, 10]) {
    const widening = range(steps, (j) => (j === 0 ? 1 : (alpha + alpha * beta * sumOf(j)) ** 2)).reduce(
      (a, b) => a + b,
    );
    const expected = Math.exp(3 * Math.sqrt(0.01 * widening));
    isNear(probe.bandFactor(3, 0.01, alpha, beta, phi, BigInt(steps)), expected, `${steps} steps`);
  }
  isNear(probe.relativeError(3, 2), Math.log(1.5));
});

test("the widened band covers what simulated multiplicative errors reach", () => {
  const [alpha, beta, steps, deviation] = [0.4, 0.2, 8, 0.02];
  const normal = () => range(12, random).reduce((a, b) => a + b, 0) - 6;
  const logarithms: number[] = [];
  for (let path = 0; path < 20_000; path++) {
    let state = { level: 10, factor: 1.03 };
    for (let step = 1; step <= steps; step++) {
      const value = state.level * state.factor * Math.exp(deviation * normal());
      if (step === steps) logarithms.push(Math.log(value));
      else state = smooth(state.level, state.factor, value, 1, alpha, beta, 1);
    }
  }
  const mean = logarithms.reduce((a, b) => a + b) / logarithms.length;
  const spread = Math.sqrt(logarithms.reduce((a, b) => a + (b - mean) ** 2, 0) / logarithms.length);
  const band = Math.log(probe.bandFactor(1, deviation ** 2, alpha, beta, 1, BigInt(steps)));
  assert.ok(Math.abs(band / spread - 1) < 0.03, `${band}, simulated ${spread}`);
});

test.run();
