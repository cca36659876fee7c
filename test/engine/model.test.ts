import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Points } from "../../src/engine/engine.js";
import { PointFlag } from "../../src/engine/engine.js";
import type { Settings } from "../../src/options.js";
import { engine, latin1, noise, outputOf, series } from "./harness.js";

/** The rows that an engine scores, as numbers of full precision. */
interface Row {
  time: bigint;
  value: number;
  yhat: number;
  lower: number;
  upper: number;
  flags: number;
}

function rowsOf(input: string, given: Partial<Settings> = {}): Row[] {
  const rows: Row[] = [];
  const onPoints = (points: Points) => {
    for (let i = 0; i < points.count; i++) {
      const { time, value, yhat, lower, upper, flags } = points;
      rows.push({
        time: time[i]!,
        value: value[i]!,
        yhat: yhat[i]!,
        lower: lower[i]!,
        upper: upper[i]!,
        flags: flags[i]!,
      });
    }
  };
  const subject = engine({ horizon: 0, ...given }, { onPoints });
  for (let at = 0; at < input.length; at += 60_000) subject.push(latin1(input.slice(at, at + 60_000)));
  subject.end();
  return rows;
}

const isScored = ({ flags }: Row) => (flags & PointFlag.Scored) !== 0;
const meanMiss = (rows: Row[]) => rows.reduce((sum, row) => sum + Math.abs(row.value - row.yhat), 0) / rows.length;

/** Numbers spread evenly in (0, 1), the same at every run. */
function* uniform(seed: number): Generator<number, never> {
  for (let state = seed >>> 0; ; ) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const mixed = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d);
    yield (((mixed ^ (mixed >>> 13)) >>> 0) + 0.5) / 2 ** 32;
  }
}

/** Heavy tails: a normal number over the root of the mean of three squares. */
function heavy(source: Generator<number, never>): number {
  const next = () => source.next().value;
  const normal = () => Math.sqrt(-2 * Math.log(next())) * Math.cos(2 * Math.PI * next());
  return normal() / Math.sqrt((normal() ** 2 + normal() ** 2 + normal() ** 2) / 3);
}

/** Share of the values, a second apart, in the band that was written for them 40 steps before. */
function shareAhead(values: number[], settings: Partial<Settings>): number {
  const output = outputOf(
    engine(settings),
    series(values.length, (i) => values[i]!.toFixed(6)),
  );
  let inside = 0;
  let count = 0;
  for (const [, lower, upper, time] of output.matchAll(/lower=(.*),yhat_upper=(.*),step=40i (\d+)\d{9}$/gm)) {
    const value = values[Number(time) - 1_600_000_000];
    if (value === undefined || Number(time) < 1_600_001_000) continue;
    count++;
    if (value >= Number(lower) && value <= Number(upper)) inside++;
  }
  return inside / count;
}

// a spike, a level shift

const steady = (index: number) => 20 + noise(index) / 10;
const given = { trend: "damped", refit: 0, alpha: 0.3, beta: 0.1, phi: 0.9 } as const;

test("a spike moves neither level nor band: what follows is as if the forecast itself had come", () => {
  for (const settings of [given, { trend: "damped" }, { trend: "none", refit: 20 }] as const) {
    const spiked = rowsOf(
      series(300, (i) => (i === 100 ? 90 : steady(i))),
      settings,
    );
    const forecast = spiked[100]!.yhat;
    const plain = rowsOf(
      series(300, (i) => (i === 100 ? forecast : steady(i))),
      settings,
    );
    for (let i = 101; i < 300; i++) {
      assert.is(spiked[i]!.yhat, plain[i]!.yhat, `point ${i}`);
      const width = (row: Row) => row.upper - row.lower;
      assert.ok(width(spiked[i]!) < 1.15 * width(plain[i]!), `point ${i}`);
    }
  }
});

test("where every point is fitted anew a spike is a value like others", () => {
  const rows = rowsOf(
    series(60, (i) => (i === 40 ? 90 : steady(i))),
    { trend: "damped", refit: 1 },
  );
  const spared = rowsOf(
    series(60, (i) => (i === 40 ? 90 : steady(i))),
    { trend: "damped", refit: 2 },
  );
  assert.ok(Math.abs(rows[41]!.yhat - spared[41]!.yhat) > 1);
});

