import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Settings } from "../../src/options.js";
import { engine, noise, outputOf } from "./harness.js";

/** Ten minutes from point to point: after 144 points a group is a day old. */
const STEP = 600;
const DAY = 144;
const START = 1_600_000_200;
const FIELDS = ["await", "util", "load", "wait", "lag", "queue"];

interface Farm {
  readonly hosts?: readonly string[];
  readonly points?: number;
  readonly fields?: readonly string[];
  /** What is added to a field of a host at a point. */
  readonly jolt?: (host: string, point: number, field: string) => number;
  /** Whether a host's line is missing. */
  readonly isSilent?: (host: string, point: number) => boolean;
}

/** Hosts in racks of four, with some fields each that have nothing to do with one another. */
function farm({ hosts = ["a", "b"], points = 260, fields = FIELDS, jolt, isSilent }: Farm): string {
  let text = "";
  for (let point = 0; point < points; point++) {
    for (const [index, host] of hosts.entries()) {
      if (isSilent?.(host, point)) continue;
      const values = fields.map((field, at) => {
        return `${field}=${noise(point * 31 + index * 1_009 + at * 7_877, 97) / 10 + (jolt?.(host, point, field) ?? 0)}`;
      });
      const time = START + point * STEP;
      text += `disk,host=${host},rack=r${Math.floor(index / 4)} ${values.join(",")} ${time}000000000\n`;
    }
  }
  return text;
}

const given = (settings: Partial<Settings> = {}): Partial<Settings> => ({
  horizon: 0,
  emit: "changes",
  groupBy: ["host"],
  groupEvery: 0,
  ...settings,
});

const told = (input: string, settings?: Partial<Settings>) => outputOf(engine(given(settings)), input);

interface Told {
  readonly tags: string;
  readonly event: string;
  readonly fields: string;
  readonly message: string;
  readonly point: number;
}

/** The events of groups in an output. */
function storiesOf(output: string): Told[] {
  return Array.from(
    output.matchAll(/^anomaly_group(\S*) event="(\w+)",(.*),message="([^"]*)" (\d+)$/gm),
    ([, tags = "", event = "", fields = "", message = "", time]) => {
      return { tags, event, fields, message, point: (Number(time!.slice(0, 10)) - START) / STEP };
    },
  );
}

const within = (first: number, last: number) => (_host: string, point: number) => point >= first && point <= last;

test("what goes wrong on a host at once is one story, from its opening to its end", () => {
  const input = farm({ jolt: (host, point) => (host === "b" && within(200, 203)(host, point) ? 90 : 0) });
  const [opened, closed, ...more] = storiesOf(told(input));
  assert.equal(more, []);
  assert.is(opened!.event, "opened");
  assert.is(opened!.tags, ",host=b");
  assert.is(opened!.point, 200);
  assert.match(
    opened!.fields,
    /^severity=2i,incident=1i,anomalous=6i,series=6i,rate=1,first="disk \w+",strongest="disk /,
  );
  assert.match(
    opened!.message,
    /^b: 6 of 6 series unusual since \d\d:\d\d:\d\d, first disk \w+ \d\d\.?\d? \(expected .* to .*\), most disk$/,
  );
  assert.is(closed!.event, "closed");
  assert.match(closed!.fields, /^severity=2i,incident=1i,anomalous=6i,.*,duration_s=/);
  assert.match(closed!.message, /^b is quiet again after \d+ s: 6 of 6 series were unusual, first disk \w+$/);
});

test("the time of a message is that of the settings' zone", () => {
  const input = farm({ jolt: (host, point) => (host === "b" && point === 200 ? 90 : 0) });
  const [utc] = storiesOf(told(input));
  const [there] = storiesOf(told(input, { timeZone: "Asia/Kolkata" }));
  const clock = new Date((START + 200 * STEP) * 1000).toISOString().slice(11, 19);
  const later = new Date((START + 200 * STEP + 19_800) * 1000).toISOString().slice(11, 19);
  assert.match(utc!.message, ` since ${clock}`);
  assert.match(there!.message, ` since ${later}`);
});

