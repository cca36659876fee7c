import { writeFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { partingOf } from "../../bench/compare-outputs.js";
import { otherBuild } from "../../bench/programs.js";
import { inRoom } from "../../bench/whole-process.js";

async function parting(ours: string, theirs: string) {
  let found: ReturnType<typeof partingOf>;
  await inRoom(async (path) => {
    writeFileSync(path("ours"), ours, "latin1");
    writeFileSync(path("theirs"), theirs, "latin1");
    found = partingOf(path("ours"), path("theirs"));
  });
  return found;
}

test("outputs of the same bytes do not part", async () => {
  for (const text of ["", "a\nb\n", "no newline", "x".repeat(3 << 20)]) assert.is(await parting(text, text), undefined);
});

test("the first line that differs is told, as it is in both", async () => {
  assert.equal(await parting("a\nb\xe9c\nd\n", "a\nb\xe9d\nd\n"), { line: 2, ours: "b\xe9c", theirs: "b\xe9d" });
  assert.equal(await parting("a", "b"), { line: 1, ours: "a", theirs: "b" });
});

test("an output that ends earlier parts where it ends", async () => {
  assert.equal(await parting("a\nb\n", "a\n"), { line: 2, ours: "b", theirs: "(the end)" });
  assert.equal(await parting("", "a\n"), { line: 1, ours: "(the end)", theirs: "a" });
  assert.equal(await parting("a\nb", "a\nb\n"), { line: 2, ours: "b", theirs: "b" });
});

test("lines are counted through the pieces that are read", async () => {
  const many = "0123456789abcde\n".repeat(200_000);
  const other = `${many.slice(0, -3)}?e\n`;
  assert.equal(await parting(many, other), { line: 200_000, ours: "0123456789abcde", theirs: "0123456789abc?e" });
});

test("a folder without a build is refused with a word on what to do", () => {
  assert.throws(() => otherBuild([]), /name one folder/);
  assert.throws(() => otherBuild(["/nowhere"]), /build that checkout first/);
});

test.run();
