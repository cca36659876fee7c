import { FleetHost, lineKinds, type Weather } from "./fleet-host.js";
import { DEPLOYMENT, type Outage, outages, RACK } from "./outages.js";
import { Random } from "./random.js";
import type { Clock } from "./sample.js";

/** Most series of a host. */
export const FLEET_SERIES = lineKinds.reduce((sum, { fields }) => sum + Object.keys(fields).length, 0);

const MINUTE = 60;
const DAY = 1_440;
/** Share of the lines of a host that are lost. */
const LOST = 0.0005;

export interface FleetShape {
  readonly hosts: number;
  /** Of each host. */
  readonly series: number;
  readonly points: number;
  readonly seed: number;
  readonly clock: Clock;
}

/** A kind of line as far as it is written. */
interface Written {
  readonly key: string;
  readonly fields: readonly { readonly name: string; readonly scale: number; readonly index: number }[];
}

/**
 * Hosts in racks of ten, thirty series each: daily cycles, jobs by the clock, noise that hosts share, series that say
 * the same as others; and outages. It is too large to be held: its lines are made point by point. Fewer points are
 * the beginning of more.
 */
export class Fleet {
  readonly outages: readonly Outage[];
  readonly #shape: FleetShape;
  readonly #written: readonly Written[];
  readonly #hosts: { readonly host: FleetHost; readonly random: Random; readonly tags: string }[];
  readonly #random: Random;
  #common = 0;
  #point = 0;
  /** What has not ended yet, by its host. */
  readonly #going: { readonly outage: Outage; readonly place: number }[][];
  #next = 0;

  /** @param isHealthy leaves all outages out */
  constructor(shape: FleetShape, isHealthy = false) {
    const { hosts, points, seed, series } = shape;
    this.#shape = shape;
    this.outages = isHealthy ? [] : outages(hosts, Math.ceil(points * this.#minutes()), seed);
    this.#written = writtenKinds(series);
    this.#random = new Random(seed, 2_000_000);
    this.#going = Array.from({ length: hosts }, () => []);
    this.#hosts = Array.from({ length: hosts }, (_, index) => ({
      host: new FleetHost(new Random(seed, 3_000_000 + index)),
      random: new Random(seed, 4_000_000 + index),
      tags: `,host=${hostName(index)},rack=${rackName(index)}`,
    }));
  }

  /** The lines of the next point, all hosts one after the other; "" behind the last. */
  next(): string {
    const { points, clock } = this.#shape;
    if (this.#point === points) return "";
    const minute = Math.floor(this.#point * this.#minutes());
    const time = ` ${clock.start + BigInt(this.#point++) * clock.interval}\n`;
    this.#begin(minute);
    this.#common = 0.97 * this.#common + 0.01 * this.#random.normal();
    const weather: Weather = { minute, day: this.#dayOf(minute), common: this.#common };
    let lines = "";
    for (const [index, { host, random, tags }] of this.#hosts.entries()) {
      const values = host.next(weather, this.#going[index]!);
      for (const { key, fields } of this.#written) {
        if (random.chance(LOST)) continue;
        const texts = fields.map(({ name, scale, index: at }) => `${name}=${Math.round(values[at]! * scale) / scale}`);
        lines += `${key}${tags} ${texts.join(",")}${time}`;
      }
    }
    return lines;
  }

  #minutes(): number {
    return Number(this.#shape.clock.interval) / 1e9 / MINUTE;
  }

  /** Takes up what begins until a minute, and leaves what has ended; a deployment lasts. */
  #begin(minute: number): void {
    for (let one = this.outages[this.#next]; one && one.first <= minute; one = this.outages[++this.#next]) {
      for (const [place, host] of one.hosts.entries()) this.#going[host]!.push({ outage: one, place });
    }
    if (minute % 60 !== 0) return;
    for (const going of this.#going) {
      const left = going.filter(({ outage: { kind, last } }) => kind === "deployment" || last >= minute);
      going.splice(0, going.length, ...left);
    }
  }

  /** Each day is a little busier or calmer than the others. */
  #dayOf(minute: number): number {
    return 1 + 0.06 * new Random(this.#shape.seed, 5_000_000 + Math.floor(minute / DAY)).normal();
  }
}

function writtenKinds(series: number): Written[] {
  let index = 0;
  return lineKinds.flatMap(({ measurement, tag, fields }) => {
    const all = Object.entries(fields).map(([name, places]) => ({ name, scale: 10 ** places, index: index++ }));
    const taken = all.filter((field) => field.index < series);
    return taken.length === 0 ? [] : [{ key: tag === "" ? measurement : `${measurement},${tag}`, fields: taken }];
  });
}

export function hostName(index: number): string {
  return `node-${String(index + 1).padStart(3, "0")}`;
}

export function rackName(index: number): string {
  return `r${String(Math.floor(index / RACK) + 1).padStart(2, "0")}`;
}

/** Fields that an outage of a kind shows in. */
const shown: Record<Outage["kind"], readonly string[]> = {
  stall: ["io_await", "io_util", "usage_iowait", "load1", "load5", "latency_ms", "reads", "writes"],
  switch: ["bytes_recv", "bytes_sent", "drop_in", "err_in", "latency_ms", "errors", "requests"],
  leak: ["mem used_percent", "available_percent"],
  neighbour: ["usage_user", "usage_idle", "latency_ms", "load1"],
  probe: ["latency_ms"],
  deployment: ["usage_user", "latency_ms"],
};

/** The series that outages show in, as CSV: `series,start,end,kind`, times in nanoseconds, both included. */
export function outagesTable(fleet: Fleet, { series, clock, points }: FleetShape): string {
  const minute = 60_000_000_000n;
  const end = clock.start + BigInt(points - 1) * clock.interval;
  const rows = fleet.outages.flatMap(({ kind, hosts, first, last }) => {
    const from = clock.start + BigInt(first) * minute;
    const until = clock.start + BigInt(last) * minute;
    return hosts.flatMap((host, place) => {
      const late = kind === "deployment" ? BigInt(place % DEPLOYMENT) * minute : 0n;
      const times = `${from + late},${until < end ? until : end},${kind}`;
      return seriesShowing(kind, host, series).map((one) => `"${one}",${times}\n`);
    });
  });
  return `series,start,end,kind\n${rows.join("")}`;
}

function seriesShowing(kind: Outage["kind"], host: number, series: number): string[] {
  const tags = `host=${hostName(host)},rack=${rackName(host)}`;
  return writtenKinds(series).flatMap(({ key, fields }) =>
    fields
      .filter(({ name }) => shown[kind].some((one) => one === name || one === `${key} ${name}`))
      .map(({ name }) => `${sortedKey(key, tags)} ${name}`),
  );
}

/** Tags in the order of their keys, as reports have them. */
function sortedKey(key: string, tags: string): string {
  const [measurement, ...own] = key.split(",");
  return [measurement, ...[...own, ...tags.split(",")].sort()].join(",");
}
