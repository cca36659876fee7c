import { Random } from "../src/simulation/random.js";

/** A kind of series with nothing wrong in it, as people have them. */
export interface Kind {
  readonly name: string;
  /** Seconds from point to point. */
  readonly step: number;
  /** A generator of one such series: second since its beginning → value. */
  readonly make: (chance: Chance) => (second: number) => number;
}

/** Draws from the usual distributions. */
export class Chance {
  readonly #random: Random;

  constructor(seed: number, stream: number) {
    this.#random = new Random(seed, stream);
  }

  uniform(): number {
    return this.#random.uniform();
  }

  gauss(): number {
    return Math.sqrt(-2 * Math.log(1 - this.uniform())) * Math.cos(2 * Math.PI * this.uniform());
  }

  /** Of mean 1. */
  exponential(): number {
    return -Math.log(1 - this.uniform());
  }

  poisson(mean: number): number {
    if (mean > 60) return Math.max(0, Math.round(mean + Math.sqrt(mean) * this.gauss()));
    let count = 0;
    for (let sum = this.exponential(); sum < mean; sum += this.exponential()) count++;
    return count;
  }

  /** Student's t. */
  t(degrees: number): number {
    let squares = 0;
    for (let i = 0; i < degrees; i++) squares += this.gauss() ** 2;
    return this.gauss() / Math.sqrt(squares / degrees);
  }
}

const DAY = 86_400;
const WEEK = 7 * DAY;
const HOUR = 3_600;

const wave = (second: number, period: number, shift = 0) => Math.sin(2 * Math.PI * (second / period - shift));
const isWeekend = (second: number) => Math.floor(second / DAY) % 7 > 4;
/** To a step that a sensor shows. */
const shown = (value: number, step: number) => Math.round(value / step) * step;

/** A value that holds for a random time and then is another. */
function held(points: () => number, draw: (before: number) => number, first: number) {
  let value = first;
  let left = 0;
  return () => {
    if (left-- <= 0) {
      value = draw(value);
      left = points();
    }
    return value;
  };
}

/** x ← ρ·x + noise. */
function persistent(chance: Chance, rho: number) {
  let x = 0;
  return () => {
    x = rho * x + chance.gauss();
    return x;
  };
}

/** Falls or rises between two ends, as a thermostat makes it. */
function sawtooth(chance: Chance, low: number, high: number, up: number, down: number) {
  let x = (low + high) / 2;
  let isRising = true;
  return () => {
    if (isRising ? x > high : x < low) isRising = !isRising;
    x += (isRising ? up : -down) * (1 + 0.2 * chance.gauss());
    return x;
  };
}

