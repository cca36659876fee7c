import { Random } from "./random.js";

/** What goes wrong in a fleet. */
export const outageKinds = ["stall", "switch", "leak", "neighbour", "probe", "deployment"] as const;
export type OutageKind = (typeof outageKinds)[number];

/** Something that goes wrong on some hosts, from one minute to another, both included. */
export interface Outage {
  readonly kind: OutageKind;
  /** By number, from 0 on. */
  readonly hosts: readonly number[];
  readonly first: number;
  readonly last: number;
  /** How bad it is: 1 in the mean. */
  readonly height: number;
}

/** Minutes. */
const DAY = 1_440;
/** Hosts of a rack, behind one switch. */
export const RACK = 10;
/** Days before the first outage. */
const QUIET_DAYS = 1;
/** Days from one deployment to the next, the first of them, and the minutes until it has reached all hosts. */
const DEPLOYED_EVERY = 7;
const DEPLOYED_FIRST = 4;
export const DEPLOYMENT = 20;

/** How many of a kind there are a day on 200 hosts, how many minutes one lasts, and how many hosts it strikes. */
interface Usual {
  readonly daily: number;
  readonly minutes: readonly [number, number];
  readonly struck: number;
}

const usual: Record<Exclude<OutageKind, "deployment">, Usual> = {
  stall: { daily: 4, minutes: [15, 40], struck: 1 },
  switch: { daily: 1.5, minutes: [10, 30], struck: RACK },
  leak: { daily: 1, minutes: [300, 700], struck: 1 },
  neighbour: { daily: 2.5, minutes: [20, 60], struck: 2 },
  probe: { daily: 3, minutes: [10, 20], struck: 1 },
};

/**
 * The outages of a fleet, by their beginnings. Those of fewer minutes are the beginning of those of more.
 *
 * @param minutes that the fleet is watched for
 */
export function outages(hosts: number, minutes: number, seed: number): Outage[] {
  const all: Outage[] = [];
  for (let day = QUIET_DAYS; day * DAY < minutes; day++) {
    const random = new Random(seed, 1_000_000 + day);
    for (const kind of Object.keys(usual) as (keyof typeof usual)[]) {
      const expected = (usual[kind].daily * hosts) / 200;
      for (let count = Math.floor(expected + random.uniform()); count > 0; count--) {
        all.push(outage(kind, day * DAY + random.whole(0, DAY - 1), hosts, random));
      }
    }
    if (day % DEPLOYED_EVERY !== DEPLOYED_FIRST) continue;
    const first = day * DAY + 600;
    all.push({ kind: "deployment", hosts: span(0, hosts), first, last: first + DEPLOYMENT + 10, height: 1 });
  }
  return all.filter(({ first }) => first < minutes).sort((one, other) => one.first - other.first);
}

function outage(kind: keyof typeof usual, first: number, hosts: number, random: Random): Outage {
  const { minutes, struck } = usual[kind];
  const last = first + random.whole(...minutes) - 1;
  const height = random.between(0.5, 1.5);
  const host = random.whole(0, hosts - 1);
  // the one drawn, and those that share a switch or a machine with it
  const from = host - (host % struck);
  return { kind, hosts: span(from, Math.min(hosts, from + struck)), first, last, height };
}

function span(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}