test("a level shift is accepted within a few points", () => {
  const rows = rowsOf(
    series(300, (i) => (i < 200 ? 20 : 50) + noise(i) / 10),
    given,
  );
  assert.ok(Math.abs(rows[201]!.yhat - 20) < 2, "the first point of the new level is not learnt");
  assert.ok(Math.abs(rows[230]!.yhat - 50) < 2, `thirty points on ${rows[230]!.yhat} is forecast`);
});

test("a series that has been constant for long learns the size of its changes when they begin", () => {
  const rows = rowsOf(
    series(400, (i) => (i < 200 ? 19 : steady(i))),
    { refit: 0 },
  );
  const inside = rows.slice(300).filter(({ value, lower, upper }) => value >= lower && value <= upper);
  assert.ok(inside.length >= 85, `${inside.length} of 100 are inside the band`);
});

// the exponential trend

test("an exponential trend forecasts growth by a factor, and its band is wider above than below", () => {
  const growth = (i: number) => (100 * 1.02 ** i * (1 + noise(i) / 100)).toFixed(6);
  const output = outputOf(engine({ trend: "exponential", forecastEvery: 1, digits: "shortest" }), series(150, growth));
  const path = Array.from(
    output
      .split(/^m,.*\n/m)
      .at(-1)!
      .matchAll(/yhat=([^,]*),yhat_lower=([^,]*),yhat_upper=([^,]*)/g),
    ([, ...numbers]) => numbers.map(Number) as [number, number, number],
  ).slice(-40);
  const [first, last] = [path[0]!, path.at(-1)!];
  assert.ok(
    Math.abs((last[0] / first[0]) ** (1 / 39) - 1.02) < 0.002,
    `a factor of ${(last[0] / first[0]) ** (1 / 39)}`,
  );
  for (const [yhat, lower, upper] of path) {
    assert.ok(Math.abs(lower * upper - yhat * yhat) < 1e-9 * yhat * yhat, `${lower}, ${yhat}, ${upper}`);
    assert.ok(lower < yhat);
  }
});

test("an exponential trend is moved by the textbook recursion", () => {
  const [alpha, beta] = [0.4, 0.2];
  const rows = rowsOf(
    series(60, (i) => 100 + noise(i)),
    { trend: "exponential", refit: 0, alpha, beta },
  );
  let [level, factor] = [100 + noise(0), 1];
  for (let i = 1; i < 60; i++) {
    const forecast = level * factor;
    if (i >= 9) assert.ok(Math.abs(rows[i]!.yhat - forecast) < 1e-10 * forecast, `point ${i}`);
    const before = level;
    // until a fit the level starts as a running mean
    level = forecast + Math.max(alpha, 1 / (i + 1)) * (100 + noise(i) - forecast);
    factor = (beta * level) / before + (1 - beta) * factor;
  }
});

test("an exponential trend becomes a linear one at a value that is not positive, and that is reported", () => {
  const problems: string[] = [];
  const subject = engine({ trend: "exponential", horizon: 2 }, { onProblem: ({ text }) => problems.push(text) });
  const output = outputOf(
    subject,
    series(150, (i) => 150 - 2 * i),
  );
  assert.is(problems.length, 1);
  assert.match(problems[0]!, /^a series has a value of 0 or less .* its trend is linear from there on$/);
  const [, yhat] = / yhat=([^,]*),[^\n]*step=1i 1600000150/.exec(output)!;
  assert.ok(Math.abs(Number(yhat) + 150) < 1, `${yhat} after −148`);
  assert.not.match(output, /NaN|nan|inf/i);
  assert.is(
    rowsOf(
      series(50, () => 0),
      { trend: "exponential" },
    ).at(-1)!.yhat,
    0,
  );
});

// bands

