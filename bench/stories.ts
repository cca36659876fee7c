import { readFileSync } from "node:fs";
import { Engine, PointFlag, type StoryEvent } from "../src/engine/engine.js";
import { resolve } from "../src/options.js";
import { FLEET_SERIES, Fleet } from "../src/simulation/fleet.js";
import { outageKinds } from "../src/simulation/outages.js";
import { type Message, type StoryScore, scoreMessages, soonKinds, sumOf } from "./stories-score.js";

/**
 * `stories [--hosts 200] [--days 7] [--seeds 1] [--first 1] [--rates 1/day,5/day]`: what a person is told of a simulated
 * fleet with outages, by single incidents and by stories. Days from the fourth on are judged. A week of 200 hosts takes ten
 * minutes where nothing else does.
 */

const DAY = 1_440;
const FROM_DAY = 3;
const clock = { start: 1_767_225_600_000_000_000n, interval: 60_000_000_000n };
/** Rates that are asked for, of all stories together. */
const usualRates = "1/day,5/day";
/** Scores from which on a single incident is told. */
const scores = [1, 1.5, 2, 2.5, 3, 4];
/** Minutes in which so many incidents of a host are one message. */
const TOGETHER = 2;
const counts = [2, 3];
/** Minutes after which a host that was told of is news again. */
const QUIET = 10;

/** An incident of one series, and the minutes at which its score reached each of `scores`. */
interface Single {
  readonly host: number;
  readonly field: string;
  readonly minutes: (number | undefined)[];
}

interface Heard {
  readonly stories: Message[];
  readonly singles: Single[];
  readonly fleet: Fleet;
}

export async function bench(args: string[]): Promise<void> {
  const number = (name: string, usual: number) => {
    const at = args.indexOf(`--${name}`);
    return at < 0 ? usual : Number(args[at + 1]);
  };
  const [hosts, days, seeds, first] = [number("hosts", 200), number("days", 7), number("seeds", 1), number("first", 1)];
  const at = args.indexOf("--rates");
  const rates = (at < 0 ? usualRates : args[at + 1]!).split(",");
  const kernel = readFileSync(new URL("../kernel.wasm", import.meta.url));
  process.stdout.write(
    `${hosts} hosts of ${FLEET_SERIES} series by the minute for ${days} days, ${seeds} times; days ${FROM_DAY + 1} to ${days} are judged\n\n` +
      `| told | of stalls and switches within 2 min | of all but leaks and deployments | messages a told outage | false a day | precision | right cause | first day |\n` +
      "|---|---|---|---|---|---|---|---|\n",
  );
  const rows = new Map<string, [StoryScore, number][]>();
  const add = (name: string, messages: readonly Message[], fleet: Fleet) => {
    const firstDay = messages.filter(({ minute, isNew }) => isNew && minute < DAY).length;
    rows.set(name, [...(rows.get(name) ?? []), [scoreMessages(messages, fleet.outages, FROM_DAY, days), firstDay]]);
  };
  for (let seed = first; seed < first + seeds; seed++) {
    for (const rate of rates) {
      const { stories, singles, fleet } = hear(kernel, { hosts, days, seed, rate });
      if (rate === rates[0]) {
        for (const score of scores) add(`single incidents from a score of ${score}`, told(singles, score), fleet);
        for (const count of counts) add(`${count} incidents of a host at once`, toldTogether(singles, count), fleet);
      }
      add(`**stories at ${rate}**`, stories, fleet);
      if (rate === rates[0]) add("the same, a host each", byHost(stories), fleet);
    }
  }
  for (const [name, all] of rows) process.stdout.write(`| ${name} | ${cells(all).join(" | ")} |\n`);
  for (const [name, all] of rows) if (name.includes("stories")) process.stdout.write(`\n${name}: ${byKind(all)}\n`);
}

function hear(
  kernel: Uint8Array,
  { hosts, days, seed, rate }: { hosts: number; days: number; seed: number; rate: string },
): Heard {
  const fleet = new Fleet({ hosts, series: FLEET_SERIES, points: days * DAY, seed, clock });
  const stories: Message[] = [];
  const singles: Single[] = [];
  const open: Single[] = [];
  const settings = resolve({ horizon: 0, emit: "changes", groupBy: ["host"], groupEvery: 0, falseAlarmsTotal: rate });
  const engine: Engine = Engine.create(kernel, settings, {
    onPoints: ({ count, series, flags, time, score }) => {
      for (let row = 0; row < count; row++) {
        if ((flags[row]! & PointFlag.Anomalous) === 0) continue;
        const number = series[row]!;
        if (flags[row]! & PointFlag.Opened) {
          open[number] = { ...namesOf(engine, number), minutes: [] };
          singles.push(open[number]);
        }
        const { minutes } = open[number]!;
        for (const [index, mark] of scores.entries()) if (score[row]! >= mark) minutes[index] ??= minuteOf(time[row]!);
      }
    },
    onStory: (story) => {
      if (story.event !== "closed") stories.push(messageOf(engine, story));
    },
  });
  const encoder = new TextEncoder();
  for (let lines = fleet.next(); lines !== ""; lines = fleet.next()) engine.push(encoder.encode(lines));
  engine.end();
  return { stories, singles, fleet };
}