export const kinds: readonly Kind[] = [
  { name: "a probe in tenths, noise of half a step", step: 1, make: (c) => () => shown(20 + 0.05 * c.gauss(), 0.1) },
  {
    name: "a thermostat in tenths",
    step: 1,
    make: (c) => {
      const next = sawtooth(c, 19.5, 20.5, 0.004, 0.002);
      return () => shown(next() + 0.02 * c.gauss(), 0.1);
    },
  },
  { name: "normal noise, every second", step: 1, make: (c) => () => 50 + 5 * c.gauss() },
  { name: "heavy tails (Student's t of 3)", step: 10, make: (c) => () => 50 + 3 * c.t(3) },
  { name: "latency, lognormal", step: 10, make: (c) => () => shown(20 * Math.exp(0.5 * c.gauss()), 0.001) },
  {
    name: "a wandering level",
    step: 10,
    make: (c) => {
      const next = persistent(c, 0.98);
      return () => 30 + next();
    },
  },
  { name: "rare errors", step: 10, make: (c) => () => c.poisson(0.02) },
  { name: "a queue's length", step: 10, make: (c) => () => c.poisson(3) },
  {
    name: "requests, by day, fewer at weekends",
    step: 60,
    make: (c) => (s) => shown((isWeekend(s) ? 60 : 100) * (1 + 0.7 * wave(s, DAY, 0.3)) + 6 * c.gauss() + 80, 0.01),
  },
  {
    name: "idle processor in whole per cent",
    step: 10,
    make: (c) => {
      let busy = 0;
      return () => {
        if (c.uniform() < 0.02) busy = 30 * c.exponential();
        busy *= 0.8;
        return Math.max(0, Math.min(100, Math.round(97 - busy + 0.8 * c.gauss())));
      };
    },
  },
  {
    name: "on and off, for minutes",
    step: 10,
    make: (c) =>
      held(
        () => 5 + 30 * c.exponential(),
        (before) => 1 - before,
        0,
      ),
  },
  {
    name: "a pump's power",
    step: 10,
    make: (c) => {
      const isOn = held(
        () => 20 + 40 * c.exponential(),
        (before) => 1 - before,
        0,
      );
      return () => (isOn() === 1 ? 750 + 12 * c.gauss() : 3 + 0.2 * c.gauss());
    },
  },
  {
    name: "memory of a collected heap",
    step: 10,
    make: (c) => {
      let used = 100;
      return () => {
        used += 3 * c.exponential();
        if (used > 500) used = 100 + 10 * c.gauss();
        return shown(used, 0.1);
      };
    },
  },
  {
    name: "a backup every night",
    step: 60,
    make: (c) => (s) => {
      const isRunning = s % DAY > 2 * HOUR && s % DAY < 3 * HOUR;
      return 10 + c.gauss() + (isRunning ? 60 + 5 * c.gauss() : 0);
    },
  },
  {
    name: "bytes sent, a counter",
    step: 10,
    make: (c) => {
      let total = 1_000;
      return () => {
        total += 1_000 + 40 * c.poisson(200);
        return total;
      };
    },
  },
  { name: "uptime", step: 10, make: () => (s) => s + 1_000 },
  {
    name: "free bytes, slowly less",
    step: 60,
    make: (c) => {
      let free = 5e11;
      return () => {
        free -= 1e5 * c.exponential();
        return Math.round(free);
      };
    },
  },
  { name: "a constant", step: 10, make: () => () => 42 },
  {
    name: "a battery that the sun charges",
    step: 60,
    make: (c) => (s) =>
      shown(12.6 + 1.2 * Math.max(0, wave(s, DAY, 0.25)) * (0.6 + 0.4 * c.uniform()) + 0.02 * c.gauss(), 0.01),
  },
  { name: "a tide", step: 60, make: (c) => (s) => 3 * wave(s, 44_712) + 0.03 * c.gauss() },
  {
    name: "a fridge, on for ten minutes of forty",
    step: 10,
    make: (c) => {
      const next = sawtooth(c, 3, 6, 0.02, 0.05);
      return () => shown(next() + 0.05 * c.gauss(), 0.1);
    },
  },
  {
    name: "a room's humidity",
    step: 60,
    make: (c) => {
      const next = persistent(c, 0.995);
      return (s) => shown(45 + 4 * wave(s, DAY) + 0.2 * next(), 0.5);
    },
  },
  {
    name: "carbon dioxide in an office",
    step: 60,
    make: (c) => {
      let level = 420;
      return (s) => {
        const isUsed = !isWeekend(s) && s % DAY > 8 * HOUR && s % DAY < 17 * HOUR;
        level += (isUsed ? (900 - level) / 60 : (420 - level) / 120) + 2 * c.gauss();
        return Math.round(level);
      };
    },
  },
  {
    name: "a job every hour",
    step: 60,
    make: (c) => (s) => 10 + c.gauss() + (s % HOUR < 60 ? 50 + 5 * c.gauss() : 0),
  },
  {
    name: "a pump every six hours",
    step: 60,
    make: (c) => (s) => 10 + c.gauss() + (s % (6 * HOUR) < 600 ? 50 : 0),
  },
  {
    name: "a backup every week",
    step: 60,
    make: (c) => (s) => 10 + c.gauss() + (s % WEEK < 2 * HOUR ? 50 : 0),
  },
  {
    name: "a disk that is cleaned by night",
    step: 60,
    make: (c) => (s) => shown(40 + 30 * ((s % DAY) / DAY) + 0.05 * c.gauss(), 0.01),
  },
  {
    name: "solar power, clouds and night",
    step: 60,
    make: (c) => {
      const next = persistent(c, 0.97);
      return (s) => Math.round(Math.max(0, wave(s, DAY, 0.25)) * Math.max(0, 3_000 + 200 * next()));
    },
  },
  {
    name: "connections, by day, whole numbers",
    step: 60,
    make: (c) => (s) => c.poisson(80 + 50 * wave(s, DAY, 0.3)),
  },
  {
    name: "log lines in bursts",
    step: 10,
    make: (c) => () => c.poisson(20 * (c.uniform() < 0.05 ? 5 : 1) * c.exponential()),
  },
  {
    name: "a price that holds for hours",
    step: 60,
    make: (c) =>
      held(
        () => 60 + 120 * c.exponential(),
        (before) => shown(before + 0.2 * c.gauss(), 0.01),
        30,
      ),
  },
  {
    name: "a graphics card between two loads",
    step: 10,
    make: (c) => {
      const load = held(
        () => 120 + 360 * c.exponential(),
        (before) => 1 - before,
        0,
      );
      let heat = 45;
      return () => {
        heat += ((load() === 1 ? 78 : 45) - heat) / 12 + 0.3 * c.gauss();
        return Math.round(heat);
      };
    },
  },
  {
    name: "temperature outdoors",
    step: 300,
    make: (c) => {
      const next = persistent(c, 0.999);
      return (s) => shown(12 + 6 * wave(s, DAY, 0.35) + 0.15 * next(), 0.1);
    },
  },
  {
    name: "a phone's charge",
    step: 60,
    make: (c) => {
      let charge = 80;
      return (s) => {
        const isCharging = s % DAY < 2 * HOUR + 600 * c.uniform();
        charge = Math.max(5, Math.min(100, charge + (isCharging ? 0.8 : -0.05 * c.exponential())));
        return Math.round(charge);
      };
    },
  },
  { name: "the largest request, Pareto", step: 60, make: (c) => () => Math.round(1_000 * (1 - c.uniform()) ** -0.4) },
  {
    name: "noise that grows by day",
    step: 60,
    make: (c) => (s) => 50 + (2 + 1.5 * wave(s, DAY, 0.3)) * c.gauss(),
  },
  {
    name: "a count that is read every five minutes",
    step: 300,
    make: (c) => (s) => c.poisson(400 + 250 * wave(s, DAY, 0.3) * (isWeekend(s) ? 0.5 : 1)),
  },
  { name: "a door, opened a few times a day", step: 10, make: (c) => doorOf(c) },
];

/** 1 for half a minute, more often by day. */
function doorOf(chance: Chance) {
  let left = 0;
  return (second: number) => {
    if (left > 0) left--;
    else if (chance.uniform() < 0.001 * Math.max(0, wave(second, DAY, 0.25))) left = 3;
    return left > 0 ? 1 : 0;
  };
}
