import * as fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { generate, type Kind } from "../oracle/windows.js";
import { fit, loadFit, range, type Start, Trend } from "./fit-probe.js";

/** That the debug and the release build of the kernel's fit give the same bits, on anything. */
const debugFit = loadFit("debug");
const trends = [Trend.None, Trend.Linear, Trend.Damped];
const kinds: Kind[] = "walk noise brew limit holt two constant offset double saw step".split(" ") as Kind[];

function agree(values: readonly number[], trend: number, given: Start = {}, starts = 5): void {
  const [release, debug] = [fit(values, trend, given, starts), debugFit(values, trend, given, starts)];
  for (const [name, value] of Object.entries(release)) {
    if (Object.is(value, debug[name as keyof typeof debug])) continue;
    const what = `trend ${trend}, given ${JSON.stringify(given)}, ${starts} starts, [${values}]`;
    assert.unreachable(`${what}: ${name} is ${value} and ${debug[name as keyof typeof debug]} in the debug build`);
  }
}

const nasty: readonly (readonly [name: string, values: number[]])[] = [
  ["a straight line of 4,096 values", range(4096, (t) => t)],
  ["one outlier", range(120, (t) => (t === 60 ? 1e12 : 0.1 * (t % 3)))],
  ["growth", range(120, (t) => 1e9 * 1.1 ** t)],
  ["the largest values", range(120, (t) => (t % 7 < 3 ? 8e307 : -8e307))],
  ["more than doubles hold", range(120, (t) => (t % 2 === 0 ? 1e308 : -1e308))],
  ["subnormal values", range(120, (t) => 1e-310 * ((t * t) % 5))],
  ["the least values", range(30, (t) => Number.MIN_VALUE * (t % 4))],
  ["zeros of both signs", range(12, (t) => (t % 2 === 0 ? 0 : -0))],
  ["NaN", range(12, (t) => (t === 5 ? Number.NaN : t))],
  ["infinity", range(12, (t) => (t === 5 ? Number.POSITIVE_INFINITY : t))],
];

for (const [name, values] of nasty) {
  test(`on ${name} both builds give the same bits`, () => {
    for (const trend of trends) {
      for (const given of [{}, { alpha: 0.5 }, { beta: 0 }, { phi: 1 }, { phi: 0 }, { alpha: 0, beta: 0, phi: 0.5 }])
        agree(values, trend, given);
    }
  });
}

test("on every kind of generated window, from 2 values to 1,000, both builds give the same bits", () => {
  for (const kind of kinds) {
    for (const length of [2, 3, 5, 9, 10, 30, 120, 1000]) {
      for (const trend of trends) agree(generate(kind, length, length), trend);
    }
  }
});

test("with any parameters given, on any window after any other, both builds give the same bits", () => {
  const lengths = { minLength: 2, maxLength: 60 };
  const window = fc.oneof(
    fc.array(fc.integer({ min: -50, max: 50 }), lengths),
    fc.array(fc.constantFrom(0, 1, 2.5), lengths),
    fc.array(fc.double(), { ...lengths, maxLength: 12 }),
  );
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  const given = fc.record({ alpha: share, beta: share, phi: share }, { requiredKeys: [] });
  fc.assert(fc.property(window, fc.constantFrom(...trends), given, fc.integer({ min: 1, max: 6 }), agree), {
    numRuns: 2_000,
    seed: 2020,
  });
});

test.run();
