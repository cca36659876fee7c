import { test } from "uvu";
import * as assert from "uvu/assert";
import { stream } from "../../bench/streams.js";
import type { Settings } from "../../src/options.js";
import { engine, latin1 } from "./harness.js";

/** A Monday, at midnight. */
const START = 1_600_041_600;
const DAY = 86_400;
const MINUTES = 1_440;
const gauss = stream("gauss", 30_000, 3).values;

interface Told {
  readonly day: number;
  readonly event: string;
  readonly severity: number;
  readonly reason: string;
  readonly message: string;
}

/** What is told of a point a minute; where there is no value, there is no point. */
function told(days: number, value: (index: number) => number | undefined, given: Partial<Settings> = {}): Told[] {
  const subject = engine({ horizon: 0, emit: "changes", ...given });
  let output = "";
  for (let at = 0; at < days * MINUTES; at += MINUTES) {
    const lines = Array.from({ length: MINUTES }, (_, i) => {
      const now = value(at + i);
      return now === undefined ? "" : `m,host=db-1 bytes=${now} ${START + 60 * (at + i)}000000000\n`;
    });
    output += Buffer.from(subject.push(latin1(lines.join("")))).toString("latin1");
  }
  const events = output.matchAll(/event="(\w+)",severity=(\d)i,.*reason="(\w+)",message="([^"]*)".* (\d+)000000000\n/g);
  return [...events].map(([, event, severity, reason, message, time]) => ({
    day: (Number(time) - START) / DAY,
    event: event!,
    severity: Number(severity),
    reason: reason!,
    message: message!,
  }));
}

/** Noise, and jobs of ten minutes from a minute of the day on, unless they do not run on that day. */
const jobs =
  (...minutes: [minute: number, runs: (day: number) => boolean][]) =>
  (index: number): number => {
    const day = Math.floor(index / MINUTES),
      minute = index % MINUTES;
    const isRunning = minutes.some(([from, runs]) => minute >= from && minute < from + 10 && runs(day));
    return 10 + gauss[index % gauss.length]! + (isRunning ? 50 : 0);
  };

const openings = (events: Told[]) => events.filter(({ event }) => event === "opened");
const missing = (events: Told[]) => openings(events).filter(({ reason }) => reason === "missing");
const daysOf = (events: Told[]) => missing(events).map(({ day }) => Math.floor(day));

test("a daily job that does not run is told once, as soon as it can no longer come in time", () => {
  const events = told(16, jobs([120, (day) => day !== 10]));
  const during = events.filter(({ day }) => day >= 10 && day < 11);
  assert.equal(
    during.map(({ event, severity, message }) => [event, severity, message]),
    [
      ["opened", 1, "db-1 bytes did not rise around 02:00 as on the last three days (missing)"],
      ["closed", 1, "db-1 bytes has been quiet since (missing)"],
    ],
  );
  const late = during.map(({ day }) => Math.round((day - 10) * MINUTES) - 120);
  assert.equal(late, [12, 17], "minutes after two");
  assert.equal(daysOf(events), [10]);
});

test("a job that goes down is told to have not fallen, by the clock of the zone", () => {
  const value = jobs([120, (day) => day !== 10]);
  const events = missing(told(12, (i) => 100 - value(i), { timeZone: "Asia/Kolkata" }));
  assert.equal(
    events.map(({ message }) => message),
    ["db-1 bytes did not fall around 07:30 as on the last three days (missing)"],
  );
});

test("a weekly job that does not run is told once", () => {
  const events = told(64, jobs([120, (day) => day % 7 === 2 && day !== 37]));
  assert.equal(
    missing(events).map(({ day, message }) => [Math.floor(day), message]),
    [[37, "db-1 bytes did not rise around 02:00 as on this day of the last three weeks (missing)"]],
  );
});

test("a job that never runs again is told once, and one that runs again after three more runs", () => {
  assert.equal(daysOf(told(40, jobs([120, (day) => day < 10]))), [10]);
  assert.equal(daysOf(told(20, jobs([120, (day) => ![10, 12, 16].includes(day)]))), [10, 16]);
});

test("a job on weekdays is not missing on weekends from the second week on, and on a weekday it is", () => {
  const weekdays = (day: number) => day % 7 < 5;
  assert.equal(daysOf(told(35, jobs([120, weekdays]))), [5]);
  assert.equal(daysOf(told(35, jobs([120, (day) => weekdays(day) && day !== 24 && day !== 28]))), [5, 24, 28]);
  const three = jobs([120, weekdays], [700, weekdays], [1_000, weekdays]);
  assert.equal(daysOf(told(35, three)), [5, 5, 5], "three of them, which the log holds for five days");
});

test("jobs of a day are each told on their own", () => {
  const events = told(14, jobs([120, () => true], [700, (day) => day !== 12], [1_000, (day) => day !== 12]));
  assert.equal(
    missing(events).map(({ day, message }) => [Math.floor(day), message.match(/around (\S+)/)![1]]),
    [
      [12, "11:40"],
      [12, "16:40"],
    ],
  );
});

test("a job that ran less, or that points are missing of, is not told to be missing", () => {
  const value = jobs([120, (day) => day !== 10]);
  const isAt = (i: number, from: number, to: number) => i >= 10 * MINUTES + from && i < 10 * MINUTES + to;
  assert.equal(daysOf(told(12, (i) => value(i) + (isAt(i, 122, 125) ? 15 : 0))), []);
  for (const [from, to] of [
    [118, 126],
    [60, 122],
    [126, 200],
  ] as const) {
    assert.equal(daysOf(told(12, (i) => (isAt(i, from, to) ? undefined : value(i)))), [], `${from} to ${to}`);
  }
  assert.equal(daysOf(told(12, (i) => (isAt(i, 60, 70) ? undefined : value(i)))), [10], "a silence before it");
});

test("it does not wait for more points, and is of jobs alone that a person wants to hear of", () => {
  const value = jobs([120, (day) => day !== 10]);
  assert.equal(daysOf(told(12, value, { for: "3/5", minDeviation: "20", direction: "up" })), [10]);
  assert.equal(daysOf(told(12, value, { minDeviation: "80" })), []);
  assert.equal(daysOf(told(12, value, { direction: "down" })), []);
});

test.run();
