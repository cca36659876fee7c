import { existsSync, readFileSync } from "node:fs";
import * as fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { readBrews, realBrews, simulatedBrews } from "../oracle/brews.js";
import { generate, type Kind } from "../oracle/windows.js";
import { fitTwin } from "../twin/fit.js";
import { type Given, type Model, Trend } from "../twin/model.js";
import { fit, loadFit, range } from "./fit-probe.js";

/** That the kernel's fit, in its debug and its release build, and its twin in plain JavaScript give the same bits. */
const debugFit = loadFit("debug");
const trends = [Trend.None, Trend.Linear, Trend.Damped];
const results = ["sse", "alpha", "beta", "phi", "level0", "trend0", "level", "trend"] as const;
const kinds: Kind[] = "walk noise brew limit holt two constant offset double saw step".split(" ") as Kind[];

function isSame(model: Model, expected: Model, what: () => string): void {
  for (const name of results) {
    if (!Object.is(model[name], expected[name])) {
      assert.unreachable(`${what()}: ${name} is ${model[name]} instead of ${expected[name]}`);
    }
  }
}

/** Compares the three on a window. */
function agree(values: readonly number[], trend: number, given: Given = {}, starts = 5): void {
  const model = fit(values, trend, given, starts);
  const what = () => `trend ${trend}, given ${JSON.stringify(given)}, ${starts} starts, [${values}]`;
  isSame(fitTwin(values, trend, given, starts), model, () => `twin of ${what()}`);
  isSame(debugFit(values, trend, given, starts), model, () => `debug build of ${what()}`);
}

function agreeOnTrends(values: readonly number[], given: Given = {}): void {
  for (const trend of trends) agree(values, trend, given);
}

/** Every combination of given parameters with these values. */
function* combinations(alphas: number[], betas: number[], phis: number[]): Generator<Given> {
  for (const alpha of [undefined, ...alphas]) {
    for (const beta of [undefined, ...betas]) {
      for (const phi of [undefined, ...phis]) {
        yield {
          ...(alpha === undefined ? {} : { alpha }),
          ...(beta === undefined ? {} : { beta }),
          ...(phi === undefined ? {} : { phi }),
        };
      }
    }
  }
}

const nasty: [name: string, values: number[]][] = [
  ["t mod 10", range(120, (t) => t % 10)],
  ["t²/1000", range(120, (t) => (t * t) / 1000)],
  ["1e9 + 37t mod 11", range(120, (t) => 1e9 + ((37 * t) % 11))],
  ["1e6·t + 7919t mod 101 / 100", range(120, (t) => 1e6 * t + ((7919 * t) % 101) / 100)],
  ["a straight line of 4,096 values", range(4096, (t) => t)],
  ["two values in turn", range(10, (t) => t % 2)],
  ["a last step", range(10, (t) => (t === 9 ? 1 : 0))],
  ["a first step", range(10, (t) => (t === 0 ? 1 : 0))],
  ["one outlier", range(120, (t) => (t === 60 ? 1e12 : 0.1 * (t % 3)))],
  ["a curve without noise", range(60, (t) => 5 + 3 * 0.9 ** t)],
  ["growth", range(120, (t) => 1e9 * 1.1 ** t)],
  ["huge values", range(120, (t) => 1e150 * (t % 3))],
  ["the largest values", range(120, (t) => (t % 7 < 3 ? 8e307 : -8e307))],
  ["more than doubles hold", range(120, (t) => (t % 2 === 0 ? 1e308 : -1e308))],
  ["subnormal values", range(120, (t) => 1e-310 * ((t * t) % 5))],
  ["the least values", range(30, (t) => Number.MIN_VALUE * (t % 4))],
  ["zeros of both signs", range(12, (t) => (t % 2 === 0 ? 0 : -0))],
  ["NaN", range(12, (t) => (t === 5 ? Number.NaN : t))],
  ["infinity", range(12, (t) => (t === 5 ? Number.POSITIVE_INFINITY : t))],
];

for (const [name, values] of nasty) {
  test(`on ${name} all three give the same bits`, () => {
    agreeOnTrends(values);
    for (const given of [{ alpha: 0.5 }, { beta: 0 }, { phi: 1 }, { phi: 0 }, { alpha: 0, beta: 0, phi: 0.5 }]) {
      agreeOnTrends(values, given);
    }
  });
}