function minuteOf(time: bigint): number {
  return Number((time - clock.start) / clock.interval);
}

/** The number of a host called `node-001`. */
function hostOf(name: string): number {
  return Number(name.slice(name.indexOf("-") + 1)) - 1;
}

function namesOf(engine: Engine, series: number): { host: number; field: string } {
  const { tags, field } = engine.seriesName(series);
  return { host: hostOf(tags.find(([key]) => key === "host")![1]), field };
}

function messageOf(engine: Engine, { event, tag, groups, time, first }: StoryEvent): Message {
  const named = groups.length > 0 ? groups : [tag!];
  return {
    minute: minuteOf(time),
    hosts: named.map(([, value]) => hostOf(value)),
    isNew: event === "opened",
    first: first === 0 ? "" : engine.seriesName(first).field,
  };
}

/** Every incident by itself, once its score is so high. */
function told(singles: readonly Single[], score: number): Message[] {
  const index = scores.indexOf(score);
  return singles
    .filter(({ minutes }) => minutes[index] !== undefined)
    .map(({ host, field, minutes }) => ({ minute: minutes[index]!, hosts: [host], isNew: true, first: field }))
    .sort((one, other) => one.minute - other.minute);
}

/** A message where so many incidents of a host open at once, and none of that host for a while after. */
function toldTogether(singles: readonly Single[], count: number): Message[] {
  const recent = new Map<number, { minutes: number[]; toldAt: number }>();
  const messages: Message[] = [];
  for (const message of told(singles, 1)) {
    const { minute, hosts } = message;
    const host = recent.get(hosts[0]!) ?? { minutes: [], toldAt: Number.NEGATIVE_INFINITY };
    recent.set(hosts[0]!, host);
    host.minutes = [...host.minutes.filter((one) => minute - one < TOGETHER), minute];
    if (host.minutes.length < count) continue;
    if (minute - host.toldAt > QUIET) messages.push(message);
    host.toldAt = minute;
  }
  return messages;
}

/** The same without stories of several groups: each host has a message of its own. */
function byHost(messages: readonly Message[]): Message[] {
  return messages.flatMap((message) => message.hosts.map((host) => ({ ...message, hosts: [host] })));
}

function cells(all: readonly [StoryScore, number][]): string[] {
  const sums = all.map(([score]) => sumOf(score, soonKinds));
  const acute = all.map(([score]) => sumOf(score, ["stall", "switch"]));
  const whole = all.map(([score]) => sumOf(score, outageKinds));
  const total = (numbers: readonly number[]) => numbers.reduce((sum, one) => sum + one, 0);
  const share = (part: readonly number[], of: readonly number[], digits = 2) =>
    total(of) === 0 ? "–" : (total(part) / total(of)).toFixed(digits);
  const right = all.map(([score]) => score.right);
  const wrong = all.map(([score]) => score.wrong);
  return [
    share(
      acute.map(({ soon }) => soon),
      acute.map(({ outages }) => outages),
    ),
    share(
      sums.map(({ soon }) => soon),
      sums.map(({ outages }) => outages),
    ),
    share(
      sums.map(({ messages }) => messages),
      sums.map(({ ever }) => ever),
    ),
    share(
      wrong,
      all.map(([score]) => score.days),
    ),
    share(right, [...right, ...wrong]),
    share(
      whole.map(({ right }) => right),
      whole.map(({ named }) => named),
    ),
    share(
      all.map(([, firstDay]) => firstDay),
      all.map(() => 1),
      1,
    ),
  ];
}

/** By kind of outage: told within two minutes, told at all, and how many there were. */
function byKind(all: readonly [StoryScore, number][]): string {
  return outageKinds
    .map((kind) => {
      const sums = all.map(([score]) => sumOf(score, [kind]));
      const total = (key: "soon" | "ever" | "outages" | "messages") => sums.reduce((sum, one) => sum + one[key], 0);
      return `${kind} ${total("soon")}/${total("ever")}/${total("outages")}`;
    })
    .join(", ");
}
