import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { entries } from "../../src/command/entries.js";
import { root } from "../package.js";

const room = mkdtempSync(join(tmpdir(), "holtline-"));
test.after(() => rmSync(room, { recursive: true }));

symlinkSync(join(root, "data"), join(room, "data"));
mkdirSync(join(room, "bin"));
writeFileSync(join(room, "bin/holtline"), `#!/bin/sh\nexec "${process.execPath}" "${root}bin/holtline.js" "$@"\n`);
chmodSync(join(room, "bin/holtline"), 0o755);
writeFileSync(join(room, "holtline.toml"), 'horizon = 0\n\n[[rule]]\nmeasurement = "temperature"\nfor = "2/3"\n');

/** Runs a line of a shell in the room, with a few lines on standard input. */
let second = 1_700_000_000;

function shell(line: string) {
  const env = { ...process.env, COLUMNS: "80", PATH: `${join(room, "bin")}${delimiter}${process.env.PATH}` };
  // later than those of the command before: a state goes on
  const input = Array.from({ length: 12 }, () => `room,place=a value=${second % 7} ${second++}000000000\n`).join("");
  return spawnSync("sh", ["-c", line], {
    cwd: room,
    env,
    input,
    encoding: "utf8",
    timeout: 60_000,
    maxBuffer: 1 << 26,
  });
}

test("every example of the help runs as it stands, without a warning", () => {
  shell("holtline --state holtline.state");
  for (const { examples } of entries) {
    for (const example of examples) {
      if (example.startsWith("holtline playground")) continue; // serves until it is stopped
      const { status, stderr } = shell(example.replace(/\/(var\/lib|etc)\/telegraf/g, room));
      assert.is(status, 0, example);
      assert.not.match(stderr, /^(?!I! )./m, example);
    }
  }
});

test("every command's help tells what it does, shows examples and exit codes, and fits eighty columns", () => {
  for (const { name, examples } of entries) {
    const { stdout, status } = shell(`holtline ${name} --help`);
    assert.is(status, 0);
    assert.match(stdout, new RegExp(`^Usage: holtline ${name}`));
    assert.match(stdout, /\nExit codes:\n {2}0 /);
    for (const example of examples) assert.ok(stdout.includes(`\n  ${example}\n`), example);
    const long = stdout.split("\n").filter((line) => [...line].length > 80 && !examples.includes(line.trim()));
    assert.equal(long, [], name);
  }
});

test.run();
