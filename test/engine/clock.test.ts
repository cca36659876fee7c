import { test } from "uvu";
import * as assert from "uvu/assert";
import { engine, noise } from "./harness.js";

const START = 1_700_000_000;
const DAY = 86_400;

/** A line a second from `start` on, of a host. */
function lines(host: string, start: number, count: number, value = (i: number) => `${20 + noise(i) / 10}`): string {
  return Array.from({ length: count }, (_, i) => `m,host=${host} f=${value(i)} ${start + i}000000000\n`).join("");
}

function run(input: string, given = {}): { output: string; notices: string[]; late: number } {
  const notices: string[] = [];
  const its = engine({ horizon: 0, emit: "changes", ...given }, { onNotice: (text) => notices.push(text) });
  const output = Buffer.from(its.push(Buffer.from(input))).toString("latin1");
  return { output, notices, late: its.statistics().late };
}

test("a series whose clock is set back is followed after five points, with a word, and what was learnt is kept", () => {
  const before = lines("a", START, 300);
  const after = lines("a", START - 13 * DAY, 200, (i) => (i === 100 ? "99" : `${20 + noise(i) / 10}`));
  const { output, notices, late } = run(before + after);
  assert.is(late, 4);
  assert.is(notices.length, 1);
  assert.match(
    notices[0]!,
    /^a f: its clock went back, from 2023-11-14T22:18:19Z to 2023-11-01T22:13:24Z; it is scored/,
  );
  assert.match(output, new RegExp(`event="opened".* ${START - 13 * DAY + 100}000000000\n`));
});

test("late points that do not agree, or that come between others, move nothing", () => {
  let input = lines("a", START, 100);
  for (let i = 0; i < 20; i++) input += `m,host=a f=20 ${START - 50 - i}000000000\n`;
  for (let i = 0; i < 20; i++) input += lines("a", START + 100 + i, 1) + lines("a", START + i, 1);
  const { notices, late } = run(input);
  assert.equal(notices, []);
  assert.is(late, 40);
});

test("one series far ahead moves neither the others' intervals nor their silences", () => {
  let input = "";
  for (let i = 0; i < 300; i++) {
    input += lines("a", START + i, 1) + lines("b", START + i, 1);
    if (i > 100 && i < 104) input += lines("c", START + 20_000 * DAY + i, 1);
  }
  const { output } = run(input, { statsEvery: 60, gapWatch: true });
  assert.is(output.match(/^holtline_stats /gm)?.length, 5);
  assert.not.match(output, /silent/);
});

test("intervals go on when all clocks are set back, or ahead", () => {
  for (const jump of [-30 * DAY, 30 * DAY]) {
    let input = "";
    for (const start of [START, START + jump]) {
      for (let i = 0; i < 300; i++) input += ["a", "b", "c"].map((host) => lines(host, start + i, 1)).join("");
    }
    const { output } = run(input, { statsEvery: 60 });
    assert.ok(output.match(/^holtline_stats /gm)!.length >= 9);
  }
});

test("stamps that are no nanoseconds are told of once a series", () => {
  const input = Array.from({ length: 40 }, (_, i) => `m f=${i} ${START + 60 * i}\n`).join("");
  const { notices } = run(input);
  assert.equal(notices, [
    "m f: its points are 60 ns apart; are these timestamps in seconds, milliseconds or microseconds? " +
      "Telegraf writes nanoseconds",
  ]);
});

test("with gap-watch a series that does not come back is given up after a day", () => {
  let input = lines("gone", START, 100);
  for (let i = 0; i < 3_000; i++) input += `m,host=a f=20 ${START + 60 * i}000000000\n`;
  const { output } = run(input, { gapWatch: true });
  const events = output
    .match(/^anomaly,host=gone.*/gm)!
    .map((line) => line.match(/event="(\w+)".*message="([^"]*)"/)!.slice(1));
  assert.equal(events, [
    ["opened", "gone f has been silent for 21 s, expected a point within 3 s (gap)"],
    ["closed", "gone f is no longer seen (gap)"],
  ]);
});

test.run();
