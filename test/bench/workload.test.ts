import { test } from "uvu";
import * as assert from "uvu/assert";
import { type Load, linesOf } from "../../bench/workload.js";
import { parseLine } from "../../src/engine/line.js";

const textOf = (load: Load, seed = 1) => Buffer.concat([...linesOf(load, seed)]).toString();
const small: Load = { keys: 250, rounds: 3, fields: 1 };

test("a seed gives the same bytes again, and another seed others", () => {
  assert.is(textOf(small), textOf(small));
  assert.is.not(textOf(small), textOf(small, 2));
});

test("the start of a longer load is the shorter one", () => {
  assert.ok(textOf({ ...small, rounds: 4 }).startsWith(textOf(small)));
});

test("a round is every key once, in an order of its own and at one time", () => {
  const lines = textOf(small).trimEnd().split("\n");
  assert.is(lines.length, 750);
  const rounds = [0, 1, 2].map((round) => lines.slice(250 * round, 250 * (round + 1)));
  const hosts = rounds.map((round) => round.map((line) => /host=([^,]+)/.exec(line)![1]));
  for (const round of hosts) assert.is(new Set(round).size, 250);
  assert.not.equal(hosts[0], hosts[1]);
  const stamps = rounds.map((round) => new Set(round.map((line) => line.slice(line.lastIndexOf(" ") + 1))));
  assert.equal(
    stamps.flatMap((stamp) => [...stamp]),
    ["1767225600000000000", "1767225610000000000", "1767225620000000000"],
  );
});

test("lines of one field have about 100 bytes, and each load the fields that it asks for", () => {
  const text = textOf({ keys: 1_000, rounds: 2, fields: 1 });
  assert.ok(Math.abs(text.length / 2_000 - 100) < 3, `${text.length / 2_000}`);
  for (const fields of [1, 10]) {
    for (const line of textOf({ keys: 20, rounds: 1, fields }).trimEnd().split("\n")) {
      const bytes = Buffer.from(`${line}\n`);
      const parsed = parseLine(bytes, 0, bytes.length, true);
      assert.ok("fields" in parsed, line);
      assert.is(parsed.fields.length, fields);
    }
  }
});

test.run();
