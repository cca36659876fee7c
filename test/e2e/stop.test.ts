import type { ChildProcess } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
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

/** Stops of each kind; by hand HOLTLINE_STOPS=100. */
const STOPS = Number(process.env.HOLTLINE_STOPS ?? 4);
/** Telegrafs that run at once. */
const AT_ONCE = 3;
const LINES = 2000;
/** Enough that a processor with nothing slow behind it is stopped in the middle of them. */
const MANY_LINES = 10_000;

/** Lines of one series, and what `holtline` alone makes of them. */
interface Work {
  input: string;
  lines: number;
  expected: string[];
}

/** How Telegraf and its processors get to know that it is over, in the middle of which work. */
interface Kind {
  name: string;
  stanzas: string;
  lines: number;
  /** The flags of each `holtline` on the way. */
  chain: string[][];
  stop: (telegraf: ChildProcess) => unknown;
}

/** Writes the first metrics when they are there, and not at the next flush. */
const eager = agent.replace(/metric_batch_size = \d+/, "metric_batch_size = 200");
const slow = slowProcessor(2_000, 3);
const second = ["run", "--anomaly-name", "second", "--horizon", "0"];
const tell = (signal: NodeJS.Signals) => (child: ChildProcess) => process.kill(child.pid!, signal);
const tellGroup = (signal: NodeJS.Signals) => (child: ChildProcess) => process.kill(-child.pid!, signal);

const kinds: Kind[] = [
  { name: "by the end of its input", chain: [["run"]], stanzas: "", lines: MANY_LINES, stop: tell("SIGTERM") },
  { name: "by SIGTERM to the group", chain: [["run"]], stanzas: "", lines: MANY_LINES, stop: tellGroup("SIGTERM") },
  { name: "by SIGINT to the group", chain: [["run"]], stanzas: "", lines: MANY_LINES, stop: tellGroup("SIGINT") },
  { name: "with a slow reader behind", chain: [["run"]], stanzas: slow, lines: LINES, stop: tellGroup("SIGINT") },
  { name: "in a chain of two", chain: [["run"], second], stanzas: "", lines: MANY_LINES, stop: tellGroup("SIGTERM") },
  { name: "by somebody impatient", chain: [["run"]], stanzas: slow, lines: LINES, stop: impatient },
];

/** Ctrl-C, and then every signal that a processor may get. */
async function impatient(child: ChildProcess): Promise<void> {
  process.kill(-child.pid!, "SIGINT");
  await pause(100);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) signalProcessors(child, signal);
}

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

/** What a stop left. */
interface Stop {
  output: string;
  log: string;
  seconds: number;
  /** Whether it came before everything was through. */
  early: boolean;
}

/** Stops Telegraf when the first lines have come out, and gives all that came out. */
function stopped(input: string, stanzas: string, stop: (telegraf: ChildProcess) => unknown): Promise<Stop> {
  return inRoom(async (path) => {
    writeFileSync(path("in.lp"), input);
    writeFileSync(path("telegraf.conf"), eager + fileInput(path("in.lp")) + stanzas + fileOutput(path("out.lp")));
    const size = () => (existsSync(path("out.lp")) ? statSync(path("out.lp")).size : 0);
    const child = startTelegraf(["--config", path("telegraf.conf")]);
    const ending = ended(child);
    while (size() === 0 && child.exitCode === null) await pause(10);
    const start = performance.now();
    await stop(child);
    const before = size();
    const { log } = await ending;
    const seconds = (performance.now() - start) / 1000;
    return { output: readFileSync(path("out.lp"), "utf8"), log, seconds, early: before < size() };
  });
}

/** What comes of so many lines when they go through each `holtline` alone. */
async function workOf(lines: number, chain: string[][] = [["run"]]): Promise<Work & { bytes: number }> {
  const input = plainLines(lines);
  let output = Buffer.from(input);
  for (const flags of chain) output = (await finish(start(flags), output)).stdout as typeof output;
  const expected = canonical(output.toString());
  assert.ok(expected.length > (1 + chain.length) * (lines - 60));
  return { input, lines, expected, bytes: output.length };
}

/** Makes so many stops, a few at once, and looks at each: not before all of a round are over, because that takes its time. */
async function eachStop(times: number, stop: () => Promise<Stop>, look: (end: Stop) => void): Promise<void> {
  for (let done = 0; done < times; done += AT_ONCE) {
    const round = Array.from({ length: Math.min(AT_ONCE, times - done) }, stop);
    for (const end of await Promise.all(round)) look(end);
  }
}

/** Lines without those of forecasts, which are left out where a reader is slow at the end. */
const withoutForecasts = (lines: readonly string[]) => lines.filter((line) => !line.startsWith("fcast,"));

for (const { name, chain, stanzas, lines, stop } of kinds) {
  testWithTelegraf(`${STOPS} stops ${name} lose nothing`, async () => {
    const { input, expected } = await workOf(lines, chain);
    const processors = chain.map((flags, index) => processor(holtline(...flags), index + 1)).join("") + stanzas;
    let early = 0;
    const look = (end: Stop) => {
      const lines = canonical(end.output);
      const isHurried = /reader of the output is slow/.test(end.log);
      assert.ok(stanzas !== "" || !isHurried, end.log);
      const due = isHurried ? withoutForecasts(expected) : expected;
      assert.is(missing(due, lines), 0, end.log);
      if (!isHurried) assert.is(lines.length, expected.length);
      if (end.early) early++;
    };
    await eachStop(STOPS, () => stopped(input, processors, stop), look);
    console.log(`stops ${name}: ${early} of ${STOPS} with lines on their way`);
    assert.ok(early > STOPS / 2, "the stops came when everything was through");
  });
}

testWithTelegraf("a stop that takes so long that Telegraf sends SIGTERM loses nothing", async () => {
  const flags = ["run", "--horizon", "0"];
  const { input, expected, bytes } = await workOf(LINES, [flags]);
  const stanzas = processor(holtline(...flags)) + pacedProcessor(bytes / 8);
  const { output, seconds } = await stopped(input, stanzas, tell("SIGTERM"));
  const lines = canonical(output);
  assert.is(missing(expected, lines), 0);
  assert.is(lines.length, expected.length);
  assert.ok(seconds > 5, `only ${seconds} s`);
});

testWithTelegraf("where the forecasts would take longer than Telegraf waits, all lines and scores come", async () => {
  const { input, expected, bytes } = await workOf(LINES);
  const stanzas = processor(holtline()) + pacedProcessor(bytes / 20);
  const { output, log } = await stopped(input, stanzas, tell("SIGTERM"));
  assert.is(missing(withoutForecasts(expected), canonical(output)), 0, log);
  assert.match(log, /the rest is written without forecasts/);
});

testWithTelegraf("the same stop shows what a plain Node pipe loses", async () => {
  const input = plainLines(LINES);
  const command = [process.execPath, "-e", "process.stdin.pipe(process.stdout)"];
  const { output } = await stopped(input, processor(command) + slowProcessor(30_000), tell("SIGTERM"));
  console.log(`a plain Node pipe lost ${missing(canonical(input), canonical(output))} of 2,000 lines`);
});

test.run();