test("as many values as were asked for lie in the band, on heavy tails too, one step and a path ahead", () => {
  for (const level of [80, 95]) {
    const source = uniform(level);
    const values = Array.from({ length: 12_000 }, () => 20 + 0.3 * heavy(source));
    const input = series(values.length, (i) => values[i]!.toFixed(6));
    const rows = rowsOf(input, { refit: 10, level });
    const settled = rows.slice(1_000);
    const share = settled.filter(({ value, lower, upper }) => value >= lower && value <= upper).length / settled.length;
    assert.ok(Math.abs(share - level / 100) < 0.02, `${share} of the values one step ahead for ${level} %`);
    const ahead = shareAhead(values, { refit: 10, level });
    assert.ok(Math.abs(ahead - level / 100) < 0.04, `${ahead} of the values a path ahead for ${level} %`);
  }
});

test("a path's band is right at its end even where the model is not", () => {
  const source = uniform(8);
  const values = Array.from({ length: 12_000 }, () => 20 + 0.3 * (source.next().value + source.next().value));
  // the level follows noise: by the model the variance grows sixfold on the way
  const ahead = shareAhead(values, { refit: 0, alpha: 0.9 });
  assert.ok(Math.abs(ahead - 0.95) < 0.03, `${ahead} of the values a path ahead`);
});

test("a band is never narrower than the step in which a sensor shows its values", () => {
  const rows = rowsOf(series(800, (i) => (i % 40 === 0 ? "20.1" : "20")));
  for (const { lower, upper } of rows.slice(50)) assert.ok(upper - lower > 0.1 - 1e-9, `${lower} to ${upper}`);
});

test("what alarms leaves the band as it is", () => {
  const rows = rowsOf(
    series(260, (i) => (i === 200 ? 500 : steady(i))),
    given,
  );
  const width = ({ lower, upper }: Row) => upper - lower;
  assert.ok(rows[200]!.flags & PointFlag.Anomalous);
  assert.ok(Math.abs(width(rows[201]!) / width(rows[200]!) - 1) < 1e-12);
  assert.ok(Math.abs(width(rows[202]!) / width(rows[201]!) - 1) > 1e-6, "other values move it");
});

// seasons

const HOUR = 3600;
const DAY = 24 * HOUR;
const START = 1_600_000_000 - (1_600_000_000 % (7 * DAY));

/** Lines a step of seconds apart. */
function clocked(count: number, step: number, value: (second: number, index: number) => number, start = START): string {
  let text = "";
  for (let i = 0; i < count; i++) text += `m f=${value(i * step, i).toFixed(4)} ${start + i * step}000000000\n`;
  return text;
}

/** A working day: high from nine to five, with steep sides. */
const workday = (second: number) => (second % DAY >= 9 * HOUR && second % DAY < 17 * HOUR ? 80 : 20);
const weekday = (second: number) => (second % (7 * DAY) < 5 * DAY ? workday(second) : 20);
const jitter = (index: number) => noise(index) / 10;

test("auto finds a daily season within three days, and forecasts know it", () => {
  const input = clocked(6 * 288, 300, (second, i) => workday(second) + jitter(i));
  const late = (rows: Row[]) => rows.slice(4 * 288);
  const found = meanMiss(late(rowsOf(input, { trend: "none", alpha: 0.3 })));
  const without = meanMiss(late(rowsOf(input, { trend: "none", alpha: 0.3, season: "none" })));
  assert.ok(found < without / 2, `misses by ${found}, by ${without} without a season`);
  const paths = outputOf(engine({ horizon: 48, forecastEvery: 1 }), clocked(4 * 288, 300, workday));
  const lines = paths.split(/^m .*\n/m).at(-1)!;
  const ahead = Array.from(lines.matchAll(/^fcast.* yhat=([^,]*)/gm), ([, text]) => Number(text));
  assert.is(ahead.length, 48);
  assert.ok(Math.max(...ahead) < 40, "at night no step of four hours is high");
  const morning = outputOf(engine({ horizon: 48, forecastEvery: 1 }), clocked(3 * 288 + 96, 300, workday));
  const steps = Array.from(
    morning
      .split(/^m .*\n/m)
      .at(-1)!
      .matchAll(/^fcast.* yhat=([^,]*)/gm),
    ([, text]) => Number(text),
  );
  assert.ok(steps[0]! < 30 && steps[30]! > 50, `from eight o'clock on: ${steps[0]}, then ${steps[30]}`);
});

