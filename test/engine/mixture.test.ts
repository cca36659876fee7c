import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Points } from "../../src/engine/engine.js";
import type { Settings } from "../../src/options.js";
import { Random } from "../../src/simulation/random.js";
import { engine, latin1, outputOf } from "./harness.js";

/** `--trend auto`, seen from outside: weights, seasons, bands, horizons and times of crossing. */

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;
const START = 1_600_000_000 - (1_600_000_000 % WEEK);

interface Row {
  readonly second: number;
  readonly value: number;
  readonly yhat: number;
  readonly lower: number;
  readonly upper: number;
}

function lines(count: number, step: number, value: (second: number, index: number) => number, start = START): string {
  let text = "";
  for (let i = 0; i < count; i++) text += `m f=${value(start + i * step, i).toFixed(4)} ${start + i * step}000000000\n`;
  return text;
}

function rowsOf(input: string, given: Partial<Settings> = {}): Row[] {
  const rows: Row[] = [];
  const onPoints = ({ count, time, value, yhat, lower, upper }: Points) => {
    for (let i = 0; i < count; i++) {
      const second = Number(time[i]! / 1_000_000_000n);
      rows.push({ second, value: value[i]!, yhat: yhat[i]!, lower: lower[i]!, upper: upper[i]! });
    }
  };
  const subject = engine({ horizon: 0, ...given }, { onPoints });
  for (let at = 0; at < input.length; at += 60_000) subject.push(latin1(input.slice(at, at + 60_000)));
  subject.end();
  return rows;
}

const meanOf = (numbers: number[]) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
const missOf = (rows: Row[]) => meanOf(rows.map(({ value, yhat }) => Math.abs(value - yhat)));
const gauss = (random: Random) =>
  Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform());

/** Mean absolute error of the last step of each path over the mean absolute noise, from a time on. */
function aheadOf(input: string, horizon: number, from: number, given: Partial<Settings> = {}): number {
  const values = new Map(Array.from(input.matchAll(/f=(\S+) (\d+)/g), ([, value, time]) => [time!, Number(value)]));
  const misses: number[] = [];
  for (const [, yhat, time] of outputOf(engine({ horizon, ...given }), latin1(input)).matchAll(
    new RegExp(`yhat=([^,]+),yhat_lower=[^ ]*,step=${horizon}i (\\d+)`, "g"),
  )) {
    const value = values.get(time!);
    if (value !== undefined && Number(time!.slice(0, -9)) >= START + from) misses.push(Math.abs(value - Number(yhat)));
  }
  return meanOf(misses);
}

test("weights change hands: a walk is followed, and noise about a level averaged", () => {
  const random = new Random(1, 1);
  let level = 50;
  const noisy = (i: number) => {
    const next = level + gauss(random);
    if (i < 2_000) level = next;
    return next;
  };
  const values = Array.from({ length: 4_000 }, (_, i) => noisy(i));
  const rows = rowsOf(lines(4_000, 10, (_, i) => values[i]!));
  const naive = (from: number, to: number) =>
    meanOf(values.slice(from, to).map((value, i) => Math.abs(value - values[from + i - 1]!)));
  assert.ok(missOf(rows.slice(1_000, 2_000)) < 1.02 * naive(1_000, 2_000));
  assert.ok(missOf(rows.slice(2_500)) < 0.75 * naive(2_500, 4_000));
});

/** Series with a season under noise: what repeats, how far ahead is looked, and by how much of the noise the errors may be. */
interface Shape {
  readonly name: string;
  readonly step: number;
  readonly period: number;
  readonly horizon: number;
  readonly value: (second: number, index: number) => number;
  /** Mean errors of the fifth and sixth period over the noise's, one step and a horizon ahead. */
  readonly next: number;
  readonly ahead: number;
}

const wave = (second: number, period: number) => Math.sin((2 * Math.PI * second) / period);
const isWeekend = (second: number) => Math.floor(second / DAY) % 7 < 2;
const shapes: readonly Shape[] = [
  {
    name: "an hour",
    step: 30,
    period: HOUR,
    horizon: 40,
    value: (s) => 5 * wave(s, HOUR),
    next: 1.2,
    ahead: 1.2,
  },
  {
    name: "a day",
    step: 10 * MINUTE,
    period: DAY,
    horizon: 24,
    value: (s) => 10 * wave(s, DAY),
    next: 1.35,
    ahead: 1.5,
  },
  { name: "a week", step: HOUR, period: WEEK, horizon: 24, value: (s) => 10 * wave(s, WEEK), next: 1.2, ahead: 1.45 },
  {
    name: "a week with its weekend",
    step: HOUR,
    period: WEEK,
    horizon: 24,
    value: (s) => (isWeekend(s) ? 0 : 10),
    next: 1.3,
    ahead: 1.7,
  },
  {
    name: "a day and a week together",
    step: 10 * MINUTE,
    period: WEEK,
    horizon: 24,
    value: (s) => 10 * wave(s, DAY) + 8 * wave(s, WEEK),
    next: 1.15,
    ahead: 1.6,
  },
  {
    name: "a day that grows",
    step: 10 * MINUTE,
    period: DAY,
    horizon: 24,
    value: (s, i) => (1 + i / 1_000) * (40 + 8 * wave(s, DAY)),
    next: 1.5,
    ahead: 3.4,
  },
];

