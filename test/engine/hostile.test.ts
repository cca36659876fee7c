import { test } from "uvu";
import * as assert from "uvu/assert";
import { parseLine } from "../../src/engine/line.js";
import type { Settings } from "../../src/options.js";
import { engine, latin1, outputOf, series } from "./harness.js";

const ours = /^(anomaly|fcast),.*\n/gm;

/** Sends lines through an engine, and every line of the output through the grammar; gives the output. */
function readable(given: Partial<Settings>, input: string): string {
  const output = outputOf(engine(given), input);
  const bytes = latin1(output);
  for (let at = 0; at < bytes.length; ) {
    const parsed = parseLine(bytes, at, bytes.length, true);
    if (parsed.kind !== "line") throw new Error(`${parsed.kind}: ${output.slice(at, at + 400)}`);
    at = parsed.end;
  }
  return output;
}

test("a field that is called as one of our results keeps its value, whatever its kind and place", () => {
  const others = 'v_is_anomaly=7i,v_message="as it was"';
  const input =
    series(100, (index) => `${10 + (index % 3)},${others}`, "m,host=a", "v") +
    'm,host=a v_message="first",v=1e9,v_is_anomaly=7i 1600000100000000000\n';
  const lines = readable({ emit: "fields" }, input).trimEnd().split("\n");
  assert.match(lines[99]!, `,v=10,${others} 16`);
  assert.match(lines[100]!, /v_event="opened".*,v_message="first",v=1e9,v_is_anomaly=7i 16/);
  for (const line of lines.slice(9, 100)) {
    // of two fields with one key the last counts
    assert.ok(line.lastIndexOf("v_is_anomaly=") === line.indexOf("v_is_anomaly=7i"), line);
  }
});

/** Output without what is ours, beside how many series and values were scored. */
function scoredOf(given: Partial<Settings>, input: string) {
  const subject = engine({ horizon: 0, maxSeries: 8, ...given });
  const output = outputOf(subject, input);
  assert.is(output.replace(ours, ""), input);
  const { series, scored } = subject.statistics();
  return { series, scored };
}

test("a field whose key comes again on its line, in another spelling or of another kind, is one series with it", () => {
  const all: Partial<Settings>[] = [{}, { maxSeries: 1, groupBy: ["a"] }, { field: ["g"] }, { emit: "fields" }];
  for (const [one, other] of [
    ["f=1", 'f="x"'],
    ["f=1", "f=t"],
    ["f=1", "f=2i"],
    ['f=1,f="x"', "f=2"],
    ['f\\"\\ =1', 'f"\\ =2'],
    ['f\\"\\ =1i', 'f"\\ ="x"'],
    ['f\\"\\ =1,f"\\ ="x",f\\"\\ =t', 'f"\\ =3'],
  ] as const) {
    for (const before of ["", `m ${other} 1\n`, `m ${one} 1\n`]) {
      const line = `m ${one},${other} 2\n`;
      for (const given of all) {
        const { series } = scoredOf(given, before + line + line.replace("2\n", "3\n"));
        assert.ok(series <= ("field" in given ? 0 : 1), line);
      }
    }
  }
  assert.equal(scoredOf({}, 'm f=1,f="x" 1\nm f=2 2\n'), { series: 1, scored: 2 });
});

test("a field beside its own forecast is not scored, in whatever order the two come and however the input is cut", () => {
  const input = "m f=1 1\nm f=2,f_yhat=3 2\nm f_yhat=3,f=4 3\nm f=5 4\n";
  assert.equal(scoredOf({}, input), { series: 1, scored: 1 });
  const subject = engine({ horizon: 0 });
  outputOf(subject, ...input.match(/.*\n/g)!);
  assert.is(subject.statistics().scored, 1);
});

