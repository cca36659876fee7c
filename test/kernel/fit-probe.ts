import * as assert from "uvu/assert";
import { loadProbe } from "./probe.js";

/** The kernel's Trend. */
export const Trend = { None: 0, Linear: 1, Damped: 2, Exponential: 3 } as const;

/** What the probe build exports for the fit. */
export interface FitProbe {
  memory: { buffer: ArrayBuffer };
  fitProbeRoom(): number;
  fitProbe(
    count: number,
    trend: number,
    alpha: number,
    beta: number,
    phi: number,
    level0: number,
    trend0: number,
    starts: number,
  ): number;
}

/** What a fit finds; `beta` is statsmodels' smoothing_trend, `trend` and `level` stand after the last value. */
export interface Model {
  sse: number;
  alpha: number;
  beta: number;
  phi: number;
  level0: number;
  trend0: number;
  level: number;
  trend: number;
}

/** The same, and beside it what the kernel tells of its way there. */
export interface FittedModel extends Model {
  /** Mean square of the errors' logarithms, of an exponential trend. */
  relative: number;
  /** The kernel's Trend that was fitted. */
  kind: number;
}

/** What is given of a fit, and so not fitted. */
export interface Start {
  alpha?: number;
  beta?: number;
  phi?: number;
  level0?: number;
  trend0?: number;
}

/** The fit of a build of the kernel. */
export function loadFit(build: "release" | "debug") {
  const probe = loadProbe<FitProbe>(build);
  /** Fits up to 4,096 values. */
  return (values: ArrayLike<number>, trend: number, given: Start = {}, starts = 5): FittedModel => {
    const room = probe.fitProbeRoom();
    new Float64Array(probe.memory.buffer, room, values.length).set(values);
    const free = Number.NaN;
    const { alpha = free, beta = free, phi = free, level0 = free, trend0 = free } = given;
    const at = probe.fitProbe(values.length, trend, alpha, beta, phi, level0, trend0, starts);
    const numbers = new Float64Array(probe.memory.buffer, at, 9);
    const result = [...numbers, new Int32Array(probe.memory.buffer, at + numbers.byteLength, 1)[0]];
    const names = ["sse", "alpha", "beta", "phi", "level0", "trend0", "level", "trend", "relative", "kind"];
    return Object.fromEntries(names.map((name, i) => [name, result[i]])) as unknown as FittedModel;
  };
}

export const fit = loadFit("release");

/** The textbook recursions from a fit's start over the values, the forecasts one step ahead, and where they lead. */
export function recursions(values: readonly number[], from: Model) {
  let { level0: level, trend0: trend } = from;
  let sse = 0;
  for (const value of values) {
    const forecast = level + from.phi * trend;
    const error = value - forecast;
    sse += error * error;
    level = forecast + from.alpha * error;
    trend = from.phi * trend + from.alpha * from.beta * error;
  }
  return { sse, level, trend };
}

/** The forecast some steps after the last value. */
export function forecast(model: Model, steps: number): number {
  let sum = 0;
  for (let step = 1, power = 1; step <= steps; step++) {
    power *= model.phi;
    sum += power;
  }
  return model.level + sum * model.trend;
}

/** The least sum of squares over the start for given parameters, by the regression of the errors on both ends of it. */
export function leastSquares(values: readonly number[], alpha: number, beta: number, phi: number): number {
  const errors = (level0: number, trend0: number, ys: readonly number[]) => {
    let level = level0;
    let trend = trend0;
    return ys.map((y) => {
      const predicted = level + phi * trend;
      const error = y - predicted;
      level = predicted + alpha * error;
      trend = phi * trend + alpha * beta * error;
      return error;
    });
  };
  const shifted = values.map((y) => y - values[0]!);
  const zeros = values.map(() => 0);
  const plain = errors(0, 0, shifted);
  const first = errors(1, 0, zeros);
  const second = errors(0, 1, zeros);
  const dot = (a: number[], b: number[]) => a.reduce((sum, x, i) => sum + x * b[i]!, 0);
  const [g11, g12, g22] = [dot(first, first), dot(first, second), dot(second, second)];
  const [b1, b2] = [dot(first, plain), dot(second, plain)];
  const determinant = g11 * g22 - g12 * g12;
  const level = -(g22 * b1 - g12 * b2) / determinant;
  const trend = -(g11 * b2 - g12 * b1) / determinant;
  const best = plain.map((e, i) => e + level * first[i]! + trend * second[i]!);
  return dot(best, best);
}

export const range = (count: number, value: (t: number) => number) => Array.from({ length: count }, (_, t) => value(t));
const rise = (values: readonly number[]) =>
  values.reduce((sum, y, t) => sum + (t === 0 ? 0 : (y - values[t - 1]!) ** 2), 0);

/** At most the sum of squares that is known, but for what rounding leaves of it. */
export function isNotWorse(model: Model, values: readonly number[], best: number, what: string, relative = 1e-8): void {
  const limit = best * (1 + relative) + 1e-24 * rise(values);
  assert.ok(model.sse <= limit, `${what}: ${model.sse} is worse than ${best}`);
}
