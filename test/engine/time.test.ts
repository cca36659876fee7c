import { test } from "uvu";
import * as assert from "uvu/assert";
import { engine, noise, outputOf } from "./harness.js";

const start = 1_600_000_000n;

/** Lines of one series at whole seconds; undefined is a line without a timestamp. */
function lines(seconds: (number | undefined)[], value: (index: number) => number = noise): string {
  return seconds
    .map((second, i) => `m f=${value(i)}${second === undefined ? "" : ` ${start + BigInt(second)}000000000`}\n`)
    .join("");
}

const range = (count: number, step = 1) => Array.from({ length: count }, (_, i) => i * step);
const anomalies = (output: string) => output.match(/^anomaly,.*$/gm) ?? [];
const pathTimes = (output: string) =>
  Array.from(output.matchAll(/^fcast[, ].* (\d+)000000000$/gm), ([, time]) => Number(BigInt(time!) - start));

test("nothing is added before the tenth point, and the path's step is the median of nine differences", () => {
  const output = outputOf(engine({ horizon: 3 }), lines([0, 10, 20, 30, 47, 50, 60, 70, 80, 90]));
  assert.is(anomalies(output).length, 1);
  assert.equal(pathTimes(output), [100, 110, 120]);
});

test("the median of nine differences is the fifth of them, whatever their order", () => {
  const differences = [3, 41, 7, 5, 19, 11, 2, 29, 13];
  for (let turn = 0; turn < differences.length; turn++) {
    const turned = [...differences.slice(turn), ...differences.slice(0, turn)];
    const seconds = [0];
    for (const difference of turned) seconds.push(seconds.at(-1)! + difference);
    assert.equal(pathTimes(outputOf(engine({ horizon: 1 }), lines(seconds))), [seconds.at(-1)! + 11]);
  }
});

test("the step is learnt anew when the cadence changes", () => {
  const seconds = [...range(30, 10), ...range(40, 60).map((second) => 300 + second)];
  const times = pathTimes(outputOf(engine({ horizon: 1, forecastEvery: 1 }), lines(seconds)));
  assert.is(times.at(-1), seconds.at(-1)! + 60);
});

test("a late point is passed on, not scored, and moves nothing", () => {
  const without = outputOf(engine({ horizon: 2 }), lines(range(30)));
  const subject = engine({ horizon: 2 });
  const late = lines([5], () => 1000);
  const output = outputOf(subject, lines(range(20)), late, lines(range(30), noise).split("\n").slice(20).join("\n"));
  assert.is(output.replace(late, ""), without);
  assert.is(subject.statistics().late, 1);
});

test("the same time again: the same value is ignored, another is scored and moves nothing", () => {
  const head = lines(range(20));
  const tail = lines(range(30)).split("\n").slice(20).join("\n");
  const without = outputOf(engine({ horizon: 0 }), head, tail);
  const same = `m f=${noise(19)} ${start + 19n}000000000\n`;
  assert.is(anomalies(outputOf(engine({ horizon: 0 }), head, same, tail)).join(), anomalies(without).join());
  const other = `m f=500 ${start + 19n}000000000\n`;
  const output = anomalies(outputOf(engine({ horizon: 0 }), head, other, tail));
  assert.is(output.length, anomalies(without).length + 1);
  assert.is(output.filter((line) => !/ y=500,/.test(line)).join(), anomalies(without).join());
});

