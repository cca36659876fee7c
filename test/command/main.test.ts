import { test } from "uvu";
import * as assert from "uvu/assert";
import { options } from "../../src/options.js";
import { finish, start } from "../host/child.js";

const holtline = (args: string[], input = "") => finish(start(args), input);

test("--help lists every command", async () => {
  for (const args of [["--help"], ["-h"], ["help"]]) {
    const { stdout, stderr, code } = await holtline(args);
    for (const name of ["run", "echo", "restamp", "replay", "simulate", "score", "playground", "sample-config"]) {
      assert.match(String(stdout), new RegExp(`^  ${name}\\b`, "m"));
    }
    assert.is(stderr, "");
    assert.is(code, 0);
  }
});

test("--version is that of the package", async () => {
  const { stdout, code } = await holtline(["--version"]);
  assert.match(String(stdout), /^\d+\.\d+\.\d+\n$/);
  assert.is(code, 0);
});

test("the help of run lists every option with its default", async () => {
  for (const args of [
    ["help", "run"],
    ["run", "--help"],
    ["--preset", "tg-brew", "--help"],
  ]) {
    const text = String((await holtline(args)).stdout);
    for (const { name } of options) assert.match(text, new RegExp(`^  --${name}\\b`, "m"));
    assert.match(text, /--window <POINTS> [^-]*\(default:\s+120\)/);
    assert.match(text, /--refit <once\|POINTS>/);
  }
});

test("every command has its own help", async () => {
  for (const name of ["echo", "restamp", "replay", "simulate", "score", "playground", "sample-config"]) {
    for (const args of [
      [name, "--help"],
      ["help", name],
    ]) {
      const { stdout, stderr, code } = await holtline(args);
      assert.match(String(stdout), new RegExp(`^Usage: holtline ${name}\\b`));
      assert.is(stderr, "");
      assert.is(code, 0);
    }
  }
});

test("wrong usage of a command is one line that says what was wrong, and exit code 2", async () => {
  const wrong: [string[], RegExp][] = [
    [
      ["restamp"],
      /^E! holtline restamp: missing required argument 'file'; holtline help restamp shows what it takes\n$/,
    ],
    [
      ["replay", "x", "--spede", "3"],
      /^E! holtline replay: unknown option '--spede' \(Did you mean --speed\?\); .*\n$/,
    ],
    [
      ["replay", "x", "--speed", "fast"],
      /^E! holtline replay: --speed fast: expected a number from 0.001 to 1000000\n$/,
    ],
    [["replay", "-", "--loop"], /^E! holtline replay: --loop: standard input can be read only once, give a file\n$/],
    [
      ["restamp", "x", "--interval", "5x"],
      /^E! holtline restamp: --interval 5x: "5x" is no duration, "x" is no unit.*\n$/,
    ],
    [["restamp", "none.lp"], /^E! holtline restamp: none.lp can't be read: there is no such file\n$/],
    [["simulate", "--kind", "hosts"], /^E! holtline simulate: --kind hosts: expected brews, host or fleet\n$/],
    [["simulate", "--hosts", "3"], /^E! holtline simulate: --hosts: only --kind fleet takes it\n$/],
    [["score", "x", "--rate-by", "host"], /^E! holtline score: --rate-by: is now --group-by TAG, .*\n$/],
    [["simulate", "--start", "2026-13-01"], /^E! holtline simulate: --start 2026-13-01: write it as 2026-01-01T/],
    [["score", "x", "--window", "3"], /^E! holtline score: --window 3: expected a whole number from 10 to 4096\n$/],
    [["score", "x", "--min-points", "200"], /^E! holtline score: --min-points 200: at most --window/],
  ];
  for (const [args, message] of wrong) {
    const { stdout, stderr, code } = await holtline(args);
    assert.match(stderr, message);
    assert.is(String(stdout), "");
    assert.is(code, 2, args.join(" "));
  }
});

test("a word that is no command is a wrong argument of run: lines pass, and the reason is told", async () => {
  const { stdout, stderr, code } = await holtline(["scoer", "--window", "60"], "m f=1 1\n");
  assert.is(String(stdout), "m f=1 1\n");
  assert.match(stderr, /^E! "scoer" is neither a command nor an option; did you mean holtline score\?\n/);
  assert.is(code, 0);
});

test.run();
