import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { Engine } from "../../src/engine/engine.js";
import { readKernel } from "../../src/host/kernel-file.js";
import { Random } from "../../src/simulation/random.js";
import { pause } from "../host/child.js";
import { inRoom } from "./telegraf.js";

const program = fileURLToPath(new URL("state-writer.js", import.meta.url));
const KILLS = 100;
const SERIES = 300;
/** Milliseconds in which a writer has mostly written several times over, in pieces and at once. */
const lives = { pieces: 200, whole: 60 };
/** No kills are begun after so many milliseconds. */
const PATIENCE = 60_000;

interface Life {
  /** What it said of what it found. */
  stderr: string;
}

/** Starts a writer, and kills it so many milliseconds after its first chunk. */
async function live(file: string, first: number, how: string, milliseconds: number): Promise<Life> {
  const child = spawn(process.execPath, [program, file, String(SERIES), String(first), how], { stdio: "pipe" });
  const stderr: Buffer[] = [];
  child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
  const closed = new Promise((resolve) => child.on("close", resolve));
  await Promise.race([new Promise((resolve) => child.stdout.once("data", resolve)), closed]);
  await pause(milliseconds);
  child.kill("SIGKILL");
  await closed;
  return { stderr: Buffer.concat(stderr).toString() };
}

/** Kills one writer of a file after the other, and looks at the file each time. */
async function killAll(file: string, how: string, most: number): Promise<void> {
  const random = new Random(7, how.length);
  const deadline = performance.now() + PATIENCE;
  let newest = 1_600_000_000;
  let existed = false;
  let renewed = 0;
  let kills = 0;
  for (; kills < KILLS && performance.now() < deadline; kills++) {
    const { stderr } = await live(file, newest + 1, how, most * random.uniform());
    // it took the lock of the one before, and went on with what that one had written
    const said = existed ? /^I! 300 series go on with the state [^\n]*\n$/ : /^$/;
    assert.match(stderr, said, `${how}, kill ${kills}`);
    if (!existsSync(file)) continue;
    existed = true;
    const { head, engine } = Engine.open(readKernel(), readFileSync(file));
    const second = Number(head.newest! / 1_000_000_000n);
    assert.ok(second >= newest, `${how}, kill ${kills}: ${second} is older than ${newest}`);
    if (second > newest) renewed++;
    newest = second;
    assert.is(engine.statistics().series, SERIES);
  }
  console.log(`${how}: ${kills} kills, the state was renewed in ${renewed} lives`);
  assert.ok(renewed > 0);
}

test(`${2 * KILLS} writers of a state, each killed at a random moment: every file is one that was written`, () =>
  inRoom((path) =>
    // most of a life is waiting: both kinds at once
    Promise.all(Object.entries(lives).map(([how, most]) => killAll(path(how), how, most))),
  ).then(() => {}));

test.run();