test("on every kind of generated window, from 2 values to 4,096, all three give the same bits", () => {
  for (const kind of kinds) {
    for (let length = 2; length < 10; length++) agreeOnTrends(generate(kind, length, length));
    for (const length of [10, 11, 15, 30, 50, 120]) {
      for (let seed = 0; seed < 80; seed++) agreeOnTrends(generate(kind, 100 + seed, length));
    }
    for (const length of [257, 1000]) agreeOnTrends(generate(kind, 2, length));
  }
  agreeOnTrends(generate("holt", 3, 4096));
});

test("with any parameters given all three give the same bits", () => {
  const givens = [...combinations([0, 2 ** -26, 0.3, 1], [0, 0.2, 1], [0, 0.8, 0.93, 1])];
  const windows = [generate("holt", 7, 60), generate("limit", 3, 41), generate("brew", 4, 50), generate("two", 5, 12)];
  for (const values of windows) {
    for (const given of givens) agreeOnTrends(values, given);
  }
});

test("on windows scaled and moved all three give the same bits", () => {
  for (const kind of ["walk", "limit", "saw", "brew"] as const) {
    const values = generate(kind, 5, 50);
    for (const scale of [1e-320, 1e-300, 1e-9, 0.1, -3, 1e9, 1e160, 1e307]) {
      agreeOnTrends(values.map((y) => y * scale));
    }
    for (const offset of [-273.15, 1e9, 2 ** 40, 1e15]) agreeOnTrends(values.map((y) => y + offset));
  }
});

test("with any number of starts all three give the same bits", () => {
  for (const kind of ["brew", "double", "holt", "walk", "limit", "saw"] as const) {
    for (const starts of [0, 1, 2, 3, 8, 100]) {
      for (const trend of trends) agree(generate(kind, 9, 80), trend, {}, starts);
    }
  }
});

test("on any window after any other all three give the same bits", () => {
  const lengths = { minLength: 2, maxLength: 60 };
  const window = fc.oneof(
    fc.array(fc.integer({ min: -50, max: 50 }), lengths),
    fc.array(fc.double({ min: -100, max: 100, noNaN: true }), lengths),
    fc.array(fc.constantFrom(0, 1, 2.5), lengths),
    fc.array(fc.double(), { ...lengths, maxLength: 12 }),
  );
  const share = () => fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, fc.double({ min: 0, max: 1 }));
  const given = fc.record({ alpha: share(), beta: share(), phi: share() }).map(defined);
  fc.assert(fc.property(window, fc.constantFrom(...trends), given, fc.integer({ min: 1, max: 6 }), agree), {
    numRuns: 10_000,
    seed: 2020,
  });
});

/** Drops what is not given. */
function defined(given: Record<string, number | undefined>): Given {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined && !Number.isNaN(value)));
}

type Place = [series: string, start: number, end: number];
const oracle: { generated: [Kind, number, number][]; simulated: Place[]; real: Place[] } = JSON.parse(
  readFileSync(new URL("../../../test/oracle/holt.json", import.meta.url), "utf8"),
);

test("on every window that statsmodels has fitted all three give the same bits", () => {
  for (const [kind, seed, length] of oracle.generated) agreeOnTrends(generate(kind, seed, length));
  const brews = readBrews(simulatedBrews);
  for (const [series, start, end] of oracle.simulated) agreeOnTrends(brews.get(series)!.slice(start, end));
});

if (existsSync(realBrews)) {
  const brews = readBrews(realBrews);

  test("on windows of the real brews all three give the same bits", () => {
    for (const [series, start, end] of oracle.real) agreeOnTrends(brews.get(series)!.slice(start, end));
    const rivals: [string, number, number][] = [
      ["haze_v5", 264, 514],
      ["haze_v5", 504, 624],
      ["haze_v5", 799, 919],
      ["haze_v5", 586, 706],
      ["bv_1", 32877, 32997],
    ];
    for (const [series, start, end] of rivals) agreeOnTrends(brews.get(series)!.slice(start, end));
  });

  test("on windows that grow and slide over each real brew all three give the same bits", () => {
    for (const values of brews.values()) {
      for (let end = 10; end <= 120; end += 5) agree(values.slice(0, end), Trend.Damped);
      for (let start = 300; start < 800; start++) agree(values.slice(start, start + 120), Trend.Damped);
    }
  });
} else {
  process.stdout.write("skipped: the twin on the real brews (../shared/data/brew-temps.lp.gz is absent)\n");
}

test.run();