test("auto prefers a week where weekends differ", () => {
  const input = clocked(6 * 7 * 24, HOUR, (second, i) => weekday(second) + jitter(i));
  // from where the second week has been compared with the first
  const late = (rows: Row[]) => rows.slice(2.5 * 7 * 24);
  const auto = meanMiss(late(rowsOf(input, { trend: "none" })));
  const daily = meanMiss(late(rowsOf(input, { trend: "none", season: "1d" })));
  assert.ok(auto < 0.75 * daily, `misses by ${auto}, by ${daily} with a day`);
});

test("the level stays where it is when a season is found", () => {
  const rows = rowsOf(
    clocked(3 * 288, 300, (second, i) => 500 + workday(second) + jitter(i)),
    { alpha: 0.01 },
  );
  const nights = rows.filter(({ time }) => Number(time / 1_000_000_000n) - START > 2.8 * DAY);
  assert.ok(meanMiss(nights) < 5, `misses by ${meanMiss(nights)}`);
});

test("seasons before 1970 are seasons like others", () => {
  const day = (start: number) =>
    rowsOf(clocked(4 * 96, 900, (second, i) => workday(second) + jitter(i), start)).map(({ yhat }) => yhat);
  assert.ok(
    day(-5 * 7 * DAY + 2 * DAY).every((yhat, i, all) => yhat === day(START + 2 * DAY)[i] && all.length === 384),
  );
});

test("noise has no season", () => {
  const source = uniform(3);
  const input = clocked(20 * 24, HOUR, () => 20 + heavy(source));
  const forecasts = (rows: Row[]) => rows.map(({ yhat }) => yhat);
  assert.equal(forecasts(rowsOf(input)), forecasts(rowsOf(input, { season: "none" })));
});

test("a season that ends is given up", () => {
  const source = uniform(5);
  const input = clocked(20 * 24, HOUR, (second) => (second < 6 * DAY ? workday(second) : 50) + heavy(source));
  const late = meanMiss(rowsOf(input).slice(15 * 24));
  const without = meanMiss(rowsOf(input, { season: "none" }).slice(15 * 24));
  assert.ok(late < 1.2 * without, `misses by ${late}, by ${without} without a season`);
});

test("any period can be given", () => {
  const period = 50 * 60;
  const wave = (second: number) => 10 * Math.sin((2 * Math.PI * second) / period);
  const input = clocked(2_000, 60, (second, i) => wave(second) + jitter(i));
  const found = meanMiss(rowsOf(input, { season: `${period}s` }).slice(1_000));
  const without = meanMiss(rowsOf(input, { season: "none" }).slice(1_000));
  assert.ok(found < 0.75 * without, `misses by ${found}, by ${without} without a season`);
});

test("a bin of a profile may be met any number of times", () => {
  const rows = rowsOf(
    clocked(2 * 3_600, 1, (_, i) => steady(i)),
    { season: "1d" },
  ).filter(isScored);
  assert.ok(rows.every(({ yhat, lower, upper }) => lower <= yhat && yhat <= upper));
});

test("cutting the input anywhere changes no forecast of a season", () => {
  const input = clocked(4 * 288, 300, (second, i) => workday(second) + jitter(i));
  const whole = outputOf(engine({ forecastEvery: 3 }), input);
  const pieces = input.match(/[\s\S]{1,7001}/g)!;
  assert.ok(outputOf(engine({ forecastEvery: 3 }), ...pieces) === whole);
});

// counters

test("the increase a second of a counter is modelled, and a reset is no event", () => {
  const total = (i: number) => `${(i < 100 ? 5_000 : -1_000) + 40 * i + noise(i)}i`;
  const spaced = Array.from({ length: 300 }, (_, i) => `m f=${total(i)} ${1_600_000_000 + 10 * i}000000000\n`).join("");
  const rows = rowsOf(spaced).filter(isScored);
  for (const { value, yhat } of rows.slice(60)) {
    assert.ok(value > 2.5 && value < 5.5, `an increase of ${value} a second`);
    assert.ok(yhat > 2.5 && yhat < 5.5, `${yhat} a second is forecast`);
  }
  const output = outputOf(engine({ horizon: 0 }), spaced);
  assert.match(output, /^anomaly,.* y=4\.\d,yhat=4/m);
  assert.not.match(output, /is_anomaly=true/);
});

