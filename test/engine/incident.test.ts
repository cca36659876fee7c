import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Settings } from "../../src/options.js";
import { engine, noise, outputOf, series } from "./harness.js";

const steady = (index: number) => 20 + noise(index) / 10;

/** The fields of each line of a measurement, by key, as they are written. */
function linesOf(output: string, measurement = "anomaly"): Record<string, string>[] {
  const lines = output.match(new RegExp(`^${measurement},.*$`, "gm")) ?? [];
  return lines.map((line) => {
    const fields = Array.from(line.matchAll(/([\w]+)=("(?:\\.|[^"])*"|[^, ]+)/g), ([, key, value]) => [key!, value!]);
    return Object.fromEntries([...fields, ["time", line.slice(line.lastIndexOf(" ") + 1)]]);
  });
}

function eventsOf(input: string, given: Partial<Settings> = {}): Record<string, string>[] {
  return linesOf(outputOf(engine({ horizon: 0, emit: "changes", ...given }), input));
}

const spiked = (spikes: Record<number, number>, count = 300) => series(count, (i) => steady(i) + (spikes[i] ?? 0));

test("an incident opens with a sentence for a person and closes with its duration and peak", () => {
  const [opened, closed, ...more] = eventsOf(spiked({ 200: 12, 202: 11 }));
  assert.is(more.length, 0);
  const { event, severity, incident, reason, is_anomaly, message } = opened!;
  assert.equal(
    { event, incident, reason, is_anomaly },
    {
      event: '"opened"',
      incident: "1i",
      reason: '"spike"',
      is_anomaly: "true",
    },
  );
  assert.match(severity!, /^[12]i$/);
  assert.match(message!, /^"a f is 3\d\.?\d*, expected 1\d\.?\d* to 2\d\.?\d* \(spike\)"$/);
  assert.is(closed!.event, '"closed"');
  assert.is(closed!.is_anomaly, "false");
  assert.is(closed!.duration_s, "2");
  assert.ok(Number(closed!.peak_score) >= Number(opened!.anomaly_score));
  assert.match(closed!.message!, /^"a f is back at 2\d\.?\d* after 2 s \(spike\)"$/);
  // the fifth point below the limit
  assert.is(closed!.time, "1600000207000000000");
});

test("incidents of a series are numbered, each series for itself", () => {
  const input = spiked({ 100: 30, 200: 60 }) + spiked({ 150: 40 }).replaceAll("host=a", "host=b");
  const opened = eventsOf(input).filter(({ event }) => event === '"opened"');
  assert.equal(
    opened.map(({ host, incident }) => `${host} ${incident}`),
    ["a 1i", "a 2i", "b 1i"],
  );
});

test("an incident that grows escalates", () => {
  // the second mark is not yet as low for a younger one
  const events = eventsOf(spiked({ 600: 1.6, 603: 200 }, 700), { falseAlarms: "1e-3" });
  assert.is(events[0]!.event, '"opened"');
  assert.ok(events.slice(1, -1).length >= 1);
  for (const { event, severity } of events.slice(1, -1)) {
    assert.is(event, '"escalated"');
    assert.is(severity, "2i");
  }
});

test("at the end of the input an incident stays open", () => {
  assert.equal(
    eventsOf(spiked({ 200: 30 }, 202)).map(({ event }) => event),
    ['"opened"'],
  );
});

test("with --for 3/5 three of five points have to be anomalous", () => {
  assert.is(eventsOf(spiked({ 200: 30 }), { for: "3/5" }).length, 0);
  assert.is(eventsOf(spiked({ 200: 30, 203: 30, 206: 30 }), { for: "3/5" }).length, 0);
  const [opened, closed] = eventsOf(spiked({ 200: 30, 202: -30, 204: 30 }), { for: "3/5" });
  assert.is(opened!.time, "1600000204000000000");
  assert.is(closed!.duration_s, "4");
});

test("--direction asks about one side alone", () => {
  const input = spiked({ 100: 30, 200: -30 });
  const times = (direction: Settings["direction"]) =>
    eventsOf(input, { direction })
      .filter(({ event }) => event === '"opened"')
      .map(({ time }) => time!.slice(7, 10));
  assert.equal(times("both"), ["100", "200"]);
  assert.equal(times("up"), ["100"]);
  assert.equal(times("down"), ["200"]);
});

test("--min-deviation keeps what is near to what was expected from alarming", () => {
  const input = spiked({ 200: 12 });
  assert.is(eventsOf(input, { minDeviation: "9" }).length, 2);
  assert.is(eventsOf(input, { minDeviation: "15" }).length, 0);
  assert.is(eventsOf(input, { minDeviation: "50%" }).length, 2);
  assert.is(eventsOf(input, { minDeviation: "80%" }).length, 0);
});

test("hard limits hold from the first point on", () => {
  const [first] = eventsOf("m,host=a f=31 1600000000000000000\n", { upper: 30 });
  assert.is(first!.reason, '"range"');
  assert.is(first!.message, '"a f is 31, allowed at most 30 (range)"');
  const both = eventsOf(spiked({ 3: -12 }, 20), { lower: 15, upper: 30 });
  assert.equal(both.map(({ event, message }) => [event, message]).slice(0, 1), [
    ['"opened"', `"a f is ${(steady(3) - 12).toFixed(1)}, allowed 15 to 30 (range)"`],
  ]);
  assert.is(eventsOf(spiked({ 3: -12 }, 20)).length, 0);
});

test("an incident of a hard limit closes by the limit", () => {
  const [opened, closed] = eventsOf(spiked({ 200: 40 }), { upper: 30, lower: 5 });
  assert.match(opened!.message!, /^"a f is 6\d\S*, allowed 5 to 30 \(range\)"$/);
  assert.match(closed!.message!, /^"a f is back at 2\d\S* \(range\)"$/);
});

test("nothing else alarms before the sixtieth point", () => {
  const rows = linesOf(outputOf(engine({ horizon: 0 }), spiked({ 40: 300 })));
  assert.ok(Number(rows[31]!.anomaly_score) > 1);
  assert.ok(rows.every(({ is_anomaly }) => is_anomaly === "false"));
  assert.is(rows[31]!.warming, "true");
});

test("events are spliced into the original line where results are", () => {
  const output = outputOf(engine({ emit: "fields", digits: 3 }), spiked({ 200: 30 }));
  const line = output.split("\n")[200]!;
  assert.match(
    line,
    /,f_is_anomaly=true,f_event="opened",f_severity=[12]i,f_incident=1i,f_reason="spike",f_message="a f is /,
  );
  assert.is(output.split("\n")[199]!.includes("f_event"), false);
  const originals = output.replace(/f_\w+=("[^"]*"|[^, ]+),/g, "");
  assert.is(originals, spiked({ 200: 30 }));
});

test("a message calls a series by its names, whatever they are", () => {
  const key = String.raw`wea\,ther\ a,ci\=ty=New\ York\,\ NY,quote="x" in\=side`;
  const input = series(300, (i) => steady(i) + (i === 200 ? 40 : 0), key.split(/ (?=in)/)[0]!, String.raw`in\=side`);
  const output = outputOf(engine({ horizon: 0, emit: "changes" }), input);
  assert.match(output, /message="New York, NY \\"x\\" in=side is 6/);
  const untagged = outputOf(
    engine({ horizon: 0, emit: "changes" }),
    series(300, (i) => steady(i) + (i === 200 ? 40 : 0), "brew", "temperature"),
  );
  assert.match(untagged, /message="brew temperature is 6/);
});

// the counts of groups

test("--group-by writes how many of a tag value's series are anomalous at once", () => {
  const hosts = ["a", "b"];
  let input = "";
  for (let i = 0; i < 200; i++) {
    for (const host of hosts) {
      const fields = ["x", "y", "z"].map(
        (name, f) => `${name}=${steady(i + f) + (host === "b" && f < 2 && i === 130 ? 50 : 0)}`,
      );
      input += `m,host=${host} ${fields.join(",")} ${1_600_000_020 + i}000000000\n`;
    }
    input += `other v=${steady(i)} ${1_600_000_020 + i}000000000\n`;
  }
  const output = outputOf(engine({ horizon: 0, groupBy: ["host"] }), input);
  const counts = linesOf(output, "anomaly_group").filter(({ event }) => event === undefined);
  const rates = counts.map(({ host, rate, anomalous, series: count, time }) => [
    host,
    rate,
    anomalous,
    count,
    Number(time!.slice(0, 10)) - 1_600_000_020,
  ]);
  assert.equal(rates, [
    ["a", "0", "0i", "3i", 60],
    ["b", "0", "0i", "3i", 60],
    ["a", "0", "0i", "3i", 120],
    ["b", "0", "0i", "3i", 120],
    ["a", "0", "0i", "3i", 180],
    ["b", "0.666667", "2i", "3i", 180],
  ]);
  assert.is(outputOf(engine({ horizon: 0, groupBy: ["host"] }), ...input.match(/[\s\S]{1,777}/g)!), output);
  assert.is(
    outputOf(engine({ horizon: 0 }), output.match(/^anomaly_group.*\n/gm)!.join("")).includes("source="),
    false,
  );
});

// times to a limit

test("--eta-above tells when the forecast and the ends of its band cross", () => {
  const input = series(60, (i) => 10 + 0.5 * i);
  const settings = { trend: "linear", refit: 0, alpha: 0.5, beta: 0.5, horizon: 0, etaAbove: 49.8 } as const;
  const last = linesOf(outputOf(engine({ ...settings, digits: "shortest" }), input)).at(-1)!;
  // 39.5 at the last point, half a unit a second
  assert.ok(Math.abs(Number(last.eta_above_s) - 20.6) < 0.05, last.eta_above_s);
  assert.ok(Number(last.eta_above_earliest_s) <= Number(last.eta_above_s));
  assert.ok(Number(last.eta_above_latest_s) >= Number(last.eta_above_s));
  assert.is(last.eta_below_s, undefined);
});

test("a limit that is passed already is no time away, one that is not reached has no time", () => {
  const rows = linesOf(outputOf(engine({ refit: 0, horizon: 0, etaBelow: 25, etaAbove: 1_000 }), series(80, steady)));
  assert.is(rows.at(-1)!.eta_below_s, "0");
  assert.is(rows.at(-1)!.eta_above_s, undefined);
});

test.run();
