import { test } from "uvu";
import * as assert from "uvu/assert";
import { type Engine, type EngineOptions, PointFlag, type Problem } from "../../src/engine/engine.js";
import type { Settings } from "../../src/options.js";
import { Random } from "../../src/simulation/random.js";
import { engine, latin1, noise, outputOf, series } from "./harness.js";

/** Points of a series before anything is written about it. */
const QUIET = 10;

/**
 * Lines of a few fields of a few series, more often of some than of others, with their tags in either order; not `mixed`:
 * of one field where that is another order than the usual.
 */
function randomLines(count: number, keys: number, seed: number, { mixed = false, names = "fgh" } = {}): string[] {
  const random = new Random(seed);
  return Array.from({ length: count }, (_, i) => {
    const key = Math.floor(keys * random.uniform() ** 3);
    const tags = random.chance(0.2) ? `b=x,a=${key}` : `a=${key},b=x`;
    const all = [...names].filter(() => random.chance(0.6));
    const fields = all.length === 0 || (tags.startsWith("b") && !mixed) ? [names[0]] : all;
    return `m,${tags} ${fields.map((field) => `${field}=${noise(i)}`).join(",")} ${1_600_000_000 + i}000000000\n`;
  });
}

/** Which points of the lines are written about when the least recently seen of `most` series goes. */
function expectedOf(lines: readonly string[], most: number): boolean[] {
  // in the order in which they were seen
  const points = new Map<string, number>();
  const see = (name: string, more: number) => {
    const count = points.get(name) ?? 0;
    points.delete(name);
    points.set(name, count + more);
    return count + more;
  };
  return lines.flatMap((line) => {
    const [, key, fields] = /a=(\d+)\S* (\S+)/.exec(line)!;
    const own = fields!.split(",").map((field) => key! + field[0]);
    // a line sees all of its series before one that is new makes another go
    for (const name of own) if (points.has(name)) see(name, 0);
    for (const name of own) {
      if (!points.has(name) && points.size === most) points.delete(points.keys().next().value!);
      see(name, 0);
    }
    return own.map((name) => see(name, 1) >= QUIET);
  });
}

/** The first place where two differ; -1 for equal ones. */
function firstDifference<T>(one: ArrayLike<T>, other: ArrayLike<T>): number {
  for (let at = 0; at < Math.max(one.length, other.length); at++) if (one[at] !== other[at]) return at;
  return -1;
}

/** An engine that notes of each point whether it is written about. */
function watched(given: Partial<Settings>, seen: boolean[], options: EngineOptions = {}): Engine {
  return engine(
    { horizon: 0, emit: "changes", season: "none", ...given },
    {
      ...options,
      onPoints: ({ flags }) => {
        for (const flag of flags) seen.push((flag & PointFlag.Scored) !== 0);
      },
    },
  );
}

test("the series that was not seen for longest goes first, by the order of the lines", () => {
  for (const most of [3, 7, 40]) {
    const lines = randomLines(4000, most, most);
    const seen: boolean[] = [];
    const subject = watched({ maxSeries: most }, seen);
    outputOf(subject, lines.join(""));
    assert.is(firstDifference(seen, expectedOf(lines, most)), -1, `${most} series`);
    assert.ok(seen.includes(true));
    assert.is(subject.statistics().series, most);
    assert.ok(subject.statistics().evictions > 100);
  }
});

test("where the input is cut does not show, whatever is written", () => {
  const lines = randomLines(600, 40, 9, { mixed: true });
  // a silence now and then, and groups that come and go
  const text = lines.map((line, i) => line.replace("m,", `m,host=h${i % 7 === 0 ? noise(i, 50) : 0},`)).join("");
  const input = latin1(text);
  for (const given of [
    { falseAlarmsTotal: "1/hour" },
    { groupBy: ["host"], groupEvery: 20 },
    { statsEvery: 15, instance: "a b" },
    { gapWatch: true },
  ] satisfies Partial<Settings>[]) {
    const settings = { maxSeries: 12, horizon: 3, ...given };
    const whole = engine(settings);
    const expected = outputOf(whole, input);
    assert.ok(whole.statistics().evictions > 100);
    for (const size of [1, 61, 1009, 20_011]) {
      const parts: Uint8Array[] = [];
      for (let at = 0; at < input.length; at += size) parts.push(input.subarray(at, at + size));
      const subject = engine(settings);
      const output = outputOf(subject, ...parts);
      assert.is(firstDifference(output, expected), -1, `${JSON.stringify(given)} in parts of ${size}`);
      assert.equal(subject.statistics(), whole.statistics());
    }
  }
});

