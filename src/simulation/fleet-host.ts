import { DEPLOYMENT, type Outage } from "./outages.js";
import type { Random } from "./random.js";
import { growth, wave } from "./wave.js";

/** Minutes. */
const DAY = 1_440;

/**
 * The lines of a host: measurement, its tags, and its fields with the places behind the point that they are written with;
 * a whole number has none. In this order the first so many of the fields are taken when there are to be fewer series.
 */
export const lineKinds = [
  {
    measurement: "cpu",
    tag: "cpu=cpu-total",
    fields: { usage_idle: 2, usage_user: 2, usage_system: 2, usage_iowait: 2 },
  },
  { measurement: "diskio", tag: "name=sda", fields: { io_await: 2, io_util: 1, reads: 0, writes: 0 } },
  { measurement: "http", tag: "", fields: { latency_ms: 2, requests: 0, errors: 0 } },
  { measurement: "system", tag: "", fields: { load1: 2, load5: 2 } },
  { measurement: "mem", tag: "", fields: { used_percent: 2, available_percent: 2 } },
  {
    measurement: "net",
    tag: "interface=eth0",
    fields: { bytes_recv: 0, bytes_sent: 0, drop_in: 0, err_in: 0 },
  },
  {
    measurement: "disk",
    tag: "path=/",
    fields: { used_percent: 2, used: 0, free: 0, inodes_used: 0, inodes_free: 0, inodes_used_percent: 2 },
  },
  { measurement: "cpu", tag: "cpu=cpu0", fields: { usage_idle: 2, usage_user: 2 } },
  { measurement: "cpu", tag: "cpu=cpu1", fields: { usage_idle: 2, usage_user: 2 } },
  { measurement: "temp", tag: "", fields: { temp: 0 } },
] as const;

/** What all hosts have in common at a minute: the weather of the fleet. */
export interface Weather {
  readonly minute: number;
  /** A factor of the load, around 1: of the day, and of the moment. */
  readonly day: number;
  readonly common: number;
}

/** What outages do to a host at a minute; factors are 1 and sums 0 while nothing is wrong. */
interface Trouble {
  wait: number;
  latency: number;
  traffic: number;
  requests: number;
  processor: number;
  queue: number;
  load: number;
  memory: number;
  errors: number;
  drops: number;
  /** What the probe of the latency does: nothing, tells 0, tells 999, tells anything. */
  lie: 0 | 1 | 2 | 3;
}

/** One of the fleet's hosts, minute by minute. */
export class FleetHost {
  readonly #random: Random;
  readonly #size: number;
  readonly #phase: number;
  readonly #errorRate: number;
  readonly #usualMemory: number;
  readonly #capacity = 200_000_000;
  readonly #inodes = 6_553_600;
  readonly #job: { readonly at: number; readonly length: number };
  #quick = 0;
  #slow = 0;
  #burst = { height: 0, until: 0 };
  #memory = 0;
  #load1 = 1;
  #load5 = 1;
  #used: number;
  #inodesUsed: number;
  #temperature = 48;
  readonly #counters = { reads: 1e6, writes: 5e6, received: 1e9, sent: 2e9, drops: 0, errors: 0 };

  constructor(random: Random) {
    this.#random = random;
    this.#size = random.between(0.8, 1.3);
    this.#phase = 60 * random.normal();
    this.#errorRate = random.between(0.05, 1);
    this.#usualMemory = random.between(35, 65);
    this.#job = { at: random.whole(0, 359), length: random.whole(8, 28) };
    this.#used = this.#capacity * random.between(0.3, 0.6);
    this.#inodesUsed = this.#inodes * random.between(0.2, 0.5);
  }