test("another value of the same time is judged by the rules of any point, on their scale, and nothing is learnt", () => {
  const value = (i: number) => 20 + noise(i) / 10;
  for (const age of [100, 400, 3_000]) {
    const head = lines(range(age), value);
    const tail = lines(range(age + 100), value)
      .split("\n")
      .slice(age)
      .join("\n");
    const again = (other: number) => `m f=${other} ${start + BigInt(age - 1)}000000000\n`;
    const run = (...others: number[]) => anomalies(outputOf(engine({ horizon: 0 }), head, ...others.map(again), tail));
    const [plain, spiked, usual] = [run(), run(1e6), run(20.35)];
    const told = spiked.filter((line) => !/is_anomaly=false/.test(line));
    // the repeated one, and the four that are quiet before the fifth closes the incident
    assert.is(told.length, 5, `${age} points`);
    const score = Number(told[0]!.match(/ y=1000000,.*anomaly_score=([\d.]+),is_anomaly=true,event="opened"/)![1]);
    // as the next point it would have had the same
    const next = anomalies(outputOf(engine({ horizon: 0 }), head, `m f=1e6 ${start + BigInt(age)}000000000\n`));
    const nextScore = Number(next.at(-1)!.match(/anomaly_score=([\d.]+)/)![1]);
    assert.ok(score >= 1 && Math.abs(score - nextScore) < 0.01 * nextScore, `${score}, as the next point ${nextScore}`);
    const measured = (output: string[]) => output.map((line) => line.replace(/,is_anomaly.*?(?= \d+$)/, "")).join("\n");
    assert.is(measured(spiked.filter((line) => !/ y=1000000,/.test(line))), measured(plain));
    const quiet = usual.filter((line) => !(plain as string[]).includes(line));
    assert.is(quiet.length, 1);
    assert.match(quiet[0]!, / y=20.35,.*anomaly_score=0\.\d+,is_anomaly=false/);
  }
});

test("two writers of one series are one incident, and no more than a few events", () => {
  const both = (i: number) =>
    lines([i], () => 20 + noise(i) / 10) + lines([i], () => 60 + noise(i + 3) / 10).replace(/^m f=20/, "m f=61");
  const events = anomalies(outputOf(engine({ horizon: 0, emit: "changes" }), range(600).map(both).join("")));
  assert.match(events[0]!, /event="opened"/);
  assert.ok(events.length <= 3, `${events.length} events`);
});

test("no score of a young series reaches the second mark", () => {
  const value = (i: number) => (i === 40 ? 1e9 : 20 + noise(i) / 10);
  const again = `m f=1e9 ${start + 49n}000000000\n`;
  const output = anomalies(outputOf(engine({ horizon: 0 }), lines(range(50), value), again));
  const scores = output.map((line) => Number(line.match(/anomaly_score=([^,]+)/)![1]));
  assert.equal([Math.max(...scores), scores.at(-1)], [1.99, 1.99]);
});

test("a point without a time is one step later: its line has no time either, and no path follows", () => {
  const output = outputOf(engine({ horizon: 2, forecastEvery: 1 }), lines([...range(12), undefined]));
  assert.match(output, /\nm f=\d+\nanomaly,[^\n]* y=[^ \n]*\n$/);
});

test("a gap kills nothing: forecasts go on behind it, at the same step", () => {
  for (const preset of ["tg-brew", undefined] as const) {
    const seconds = [...range(40), ...range(40).map((second) => 5000 + second)];
    const output = outputOf(engine({ ...(preset && { preset }), forecastEvery: 1 }), lines(seconds));
    assert.is(pathTimes(output).at(-1), 5039 + 40);
    assert.not.match(output, /NaN|Infinity/);
  }
});

test("times at the edges of 64 bits and values beyond what can be squared lose nothing and write no NaN", () => {
  const edges = ["-9223372036854775808", "0", "9223372036854775806", "9223372036854775807"];
  const input = `${lines(range(12))}${edges.map((time) => `n f=1 ${time}\n`).join("")}`;
  const huge = range(40).map((i) => `h f=${i % 2 ? "-1" : "1"}e308 ${start + BigInt(i)}000000000\n`);
  const output = outputOf(engine({ horizon: 2 }), input + huge.join(""));
  assert.is(output.replace(/^(anomaly|fcast),.*\n/gm, ""), input + huge.join(""));
  assert.not.match(output, /NaN|Infinity/);
});

test("a given alpha is the one that the level follows, before and behind the fits", () => {
  const given = { trend: "none", alpha: 0.05, window: 20, horizon: 0, digits: "shortest" } as const;
  const rows = Array.from(
    outputOf(engine(given), lines(range(80))).matchAll(/ y=(\d+),yhat=([^,]+),/g),
    ([, y, yhat]) => [Number(y), Number(yhat)] as [number, number],
  );
  // behind the second fit, at the twentieth point
  for (let i = 12; i + 1 < rows.length; i++) {
    const [value, forecast] = rows[i]!;
    assert.ok(Math.abs(rows[i + 1]![1] - (forecast + 0.05 * (value - forecast))) < 1e-12);
  }
});

test.run();