test("points are counted anew, in their order, before the count ends", () => {
  // the count starts 2^18 points before it begins anew
  const lines = randomLines(40_000, 3, 5, { names: "abcdefghijklmnop" });
  const seen: boolean[] = [];
  const subject = watched({ maxSeries: 40, refit: 0 }, seen);
  for (let at = 0; at < lines.length; at += 1000) subject.push(latin1(lines.slice(at, at + 1000).join("")));
  assert.ok(seen.length > 1.1 * 2 ** 18);
  assert.is(firstDifference(seen, expectedOf(lines, 40)), -1);
});

test("who was met before the count begins anew goes before who was met behind it", () => {
  const subject = watched({ maxSeries: 21, refit: 0 }, []);
  const line = (host: string, fields: string) => `m,host=${host} ${fields} 1600000000000000000\n`;
  for (let rare = 0; rare < 20; rare++) subject.push(latin1(line(`rare-${rare}`, "f=1")));
  // points of one key are counted each, and the last alone is scored
  const busy = latin1(line("busy", new Array(1000).fill("f=1").join()).repeat(10));
  // 32 bits end 2^21 points behind where they are counted anew
  for (let points = 0; points < 1.05 * (2 ** 21 + 2 ** 18); points += 10_000) subject.push(busy);
  for (let rare = 0; rare < 20; rare++) {
    subject.push(latin1(line(`new-${rare}`, "f=1")));
    const held = Array.from({ length: 21 }, (_, index) => subject.seriesName(index + 1).tags[0]![1]).sort();
    const expected = Array.from({ length: 20 }, (_, index) => (index > rare ? `rare-${index}` : `new-${index}`));
    assert.equal(held, ["busy", ...expected].sort());
  }
});

test("a line of more series than are held is passed, and the others are scored", () => {
  const problems: Problem[] = [];
  const seen: boolean[] = [];
  const subject = watched({ maxSeries: 3 }, seen, { onProblem: (problem) => problems.push(problem) });
  const input = series(20, (i) => `${noise(i)},g=1,h=2,i=3,j=4`);
  assert.is(outputOf(subject, input).replace(/^anomaly,.*\n/gm, ""), input);
  assert.is(subject.statistics().series, 3);
  assert.is(seen.filter(Boolean).length, 3 * 11);
  assert.match(problems[0]!.text, /the line has more series than the 3 of --max-series/);
  assert.is(problems.length, 2);
});

test("a group without series makes room for another", () => {
  const subject = engine({ horizon: 0, maxSeries: 5, groupBy: ["host"], groupEvery: 10 });
  let output = "";
  for (let host = 0; host < 1200; host++) {
    output += outputOf(
      subject,
      `m,host=h${host} f=1 ${1_600_000_000 + 20 * host}000000000\nm,host=h${host} f=2 ${1_600_000_005 + 20 * host}000000000\n`,
    );
  }
  const hosts = new Set(
    Array.from(output.matchAll(/^anomaly_group,host=h(\d+) anomalous=0i,series=1i,rate=0 /gm), ([, host]) => host),
  );
  // the last interval has not ended
  assert.is(hosts.size, 1199);
});

test("a group that loses its last series within an interval is told of at its end, by its tag", () => {
  const lines = [..."abccbb"].map((host, i) => `m,host=${host} f=1 ${1_600_000_001 + (i < 3 ? i : 6 * i)}000000000\n`);
  for (const parts of [lines, [lines.join("")]]) {
    const output = outputOf(engine({ horizon: 0, maxSeries: 2, groupBy: ["host"], groupEvery: 10 }), ...parts);
    const groups = output.match(/^anomaly_group.*$/gm)!.map((line) => line.replace(/ .* /, " "));
    const first = ["a", "b", "c"].map((host) => `anomaly_group,host=${host} 1600000010000000000`);
    assert.equal(groups.slice(0, 3), first);
    assert.is(groups.includes("anomaly_group,host=b 1600000030000000000"), true);
  }
});

test("what a series held is used again: memory stays as it is with any number of series", () => {
  for (const given of [
    { refit: "once" },
    { groupBy: ["host"], statsEvery: 60 },
    { gapWatch: true, difference: "on", lower: 0 },
  ] satisfies Partial<Settings>[]) {
    const subject = engine({ maxSeries: 150, horizon: 4, forecastEvery: 3, ...given });
    let before = 0;
    for (let round = 0; round < 40; round++) {
      if (round === 15) before = subject.memory;
      let text = "";
      for (let i = 0; i < 12; i++) {
        for (let key = 0; key < 120; key++) {
          // some go while their step is being learnt
          if (key % 3 === 0 && i > 5) continue;
          const host = `host=h${round * 120 + key},path=${"x".repeat(key + 1)}`;
          text += `m,${i % 2 ? `b=1,${host}` : `${host},b=1`} f=${noise(i * key)} ${1_600_000_000 + round * 20 + i}000000000\n`;
        }
      }
      subject.push(latin1(text));
    }
    assert.is(subject.memory, before, JSON.stringify(given));
    assert.is(subject.statistics().evictions, 40 * 120 - 150);
  }
});

test.run();
