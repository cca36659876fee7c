import { spawn } from "node:child_process";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { finish, pause, root } from "./child.js";

const stdoutFile = JSON.stringify(`${root}build/src/host/stdout.js`);

/** Runs a program that has `writeFully`, `drainBarrier` and `betweenPipes` at hand. */
function program(body: string) {
  const source = `import { betweenPipes, drainBarrier, writeFully } from ${stdoutFile}; ${body}`;
  return spawn(process.execPath, ["--input-type=module", "-e", source], { stdio: "pipe" });
}

test("a non-blocking output whose reader is slow gets every byte", async () => {
  const child = program(`
    process.stdout; // makes it non-blocking
    for (let i = 0; i < 300; i++) writeFully(String(i % 10).repeat(10_000));
    process.exit(0);`);
  const ending = finish(child);
  child.stdout.pause();
  await pause(300);
  child.stdout.resume();
  const { stdout, code } = await ending;
  assert.is(code, 0);
  assert.is(stdout.length, 3_000_000);
  for (let i = 0; i < 300; i++) assert.is(stdout[i * 10_000], 48 + (i % 10));
});

test("text is written as UTF-8, and nothing as nothing", async () => {
  const { stdout } = await finish(program(`writeFully(""); writeFully("häufe 🍺\\n"); writeFully(new Uint8Array(0));`));
  assert.is(stdout.toString(), "häufe 🍺\n");
});

test("a reader that has gone ends the process without a word", async () => {
  const child = program(`
    process.stdin.once("data", () => { for (;;) writeFully("x".repeat(10_000)); });
    writeFully("ready");`);
  child.stdout.once("data", () => {
    child.stdout.destroy();
    child.stdin.write("go");
  });
  const { code, stderr } = await finish(child, "go");
  assert.is(code, 0);
  assert.is(stderr, "");
});

test("sockets are not pipes, and the barrier is longer than a pipe", async () => {
  assert.is((await finish(program("writeFully(String(betweenPipes()))"))).stdout.toString(), "false");
  const barrier = (await finish(program("drainBarrier()"))).stdout;
  assert.ok(barrier.length > 65_536);
  assert.ok(barrier.every((byte) => byte === 10));
});

test.run();
