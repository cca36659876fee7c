import { test } from "uvu";
import * as assert from "uvu/assert";
import { type Level, Log, levels, RepeatedProblem, toLine } from "../../src/host/stderr.js";

const text = (line: Uint8Array) => Buffer.from(line).toString();

function recorder(level?: Level): { log: Log; lines: string[] } {
  const lines: string[] = [];
  return { lines, log: new Log(level, (line) => lines.push(text(line))) };
}

test("every level has the prefix that Telegraf reads", () => {
  const all = levels.map((level) => text(toLine(level, "said")));
  assert.equal(all, ["E! said\n", "W! said\n", "I! said\n", "D! said\n", "T! said\n"]);
});

test("a message with line ends, control characters or reordering marks stays one harmless line", () => {
  const line = text(toLine("warn", "a\nb\r\tc\0d\x1b[2Je\u0085f\u2028g\u202eh"));
  assert.is(line, "W! a\\nb\\r\\tc\\x00d\\x1b[2Je\\x85f\\u{2028}g\\u{202e}h\n");
});

test("a message of megabytes is cut far below the length that stops Telegraf's reader", () => {
  for (const long of ["x".repeat(3_000_000), "🍺".repeat(1_000_000), "\n".repeat(100_000)]) {
    const line = toLine("error", long);
    assert.ok(line.length <= 4096, `${line.length} bytes`);
    assert.ok(text(line).startsWith("E! "));
    assert.ok(text(line).endsWith(" … (cut)\n"));
    assert.not.match(text(line).replace(/🍺…?/gu, ""), /\ufffd/);
    assert.is(text(line).split("\n").length, 2);
  }
});

test("a message is never cut inside a character, and one that just fits is not cut", () => {
  for (let length = 4080; length <= 4100; length++) {
    const line = text(toLine("info", `${"x".repeat(length - 6)}🍺`));
    assert.not.match(line, /\ufffd/);
    assert.ok(Buffer.byteLength(line) <= 4096);
    assert.is(line.endsWith("🍺\n"), length - 6 + 4 + 3 + 1 <= 4096);
  }
});

test("a lone surrogate becomes a replacement character, not invalid UTF-8", () => {
  assert.is(text(toLine("info", "a\ud83cb")), "I! a\ufffdb\n");
});

test("messages below the level are left out", () => {
  for (const [index, level] of levels.entries()) {
    const { log, lines } = recorder(level);
    log.error("e");
    log.warn("w");
    log.info("i");
    log.debug("d");
    log.trace("t");
    assert.is(lines.length, index + 1);
  }
});

test("a repeated problem is said at once, then once an interval with the number left unsaid", () => {
  const { log, lines } = recorder();
  let now = 5;
  const problem = new RepeatedProblem(log, "warn", 1000, 1, () => now);
  problem.say("first");
  for (let i = 0; i < 7; i++) problem.say("again");
  now += 999;
  problem.say("still too early");
  now += 1;
  problem.say("later");
  problem.say("again");
  now += 1000;
  problem.say("last");
  assert.equal(lines, ["W! first\n", "W! later (and 8 more before it)\n", "W! last (and 1 more before it)\n"]);
});

test("a few of them in an interval, where they tell of different things", () => {
  const { log, lines } = recorder();
  let now = 5;
  const problem = new RepeatedProblem(log, "warn", 1000, 2, () => now);
  for (const text of ["a", "b", "c"]) problem.say(text);
  now += 1000;
  for (const text of ["d", "e", "f"]) problem.say(text);
  assert.equal(lines, ["W! a\n", "W! b\n", "W! d (and 1 more before it)\n", "W! e\n"]);
});

test.run();