test("no message is longer than a phone shows, whatever the names", () => {
  const long = "x".repeat(300);
  const jolt = (_: string, point: number) => (point === 200 || point === 230 ? 90 : 0);
  for (const hosts of [
    [long, `${long}2`],
    ["web-1.example.org", "ä€🍺".repeat(20)],
    ['q"\\ uote', "b"],
  ]) {
    for (const fields of [FIELDS, FIELDS.map((field) => field + long)]) {
      const spelled = hosts.map((host) => host.replace(/[ ,=]/g, "\\$&"));
      const output = told(Buffer.from(farm({ hosts: spelled, fields, jolt })).toString("latin1"));
      const stories = storiesOf(output.replaceAll('\\"', "'"));
      assert.ok(stories.length >= 4);
      for (const { message } of stories) {
        const text = Buffer.from(message, "latin1").toString();
        assert.ok([...text].length <= 110, text);
        assert.not.match(text, "\ufffd");
      }
    }
  }
});

test("groups that open at the same time are one story that names them, and so is its end", () => {
  const hosts = ["a", "b", "c", "d", "e", "f", "g", "h"];
  const input = farm({ hosts, jolt: (host, point) => (host < "f" && within(200, 203)(host, point) ? 90 : 0) });
  const stories = storiesOf(told(input));
  assert.equal(
    stories.map(({ tags, event }) => [tags, event]),
    [
      ["", "opened"],
      ["", "closed"],
    ],
  );
  assert.match(stories[0]!.message, /^a, b and 3 more: 30 of 30 series unusual since /);
  assert.match(stories[0]!.fields, 'groups="a, b, c, d, e"');
  assert.match(stories[1]!.message, /^5 groups are quiet again after \d+ s: 30 of 30 series were unusual/);
});

test("a second tag gathers what it has in common, and only all of it what several have", () => {
  const hosts = ["a", "b", "c", "d", "e", "f", "g", "h"];
  const rack = farm({ hosts, jolt: (host, point) => (host >= "e" && point === 200 ? 90 : 0) });
  const both = { groupBy: ["host", "rack"] };
  const [opened] = storiesOf(told(rack, both));
  assert.is(opened!.tags, ",rack=r1");
  assert.match(opened!.message, /^r1 \(e, f and 2 more\): 24 of 24 series unusual/);
  const two = farm({
    hosts,
    jolt: (host, point) => ((host === "a" || host === "d" || host === "h") && point === 200 ? 90 : 0),
  });
  const events = storiesOf(told(two, both));
  assert.equal(
    events.map(({ tags, event }) => [tags, event]),
    [
      ["", "opened"],
      ["", "closed"],
    ],
  );
  assert.match(events[0]!.message, /^a, d and h: 18 of 18 series/);
});

test("groups that follow join the story; it grows once, when it is of twice as many", () => {
  const hosts = [..."abcdefghijkl"];
  const starts = (host: string) => 200 + (host < "d" ? 0 : 1);
  const jolt = (host: string, point: number) => (point >= starts(host) && point < starts(host) + 4 ? 90 : 0);
  const stories = storiesOf(told(farm({ hosts, jolt })));
  assert.equal(
    stories.map(({ event }) => event),
    ["opened", "grown", "closed"],
  );
  assert.match(stories[1]!.message, /^a, b and 10 more: now 72 of 72 series/);
});

test("what opens long after a story of several groups, while it goes on, is told as its growth", () => {
  const hosts = [..."abcdefghijkl"];
  const starts = (host: string) => 200 + (host < "d" ? 0 : host < "h" ? 8 : 16);
  const jolt = (host: string, point: number) => (point >= starts(host) && point < 230 ? 60 + 9 * (point % 7) : 0);
  const stories = storiesOf(told(farm({ hosts, jolt })));
  assert.equal(
    stories.map(({ tags, event, point }) => [tags, event, point < 230 ? point : "later"]),
    [
      ["", "opened", 200],
      ["", "grown", 208],
      ["", "grown", 216],
      ["", "closed", "later"],
    ],
  );
});