test("a line of more fields than there is room for in the table of keys ends, asked for or not", () => {
  const keys = Array.from({ length: 2_000 }, (_, index) => `f${index}=${index}`);
  const text = [1, 2, 3].map((time) => `m ${keys.join()} ${time}\nn f=1 ${time}\n`).join("");
  assert.equal(scoredOf({ maxSeries: 3, field: ["g"] }, text), { series: 0, scored: 0 });
  assert.equal(scoredOf({ maxSeries: 10, field: ["f", "f1?"] }, text), { series: 10, scored: 33 });
  assert.equal(scoredOf({ maxSeries: 10 }, text).series, 10);
  // tags in another order are other keys of the same series
  const one = keys.slice(0, 1_500).join();
  assert.equal(scoredOf({ maxSeries: 2_000 }, `m,a=1,b=2 ${one} 1\nm,b=2,a=1 ${one} 2\n`.repeat(2)), {
    series: 1_500,
    scored: 3_000,
  });
});

test("a field key that is far longer as it is spelled than as it is read passes by unscored", () => {
  for (const [repeats, spliced] of [
    [32_000, false],
    [16_000, true],
  ] as const) {
    const input = series(12, (index) => index, "m", `${'\\"'.repeat(repeats)}\\ `);
    const output = outputOf(engine({ emit: "fields" }), input);
    assert.is(output.includes("_yhat="), spliced);
    if (!spliced) assert.is(output === input, true);
  }
});

test("forecasts, increases, crossings and peaks beyond a double's range are left out", () => {
  const swing = (index: number) => `${index % 2 ? "-" : ""}1.7${index % 5}e308`;
  const all: Partial<Settings>[] = [
    { season: "6s", window: 30, horizon: 12, forecastEvery: 1 },
    { season: "6s", window: 30, trend: "none", horizon: 12, forecastEvery: 1, etaAbove: 1.7e308, etaBelow: -1.7e308 },
    { difference: "on", horizon: 3, forecastEvery: 1 },
    { refit: 0, trend: "linear", horizon: 12, falseAlarms: "1e-3", emit: "fields" },
  ];
  for (const given of all) {
    for (const value of [swing, (index: number) => `${index % 7}e307`, (index: number) => `1e${index % 309}`]) {
      const output = readable(given, series(400, value));
      // the largest double is 1.8e308
      for (const [number] of output.matchAll(/[\d.]+e\+?308/g)) assert.ok(Number.isFinite(Number(number)), number);
    }
  }
});

test("an increase beyond a double's range is no value", () => {
  const input = series(40, (index) => (index < 30 ? `${index}e3` : `${index}e305`));
  const output = readable({ difference: "on", horizon: 0 }, input);
  assert.is(output.match(ours)?.length, 20);
  assert.not.match(output, / y=\S*e\+/);
});

test("time that runs backwards, stands still or leaps over 64 bits loses nothing", () => {
  const first = -(1n << 63n);
  const last = (1n << 63n) - 1n;
  const courses: ((index: bigint) => bigint)[] = [
    (index) => -index * 1_000_000_000n,
    () => 5n,
    (index) => (index % 2n === 0n ? first : last),
    (index) => first + index,
    (index) => last - 199n + index,
    (index) => first + index * (1n << 57n),
  ];
  for (const time of courses) {
    const lines = Array.from({ length: 100 }, (_, index) => `m v=${index % 9} ${time(BigInt(index))}\n`);
    for (const given of [
      {},
      { preset: "tg-brew" },
      { gapWatch: true, season: "7s", forecastTime: "source" },
    ] as const) {
      const output = readable(given, lines.join(""));
      assert.is(output.replace(/^(anomaly|fcast)[, ].*\n/gm, ""), lines.join(""));
    }
  }
});

test("more distinct series than are kept pass by, and those that came first are scored all the while", () => {
  const kept = "m,host=kept v=1.5";
  const subject = engine({ horizon: 0, maxSeries: 100_000 });
  let scored = 0;
  for (let round = 0; round < 15; round++) {
    const time = `${1_600_000_000 + round}000000000\n`;
    const lines = [`${kept} ${time}`];
    for (let index = 0; index < 10_000; index++) lines.push(`m,host=${round}-${index} v=${index} ${time}`);
    const input = lines.join("");
    const output = Buffer.from(subject.push(latin1(input))).toString("latin1");
    assert.is(output.replace(ours, "") === input, true, `round ${round}`);
    scored += output.match(ours)?.length ?? 0;
  }
  assert.is(scored, 6);
});

test.run();