for (const { name, step, period, horizon, value, next, ahead } of shapes) {
  test(`a season of ${name} is found by its fourth period, and foretold`, () => {
    const random = new Random(3, 2);
    const noises: number[] = [];
    const input = lines(Math.round((6 * period) / step), step, (second, index) => {
      const noise = gauss(random);
      noises.push(Math.abs(noise));
      return 100 + value(second, index) + noise;
    });
    const early = engine();
    early.push(latin1(input.split("\n", Math.round((3.25 * period) / step)).join("\n")));
    assert.ok(early.seriesState(1).hasSeason, "none is shown after three periods and a quarter");
    const noise = meanOf(noises.slice(Math.round((4 * period) / step)));
    const near = missOf(rowsOf(input).filter(({ second }) => second >= START + 4 * period)) / noise;
    assert.ok(near < next, `${near} of the noise one step ahead`);
    const far = aheadOf(input, horizon, 4 * period) / noise;
    assert.ok(far < ahead, `${far} of the noise ${horizon} steps ahead`);
  });
}

test("ramps and random walks show no season", () => {
  const forecasts = (input: string, given: Partial<Settings> = {}) => rowsOf(input, given).map(({ yhat }) => yhat);
  for (let seed = 0; seed < 8; seed++) {
    const random = new Random(seed, 5);
    let level = 100;
    const walk = lines(3_000, 5 * MINUTE, () => (level += gauss(random)));
    const ramp = lines(3_000, 5 * MINUTE, (_, i) => 0.01 * (1 + seed) * i + gauss(random));
    assert.equal(forecasts(walk), forecasts(walk, { season: "none" }), `walk ${seed}`);
    assert.equal(forecasts(ramp), forecasts(ramp, { season: "none" }), `ramp ${seed}`);
  }
});

test("given seasons are taken at their word, up to three together", () => {
  const random = new Random(6, 2);
  const shape = (s: number) =>
    5 * Math.sin((2 * Math.PI * s) / (6 * HOUR)) + 5 * Math.sin((2 * Math.PI * s) / (2 * DAY));
  const input = lines(288 * 10, 5 * MINUTE, (second) => 50 + shape(second) + gauss(random));
  const with2 = aheadOf(input, 36, 6 * DAY, { season: "6h,2d" });
  assert.ok(with2 < 1.45 * Math.sqrt(2 / Math.PI), `${with2}`);
  assert.ok(aheadOf(input, 36, 6 * DAY, { season: "none" }) > 1.5 * with2);
});

test("a day by the clock of a zone moves with its summer time", () => {
  // ten days on either side of the 25th of October 2020, when Berlin's clocks went back
  const start = Date.UTC(2020, 9, 11) / 1_000;
  const hours = new Intl.DateTimeFormat("en", { timeZone: "Europe/Berlin", hour: "numeric", hourCycle: "h23" });
  const isOpen = (second: number) => {
    const hour = Number(hours.format(second * 1_000));
    return hour >= 9 && hour < 17;
  };
  const random = new Random(7, 2);
  const input = lines(96 * 24, 15 * MINUTE, (second) => (isOpen(second) ? 80 : 20) + gauss(random), start);
  const after = (given: Partial<Settings>) =>
    missOf(rowsOf(input, given).filter(({ second }) => second > start + 14.5 * DAY && second < start + 17 * DAY));
  const local = after({ timeZone: "Europe/Berlin" });
  const utc = after({});
  assert.ok(local < 0.75 * utc, `misses by ${local}, by ${utc} in UTC`);
});

