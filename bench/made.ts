import { Random } from "../src/simulation/random.js";
import type { Series } from "./sets.js";

/** Series that are made up to show one thing each, seeded: what a mixture with seasons must be good at, and not fall for. */

const START = 1_600_000_000;
const HOUR = 3_600;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;
const SEEDS = [1, 2, 3];

/** A value by its time and row; what it keeps in mind is its own. */
type Maker = (random: Random) => (second: number, row: number) => number;

interface Kind {
  readonly name: string;
  readonly step: number;
  readonly rows: number;
  readonly make: Maker;
}

const kinds: readonly Kind[] = [
  {
    name: "ramp",
    step: 60,
    rows: 10_000,
    make: (random) => (_, row) => 20 + 0.01 * row + 0.3 * gauss(random),
  },
  {
    name: "disk cleaned by night",
    step: 60,
    rows: 20_000,
    make: (random) => {
      let used = 40;
      return (second) => {
        used += 0.01 + 0.01 * gauss(random);
        if (second % DAY === 0) used -= 14.4 + 0.3 * gauss(random);
        return used + 0.05 * gauss(random);
      };
    },
  },
  {
    name: "hourly",
    step: 10,
    rows: 3 * 8_640,
    make: (random) => (second) => {
      const part = (second % HOUR) / HOUR;
      return 50 + (part < 0.1 ? 10 : 0) + 4 * Math.sin(2 * Math.PI * part) + gauss(random);
    },
  },
  {
    name: "day and week",
    step: 600,
    rows: 42 * 144,
    make: (random) => (second) => {
      const isWeekend = Math.floor(second / DAY) % 7 < 2;
      const day = Math.sin((2 * Math.PI * second) / DAY) * (isWeekend ? 0.4 : 1);
      return 50 + 10 * day + 5 * Math.sin((2 * Math.PI * second) / WEEK) + 2 * gauss(random);
    },
  },
  {
    name: "growing season",
    step: 300,
    rows: 28 * 288,
    make: (random) => (second, row) =>
      (1 + row / 4_000) * (20 + 8 * Math.sin((2 * Math.PI * second) / DAY)) + gauss(random),
  },
  {
    name: "random walk",
    step: 60,
    rows: 10_000,
    make: (random) => {
      let level = 50;
      return () => (level += gauss(random));
    },
  },
  {
    name: "rare outliers",
    step: 10,
    rows: 10_000,
    make: (random) => {
      let level = 20;
      return () => {
        level += 0.02 * gauss(random);
        const outlier = random.chance(0.01) ? (random.chance(0.5) ? -1 : 1) * (3 + 3 * random.uniform()) : 0;
        return level + 0.3 * gauss(random) + outlier;
      };
    },
  },
];

/** A set for each kind, of a series for each seed. */
export function madeSets(): [string, readonly Series[]][] {
  return kinds.map(({ name, step, rows, make }, number) => {
    const series = SEEDS.map((seed) => {
      const value = make(new Random(seed, 2_000 + number));
      const times = Float64Array.from({ length: rows }, (_, row) => START + row * step);
      return { times, values: Float64Array.from(times, (second, row) => value(second, row)) };
    });
    return [name, series];
  });
}

function gauss(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform());
}