  /** The values of the minute, of all fields in the order of `lineKinds`, while these outages go on. */
  next(weather: Weather, outages: readonly { readonly outage: Outage; readonly place: number }[]): number[] {
    const random = this.#random;
    const trouble = troubleOf(weather.minute, outages);
    const load = this.#loadAt(weather);
    const work = load * trouble.requests;
    const processor = Math.min(94, Math.max(0.3, 20 * work + trouble.processor + 0.7 * random.normal()));
    const system = Math.min(4.5, Math.max(0.1, 0.6 + processor / 30 + 0.15 * random.normal()));
    const wait = Math.min(60, Math.max(0, 0.4 * (1 + 0.3 * random.normal()) + 1.2 * trouble.queue));
    const user = Math.min(100 - system - wait, processor);
    const noise = random.normal();
    const ioWait = 4 * (0.6 + 0.4 * load) * growth(0.35 * noise) * trouble.wait;
    const util = Math.min(100, Math.max(0.1, 8 * load + 6 * Math.max(0, noise) + 6 * trouble.queue));
    this.#remember(weather.minute, load, trouble);
    const latency = this.#latency(load, trouble);
    const requests = this.#count(90 * work);
    const errors = this.#count(this.#errorRate * (0.5 + 0.5 * load) + trouble.errors);
    const memory = Math.min(99.5, Math.max(3, this.#usualMemory + this.#memory + 2 * load + trouble.memory));
    const { reads, writes, received, sent, drops, errors: faulty } = this.#counters;
    const used = Math.floor(Math.min(this.#capacity, this.#used));
    const inodes = Math.floor(this.#inodesUsed);
    const core = (user: number) => Math.min(99, Math.max(0.1, user + 2 * random.normal()));
    const [first, second] = [core(user), core(user)];
    // what the rest of a processor's time is
    const idle = (of: number) => 100 - of - system - wait;
    return [
      ...[Math.max(0, idle(user)), user, system, wait],
      ...[ioWait, util, reads, writes],
      ...[latency, requests, errors],
      ...[this.#load1 + 0.03 * random.normal(), this.#load5 + 0.01 * random.normal()],
      ...[memory, 100 - memory - 1.5 * random.uniform()],
      ...[received, sent, drops, faulty],
      ...[(100 * used) / this.#capacity, used, this.#capacity - used],
      ...[inodes, this.#inodes - inodes, (100 * inodes) / this.#inodes],
      ...[Math.max(0, idle(first)), first, Math.max(0, idle(second)), second],
      Math.round(this.#temperature),
    ];
  }

  /** The load of the host, around 1: by the time of day, by chance, in bursts, and of a job by the clock. */
  #loadAt({ minute, day, common }: Weather): number {
    const random = this.#random;
    this.#quick = 0.9 * this.#quick + 0.05 * random.normal();
    this.#slow = 0.995 * this.#slow + 0.006 * random.normal();
    if (minute >= this.#burst.until) {
      const isNew = random.chance(4 / DAY);
      // half the sum of two squares of normals is exponential
      const height = isNew ? 0.125 * (random.normal() ** 2 + random.normal() ** 2) : 0;
      this.#burst = { height, until: minute + (isNew ? random.whole(2, 8) : 1) };
    }
    const clock = minute % DAY;
    const job = this.#job;
    const working = clock >= job.at && clock < job.at + job.length ? 0.5 + 0.05 * random.normal() : 0;
    const cycle = Math.max(0.15, day * (1 + 0.5 * wave((minute - 480 + this.#phase) / DAY)));
    return this.#size * cycle * growth(this.#quick + this.#slow + common) + this.#burst.height + working;
  }

  /** What goes on from minute to minute. */
  #remember(minute: number, load: number, trouble: Trouble): void {
    const random = this.#random;
    const counters = this.#counters;
    const busy = 1.2 * load + trouble.load;
    this.#load1 = Math.max(0, this.#load1 + 0.6 * (busy - this.#load1));
    this.#load5 = Math.max(0, this.#load5 + 0.18 * (busy - this.#load5));
    this.#memory = 0.99 * this.#memory + 0.12 * random.normal();
    this.#temperature += 0.1 * (42 + 6 * load - this.#temperature) + 0.08 * random.normal();
    this.#used += Math.max(0, 2_000 + 4_000 * load + 2_500 * random.normal());
    this.#inodesUsed += Math.max(0, 3 + 6 * load + 3 * random.normal());
    // once a day what the day has left behind is cleared away
    if (minute % DAY === this.#job.at + 700) {
      this.#used -= 8_600_000 * (1 + 0.05 * random.normal());
      this.#inodesUsed -= 13_000 * (1 + 0.05 * random.normal());
    }
    const stalled = trouble.queue > 0 ? 0.4 : 1;
    counters.reads += this.#count(220 * load * stalled);
    counters.writes += this.#count(480 * load * stalled);
    counters.received += Math.floor(2e7 * load * trouble.traffic * growth(0.1 * random.normal()));
    counters.sent += Math.floor(5e7 * load * trouble.traffic * growth(0.1 * random.normal()));
    counters.drops += this.#count(0.2 + trouble.drops);
    counters.errors += this.#count(0.02 + 0.3 * trouble.drops);
  }

  #latency(load: number, { latency, lie }: Trouble): number {
    const random = this.#random;
    const real = 12 * (0.75 + 0.25 * load) * latency * growth(0.08 * random.normal());
    if (lie === 1) return 0;
    if (lie === 2) return 999;
    return lie === 3 ? real * (random.chance(0.5) ? 0.3 : 2.6) : real;
  }

  /** How many events there are where `mean` are expected. */
  #count(mean: number): number {
    const random = this.#random;
    if (mean > 40) return Math.max(0, Math.round(mean + Math.sqrt(mean) * random.normal()));
    const least = growth(-mean);
    let events = 0;
    for (let left = random.uniform(); left > least; left *= random.uniform()) events++;
    return events;
  }
}

function troubleOf(minute: number, outages: readonly { readonly outage: Outage; readonly place: number }[]): Trouble {
  const sum: Trouble = {
    ...{ wait: 1, latency: 1, traffic: 1, requests: 1, processor: 0 },
    ...{ queue: 0, load: 0, memory: 0, errors: 0, drops: 0, lie: 0 },
  };
  for (const { outage, place } of outages) {
    const { kind, first, last, height } = outage;
    const since = minute - first;
    if (kind === "deployment") deploy(sum, since - (place % DEPLOYMENT));
    if (since < 0 || minute > last) continue;
    // in full from the second minute on
    const by = height * Math.min(1, (since + 1) / 2);
    if (kind === "stall") {
      sum.wait *= 1 + 14 * by;
      sum.queue += 10 * by;
      sum.load += 5 * by;
      sum.processor -= 4 * by;
      sum.latency *= 1 + 0.8 * by;
    } else if (kind === "switch") {
      sum.traffic *= 0.03;
      sum.requests *= 0.35;
      sum.latency *= 1 + 5 * by;
      sum.errors += 25 * by;
      sum.drops += 40 * by;
    } else if (kind === "leak") {
      sum.memory += (30 * height * since) / (last - first);
    } else if (kind === "neighbour") {
      sum.processor += 8 * by;
      sum.latency *= 1 + 0.35 * by;
      sum.load += by;
      sum.wait *= 1 + 0.8 * by;
    } else if (kind === "probe") {
      sum.lie = ((first % 3) + 1) as 1 | 2 | 3;
    }
  }
  return sum;
}

/** A new version, since so many minutes: a little more of everything from here on, and errors at its start. */
function deploy(sum: Trouble, since: number): void {
  if (since < 0) return;
  sum.processor += 2.5;
  sum.latency *= 1.06;
  sum.memory += 1.5;
  if (since < 2) sum.errors += 1;
}
