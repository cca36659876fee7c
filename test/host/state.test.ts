import type { ChildProcess } from "node:child_process";
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { finish, type Outcome, pause, plainLines, start } from "./child.js";

const test = suite<{ room: string; file: string }>("state");

test.before.each((context) => {
  context.room = mkdtempSync(join(tmpdir(), "holtline-"));
  context.file = join(context.room, "its.state");
});
test.after.each(({ room }) => {
  chmodSync(room, 0o700);
  rmSync(room, { recursive: true });
});

const count = 400;
const input = plainLines(count).split(/(?<=\n)/);
const part = (from: number, to = count) => input.slice(from, to).join("");

const run = (file: string, lines: string, ...args: string[]): Promise<Outcome> =>
  finish(start(["run", "--state", file, ...args]), lines);

let whole = "";
test.before(async () => {
  whole = String((await finish(start(["run"]), part(0))).stdout);
});

/** Resolves when the child has written what it writes of so many bytes of the input. */
async function written(child: ChildProcess, isEnough: (output: string) => boolean): Promise<string> {
  let output = "";
  await new Promise<void>((resolve) => {
    child.stdout!.on("data", (chunk) => {
      output += String(chunk);
      if (isEnough(output)) resolve();
    });
  });
  return output;
}

const waitFor = async (isTrue: () => boolean) => {
  for (let waited = 0; !isTrue(); waited += 20) {
    assert.ok(waited < 20_000, "waited for too long");
    await pause(20);
  }
};

test("a restart writes what would have been written without it, and leaves the file alone in its folder", async ({
  room,
  file,
}) => {
  const first = await run(file, part(0, 150));
  assert.is(first.stderr, "");
  assert.equal(readdirSync(room), ["its.state"]);
  const second = await run(file, part(150));
  assert.is(String(first.stdout) + String(second.stdout), whole);
  assert.match(second.stderr, /^I! 1 series goes on with the state .*its\.state, from 2020-09-13T12:29:09.000Z on\n$/);
  assert.equal(readdirSync(room), ["its.state"]);
});

test("a last line without its newline comes out whole behind the last snapshot", async ({ file }) => {
  const { stdout } = await run(file, part(0).slice(0, -1));
  assert.is(String(stdout), whole);
  const second = await run(file, "temperature,brew=bv_1 temperature=18.3 1600000400000000000\ntemperature,brew");
  assert.match(String(second.stdout), /\ntemperature,brew$/);
});

test("without a scored point there is neither lock nor state, and an older one stays as it is", async ({
  room,
  file,
}) => {
  const child = start(["run", "--state", file, "--measurement", "none"]);
  const passed = written(child, (output) => output.length >= part(0, 150).length);
  child.stdin!.write(part(0, 150));
  await passed;
  assert.equal(readdirSync(room), []);
  assert.is((await finish(child)).stderr, "");
  assert.equal(readdirSync(room), []);
});

test("the copy that scores first has the state, the other says so once and scores without", async ({ room, file }) => {
  const idle = start(["run", "--state", file]);
  const first = start(["run", "--state", file]);
  idle.stdin!.write("# nothing\n");
  const scored = written(first, (output) => output.includes("anomaly,"));
  first.stdin!.write(part(0, 150));
  await scored;
  assert.equal(readdirSync(room), ["its.state.lock"]);
  const outcome = await finish(idle, part(0, 100));
  assert.match(outcome.stderr, new RegExp(`^W! the state .* is in use by process ${first.pid}: [^\n]*\n$`));
  assert.is(outcome.stdout.toString(), `# nothing\n${whole.slice(0, outcome.stdout.length - 10)}`);
  assert.is((await finish(first)).stderr, "");
  assert.equal(readdirSync(room), ["its.state"]);
  const second = await run(file, part(150));
  assert.ok(whole.endsWith(String(second.stdout)), "the state is that of the copy that had it");
});

