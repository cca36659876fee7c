import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { DAY, inputsOf, linesOf, merged, normal, opened, START, sentences, tell } from "./told.js";

const calm = (seed: number, middle = 20) => {
  const random = normal(seed);
  return () => (middle + random() / 5).toFixed(2);
};
const AHEAD = START + 3_650 * DAY;

/** A series with five points of 2036 among its own, and a fault in the end. */
const ahead = [
  linesOf("m,host=a", "v", 60, 150, calm(1)),
  linesOf("m,host=a", "v", 60, 5, calm(2), AHEAD),
  linesOf("m,host=a", "v", 60, 600, calm(3), START + 150 * 60),
  linesOf("m,host=a", "v", 60, 20, () => "99", START + 750 * 60),
].join("");

test("a clock that was ahead for five points is followed back, with a word, and the fault behind it is told", async () => {
  for (const input of inputsOf("clock-ahead-then-right", ahead)) {
    const found = await tell(input);
    assert.match(found.stderr, /^W! a v: its clock went back, from 203\d-\S+ to 2026-01-01T/m);
    assert.match(found.stderr, /^W! a v: its clock went ahead, from 2026-01-01T\S+ to 203\d-/m);
    assert.is(found.stderr.trim().split("\n").length, 2);
    const last = opened(found).at(-1)!;
    assert.match(last.message, /^a v is 99, expected 1[89]\S* to 2[01]\S* \(spike\)$/);
    assert.is(found.events.length, 1, sentences(found.events).join());
    const scored = (await tell(input, "--emit", "lines")).lines.length;
    assert.ok(scored > input.trimEnd().split("\n").length - 20, `${scored} points scored`);
  }
});

