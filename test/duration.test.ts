import * as fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { parseDuration } from "../src/duration.js";

const second = 1_000_000_000n;

test("durations are read as Go and Telegraf write them, with days and weeks", () => {
  const durations: [string, bigint][] = [
    ["10s", 10n * second],
    ["-1h30m", -5400n * second],
    ["+1m", 60n * second],
    ["1.5h", 5400n * second],
    ["1h0.5m", 3630n * second],
    [".5s", second / 2n],
    ["5.s", 5n * second],
    ["2d", 172_800n * second],
    ["1w2d", 9n * 86_400n * second],
    ["300ms", 300_000_000n],
    ["1us", 1_000n],
    ["1µs", 1_000n],
    ["1μs", 1_000n],
    ["7ns", 7n],
    ["0.1ns", 0n],
    ["0", 0n],
    ["-0", 0n],
    ["0s", 0n],
    ["9223372036854775807ns", 2n ** 63n - 1n],
  ];
  for (const [text, expected] of durations) assert.is(parseDuration(text), expected, text);
});

test("what is no duration is told with its fault and with examples", () => {
  const faults: [string, string][] = [
    ["", "it is empty"],
    ["-", "it is empty"],
    ["10", "10 has no unit"],
    ["1h30", "30 has no unit"],
    ["5x", '"x" is no unit of time'],
    ["5 s", "5 has no unit"],
    ["1e3s", '"e" is no unit of time'],
    ["s", "expected a number"],
    [".s", "expected a number"],
    ["--1s", "expected a number"],
    ["1h-30m", "expected a number"],
    ["10S", '"S" is no unit of time'],
    ["5constructor", '"constructor" is no unit of time'],
    ["16000w", "it is longer than 292 years"],
  ];
  for (const [text, fault] of faults) {
    assert.throws(
      () => parseDuration(text),
      (error: Error) =>
        error.message ===
        `"${text}" is no duration, ${fault}: write 10s, 1h30m or 2d (units ns, us, ms, s, m, h, d, w)`,
      `${text}: ${fault}`,
    );
  }
});

test("amounts of several units add up", () => {
  const amount = fc.bigInt({ min: 0n, max: 1_000n });
  fc.assert(
    fc.property(amount, amount, amount, fc.boolean(), (hours, seconds, nanoseconds, negative) => {
      const total = hours * 3600n * second + seconds * second + nanoseconds;
      const text = `${negative ? "-" : ""}${hours}h${seconds}s${nanoseconds}ns`;
      assert.is(parseDuration(text), negative ? -total : total);
    }),
  );
});

test.run();
