import { test } from "uvu";
import * as assert from "uvu/assert";
import { kernelSeasons } from "../../bench/kernel-seasons.js";
import { type Band, PlainMixture, type Without } from "../../bench/plain-mixture.js";
import { PointFlag, type Points } from "../../src/engine/engine.js";
import { Random } from "../../src/simulation/random.js";
import { engine, latin1, outputOf } from "../engine/harness.js";

/** The kernel's mixture beside a second one in plain JavaScript: forecasts, bands and paths are the same numbers. */

const HORIZON = 40;
const START = 1_600_000_000;
const DAY = 86_400;
const gauss = (random: Random) =>
  Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform());

interface Point {
  readonly second: number;
  readonly value: number;
}

const points = (count: number, step: number, value: (second: number, index: number) => number): Point[] =>
  Array.from({ length: count }, (_, index) => {
    const second = START + index * step;
    return { second, value: Number(value(second, index).toFixed(4)) };
  });

interface Told extends Band {
  readonly isAlarming: boolean;
}

/** What the kernel says of each point before it comes, and of the horizon behind each tenth. */
function kernelSays(series: readonly Point[], isSeasonal: boolean): { next: Told[]; far: Map<number, Band> } {
  const next: Told[] = [];
  const onPoints = ({ count, yhat, lower, upper, score, flags }: Points) => {
    for (let i = 0; i < count; i++) {
      const isRipe = (flags[i]! & (PointFlag.Scored | PointFlag.Warming)) === PointFlag.Scored;
      const isAlarming = isRipe && score[i]! >= 1;
      next.push({ forecast: yhat[i]!, lower: lower[i]!, upper: upper[i]!, isAlarming });
    }
  };
  const subject = engine(
    { horizon: HORIZON, digits: "shortest", season: isSeasonal ? "auto" : "none", difference: "off" },
    { onPoints },
  );
  const far = new Map<number, Band>();
  let at = 0;
  const text = series.map(({ second, value }) => `m f=${value} ${second}000000000\n`);
  for (let from = 0; from < text.length; from += 1_000) {
    const output = outputOf(subject, latin1(text.slice(from, from + 1_000).join("")));
    for (const line of output.split("\n")) {
      if (line.startsWith("m ")) at++;
      if (!line.includes(`,step=${HORIZON}i `)) continue;
      const [forecast, lower, upper] = / yhat=([^,]+),yhat_lower=([^,]+),yhat_upper=([^,]+),/.exec(line)!.slice(1);
      far.set(at - 1, { forecast: Number(forecast), lower: Number(lower), upper: Number(upper) });
    }
  }
  return { next, far };
}

/** The kernel keeps 32 bits of an offset: so much of the band's width may be lost. */
const NEAR = 1e-4;

function assertNear(told: Band, other: Band, what: string): void {
  const most = Math.max(NEAR * (told.upper - told.lower), 1e-9);
  for (const end of ["forecast", "lower", "upper"] as const) {
    if (Math.abs(told[end] - other[end]) <= most) continue;
    assert.unreachable(`${what}: ${end} is ${told[end]} in the kernel and ${other[end]} in plain JavaScript`);
  }
}

const random = () => new Random(21, 3);
const walk = () => {
  const source = random();
  let level = 50;
  return () => (level += gauss(source));
};
const noisy = (source: Random, level: (second: number, index: number) => number) => (second: number, index: number) =>
  level(second, index) + gauss(source);

const shapes: [string, boolean, Point[]][] = [
  [
    "noise about a level",
    false,
    points(
      3_000,
      10,
      noisy(random(), () => 20),
    ),
  ],
  ["a random walk", false, points(3_000, 10, walk())],
  [
    "a ramp",
    false,
    points(
      3_000,
      60,
      noisy(random(), (_, i) => 100 + 0.05 * i),
    ),
  ],
  [
    "shifts and spikes",
    false,
    points(
      3_000,
      1,
      noisy(random(), (_, i) => 20 + (i % 700 > 400 ? 60 : 0) + (i % 97 === 0 ? 40 : 0)),
    ),
  ],
  [
    "a sensor of tenths",
    false,
    points(3_000, 1, (_, i) => Math.round(180 + 3 * Math.sin(i / 200) + (i % 7 === 0 ? 1 : 0)) / 10),
  ],
  [
    "great values",
    false,
    points(
      3_000,
      10,
      noisy(random(), () => 1e9),
    ),
  ],
  [
    "a day",
    true,
    points(
      144 * 12,
      600,
      noisy(random(), (s) => 100 + 10 * Math.sin((2 * Math.PI * s) / DAY)),
    ),
  ],
  [
    "gaps",
    false,
    points(
      4_000,
      10,
      noisy(random(), (s) => 20 + 5 * Math.sin(s / 20_000)),
    ).filter((_, i) => i % 50 < 42 || i < 100),
  ],
];

for (const [name, isSeasonal, series] of shapes) {
  test(`${name}: the kernel and plain JavaScript foresee the same`, () => {
    const { next, far } = kernelSays(series, isSeasonal);
    const plain = new PlainMixture(isSeasonal ? kernelSeasons() : undefined, HORIZON);
    series.forEach(({ second, value }, index) => {
      const told = next[index]!;
      if (index > 0) assertNear(told, plain.expect(second * 1e6), `point ${index}`);
      plain.learn(second * 1e6, value, told.isAlarming);
      const path = far.get(index);
      if (path !== undefined) assertNear(path, plain.ahead(HORIZON), `the path behind point ${index}`);
    });
    assert.ok(far.size > 100);
  });
}

test("left out, a part is missed where it matters", () => {
  const missed = (series: readonly Point[], without: Without) => {
    const plain = new PlainMixture(undefined, HORIZON, without);
    return series.reduce((sum, { second, value }, index) => {
      const missed = index === 0 ? 0 : Math.abs(value - plain.expect(second * 1e6).forecast);
      plain.learn(second * 1e6, value);
      return sum + missed;
    }, 0);
  };
  const ramp = points(
    2_000,
    10,
    noisy(random(), (_, i) => 0.5 * i),
  );
  assert.ok(missed(ramp, { experts: ["trend"] }) > 1.2 * missed(ramp, {}));
  const level = walk();
  const outliers = points(2_000, 10, (_, i) => level() + (i % 50 === 49 ? 40 : 0));
  assert.ok(missed(outliers, { shocks: true }) > 1.2 * missed(outliers, {}));
});

test.run();