test("a story grows at most once", () => {
  const joined = (field: string) => FIELDS.indexOf(field);
  const jolt = (host: string, point: number, field: string) => {
    if (host !== "a" || point < 200 || point > 215) return 0;
    return point >= 200 + 2 * joined(field) ? 30 + 4 * joined(field) : 0;
  };
  const stories = storiesOf(told(farm({ jolt, points: 300 })));
  const grown = stories.filter(({ event }) => event === "grown");
  assert.is(grown.length, 1);
  assert.match(grown[0]!.message, /^a: now \d of 6 series/);
});

test("where changes are written a group's incidents are told by its stories alone, others by themselves", () => {
  const jolt = (_: string, point: number) => (point === 200 ? 90 : 0);
  const loose = farm({ jolt }).replaceAll(",host=b", "");
  const changes = told(loose);
  assert.ok(storiesOf(changes).length > 0);
  assert.not.match(changes, /^anomaly,host=a/m);
  assert.match(changes, /^anomaly,rack=r0,source=disk,field=await .*event="opened"/m);
  const lines = told(loose, { emit: "lines" });
  assert.match(lines, /^anomaly,host=a,.*event="opened"/m);
  assert.equal(storiesOf(lines), storiesOf(changes));
  const fields = told(loose, { emit: "fields" });
  assert.match(fields, /^disk,host=a,rack=r0 .*await_event="opened"/m);
  assert.equal(storiesOf(fields), storiesOf(changes));
});

test("a hard limit is a story by itself, from the first day on; all else has to be far out on that day", () => {
  const input = farm({
    points: 130,
    jolt: (host, point, field) => (host === "a" && point === 100 && field === "lag" ? 60 : 0),
  });
  assert.equal(storiesOf(told(input)), []);
  const [opened] = storiesOf(told(input, { upper: 45 }));
  assert.is(opened!.point, 100);
  assert.match(opened!.message, /^a: 1 of 6 series unusual since .*, first disk lag [\d.]+ \(allowed at most 45\)$/);
});

test("a host that falls silent is a story while it is silent", () => {
  const input = farm({ isSilent: (host, point) => host === "b" && point >= 200 && point < 230 });
  const stories = storiesOf(told(input, { gapWatch: true }));
  assert.equal(
    stories.map(({ tags, event }) => [tags, event]),
    [
      [",host=b", "opened"],
      [",host=b", "closed"],
    ],
  );
  assert.ok(stories[0]!.point < 210 && stories[1]!.point >= 230);
  assert.match(stories[0]!.message, /^b: 6 of 6 series unusual since .*, first disk \w+ \(gap\), most disk$/);
});

/** Alarms again and again of each of three fields, so many points apart, and at last all at once. */
function alarms(apart: number): string {
  const fields = ["inodes_free", "inodes_used", "inodes_percent"];
  const jolt = (host: string, point: number, field: string) => {
    if (point === 1_330) return host === "a" ? 20 : 0;
    const turn = ((host === "a" ? 0 : 30) + apart * fields.indexOf(field)) % 60;
    return point >= 180 && point < 1_300 && point % 60 === turn ? 12 + noise(point, 7) : 0;
  };
  return farm({ points: 1_400, fields, jolt });
}

test("series that are unusual together all the time count once", () => {
  const last = (input: string) => storiesOf(told(input)).filter(({ point }) => point === 1_330).length;
  assert.is(last(alarms(7)), 1);
  assert.is(last(alarms(0)), 0);
});

