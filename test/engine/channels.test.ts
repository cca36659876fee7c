import { test } from "uvu";
import * as assert from "uvu/assert";
import { stream } from "../../bench/streams.js";
import { PointFlag, type Points, reasons } from "../../src/engine/engine.js";
import type { Settings } from "../../src/options.js";
import { Random } from "../../src/simulation/random.js";
import { engine, latin1, noise, outputOf, series } from "./harness.js";

interface Opening {
  index: number;
  reason: string;
  severity: 1 | 2;
}

/** Where incidents of a single series open, by the index of its points. */
function openings(input: string, given: Partial<Settings> = {}): Opening[] {
  const found: Opening[] = [];
  let index = 0;
  const onPoints = (points: Points) => {
    for (let i = 0; i < points.count; i++, index++) {
      const flags = points.flags[i]!;
      if ((flags & PointFlag.Opened) === 0) continue;
      found.push({ index, reason: reasons[points.reason[i]!]!, severity: flags & PointFlag.Severe ? 2 : 1 });
    }
  };
  const subject = engine({ horizon: 0, ...given }, { onPoints });
  for (let at = 0; at < input.length; at += 60_000) subject.push(latin1(input.slice(at, at + 60_000)));
  return found;
}

const message = (input: string) =>
  /message="([^"]*)"/.exec(outputOf(engine({ horizon: 0, emit: "changes" }), input))?.[1];
const gauss = stream("gauss", 4_000, 5).values;

test("a clean stream alarms about as often as was asked for, whatever its tail", () => {
  for (const kind of ["gauss", "laplace", "t3"] as const) {
    const { values } = stream(kind, 60_000, 9);
    const input = series(values.length, (i) => values[i]!.toFixed(9));
    const late = openings(input, { falseAlarms: "1e-3" }).filter(({ index }) => index >= 5_000);
    assert.ok(late.length > 30 && late.length < 90, `${late.length} incidents in 55,000 ${kind} points`);
    const rare = openings(input, { falseAlarms: "1e-4" }).filter(({ index }) => index >= 5_000);
    assert.ok(rare.length < 20, `${rare.length} incidents in 55,000 ${kind} points`);
  }
});

test("spikes of ten standard deviations are found, and their return is no alarm", () => {
  const spikes = [1_000, 1_800, 2_600, 3_400];
  const input = series(4_000, (i) => (gauss[i]! + (spikes.includes(i) ? 3 : 0)).toFixed(9));
  const found = openings(input, { falseAlarms: "1e-4" }).filter(({ index }) => index > 500);
  for (const spike of spikes)
    assert.ok(
      found.some(({ index }) => index === spike),
      `the spike at ${spike}`,
    );
  assert.ok(!found.some(({ index }) => spikes.some((spike) => index > spike && index < spike + 12)));
});

test("a series far from zero scores as the same one near zero", () => {
  const scores = (base: number) => {
    const found: number[] = [];
    const subject = engine(
      { horizon: 0 },
      { onPoints: (points) => found.push(...points.score.slice(0, points.count)) },
    );
    // what counts as nothing beside a value grows with it: steps of 1,000 are far above that
    subject.push(latin1(series(1_500, (i) => base + 1_000 * Math.round(10 * gauss[i]! + (i > 900 ? 30 : 0)))));
    return found;
  };
  const near = scores(0);
  const far = scores(1e9);
  for (const [index, score] of near.entries())
    assert.ok(Math.abs(far[index]! - score) <= 2e-3 * score + 1e-4, `point ${index}: ${score}, far ${far[index]}`);
});

test("a level shift alarms at once and is then accepted", () => {
  const found = openings(
    series(4_000, (i) => (gauss[i]! + (i >= 2_000 ? 9 : 0)).toFixed(9)),
    { falseAlarms: "1e-4" },
  );
  assert.ok(found.some(({ index }) => index === 2_000));
  assert.ok(found.filter(({ index }) => index >= 2_300).length <= 1);
});

test("a level that moves away step by step drifts", () => {
  const found = openings(
    series(4_000, (i) => (gauss[i]! + (i >= 2_000 ? 0.012 * Math.min(i - 2_000, 500) : 0)).toFixed(9)),
    { falseAlarms: "1e-3" },
  ).filter(({ index }) => index >= 2_000 && index < 2_600);
  assert.ok(
    found.some(({ reason }) => reason === "drift"),
    JSON.stringify(found),
  );
});

test("a sensor that stops moving is stuck, one that often stands still is not", () => {
  const moving = (i: number) => (20 + noise(i) / 10).toFixed(1);
  const stopped = series(1_400, (i) => (i < 1_000 || i >= 1_200 ? moving(i) : "20.5"));
  const [stuck] = openings(stopped).filter(({ index }) => index >= 1_000);
  assert.is(stuck?.reason, "stuck");
  assert.ok(stuck!.index < 1_060, `found at ${stuck!.index}`);
  assert.match(message(stopped)!, /^a f stays at 20\.5 for \d+ s, expected a change within \d+(\.\d+)? s \(stuck\)$/);
  const plateaus = series(3_000, (i) => (20 + Math.floor(i / 150) / 10).toFixed(1));
  assert.equal(
    openings(plateaus).filter(({ reason }) => reason === "stuck"),
    [],
  );
});