test("a lock whose process was killed is taken over, with what that one wrote while it ran", async ({ room, file }) => {
  const child = start(["run", "--state", file, "--state-every", "1s"]);
  child.stdin!.write(part(0, 150));
  await waitFor(() => existsSync(file));
  const ended = finish(child);
  child.kill("SIGKILL");
  await ended;
  assert.equal(
    readdirSync(room).filter((name) => !name.endsWith(".tmp")),
    ["its.state", "its.state.lock"],
  );
  const next = await run(file, part(150));
  assert.ok(whole.endsWith(String(next.stdout)) && next.stdout.length > part(150).length);
  assert.match(next.stderr, /^I! 1 series goes on/);
  assert.equal(readdirSync(room), ["its.state"]);
});

test("what is idle is written too, and once only", async ({ file }) => {
  const child = start(["run", "--state", file, "--state-every", "1s"]);
  child.stdin!.write(part(0, 50));
  await waitFor(() => existsSync(file));
  rmSync(file);
  await pause(1_300);
  assert.not(existsSync(file));
  child.stdin!.write(part(50, 60));
  await waitFor(() => existsSync(file));
  assert.is((await finish(child)).code, 0);
});

test("a damaged state is refused with a word, kept under another name, and costs no line", async ({ room, file }) => {
  await run(file, part(0, 150));
  const good = readFileSync(file);
  const bad = Buffer.from(good);
  bad[700]! ^= 1;
  const cases: [Uint8Array, RegExp][] = [
    [bad, /is damaged in its series 1 of 1, at byte \d+/],
    [good.subarray(0, 500), /is truncated: it ends after 500 bytes/],
    [Buffer.concat([good.subarray(0, 8), Buffer.of(7), good.subarray(9)]), /is of version 7\.\d+ .*reads 1\.\d+/],
    [Buffer.alloc(0), /is empty/],
  ];
  for (const [bytes, said] of cases) {
    writeFileSync(file, bytes);
    const { stdout, stderr } = await run(file, part(0));
    assert.is(String(stdout), whole);
    assert.match(stderr, said);
    assert.match(stderr, /^E! the state .*: scoring starts afresh, and the file is kept as .*its\.state\.refused\n$/);
    assert.ok(readFileSync(`${file}.refused`).equals(bytes));
    assert.equal(readdirSync(room), ["its.state", "its.state.refused"]);
    const { stderr: silent, stdout: report } = await finish(start(["state", file]));
    assert.is(silent, "");
    assert.match(String(report), /^temperature,brew=bv_1 temperature +400 /m);
    const refused = await finish(start(["state", `${file}.refused`]));
    assert.match(refused.stderr, said);
    assert.is(refused.code, 2);
  }
});

test("a file of somebody else's is left as it is", async ({ room, file }) => {
  writeFileSync(file, "a shopping list\n");
  const { stdout, stderr } = await run(file, part(0));
  assert.is(String(stdout), whole);
  assert.match(stderr, /^E! .*its\.state is no state of Holtline and is left as it is: give --state another file/);
  assert.is(readFileSync(file, "utf8"), "a shopping list\n");
  assert.equal(readdirSync(room), ["its.state"]);
});

