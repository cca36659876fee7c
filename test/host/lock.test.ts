import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Lock } from "../../src/host/lock.js";

const test = suite<{ room: string; path: string }>("lock");

test.before.each((context) => {
  context.room = mkdtempSync(join(tmpdir(), "holtline-"));
  context.path = join(context.room, "state.lock");
});
test.after.each(({ room }) => rmSync(room, { recursive: true }));

const taken = (path: string): Lock => {
  const lock = Lock.take(path);
  assert.instance(lock, Lock);
  return lock as Lock;
};

/** A process that has ended. */
const gone = () => spawnSync(process.execPath, ["-e", ""]).pid;

test("one takes it, the next learns who has it, and takes it when it is released", ({ path, room }) => {
  const first = taken(path);
  assert.is(Lock.take(path), process.pid);
  assert.ok(first.isHeld());
  first.release();
  assert.equal(readdirSync(room), []);
  const second = taken(path);
  assert.ok(second.isHeld());
  assert.not(first.isHeld());
  first.release();
  assert.ok(second.isHeld(), "nobody releases what another holds");
});

test("it is taken over from a process that is gone, from a crash of the machine and from what is no lock", ({
  path,
  room,
}) => {
  const lock = taken(path);
  const text = readFileSync(path, "latin1");
  lock.release();
  const [pid, start, boot, name] = text.trimEnd().split(" ") as [string, string, string, string];
  assert.is(pid, String(process.pid));
  const stale: [string, string][] = [
    ["a process that is gone", `${gone()} ${start} ${boot} ${name}\n`],
    ["an empty file", ""],
    ["half a line", text.slice(0, 3)],
    ["something else", "a shopping list\n"],
  ];
  if (existsSync("/proc/self/stat")) {
    stale.push(["a number that is another process's now", `${pid} 1${start} ${boot} ${name}\n`]);
    stale.push(["before the machine's last start", `${pid} ${start} ${[...boot].reverse().join("")} ${name}\n`]);
    stale.push(["another machine", `${pid} ${start} - ${name}\n`]);
  }
  for (const [what, content] of stale) {
    writeFileSync(path, content);
    const own = taken(path);
    assert.ok(own.isHeld(), what);
    assert.equal(readdirSync(room), ["state.lock"]);
    own.release();
  }
  writeFileSync(path, text);
  assert.is(Lock.take(path), process.pid, "the process lives");
});

test("a process without a start time is known by its number", ({ path }) => {
  const lock = taken(path);
  const [pid, , boot, name] = readFileSync(path, "latin1").trimEnd().split(" ") as [string, string, string, string];
  lock.release();
  writeFileSync(path, `${pid} - ${boot} ${name}\n`);
  assert.is(Lock.take(path), process.pid);
});

test("a folder that is not there is an error of the system", ({ room }) => {
  assert.throws(
    () => Lock.take(join(room, "none", "lock")),
    (error: NodeJS.ErrnoException) => error.code === "ENOENT",
  );
});

test.run();