test("--false-alarms-total is for the stories: fewer where less is asked for", () => {
  const jolt = (host: string, point: number, field: string) =>
    point > DAY && (point * 7 + host.charCodeAt(0)) % 61 === 0 && field < "m" ? 5 + (point % 11) : 0;
  const input = farm({ points: 1_500, jolt });
  const count = (falseAlarmsTotal?: string) =>
    storiesOf(told(input, { falseAlarmsTotal })).filter(({ event }) => event === "opened").length;
  assert.ok(count("100/day") > count("1/year"), `${count("100/day")} and ${count("1/year")}`);
});

test("where the input is cut does not show, nor does a restart", () => {
  const hosts = [..."abcdef"];
  const jolt = (host: string, point: number) =>
    (point >= 160 && point % 31 < 3 && host < "d") || (point > 170 && point % 23 === 0 && host > "c")
      ? 25 + (point % 5)
      : 0;
  const isSilent = (host: string, point: number) =>
    (host === "f" && point > 220 && point < 235) || noise(point, 89) === 3;
  // and series that come and go
  const lines = farm({ hosts, points: 300, jolt, isSilent }).split(/(?<=\n)/);
  const churn = (line: string, index: number) => line.replace(/^\S*/, `churn,host=h${noise(index, 9)}`);
  const input = Buffer.from(lines.map((line, index) => (index % 6 === 0 ? churn(line, index) : "") + line).join(""));
  for (const settings of [
    {},
    { groupBy: ["host", "rack"], groupEvery: 1_200, emit: "lines", gapWatch: true },
    { maxSeries: 60, falseAlarmsTotal: "5/day" },
  ] satisfies Partial<Settings>[]) {
    const whole = outputOf(engine(given(settings)), input);
    assert.ok(storiesOf(whole).length > 4);
    for (const size of [97, 5_003]) {
      const parts: Uint8Array[] = [];
      for (let at = 0; at < input.length; at += size) parts.push(input.subarray(at, at + size));
      assert.ok(outputOf(engine(given(settings)), ...parts) === whole, `in parts of ${size}`);
    }
    if ("maxSeries" in settings) continue;
    let at = 0;
    let output = "";
    let subject = engine(given(settings));
    for (const point of [100, 161, 163, 185, 187, 194, 218, 249, 256, 280]) {
      // behind the third line of the point
      let end = input.indexOf(`${START + point * STEP}000000000\n`);
      for (let line = 0; line < 3; line++) end = input.indexOf("\n", end) + 1;
      output += Buffer.from(subject.push(input.subarray(at, end))).toString("latin1");
      const next = engine(given(settings));
      next.restore(subject.snapshot());
      assert.ok(Buffer.from(next.snapshot()).equals(Buffer.from(subject.snapshot())), `cut at ${point}`);
      subject = next;
      at = end;
    }
    output += outputOf(subject, input.subarray(at));
    assert.ok(output === whole, "restarted");
  }
});

test("a story goes on where only the interval of the counts is another", () => {
  const input = Buffer.from(farm({ jolt: (host, point) => (host === "b" && within(200, 203)(host, point) ? 90 : 0) }));
  const cut = input.indexOf(`${START + 202 * STEP}000000000\n`);
  const first = engine(given());
  first.push(input.subarray(0, cut));
  const second = engine(given({ groupEvery: 60 }));
  const restored = second.restore(first.snapshot());
  assert.equal(restored.changed, { groupEvery: 0 });
  const stories = storiesOf(outputOf(second, input.subarray(cut)));
  assert.equal(
    stories.map(({ event }) => event),
    ["closed"],
  );
});

test("the lines of groups are not scored again", () => {
  const output = told(farm({ jolt: (_, point) => (point === 200 ? 90 : 0) }), { groupEvery: 600 });
  const lines = output.match(/^anomaly_group.*\n/gm)!.join("");
  assert.ok(lines.includes("event=") && lines.length > 10_000);
  const subject = engine(given());
  outputOf(subject, lines);
  assert.is(subject.statistics().series, 0);
});

test.run();
