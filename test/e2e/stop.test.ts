import type { ChildProcess } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { finish, pause, plainLines, start } from "../host/child.js";
import {
  agent,
  canonical,
  ended,
  fileInput,
  fileOutput,
  holtline,
  inRoom,
  missing,
  pacedProcessor,
  processor,
  slowProcessor,
  startTelegraf,
  testWithTelegraf,
} from "./telegraf.js";

const STOPS = 20;
const input = plainLines(2000);

/** Ways in which Telegraf and its processors get to know that it is over. */
const ways: [string, (telegraf: ChildProcess) => unknown][] = [
  ["a service manager that signals Telegraf", (child) => process.kill(child.pid!, "SIGTERM")],
  ["Ctrl-C, which reaches the processor too", (child) => process.kill(-child.pid!, "SIGINT")],
  ["a service manager that signals the whole group", (child) => process.kill(-child.pid!, "SIGTERM")],
  [
    "Ctrl-C by somebody impatient",
    async (child) => {
      process.kill(-child.pid!, "SIGINT");
      await pause(100);
      for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) signalProcessors(child, signal);
    },
  ],
];

/** Signals the children of Telegraf, and not Telegraf itself, which a second signal would end at once. */
function signalProcessors(child: ChildProcess, signal: NodeJS.Signals): void {
  const threads = `/proc/${child.pid}/task`;
  if (!existsSync(threads)) return;
  const children = readdirSync(threads).flatMap((thread) =>
    readFileSync(`${threads}/${thread}/children`, "utf8").split(" ").filter(Boolean),
  );
  assert.is(children.length, 1, "one processor");
  for (const pid of children) process.kill(Number(pid), signal);
}

interface Stop {
  lines: string[];
  seconds: number;
}

/** Stops Telegraf when the first lines have come out behind a slow processor, and gives all that came out. */
function stopped(command: string[], slow: string, stop: (telegraf: ChildProcess) => unknown): Promise<Stop> {
  return inRoom(async (path) => {
    const stanzas = processor(command) + slow;
    writeFileSync(path("in.lp"), input);
    writeFileSync(path("telegraf.conf"), agent + fileInput(path("in.lp")) + stanzas + fileOutput(path("out.lp")));
    const read = () => (existsSync(path("out.lp")) ? canonical(readFileSync(path("out.lp"), "utf8")) : []);
    const child = startTelegraf(["--config", path("telegraf.conf")]);
    const ending = ended(child);
    while (read().length === 0 && child.exitCode === null) await pause(20);
    const start = performance.now();
    await stop(child);
    const { length } = read();
    await ending;
    assert.ok(length < 2000, "the stop came when everything was through");
    return { lines: read(), seconds: (performance.now() - start) / 1000 };
  });
}

/** What must come out: what `holtline run` alone makes of the input. */
async function expectation(): Promise<{ expected: string[]; bytes: number }> {
  const { stdout } = await finish(start(["run"]), input);
  const expected = canonical(stdout.toString());
  assert.ok(expected.length > 2 * 2000);
  return { expected, bytes: stdout.length };
}

testWithTelegraf(`${STOPS} stops in the middle of 2,000 lines, with what follows slow, lose nothing`, async () => {
  const { expected } = await expectation();
  for (let run = 0; run < STOPS; run++) {
    const [how, stop] = ways[run % ways.length]!;
    const { lines } = await stopped(holtline(), slowProcessor(4_000), stop);
    assert.is(missing(expected, lines), 0, how);
    assert.is(lines.length, expected.length, how);
  }
});

testWithTelegraf("a stop that takes so long that Telegraf sends SIGTERM loses nothing", async () => {
  const { expected, bytes } = await expectation();
  const { lines, seconds } = await stopped(holtline(), pacedProcessor(bytes / 8), ways[0]![1]);
  assert.is(missing(expected, lines), 0);
  assert.is(lines.length, expected.length);
  assert.ok(seconds > 5, `only ${seconds} s`);
});

testWithTelegraf("the same stop shows what a plain Node pipe loses", async () => {
  const command = [process.execPath, "-e", "process.stdin.pipe(process.stdout)"];
  const { lines } = await stopped(command, slowProcessor(30_000), ways[0]![1]);
  console.log(`a plain Node pipe lost ${missing(canonical(input), lines)} of 2,000 lines`);
});

test.run();
