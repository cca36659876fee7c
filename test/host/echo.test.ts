import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { finish, pause, plainLines, stalled, start, startBetweenPipes } from "./child.js";

/** Everything that could tempt a processor to tidy up: no UTF-8, no newline at the end, quotes left open, all bytes. */
const untidy = Buffer.concat([
  Buffer.from('# comment\r\n\r\n  m,t=ä f="two\nlines",g=1i 5\ngarbage\n m f=1\n\0'),
  Buffer.from(Uint8Array.from({ length: 256 }, (_, i) => i)),
  Buffer.alloc(3_000_000, "x"),
  Buffer.from('\nm f="open'),
]);

/** The length of the output without the blank lines at its end. */
const trimmedLength = (bytes: Buffer) => {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 10) end--;
  return end;
};

test("echo gives back every byte as it came", async () => {
  const { stdout, stderr, code } = await finish(start(["echo"]), untidy);
  assert.ok(stdout.equals(untidy));
  assert.is(stderr, "");
  assert.is(code, 0);
});

test("echo of nothing is nothing", async () => {
  assert.is((await finish(start(["echo"]))).stdout.length, 0);
});

test("between two pipes more blank lines follow than a pipe holds", async () => {
  const { stdout } = await finish(startBetweenPipes(["echo"]), untidy);
  assert.ok(stdout.subarray(0, untidy.length).equals(untidy));
  assert.is(trimmedLength(stdout), untidy.length);
  assert.ok(stdout.length - untidy.length > 65_536, `${stdout.length - untidy.length} blank lines`);
});

test("a file on either side gets no blank lines", async () => {
  const room = mkdtempSync(join(tmpdir(), "holtline-"));
  const path = join(room, "lines.lp");
  writeFileSync(path, untidy);
  const source = openSync(path, "r");
  const target = openSync(`${path}.out`, "w");
  try {
    const fromFile = await finish(start(["echo"], { stdio: [source, "pipe", "pipe"] }));
    assert.ok(fromFile.stdout.equals(untidy));
    const { code } = await finish(start(["echo"], { stdio: ["pipe", target, "pipe"] }), untidy);
    assert.is(code, 0);
    assert.ok(readFileSync(`${path}.out`).equals(untidy));
  } finally {
    closeSync(source);
    closeSync(target);
    rmSync(room, { recursive: true });
  }
});

test("interrupt, hang-up and terminate while the reader is slow lose nothing", async () => {
  const lines = plainLines(50_000);
  const child = start(["echo"]);
  const ending = finish(child, lines);
  await stalled(child);
  for (const signal of ["SIGINT", "SIGHUP", "SIGTERM", "SIGTERM"] as const) {
    child.kill(signal);
    await pause(20);
  }
  assert.is(child.exitCode, null);
  child.stdout!.resume();
  const { stdout, code, signal } = await ending;
  assert.is(stdout.toString(), lines);
  assert.is(code, 0);
  assert.is(signal, null);
});

test("signals between two lines do not end it: the input does", async () => {
  const child = start(["echo"]);
  child.stdin!.write("a f=1\n");
  await new Promise((resolve) => child.stdout!.once("data", resolve));
  for (const signal of ["SIGINT", "SIGHUP", "SIGTERM"] as const) child.kill(signal);
  await pause(100);
  const { stdout, code } = await finish(child, "b f=2\n");
  assert.is(stdout.toString(), "b f=2\n");
  assert.is(code, 0);
});

test("a reader that goes away ends it without a word", async () => {
  const child = start(["echo"]);
  child.stdout!.once("data", () => child.stdout!.destroy());
  const { stderr, signal } = await finish(child, plainLines(100_000));
  assert.is(stderr, "");
  assert.is(signal, null);
});

test("an output that can't be written is an error that says so", async () => {
  if (!existsSync("/dev/full")) return console.log("skipped: no /dev/full here");
  const full = openSync("/dev/full", "w");
  const { stderr, code } = await finish(start(["echo"], { stdio: ["pipe", full, "pipe"] }), "m f=1\n");
  closeSync(full);
  assert.match(stderr, /^E! .*ENOSPC.*\n$/);
  assert.is(code, 1);
});

test.run();
