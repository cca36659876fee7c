import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { childrenSeconds, parentOf, processorSeconds } from "../../bench/processor-time.js";
import { inRoom, type Sink, timeProcess } from "../../bench/whole-process.js";

const main = fileURLToPath(new URL("../../bench/main.js", import.meta.url));
const hasProc = childrenSeconds() !== undefined;
const node = (script: string) => [process.execPath, "-e", script] as const;

test("a process is timed to its end, whatever its output goes to, and the file is gone", async () => {
  await inRoom(async (path) => {
    writeFileSync(path("input"), "x".repeat(1_000));
    for (const sink of ["null", "pipe", "file"] satisfies Sink[]) {
      const script = "process.stdin.pipe(process.stdout); setTimeout(() => {}, 300)";
      const { seconds, warmSeconds } = await timeProcess(node(script), path("input"), sink, path("."));
      assert.ok(seconds > 0.29 && warmSeconds === seconds, `${seconds}, ${warmSeconds}`);
      assert.not(existsSync(path("output")));
    }
  });
});

test("the second clock begins where the cold bytes have been read", async () => {
  if (!hasProc) return;
  await inRoom(async (path) => {
    writeFileSync(path("input"), "x".repeat(2_000));
    // reads half at once, and the rest when half a second has gone
    const script = `const { readSync } = require("node:fs");
      readSync(0, Buffer.alloc(1000));
      setTimeout(() => readSync(0, Buffer.alloc(1000)), 500);`;
    const { seconds, warmSeconds } = await timeProcess(node(script), path("input"), "null", path("."), 1_500);
    assert.ok(warmSeconds < seconds, `${seconds}, ${warmSeconds}`);
  });
});

test("a process that fails is an error that names it", async () => {
  await inRoom(async (path) => {
    writeFileSync(path("input"), "");
    try {
      await timeProcess(node("process.exit(3)"), path("input"), "null", path("."));
      assert.unreachable();
    } catch (error) {
      assert.match((error as Error).message, "process.exit(3): ended with exit code 3");
    }
  });
});

test("the temporary directory is gone when the work fails, too", async () => {
  let room = "";
  const work = inRoom(async (path) => {
    room = path(".");
    assert.ok(existsSync(room));
    throw new Error("on purpose");
  });
  await work.catch((error: Error) => assert.is(error.message, "on purpose"));
  assert.not(existsSync(room));
});

test("processor times of this process and of its children grow with what they do", () => {
  if (!hasProc) return;
  const before = childrenSeconds()!;
  assert.is(spawnSync(process.execPath, ["-e", "for (let i = 0; i < 3e8; i++);"]).status, 0);
  assert.ok(childrenSeconds()! > before);
  assert.ok(processorSeconds(process.pid)! > 0);
  assert.is(parentOf(process.pid), process.ppid);
  assert.is(processorSeconds(2 ** 22 + 1), undefined);
});

test("a name that no benchmark has lists those that there are", () => {
  for (const [argument, code] of [
    ["--help", 0],
    ["sped", 2],
  ] as const) {
    const { status, stdout } = spawnSync(process.execPath, [main, argument], { encoding: "utf8" });
    assert.is(status, code);
    for (const name of ["speed", "latency", "pipeline", "memory"]) assert.match(stdout, `  ${name} `);
  }
});

test.run();
