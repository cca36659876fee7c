import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Settings } from "../../src/options.js";
import { engine, latin1, noise, outputOf } from "./harness.js";

const START = 1_600_000_000;
const stamp = (second: number) => `${START + second}000000000`;
const line = (host: string, second: number) => `m,host=${host} f=${20 + noise(second) / 10} ${stamp(second)}\n`;

/** Two hosts with a point a second, b without those from second `from` to `to`. */
function paused(from: number, to: number, count = 200, first = 0): string {
  let text = "";
  for (let i = first; i < first + count; i++) {
    text += line("a", i);
    if (i < from || i > to) text += line("b", i);
  }
  return text;
}

const watched = (input: string, given: Partial<Settings> = {}) =>
  outputOf(engine({ horizon: 0, gapWatch: true, ...given }), input);

const eventsOf = (output: string) => output.match(/^anomaly.* event=.*$|^anomaly.*,event=.*$/gm) ?? [];
const tellings = (output: string) => output.match(/^anomaly.* anomaly_score=1,.*$/gm) ?? [];

const told =
  'anomaly,host=b,source=m,field=f anomaly_score=1,is_anomaly=true,event="opened",severity=1i,incident=1i,reason="gap",' +
  `message="b f has been silent for 4 s, expected a point within 3 s (gap)" ${stamp(103)}`;

test("a silence is told behind the first line that shows it, and its incident closes when the series is back", () => {
  const output = watched(paused(100, 141));
  const [opened, closed, ...more] = eventsOf(output);
  assert.is(opened, told);
  assert.is(more.length, 0);
  const behind = output.slice(0, output.indexOf(told)).trimEnd().split("\n").slice(-2);
  assert.is(`${behind[0]}\n`, line("a", 103));
  assert.match(behind[1]!, /^anomaly,host=a,/);
  // back from the telling to the first point, and closed with the fifth
  assert.match(closed!, /event="closed",.*reason="gap",message="b f is back at 2\d\.?\d* after 39 s \(gap\)"/);
  assert.match(closed!, /duration_s=39,peak_score=1 1600000146000000000$/);
  assert.match(output, /^anomaly,host=b,.*is_anomaly=true 1600000142000000000$/m);
});

test("without --gap-watch the same gap is told at the series' next point", () => {
  const [opened] = eventsOf(watched(paused(100, 141), { gapWatch: false }));
  assert.match(
    opened!,
    /reason="gap",message="b f was silent for 43 s, expected a point within 3 s \(gap\)" 1600000142/,
  );
});

test("a silence is told where the series' next point would have been a gap, and nowhere else", () => {
  // b has been silent for four seconds before it could alarm: five steps, and a half again
  for (const [early, most] of [
    [paused(0, -1, 100), 3],
    [paused(30, 33, 100), 7],
  ] as const) {
    for (let length = 1; length <= 10; length++) {
      const input = early + paused(100, 99 + length, 40, 100);
      const gaps = (gapWatch: boolean) => eventsOf(watched(input, { gapWatch })).length;
      // opened and closed; so many seconds without a point are one step more
      assert.is(gaps(false), length + 1 > most ? 2 : 0, `${length} s`);
      assert.is(gaps(true), gaps(false), `${length} s, watched`);
    }
  }
  assert.is(eventsOf(watched(paused(30, 50, 58))).length, 0);
});

test("a watched gap waits for no more points, and for no side or size", () => {
  for (const given of [{ for: "3/5" }, { direction: "up" }, { minDeviation: "50" }] as const) {
    assert.is(eventsOf(watched(paused(100, 141), given))[0], told);
  }
});

