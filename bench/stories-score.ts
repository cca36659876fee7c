import type { Outage, OutageKind } from "../src/simulation/outages.js";

/** Something that is told to a person, at a minute, of some hosts: by number. */
export interface Message {
  readonly minute: number;
  readonly hosts: readonly number[];
  /** It opens something; else it says that it has grown. */
  readonly isNew: boolean;
  /** Field of the series that it names first. */
  readonly first: string;
}

/** How the outages of a kind were told. */
export interface KindScore {
  outages: number;
  /** Within two minutes, and at all. */
  soon: number;
  ever: number;
  messages: number;
  /** First messages, and those of them that name a series to look at. */
  named: number;
  right: number;
}

export interface StoryScore {
  readonly kinds: ReadonlyMap<OutageKind, KindScore>;
  readonly days: number;
  /** New messages where nothing is wrong, and where something is. */
  readonly wrong: number;
  readonly right: number;
}

const DAY = 1_440;
/** Minutes that a message may come after the beginning, and after the end. */
const SOON = 2;
const GRACE = 15;
/** A deployment is over when its last host has it; a message may follow it by so much more. */
const DEPLOYED_GRACE = 30;

/** What shows the cause of an outage, of those kinds of which it can be told. */
const causes: Partial<Record<OutageKind, RegExp>> = {
  stall: /^(io_await|io_util|reads|writes|usage_iowait)$/,
  switch: /^(bytes_recv|bytes_sent|drop_in|err_in)$/,
  leak: /^(used_percent|available_percent)$/,
  probe: /^latency_ms$/,
};

/** Judges messages by the outages from a day on. A message belongs to the outage of its hosts that began last. */
export function scoreMessages(
  messages: readonly Message[],
  outages: readonly Outage[],
  fromDay: number,
  days: number,
): StoryScore {
  const kinds = new Map<OutageKind, KindScore>();
  const from = fromDay * DAY;
  const judged = outages.filter(({ first }) => first >= from);
  const told = new Map<Outage, Message[]>(judged.map((outage) => [outage, []]));
  let [wrong, right] = [0, 0];
  for (const message of messages.filter(({ minute }) => minute >= from)) {
    const outage = outageOf(message, outages);
    if (message.isNew && outage === undefined) wrong++;
    if (message.isNew && outage !== undefined) right++;
    if (outage !== undefined) told.get(outage)?.push(message);
  }
  for (const outage of judged) {
    const score = kinds.get(outage.kind) ?? { outages: 0, soon: 0, ever: 0, messages: 0, named: 0, right: 0 };
    kinds.set(outage.kind, score);
    const its = told.get(outage)!;
    const opening = its.find(({ isNew }) => isNew);
    score.outages++;
    if (opening === undefined) continue;
    score.ever++;
    score.messages += its.length;
    if (opening.minute - outage.first <= SOON) score.soon++;
    const cause = causes[outage.kind];
    if (cause === undefined) continue;
    score.named++;
    if (cause.test(opening.first)) score.right++;
  }
  return { kinds, days: days - fromDay, wrong, right };
}

function outageOf({ minute, hosts }: Message, outages: readonly Outage[]): Outage | undefined {
  const about = outages.filter(({ first, last, kind, hosts: struck }) => {
    const grace = kind === "deployment" ? DEPLOYED_GRACE : GRACE;
    return minute >= first && minute <= last + grace && hosts.some((host) => struck.includes(host));
  });
  // what lasts long, or strikes all, explains what nothing else does
  const rank = ({ kind }: Outage) => (kind === "deployment" ? 2 : kind === "leak" ? 1 : 0);
  return about.sort((one, other) => rank(one) - rank(other) || other.first - one.first)[0];
}

/** Kinds that can be told within minutes of their beginning: a leak has no such, and a deployment hardly shows. */
export const soonKinds: readonly OutageKind[] = ["stall", "switch", "neighbour", "probe"];

/** The sum of some of the kinds. */
export function sumOf({ kinds }: StoryScore, of: readonly OutageKind[]): KindScore {
  const sum: KindScore = { outages: 0, soon: 0, ever: 0, messages: 0, named: 0, right: 0 };
  for (const kind of of) {
    const its = kinds.get(kind);
    if (its === undefined) continue;
    for (const key of Object.keys(sum) as (keyof KindScore)[]) sum[key] += its[key];
  }
  return sum;
}