test("the season of a counter is that of its increase", () => {
  let total = 0;
  const rate = (second: number, i: number) => workday(second) + (i % 3);
  const lines = Array.from({ length: 8 * 96 }, (_, i) => {
    total += 900 * rate(i * 900, i);
    return `m f=${total}i ${START + i * 900}000000000\n`;
  });
  const counted = meanMiss(rowsOf(lines.join("")).slice(3 * 96));
  const plain = meanMiss(rowsOf(clocked(8 * 96, 900, rate)).slice(3 * 96));
  assert.ok(counted < 2 * plain, `misses by ${counted}, by ${plain} where the increase itself comes`);
});

test("auto takes no ramp of fractions, no constant and nothing that falls for a counter", () => {
  const gauges = [
    series(200, (i) => 5_000 + 40.5 * i),
    series(100, () => "7i"),
    series(100, (i) => `${1_000 + 40 * i - (i % 20 === 19 ? 60 : 0)}i`),
  ];
  for (const gauge of gauges) assert.equal(rowsOf(gauge), rowsOf(gauge, { difference: "off" }));
  assert.not.equal(
    rowsOf(series(100, (i) => `${1_000 + 40 * i}i`)),
    rowsOf(
      series(100, (i) => `${1_000 + 40 * i}i`),
      { difference: "off" },
    ),
  );
});

test("what was taken for a counter and falls a little is modelled as it is again", () => {
  const values = (i: number) => (i < 80 ? 1_000 + 40 * i : 4_200 - 40 * (i - 80));
  const rows = rowsOf(series(160, (i) => `${values(i)}i`));
  assert.is(rows[159]!.value, values(159));
  assert.ok(Math.abs(rows[159]!.yhat - values(159)) < 200);
});

test("what falls back to nothing before it has risen is no counter for long", () => {
  const ramp = (i: number) => 0.5 + 0.01 * i;
  const values = (i: number) => (i < 200 ? ramp(i) : i % 30 === 0 ? 2.25 : i % 30 === 1 ? 0.75 : 0);
  const rows = rowsOf(series(400, (i) => values(i).toFixed(3)));
  assert.is(rows[361]!.value, 0.75);
});

test("differences can be asked for", () => {
  const rows = rowsOf(
    series(50, (i) => 0.5 * i + (i === 30 ? -0.5 : 0)),
    { difference: "on" },
  );
  assert.is(rows[0]!.flags & PointFlag.Scored, 0);
  assert.is(rows[29]!.value, 0.5);
  assert.ok(Number.isNaN(rows[0]!.value));
});

// windows

test("series that find no window free are scored with the usual parameters until one is", () => {
  const line = (name: string, i: number) => `m,host=${name} f=${steady(i)} ${1_600_000_000 + i}000000000\n`;
  let input = "";
  for (let i = 0; i < 400; i++) input += line("a", i) + (i >= 60 ? line("b", i) : "");
  const scarce = outputOf(engine({ horizon: 0, trend: "none", maxWindows: 1, season: "none" }), input);
  const plenty = outputOf(engine({ horizon: 0, trend: "none", season: "none" }), input);
  const never = outputOf(engine({ horizon: 0, trend: "none", refit: 0, season: "none" }), input);
  const of = (output: string, name: string) => output.match(new RegExp(`^anomaly,host=${name}.*$`, "gm"))!;
  assert.equal(of(scarce, "a"), of(plenty, "a"));
  assert.equal(of(scarce, "b").slice(0, 50), of(never, "b").slice(0, 50));
  assert.not.equal(of(scarce, "b").slice(-50), of(never, "b").slice(-50));
  assert.is(of(scarce, "b").length, of(plenty, "b").length);
});

test.run();