test("a restart in between changes nothing of that", async () => {
  const folder = mkdtempSync(join(tmpdir(), "holtline-clock-"));
  try {
    for (const [at, input] of inputsOf("clock-ahead-then-right", ahead).entries()) {
      const lines = input.split(/(?<=\n)/);
      const cut = lines.findLastIndex((line) => Number(line.split(" ").at(-1)) / 1e9 > AHEAD - 100 * DAY) + 1;
      const state = ["--state", join(folder, `${at}.state`)];
      await tell(lines.slice(0, cut).join(""), ...state);
      const behind = await tell(lines.slice(cut).join(""), ...state);
      assert.match(behind.stderr, /W! a v: its clock went back/);
      assert.match(opened(behind).at(-1)!.message, /^a v is 99, /);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("one point of the future in another series stops nothing", async () => {
  const others = merged(linesOf("m,host=a", "v", 60, 600, calm(4)), linesOf("m,host=b", "v", 60, 600, calm(5)));
  const lines = others.split(/(?<=\n)/);
  const made = [...lines.slice(0, 400), `m,host=c v=20 ${AHEAD}000000000\n`, ...lines.slice(400)].join("");
  for (const input of inputsOf("one-future-point-in-another-series", made)) {
    const { lines: told } = await tell(
      input,
      "--stats-every",
      "600s",
      "--group-by",
      "host",
      "--group-every",
      "60s",
      "--gap-watch",
    );
    const count = (beginning: string) => told.filter((line) => line.startsWith(beginning)).length;
    assert.ok(count("holtline_stats ") >= 59, `${count("holtline_stats ")} lines of statistics in ten hours`);
    for (const host of ["a", "b"]) assert.ok(count(`anomaly_group,host=${host} `) >= 595, host);
    assert.equal(
      told.filter((line) => line.includes("silent")),
      [],
    );
  }
});

/** Series of three hosts, in the order in which they are reported. */
const threeHosts = (from: number, count: number, seed: number, value?: () => string) =>
  merged(
    ...["a", "b", "c"].map((host, at) => linesOf(`m,host=${host}`, "v", 60, count, value ?? calm(seed + at), from)),
  );

test("all clocks of a machine that are ahead for five points open nothing, and what comes behind is told", async () => {
  const input = [
    threeHosts(START, 150, 20),
    threeHosts(AHEAD, 5, 30),
    threeHosts(START + 150 * 60, 300, 40),
    threeHosts(START + 450 * 60, 5, 0, () => "99"),
  ].join("");
  const found = await tell(input, "--gap-watch", "--stats-every", "600s");
  assert.equal(
    found.events.map(({ tags, event }) => `${tags} ${event}`),
    [",host=a opened", ",host=b opened", ",host=c opened"],
  );
  for (const host of ["a", "b", "c"]) assert.match(found.stderr, new RegExp(`^W! ${host} v: its clock went back`, "m"));
  assert.ok(found.lines.filter((line) => line.startsWith("holtline_stats")).length >= 44);
});

test("one of three hosts with a wrong clock, for five points or for good, silences none of the others", async () => {
  for (const [jump, points] of [
    [13 * DAY, 5],
    [13 * DAY, 200],
    [5 * 3_600, 200],
  ] as const) {
    const behind = threeHosts(START + 150 * 60, 200, 50)
      .split(/(?<=\n)/)
      .map((line, at) =>
        line.startsWith("m,host=b") && at < 3 * points
          ? line.replace(/ (\d+)0{9}\n/, (_, time) => ` ${Number(time) + jump}000000000\n`)
          : line,
      );
    const found = await tell(threeHosts(START, 150, 20) + behind.join(""), "--gap-watch", "--stats-every", "600s");
    const others = found.events.filter(({ tags }) => tags !== ",host=b");
    assert.equal(others, [], `${jump} s, ${points} points`);
    const scored = (await tell(threeHosts(START, 150, 20) + behind.join(""), "--emit", "lines")).lines;
    assert.ok(scored.filter((line) => line.startsWith("anomaly,host=b")).length >= 350 - 9 - 8, `${jump} s`);
    assert.ok(found.lines.filter((line) => line.startsWith("holtline_stats")).length >= 34);
  }
});

test("a device that sends many points at once by a wrong clock moves no interval", async () => {
  const batches = (from: number, count: number) =>
    Array.from({ length: count }, (_, batch) =>
      ["a", "b", "c"].map((host) => {
        const isWrong = host === "b" && batch % 3 === 2;
        const start = from + batch * 600 + (isWrong ? 20 * DAY : 0);
        return linesOf(`m,host=${host}`, "v", 60, 10, calm(batch), start);
      }),
    )
      .flat()
      .join("");
  const { lines } = await tell(batches(START, 40), "--stats-every", "600s");
  const times = lines.filter((line) => line.startsWith("holtline_stats")).map((line) => Number(line.slice(-19, -9)));
  assert.ok(times.length >= 38, `${times.length} intervals`);
  assert.equal(
    times,
    times.map((_, at) => START + (at + 1) * 600),
  );
});

test("series with a point a week, a month or a year are scored like any", async () => {
  for (const step of [7 * DAY, 30 * DAY, 366 * DAY]) {
    const hosts = Array.from({ length: 10 }, (_, at) =>
      linesOf(`m,host=h${at}`, "v", step, 60, calm(at), START - 40 * step),
    );
    const { lines, stderr } = await tell(merged(...hosts), "--emit", "lines");
    assert.is(lines.length, 10 * (60 - 9), `${step} s`);
    assert.is(stderr, "");
  }
});

test("a clock that is set back by days is followed, whether one series or all of them go", async () => {
  for (const hosts of [["a"], ["a", "b", "c"]]) {
    const of = (from: number, count: number, value: (host: string) => () => string) =>
      merged(...hosts.map((host) => linesOf(`m,host=${host}`, "v", 10, count, value(host), from)));
    const input = [
      of(START, 300, (host) => calm(host.charCodeAt(0))),
      of(START - 13 * DAY, 200, (host) => calm(host.charCodeAt(0) + 10)),
      of(START - 13 * DAY + 2_000, 20, () => () => "99"),
    ].join("");
    const found = await tell(input);
    for (const host of hosts) {
      assert.match(
        found.stderr,
        new RegExp(`^W! ${host} v: its clock went back, from 2026-01-01\\S+ to 2025-12-19`, "m"),
      );
      const own = sentences(found.events.filter(({ tags }) => tags === `,host=${host}`));
      assert.is(own.length, 1);
      assert.match(own[0]!, new RegExp(`^opened: ${host} v is 99, `));
    }
  }
});

test("stamps that count something else than nanoseconds are told once a series", async () => {
  for (const [digits, unit] of [
    [0, "seconds"],
    [3, "milliseconds"],
    [6, "microseconds"],
  ] as const) {
    const input = linesOf("m,host=a", "v", 60, 100, calm(7)).replace(/0{9}$/gm, "0".repeat(digits));
    const { stderr } = await tell(input);
    assert.match(stderr, new RegExp(`^W! a v: .*timestamps.*${unit}`, "m"));
    assert.is(stderr.trim().split("\n").length, 1);
  }
});

test.run();