test("a silence has a line of its own, whatever the output is", () => {
  const input = paused(100, 141);
  assert.equal(eventsOf(watched(input, { emit: "changes" })).slice(0, 1), [told]);
  const spliced = watched(input, { emit: "fields" });
  assert.equal(spliced.match(/^anomaly.*$/gm), [told]);
  assert.match(spliced, /^m,host=b f_.*,f_event="closed",.*f_duration_s=39,/m);
  assert.is(spliced.replace(`${told}\n`, "").replace(/f_\w+=("[^"]*"|[^, ]+),/g, ""), input);
});

test("a silence within an incident for another reason escalates it, a second one within it only keeps it open", () => {
  let input = "";
  for (let i = 0; i < 140; i++) {
    input += line("a", i);
    // a spike, two silences of more than four seconds with two points between them, and a quiet end
    if (i === 99) input += `m,host=b f=90 ${stamp(i)}\n`;
    else if (i < 99 || i === 110 || i === 111 || i > 130) input += line("b", i);
  }
  const events = eventsOf(watched(input)).map((text) => text.match(/event="(\w+)".*reason="(\w+)".* (\d+)$/)!.slice(1));
  assert.equal(events, [
    ["opened", "spike", stamp(99)],
    ["escalated", "gap", stamp(103)],
    ["closed", "gap", stamp(135)],
  ]);
});

test("what comes back on the line that shows its silence tells of it itself", () => {
  let input = "";
  for (let i = 0; i < 120; i++) input += `m x=${noise(i)},y=${noise(i + 1)} ${stamp(i < 90 ? i : i + 40)}\n`;
  const output = watched(input);
  assert.match(output, /message="m x was silent for 41 s/);
  assert.is(output, watched(input, { gapWatch: false }));
});

test("what is late, repeated or not asked for ends no silence, and what has no time has none", () => {
  const input = paused(100, 141);
  const late = `m,host=b f=20 ${stamp(90)}\nm,host=b f=21 ${stamp(99)}\n`;
  assert.is(eventsOf(watched(input.replace(line("a", 102), `${line("a", 102)}${late}`)))[0], told);
  const other = Array.from({ length: 50 }, (_, i) => `m,host=c g=1 ${stamp(500 + i)}\n`).join("");
  assert.is(tellings(watched(paused(0, -1, 100) + other, { field: ["f"] })).length, 0);
  assert.is(tellings(watched(paused(0, -1, 100) + other)).length, 2);
  const untimed = paused(100, 141).replace(/^(m,host=b .*) \d+$/gm, "$1");
  assert.is(tellings(watched(untimed)).length, 0);
  const early = paused(0, -1, 100).replace(/ 1600000/g, " -1600000");
  assert.is(tellings(watched(`${early.split("\n").reverse().join("\n").trim()}\nm,host=a f=20\n`)).length, 0);
});

test("a counter's silence is told, and its restart behind it opens nothing", () => {
  const count = (host: string, value: number, second: number) => `m,host=${host} f=${value}i ${stamp(second)}\n`;
  let input = "";
  for (let i = 0; i < 200; i++) {
    input += count("a", 7 * i, i);
    if (i < 120 || i > 140) input += count("b", 7 * (i > 140 ? i - 140 : i), i);
  }
  const events = eventsOf(watched(input));
  assert.equal(
    events.map((text) =>
      text
        .match(/event="(\w+)".* (\d+)$/)!
        .slice(1)
        .join(),
    ),
    [`opened,${stamp(123)}`, `closed,${stamp(146)}`],
  );
});

test("where one series follows the other each earlier one is told once", () => {
  let input = "";
  for (const [at, host] of ["a", "b", "c"].entries()) {
    for (let i = 0; i < 100; i++) input += line(host, 100 * at + i);
  }
  assert.equal(
    tellings(watched(input)).map((text) =>
      text
        .match(/host=(\w).* (\d+)$/)!
        .slice(1)
        .join(),
    ),
    [`a,${stamp(103)}`, `b,${stamp(203)}`],
  );
});

test("one time far ahead tells of no series that goes on", () => {
  const input = paused(0, -1, 100);
  for (const time of [stamp(1_000_000_000), "9223372036854775807"]) {
    const ahead = `m,host=c f=1 ${time}\n`;
    const rest = paused(0, -1, 40, 100);
    const events = eventsOf(watched(input + ahead + rest)).map((text) => text.match(/event="(\w+)"/)![1]);
    assert.equal(events, []);
  }
});

interface Watched {
  points: number;
  newest: number;
  longest: number;
  told: boolean;
  /** Quiet points of an incident; 5 when there is none. */
  quiet: number;
}

/** What the rule says of series whose step is a second: at each line, in order, the series that are told of. */
function expectedTellings(points: { series: number; second: number }[]): string[] {
  const known: Watched[] = [];
  const isSilent = ({ newest, longest }: Watched, now: number) => now - newest > Math.max(3, 1.5 * longest);
  const tellings: string[] = [];
  let highest = -1;
  for (const { series, second } of points) {
    known[series] ??= { points: 0, newest: second, longest: 0, told: false, quiet: 5 };
    const its = known[series];
    const isGap = !its.told && its.points + 1 >= 60 && isSilent(its, second);
    its.quiet = isGap ? 0 : Math.min(5, its.quiet + 1);
    its.longest = Math.max(its.longest, second - its.newest);
    Object.assign(its, { points: its.points + 1, newest: second, told: false });
    if (second <= highest) continue;
    highest = second;
    for (const [number, other] of known.entries()) {
      if (other === undefined || other.told || other.points + 1 < 60 || !isSilent(other, second)) continue;
      if (other.quiet === 5) tellings.push(`s${number} ${second}`);
      Object.assign(other, { told: true, quiet: 0 });
    }
  }
  return tellings;
}

test("of many series each is told when the rule says so", () => {
  const points: { series: number; second: number }[] = [];
  for (let second = 0; second < 160; second++) {
    for (let series = 0; series < 600; series++) {
      // silent for stretches, each at its own times; few of them while the step is learnt
      const stretch = noise(series * 37 + Math.floor((second + series) / 12), 9);
      if (second < 20 || stretch > (second < 70 ? 0 : 1)) points.push({ series, second });
    }
  }
  const input = points.map(({ series, second }) => `m s${series}=5 ${stamp(second)}\n`).join("");
  const told = tellings(watched(input, { refit: 0, emit: "changes" })).map((text) => {
    const [, field, time] = text.match(/field=(\w+) .* (\d+)000000000$/)!;
    return `${field} ${Number(time) - START}`;
  });
  assert.ok(told.length > 300, `${told.length}`);
  assert.equal(told, expectedTellings(points));
});

test("silences that fill more than one piece of output are told once each, in the series' order", () => {
  const fields = Array.from({ length: 6_000 }, (_, i) => `f${i}`);
  let input = "";
  for (let i = 0; i < 60; i++) input += `m ${fields.map((field) => `${field}=5`).join()} ${stamp(i)}\n`;
  const output = watched(`${input}other f=1 ${stamp(100)}\n`, { refit: 0, emit: "changes", maxSeries: 10_000 });
  assert.equal(
    tellings(output).map((text) => text.match(/field=(\w+)/)![1]),
    fields,
  );
});

test("cutting the input anywhere tells of the same silences in the same places", () => {
  const input = paused(70, 80, 90);
  const bytes = latin1(input);
  const from = input.indexOf(line("a", 73));
  for (const emit of ["lines", "fields"] as const) {
    const given = { emit, horizon: 0, gapWatch: true };
    const expected = outputOf(engine(given), input);
    assert.is(tellings(expected).length, 1);
    for (let at = from; at <= from + line("a", 73).length; at++) {
      assert.is(outputOf(engine(given), bytes.subarray(0, at), bytes.subarray(at)), expected, `cut at ${at}`);
    }
    assert.is(outputOf(engine(given), ...Array.from(bytes, (byte) => Uint8Array.of(byte))), expected);
    assert.is(outputOf(engine(given, {}, "debug"), ...input.match(/[\s\S]{1,777}/g)!), expected);
  }
});

/** Numbers spread evenly in (0, 1), the same at every run. */
function* uniform(seed: number): Generator<number, never> {
  for (let state = seed >>> 0; ; ) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const mixed = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d);
    yield (((mixed ^ (mixed >>> 13)) >>> 0) + 0.5) / 2 ** 32;
  }
}

/** A series with these times between its points, in seconds, and another with a point every ten. */
function irregular(intervals: readonly number[], silence: number): string {
  const lines: [number, string][] = [];
  let at = 0;
  for (const [i, interval] of intervals.entries()) {
    const time = Math.round(at * 1000);
    lines.push([at, `m,host=b f=${20 + noise(i) / 10} ${1_600_000_000_000 + time}000000\n`]);
    at += interval;
  }
  for (let second = 0; second < at + silence; second += 10) lines.push([second, line("a", second)]);
  return lines
    .sort(([one], [other]) => one - other)
    .map(([, text]) => text)
    .join("");
}

/** Intervals of a sensor that reports when its value moves: often within a minute, at night not for hours. */
function onChange(count: number, seed: number): number[] {
  const random = uniform(seed);
  return Array.from({ length: count }, () => {
    const mean = random.next().value < 0.1 ? 1200 : 60;
    return 1 - mean * Math.log(random.next().value);
  });
}

test("a series that reports on change only has no gaps", () => {
  for (const gapWatch of [true, false]) {
    for (let seed = 1; seed <= 10; seed++) {
      const output = watched(irregular(onChange(400, seed), 30_000), { gapWatch, emit: "changes" });
      assert.equal(output.match(/^anomaly,host=b.*reason="gap".*/gm), null, `seed ${seed}`);
    }
  }
});

test("a series with regular points that stops is told, whatever else is wrong with its times", () => {
  const random = uniform(7);
  const next = () => random.next().value;
  const kinds: Record<string, () => number> = {
    exact: () => 60,
    jitter: () => 30 + 60 * next(),
    "lost points": () => 60 * Math.ceil(Math.log(next()) / Math.log(0.1)),
    "an outage": () => (next() < 0.005 ? 1200 : 60),
  };
  for (const [kind, interval] of Object.entries(kinds)) {
    const intervals = [...Array.from({ length: 300 }, interval), 60];
    const last = watched(irregular(intervals, 12_000), { emit: "changes" })
      .match(/^anomaly,host=b.*/gm)!
      .at(-1)!;
    const [, silent, within] = last.match(/message="b f has been silent for (\S+) s, expected a point within (\S+) s/)!;
    assert.ok(Number(silent) > Number(within), `${kind}: ${silent} s, within ${within} s`);
    if (kind === "exact") assert.is(within, "180");
  }
});

test("the time that is told is no value: it has no end at 0 or at 100", () => {
  const intervals = [...Array.from({ length: 100 }, () => 60), 600, 60, 60];
  const [opened] = eventsOf(watched(irregular(intervals, 0), { gapWatch: false, emit: "changes" }));
  assert.match(opened!, /message="b f was silent for 600 s, expected a point within 180 s \(gap\)"/);
});

const sentencesOf = (output: string) =>
  eventsOf(output).map((text) =>
    text
      .match(/event="(\w+)".*message="([^"]*)"/)!
      .slice(1)
      .join(": "),
  );

test("a value that is anomalous behind a silence is told for itself", () => {
  const input = paused(100, 141);
  const first = input.replace(line("b", 142), `m,host=b f=90 ${stamp(142)}\n`);
  const second = input.replace(line("b", 143), `m,host=b f=90 ${stamp(143)}\n`);
  const gap = "opened: b f has been silent for 4 s, expected a point within 3 s (gap)";
  for (const changed of [first, second]) {
    const [opened, escalated, closed, ...more] = sentencesOf(watched(changed));
    assert.is(opened, gap);
    assert.match(escalated!, /^escalated: b f is 90, expected 1\S+ to 2\S+ \(spike\)$/);
    assert.match(closed!, /^closed: b f is back at 2\S+ after \d+ s \(spike\)$/);
    assert.is(more.length, 0);
  }
  const [opened, ...rest] = sentencesOf(watched(first, { gapWatch: false }));
  assert.match(opened!, /^opened: b f is 90, expected .* \(spike\)$/);
  assert.is(rest.length, 1);
});

test("an incident of a series that is gone is closed after a day, whether its silence is told or not", () => {
  const intervals = onChange(200, 3);
  const input = irregular(intervals, 500_000).replace(/^(m,host=b) f=\S+ (?!.*^m,host=b)/ms, "$1 f=900 ");
  const changing = sentencesOf(watched(input, { emit: "changes" })).filter((text) => / b f /.test(text));
  assert.is(changing.length, 2, changing.join());
  assert.match(changing[1]!, /^closed: b f is no longer seen \(gap\)$/);
  // too young for anything but a hard limit
  let young = "";
  for (let i = 0; i < 20; i++) young += `m,host=b f=${i === 19 ? 60 : 20} ${stamp(10 * i)}\n`;
  for (let i = 0; i < 12_000; i++) young += line("a", 10 * i);
  assert.equal(sentencesOf(watched(young, { upper: 50, emit: "changes" })), [
    "opened: b f is 60, allowed at most 50 (range)",
    "closed: b f is no longer seen (gap)",
  ]);
});

test.run();
