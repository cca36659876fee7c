import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { loadProbe } from "./probe.js";

interface FitProbe {
  memory: { buffer: ArrayBuffer };
  fitRoom(): number;
  fitValuesIn(count: number, trend: number, alpha: number, beta: number, phi: number): number;
}

const probe = loadProbe<FitProbe>();
const none = 0;
const linear = 1;
const damped = 2;

function fit(values: number[], trend: number, alpha = Number.NaN, beta = Number.NaN, phi = Number.NaN) {
  const room = probe.fitRoom();
  new Float64Array(probe.memory.buffer, room, values.length).set(values);
  const pointer = probe.fitValuesIn(values.length, trend, alpha, beta, phi);
  const [sse, a, b, p, level0, trend0, level, slope] = new Float64Array(probe.memory.buffer, pointer, 8) as never as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return { sse, alpha: a, beta: b, phi: p, level0, trend0, level, slope };
}

/** The textbook recursions from a fit's start; beta is statsmodels' smoothing_trend. */
function recursions(values: number[], start: ReturnType<typeof fit>) {
  let { level0: level, trend0: slope } = start;
  let sse = 0;
  for (const value of values) {
    const forecast = level + start.phi * slope;
    const error = value - forecast;
    sse += error * error;
    level = forecast + start.alpha * error;
    slope = start.phi * slope + start.alpha * start.beta * error;
  }
  return { sse, level, slope };
}

function forecast(model: ReturnType<typeof fit>, steps: number): number {
  let sum = 0;
  for (let step = 1, power = 1; step <= steps; step++) {
    power *= model.phi;
    sum += power;
  }
  return model.level + sum * model.slope;
}

/** Sum of squares at most the one known, to what rounding leaves. */
function notWorse(sse: number, best: number, values: number[], relative = 1e-8): void {
  let squares = 0;
  for (let i = 1; i < values.length; i++) squares += (values[i]! - values[i - 1]!) ** 2;
  assert.ok(sse <= best * (1 + relative) + 1e-24 * squares, `${sse} is worse than ${best}`);
}

const range = (count: number, value: (t: number) => number) => Array.from({ length: count }, (_, t) => value(t));

const nasty: [string, number[], number, number, number?][] = [
  ["t mod 10", range(120, (t) => t % 10), damped, 961.7849957389],
  ["t mod 10", range(120, (t) => t % 10), linear, 983.1932919616],
  ["t²/1000", range(120, (t) => (t * t) / 1000), damped, 8.052467976662e-4],
  ["t²/1000", range(120, (t) => (t * t) / 1000), linear, 4.720000280142e-4],
  ["1e9 + (37t mod 11)", range(120, (t) => 1e9 + ((37 * t) % 11)), damped, 1197.223300566],
  ["1e6·t + (7919t mod 101)/100", range(120, (t) => 1e6 * t + ((7919 * t) % 101) / 100), linear, 10.26297788974, 1e-7],
];

for (const [name, values, trend, best, relative] of nasty) {
  test(`the fit of ${name}, ${trend === damped ? "damped" : "linear"}, is not worse than the known optimum`, () => {
    notWorse(fit(values, trend).sse, best, values, relative);
  });
}

const brews = new URL("../../../../shared/data/brew-temps.lp.gz", import.meta.url);

if (existsSync(brews)) {
  const temperatures: Record<string, number[]> = {};
  for (const line of gunzipSync(readFileSync(brews)).toString().trim().split("\n")) {
    const [, brew, value] = /brew=(\w+) temperature=(\S+)/.exec(line)!;
    temperatures[brew!] ??= [];
    temperatures[brew!]!.push(Number(value));
  }
  // what statsmodels reached with tight tolerances: brew, start, end, sum of squares, forecasts 1, 2, 10 and 40 steps ahead
  const windows: [string, number, number, number, number[]?][] = [
    ["haze_v5", 0, 10, 0.005077635429649435, [18.92079912, 18.923384114, 18.931989331, 18.933721943]],
    ["haze_v5", 0, 20, 0.01686949700627239, [19.000460736, 19.000825635, 19.002040352, 19.002284928]],
    ["haze_v5", 0, 120, 0.07428148745142038, [19.596525392, 19.601263141, 19.638322214, 19.764779651]],
    ["haze_v5", 300, 420, 9.2516707566348, [20.792368022, 20.792372173, 20.792396351, 20.792423179]],
    ["haze_v5", 1000, 1120, 0.8538389379120376, [20.30775445, 20.31607895, 20.381193809, 20.603386615]],
    ["haze_v5", 264, 514, 144.4223060076],
    ["haze_v5", 504, 624, 206.605832959],
    ["haze_v5", 799, 919, 110.5728970021],
    ["haze_v5", 586, 706, 314.2808393688],
    ["bv_1", 32877, 32997, 0.06105490500102],
  ];
  for (const [brew, start, end, best, forecasts] of windows) {
    test(`the fit of ${brew} from ${start} to ${end} is not worse than statsmodels'`, () => {
      const values = temperatures[brew]!.slice(start, end);
      const model = fit(values, damped);
      notWorse(model.sse, best, values);
      if (forecasts === undefined || model.sse < best * (1 - 1e-6)) return;
      const spread = Math.max(...values) - Math.min(...values);
      [1, 2, 10, 40].forEach((steps, at) => {
        const apart = Math.abs(forecast(model, steps) - forecasts[at]!);
        assert.ok(apart <= (steps === 40 ? 1e-4 : 1e-5) * spread, `${steps} steps ahead: ${apart} apart`);
      });
    });
  }
} else {
  console.log("skipped: the fits of the real brews (../shared/data is absent)");
}

const wandering = range(120, (t) => 20 + ((t * 7919) % 31) / 10 + t / 40);

test("level, trend and sum of squares are those of the textbook recursions", () => {
  for (const trend of [none, linear, damped]) {
    const model = fit(wandering, trend);
    const textbook = recursions(wandering, model);
    assert.ok(Math.abs(textbook.sse / model.sse - 1) < 1e-10);
    assert.ok(Math.abs(textbook.level - model.level) < 1e-9);
    assert.ok(Math.abs(textbook.slope - model.slope) < 1e-9);
  }
});

test("given parameters are kept, and only the start is fitted", () => {
  const model = fit(wandering, damped, 0.4, 0.1, 0.9);
  assert.ok(Math.abs(model.alpha - 0.4) < 1e-15 && Math.abs(model.beta - 0.1) < 1e-15 && model.phi === 0.9);
  assert.ok(Math.abs(recursions(wandering, model).level - model.level) < 1e-12 * 30);
  assert.ok(fit(wandering, damped).sse <= model.sse);
});

test("a constant window forecasts the constant, and nothing is ever NaN", () => {
  for (const trend of [none, linear, damped]) {
    for (const value of [0, -3.5, 1e150])
      assert.is(
        forecast(
          fit(
            range(10, () => value),
            trend,
          ),
          40,
        ),
        value,
      );
    for (const values of [range(10, (t) => t % 2), range(10, (t) => (t === 9 ? 1 : 0)), range(4096, (t) => t)]) {
      assert.ok(Object.values(fit(values, trend)).every(Number.isFinite));
    }
  }
});

test.run();
