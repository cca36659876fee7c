import { spawn } from "node:child_process";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { withoutPaths } from "../../src/host/hurry.js";
import { finish, plainLines, root } from "./child.js";

/** Takes the first bytes, stalls for so many milliseconds, and passes everything on. */
const stallingReader = `
  const { readSync, writeSync } = require("node:fs");
  const sleep = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
  const buffer = Buffer.alloc(4096);
  const pass = (length) => { for (let at = 0; at < length; at += writeSync(1, buffer, at, length - at)); };
  pass(readSync(0, buffer));
  sleep(Number(process.argv[1]));
  for (let length = readSync(0, buffer); length > 0; length = readSync(0, buffer)) pass(length);`;

/** Runs `holtline` between two real pipes, the second one to a reader that stalls. */
function runBefore(stall: number, flags: string[], input: string) {
  const command = ["-c", 'program=$1; shift; cat | "$program" bin/holtline.js "$@" | "$program" -e "$READER" "$STALL"'];
  const env = { ...process.env, READER: stallingReader, STALL: String(stall) };
  return finish(spawn("sh", [...command, "sh", process.execPath, ...flags], { stdio: "pipe", cwd: root, env }), input);
}

/** The output without blank lines; the original lines in it, and those that begin with a name. */
function partsOf(stdout: Buffer) {
  const lines = stdout
    .toString()
    .split(/(?<=\n)/)
    .filter((line) => line !== "\n");
  const named = (name: string) => lines.filter((line) => line.startsWith(name));
  return { lines, originals: named("temperature,").join(""), scores: named("anomaly,"), paths: named("fcast,") };
}

const input = plainLines(1_500);
const word = /^W! the input has ended and the reader of the output is slow: .* without forecasts.*\n$/;

test("when the input has ended and the reader stalls, all lines and scores come, without the rest of the forecasts", async () => {
  const [swift, slow] = [await runBefore(0, ["run"], input), await runBefore(2_500, ["run"], input)];
  const [all, some] = [partsOf(swift.stdout), partsOf(slow.stdout)];
  assert.is(swift.stderr, "");
  assert.match(slow.stderr, word);
  assert.is(all.originals, input);
  assert.is(some.originals, input);
  assert.equal(some.scores, all.scores);
  assert.ok(some.paths.length > 0 && some.paths.length < all.paths.length / 2, `${some.paths.length} lines of paths`);
  // what is there is as it would have been, line by line
  const kept = new Set(some.lines);
  assert.equal(
    all.lines.filter((line) => kept.has(line)),
    some.lines,
  );
});

test("--drain off, and a shorter stall, leave nothing out", async () => {
  const expected = partsOf((await runBefore(0, ["run"], input)).stdout).lines;
  for (const [stall, flags] of [
    [2_500, ["run", "--drain", "off"]],
    [400, ["run"]],
  ] as const) {
    const { stdout, stderr } = await runBefore(stall, [...flags], input);
    assert.is(stderr, "");
    assert.equal(partsOf(stdout).lines, expected);
  }
});

test("a preset leaves out the scores of the paths' steps, too", async () => {
  const { stdout, stderr } = await runBefore(2_500, ["run", "--preset", "tg-brew"], input);
  const { originals, scores, paths } = partsOf(stdout);
  assert.match(stderr, word);
  assert.is(originals, input);
  assert.is(scores.length, paths.length);
  assert.ok(paths.length < 40 * 1_000);
});

test("paths are left out of what is not written yet, and no original line, whatever it is called", () => {
  const held = "m s=";
  const piece = '"a\nb" 1\nfcast,a=1 f=1 1\nfcast,a=1 f=2 2\nm f=3 3';
  const output =
    'm s="a\nb" 1\nanomaly,x=1 y=1 1\nfcast,x=1 yhat=1 2\nfcast,a=1 f=1 1\nfcast,x=1 yhat=2 3\nfcast,a=1 f=2 2\nanomaly,x=1 y=2 1\n';
  const rest = output.replace(/^fcast,x.*\n/gm, "");
  const bytes = Buffer.from(output);
  for (let written = 0; written <= bytes.length; written++) {
    const whole = output.slice(0, written) + withoutPaths(bytes, written, Buffer.from(piece), held.length, ["fcast,"]);
    const broken = output.slice(0, written).replace(/.*$/, "");
    const paths = whole.match(/^fcast,x.*\n/gm) ?? [];
    assert.is(whole.replace(/^fcast,x.*\n/gm, ""), rest, `${written}`);
    // those that were begun are whole
    assert.ok(paths.length >= (broken.match(/^fcast,x/gm)?.length ?? 0));
    assert.ok(paths.every((line) => output.includes(line)));
  }
});

test.run();