test("a horizon may be a duration: the path ends there, and has at most a hundred steps", () => {
  const input = lines(200, 60, (_, i) => 20 + (i % 3));
  const output = outputOf(engine({ horizon: "6h", forecastEvery: 50 }), latin1(input));
  const path = output.split(/^anomaly.*\n/m).findLast((part) => part.startsWith("fcast"))!;
  const steps = Array.from(path.matchAll(/,step=(\d+)i/g), ([, step]) => Number(step));
  assert.is(steps.at(-1), 360);
  assert.is(steps.length, 90);
  assert.is(steps[1]! - steps[0]!, 4);
});

const etaOf = (input: string, given: Partial<Settings>) => {
  const last = outputOf(engine({ horizon: 0, ...given }), latin1(input))
    .trimEnd()
    .split("\n")
    .at(-1)!;
  const field = (name: string) => Number(new RegExp(`${name}=([^, ]+)`).exec(last)?.[1] ?? Number.NaN);
  return { at: field("eta_above_s"), earliest: field("eta_above_earliest_s"), latest: field("eta_above_latest_s") };
};

test("a disk that fills says when it will be full, as far ahead as was asked for", () => {
  const random = new Random(9, 2);
  const input = lines(1_000, MINUTE, (_, i) => 50 + 0.01 * i + 0.02 * gauss(random));
  const { at, earliest, latest } = etaOf(input, { etaAbove: 100, etaWithin: 30 * DAY });
  assert.ok(Math.abs(at / (4_000 * MINUTE) - 1) < 0.1, `${at}`);
  assert.ok(earliest <= at && latest >= at, `${earliest} to ${latest}`);
  assert.ok(Number.isNaN(etaOf(input, { etaAbove: 100, etaWithin: DAY }).at));
});

test("a flat series has no time of crossing, whatever its noise", () => {
  const random = new Random(10, 2);
  const input = lines(2_000, 1, () => 20 + 0.3 * gauss(random));
  for (const etaAbove of [21.8, 22, 30]) {
    const { at, earliest } = etaOf(input, { etaAbove });
    assert.ok(Number.isNaN(at) && Number.isNaN(earliest), `${at}, ${earliest}`);
  }
});

test("a minute after an excursion the band is hardly wider than before", () => {
  const random = new Random(11, 2);
  const input = lines(
    4_000,
    1,
    (_, i) => 20 + Math.round(1.2 * gauss(random)) / 10 + (i >= 3_000 && i < 3_008 ? 9 : 0),
  );
  const rows = rowsOf(input);
  const width = (index: number) => rows[index]!.upper - rows[index]!.lower;
  assert.ok(width(3_068) < 1.6 * width(2_999), `${width(2_999)}, then ${width(3_068)}`);
});

test("rare outliers do not draw the forecast along", () => {
  const random = new Random(12, 2);
  let level = 20;
  const clean = Array.from({ length: 6_000 }, () => {
    level += 0.02 * gauss(random);
    return level + 0.3 * gauss(random);
  });
  const values = clean.map((value) => (random.chance(0.01) ? value + 5 : value));
  const rows = rowsOf(lines(6_000, 10, (_, i) => values[i]!));
  const miss = (of: number[]) => meanOf(rows.slice(1_000).map(({ yhat }, i) => Math.abs(of[1_000 + i]! - yhat)));
  assert.ok(miss(clean) < 0.27, `${miss(clean)}`);
});

test("where a value is foretold exactly no residual is written that is rounding alone", () => {
  const random = new Random(14, 2);
  const noisy = Array.from({ length: 200 }, () => 20 + gauss(random));
  const inputs = [
    lines(1_000, 10, (_, i) => noisy[i] ?? 22.5),
    lines(2_000, 10, (_, i) => 0.1 * i),
    lines(1_000, 10, (_, i) => (i % 100 === 50 ? 25 : 20.1)),
  ];
  for (const input of inputs) {
    const output = outputOf(engine({ horizon: 0 }), latin1(input));
    const residuals = Array.from(output.matchAll(/residual=([^,]+)/g), ([, residual]) => Number(residual));
    assert.is(residuals.at(-1), 0);
    assert.equal(
      residuals.filter((residual) => residual !== 0 && Math.abs(residual) < 1e-6),
      [],
    );
  }
});

test("great values lose nothing", () => {
  const random = new Random(13, 2);
  const values = Array.from({ length: 1_000 }, () => Math.round(1_000 * gauss(random)) / 1_000);
  const near = rowsOf(lines(1_000, 10, (_, i) => values[i]!));
  const far = rowsOf(lines(1_000, 10, (_, i) => 1e9 + values[i]!));
  for (let i = 20; i < 1_000; i++) assert.ok(Math.abs(near[i]!.yhat - (far[i]!.yhat - 1e9)) < 1e-4, `point ${i}`);
});

test.run();