test("a file that can't be written or read is said, and lines are scored all the same", async ({ room, file }) => {
  const nowhere = await run(join(room, "none", "state"), part(0));
  assert.is(String(nowhere.stdout), whole);
  assert.match(nowhere.stderr, /^E! the state .* can't be used: its folder does not exist; make it; scoring goes on/);
  mkdirSync(file);
  const folder = await run(file, part(0));
  assert.is(String(folder.stdout), whole);
  assert.match(folder.stderr, /^E! the state .* can't be used: it is a folder; give --state a file/);
  assert.equal(readdirSync(room), ["its.state"]);
});

test("a reader that is gone keeps nothing from being written down", async ({ room, file }) => {
  const child = start(["run", "--state", file]);
  child.stdout!.destroy();
  await finish(child, part(0, 150));
  assert.equal(readdirSync(room), ["its.state"]);
});

test("signals do not keep the state from being written at the end of the input", async ({ room, file }) => {
  const child = start(["run", "--state", file]);
  child.stdin!.write(part(0, 150));
  await waitFor(() => existsSync(`${file}.lock`));
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) child.kill(signal);
  const first = await finish(child);
  assert.is(first.code, 0);
  assert.equal(readdirSync(room), ["its.state"]);
  assert.ok(whole.startsWith(String(first.stdout)));
});

test("other settings are told with what they were", async ({ file }) => {
  await run(file, part(0, 150));
  const { stderr } = await run(file, part(150), "--trend", "damped", "--false-alarms", "1e-3");
  assert.match(stderr, /^W! 1 model starts anew: settings differ \(--trend was auto\)$/m);
  assert.not.match(stderr, /false/);
});

test("less room than the state has series is told", async ({ file }) => {
  const lines = ["bv_1", "bv_2", "bv_3"].map((name) => part(0, 20).replaceAll("bv_1", name)).join("");
  await run(file, lines);
  const { stderr } = await run(file, part(20, 25), "--max-series", "2");
  assert.match(stderr, /^I! 2 series go on with/);
  assert.match(stderr, /^W! there is no room for 1 series of the state, .*--max-series/m);
  const names = String((await finish(start(["state", file]))).stdout).match(/bv_\d/g);
  // bv_1 had to be made anew
  assert.equal(names?.sort(), ["bv_1", "bv_3"]);
});

test("the counts at the end are this process's", async ({ file }) => {
  const first = await run(file, `${part(0, 50)}no line\nnor this\n`);
  assert.match(first.stderr, /^W! 2 of 52 lines could not be read/m);
  const second = await run(file, `nothing\n${part(50, 100)}no line\n`);
  assert.match(second.stderr, /^W! 2 of 52 lines could not be read/m);
});

test("state shows the series of a file, open incidents first", async ({ file }) => {
  const lines = `${part(0, 100)}${part(0, 100).replaceAll("bv_1", "bv_2")}`;
  await run(file, `${lines}temperature,brew=bv_2 temperature=90 1600000100000000000\n`);
  const { stdout, code } = await finish(start(["state", file]));
  assert.is(code, 0);
  const text = String(stdout);
  assert.match(
    text,
    /: a state of version 1\.\d+, \d+ kB\nnewest point 2020-09-13 12:28:20, 2 series, 1 open incidents?\n/,
  );
  assert.match(text, /\ntemperature,brew=bv_2 temperature +101 .* 90 .*spike, severity [12]\ntemperature,brew=bv_1 /);
  const one = String((await finish(start(["state", file, "--rows", "1"]))).stdout);
  assert.match(one, /\n1 more: --rows 2 or --json shows all\n$/);
  const data = JSON.parse(String((await finish(start(["state", "--json", file]))).stdout)) as {
    newest: string;
    series: { tags: Record<string, string>; points: number; open: { reason: string } | null }[];
  };
  assert.is(data.newest, "1600000100000000000");
  assert.equal(
    data.series.map(({ tags, points, open }) => [tags.brew, points, open?.reason]),
    [
      ["bv_1", 100, undefined],
      ["bv_2", 101, "spike"],
    ],
  );
});

test("state says what is wrong with a file, and with the command line", async ({ room, file }) => {
  const say = async (...args: string[]) => {
    const { stderr, code } = spawnState(args);
    assert.is(code, 2);
    return stderr;
  };
  assert.match(await say(file), /^E! holtline state: .*its\.state can't be read: there is no such file/);
  assert.match(await say(room), /can't be read/);
  writeFileSync(file, "a shopping list");
  assert.match(await say(file), /is no state of Holtline/);
  assert.match(await say(), /missing/);
  assert.match(await say(file, "--rows", "x"), /--rows x: expected a whole number/);
});

function spawnState(args: string[]): { stderr: string; code: number | null } {
  const program = new URL("../../../bin/holtline.js", import.meta.url).pathname;
  const { stderr, status } = spawnSync(process.execPath, [program, "state", ...args]);
  return { stderr: String(stderr), code: status };
}

test.run();
