import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { finish, pause, start } from "../host/child.js";

const room = mkdtempSync(join(tmpdir(), "holtline-"));
const path = join(room, "lines.lp");
const second = 1_000_000_000n;
const lineOf = (series: string, at: number) =>
  `m,s=${series} f=${at} ${1_600_000_000n * second + BigInt(at) * second}\n`;
const timesOf = (bytes: Buffer) => [...String(bytes).matchAll(/ (\d+)\n/g)].map(([, time]) => BigInt(time!));

test.before.each(() => writeFileSync(path, [0, 1, 2, 3].map((at) => lineOf("a", at) + lineOf("b", at)).join("")));
test.after(() => rmSync(room, { recursive: true }));

/**
 * Replays with standard input open until so many milliseconds after the first bytes, and tells what came with which delay
 * after them.
 */
const replay = async (args: string[], closeAfter = 20_000) => {
  const child = start(["replay", path, ...args]);
  const came: { after: number; bytes: Buffer }[] = [];
  let first = 0;
  let timer: NodeJS.Timeout | undefined;
  child.stdout!.on("data", (bytes) => {
    if (came.length === 0) {
      first = performance.now();
      timer = setTimeout(() => child.stdin!.end(), closeAfter);
    }
    came.push({ after: performance.now() - first, bytes });
  });
  const code = await new Promise((resolve) => child.on("close", resolve));
  clearTimeout(timer);
  return { came, code, bytes: Buffer.concat(came.map(({ bytes }) => bytes)), took: performance.now() - first };
};

test("lines come at the pace of their timestamps, those of one moment together, and as they were", async () => {
  const { came, bytes, code } = await replay(["--speed", "5"]);
  assert.is(String(bytes), [0, 1, 2, 3].map((at) => lineOf("a", at) + lineOf("b", at)).join(""));
  // a busy machine may part a moment in two, but never all four, and may see the first of them late
  assert.ok(came.length < 8, `${came.length} writes`);
  const last = came.at(-1)!.after;
  assert.ok(last > 200, `the last line after ${last} ms`);
  assert.is(code, 0);
});

test("restamped to now, the distances of the timestamps are those of the writing", async () => {
  const before = BigInt(Date.now()) * 1_000_000n;
  const { bytes } = await replay(["--speed", "10", "--restamp", "now"]);
  const [first, ...rest] = timesOf(bytes);
  assert.ok(first! >= before && first! < before + 20n * second);
  const distances = rest.map((time) => time - first!);
  assert.equal(
    distances,
    [0n, 1n, 1n, 2n, 2n, 3n, 3n].map((tenths) => (tenths * second) / 10n),
  );
});

test("a loop starts over and its timestamps go on, until standard input closes", async () => {
  const { bytes, code } = await replay(["--speed", "20", "--loop"], 1_500);
  const times = timesOf(bytes).map((time) => Number(time / second) - 1_600_000_000);
  assert.ok(times.length > 16, `${times.length} lines`);
  assert.equal(
    times,
    times.map((_, index) => Math.floor(index / 2)),
  );
  assert.is(code, 0);
});

test("one series after the other is one replay, not two at once", async () => {
  const times = Array.from({ length: 12 }, (_, index) => index);
  writeFileSync(path, ["a", "b"].map((name) => times.map((at) => lineOf(name, at)).join("")).join(""));
  const { bytes } = await replay(["--speed", "50", "--restamp", "now"]);
  const [first, ...rest] = timesOf(bytes);
  const distances = rest.map((time) => time - first!);
  assert.equal(
    distances,
    Array.from({ length: 23 }, (_, index) => (BigInt(index + 1) * second) / 50n),
  );
});

test("a replay ends at once when standard input closes", async () => {
  const { took, came, code } = await replay(["--speed", "0.001"], 500);
  assert.is(came.length, 1);
  assert.ok(took < 3_000, `${took} ms`);
  assert.is(code, 0);
});

test("--hold waits at the end until standard input closes", async () => {
  const { took, code } = await replay(["--speed", "1000", "--hold"], 1_200);
  assert.ok(took > 600 && took < 4_000, `${took} ms`);
  assert.is(code, 0);
});

test("without --hold a replay leaves at its end, whatever standard input does", async () => {
  const { took } = await replay(["--speed", "1000"]);
  assert.ok(took < 1_000, `${took} ms`);
});

test("a reader that goes away ends the replay without a word", async () => {
  const child = start(["replay", path, "--speed", "10", "--loop"]);
  let said = "";
  child.stderr!.on("data", (bytes) => {
    said += bytes;
  });
  child.stdout!.once("data", () => child.stdout!.destroy());
  const code = await new Promise((resolve) => child.on("close", resolve));
  assert.is(code, 0);
  assert.is(said, "");
});

test("lines on standard input are replayed as they come", async () => {
  const child = start(["replay", "-"]);
  let came = "";
  child.stdout!.on("data", (bytes) => {
    came += bytes;
  });
  child.stdin!.write(lineOf("a", 0));
  for (let tries = 0; came === "" && tries < 100; tries++) await pause(50);
  assert.is(came, lineOf("a", 0));
  await finish(child);
});

test("a gzipped file is replayed like any other", async () => {
  writeFileSync(path, gzipSync(lineOf("a", 0) + lineOf("a", 1)));
  assert.is(String((await replay(["--speed", "100"])).bytes), lineOf("a", 0) + lineOf("a", 1));
});

test.run();