test("a plateau of long ago does not hide a stuck sensor for ever", () => {
  const lively = (i: number) => (20 + noise(i) / 10).toFixed(1);
  const found = openings(
    series(14_000, (i) => (i < 400 ? lively(i) : i < 600 ? "20.0" : i < 13_000 || i >= 13_150 ? lively(i) : "20.5")),
  );
  assert.ok(
    found.some(({ index, reason }) => reason === "stuck" && index >= 13_000 && index < 13_150),
    JSON.stringify(found),
  );
});

test("what rests at 0 and jumps now and then has no misreads", () => {
  const random = new Random(7, 1);
  const found = openings(
    series(20_000, () => (random.chance(0.01) ? (0.125 * Math.ceil(8 / random.uniform() ** 0.5)).toFixed(3) : "0")),
  );
  assert.ok(found.filter(({ index }) => index > 5_000).length <= 2, `${found.length} incidents`);
});

test("a value that stands far off stays in the incident, and is accepted in the end", () => {
  const standing = (length: number) =>
    series(4_000, (i) => (gauss[i]! + (i >= 2_000 && i < 2_000 + length ? 30 : 0)).toFixed(9));
  const anomalous = (input: string) =>
    Array.from(outputOf(engine({ horizon: 0 }), input).matchAll(/is_anomaly=(\w+)/g), ([, said]) => said === "true");
  const misread = anomalous(standing(100));
  assert.is(misread.slice(2_000 - 9, 2_100 - 9).indexOf(false), -1);
  assert.is(misread[2_120 - 9], false);
  const shift = anomalous(standing(2_000));
  assert.is(shift.slice(2_600 - 9, 4_000 - 9).indexOf(true), -1);
});

test("the steps of a coarse sensor are no event of a young series", () => {
  // a wandering level read in tenths stands still for long and then moves by a step
  const level = (i: number) => 20 + 0.4 * Math.sin(i / 130) + 0.2 * Math.sin(i / 47);
  const found = openings(series(900, (i) => level(i).toFixed(1)));
  assert.equal(found, []);
});

test("a silence longer than ever is told at the point that ends it", () => {
  let text = "";
  for (let i = 0; i < 400; i++) text += `m,host=a f=${gauss[i]} ${1_600_000_000 + i + (i >= 300 ? 120 : 0)}000000000\n`;
  const [gap] = openings(text, { falseAlarms: "1e-4" }).filter(({ reason }) => reason === "gap");
  assert.is(gap?.index, 300);
  const output = outputOf(engine({ horizon: 0, emit: "changes", falseAlarms: "1e-4" }), text);
  assert.match(output, /message="a f was silent for 121 s, expected a point within 3 s \(gap\)"/);
});

test("a digit misread by a coarse sensor is found when it is taken back", () => {
  const brew = (i: number) => 200 + Math.round(3 * Math.sin(i / 90));
  const misread = (i: number) => (i === 3_000 || i === 3_001 ? brew(i) + 7 : brew(i)) / 10;
  const found = openings(series(3_500, (i) => misread(i).toFixed(1))).filter(({ index }) => index >= 2_990);
  assert.ok(
    found.some(({ index }) => index >= 3_000 && index <= 3_002),
    JSON.stringify(found),
  );
});

test("what all series may alarm together is shared evenly among them", () => {
  const hosts = Array.from({ length: 10 }, (_, host) => host);
  let input = "";
  for (let i = 0; i < 400; i++) {
    for (const host of hosts) input += `m,host=h${host} f=${gauss[i * 10 + host]} ${1_600_000_000 + i}000000000\n`;
  }
  const shared = outputOf(engine({ horizon: 0, falseAlarmsTotal: "10/5000s" }), input);
  assert.ok(shared === outputOf(engine({ horizon: 0, falseAlarms: "1/5000s" }), input));
  assert.ok(shared !== outputOf(engine({ horizon: 0, falseAlarms: "1/500s" }), input));
});

test("a spike's value lies outside the band that stands beside it", () => {
  const { values } = stream("t3", 20_000, 4);
  const output = outputOf(
    engine({ horizon: 0, emit: "changes", falseAlarms: "1e-3" }),
    series(values.length, (i) => values[i]!.toFixed(9)),
  );
  let spikes = 0;
  for (const [, y, lower, upper] of output.matchAll(
    / y=([^,]*),.*yhat_lower=([^,]*),yhat_upper=([^,]*),.*event="opened",severity=1i.*reason="spike"/g,
  )) {
    spikes++;
    assert.ok(Number(y) < Number(lower) || Number(y) > Number(upper), `${y} within ${lower} to ${upper}`);
  }
  assert.ok(spikes > 3);
});

test("the range that a message calls expected does not hold the value that it tells", () => {
  const { values } = stream("laplace", 20_000, 6, { share: 0.002, height: 12 });
  const output = outputOf(
    engine({ horizon: 0, emit: "changes", falseAlarms: "1e-3", digits: "shortest" }),
    series(values.length, (i) => values[i]!.toFixed(9)),
  );
  let told = 0;
  for (const [, value, low, high] of output.matchAll(/ (?:is|by) ([-\d.e]+), expected ([-\d.e]+) to ([-\d.e]+) \(/g)) {
    told++;
    assert.ok(Number(value) <= Number(low) || Number(value) >= Number(high), `${value}, expected ${low} to ${high}`);
  }
  assert.ok(told > 20);
});

test.run();
