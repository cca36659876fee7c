import { test } from "uvu";
import * as assert from "uvu/assert";
import { made } from "./made.js";

const start = 1_795_890_000;
const lines = (zeros: string) =>
  `m,a=1 f=1,s="x\ny" ${start}${zeros}\n# a comment\nbad line\nm f=2 ${start + 10}${zeros}\nm f=3`;

test("seconds, milliseconds and microseconds become nanoseconds, with a word", () => {
  const expected = lines("000000000").split("\n");
  for (const [zeros, name] of [
    ["", "seconds"],
    ["000", "milliseconds"],
    ["000000", "microseconds"],
  ] as const) {
    const found = made("x.lp", lines(zeros));
    assert.equal(found.lines, expected);
    assert.equal(found.notices.length, 1);
    assert.match(found.notices[0]!, `the timestamps are read as ${name}`);
  }
  assert.equal(made("x.lp", lines("000000000")), { lines: expected, problems: [], notices: [] });
});

test("what is said goes before what is found out", () => {
  assert.equal(made("x.lp", "m f=1 5\n", "s"), { lines: ["m f=1 5000000000"], problems: [], notices: [] });
  assert.equal(made("x.lp", `m f=1 ${start}\n`, "ns"), { lines: [`m f=1 ${start}`], problems: [], notices: [] });
});

test("a time that is too great for its unit is told, and its line left out", () => {
  const { lines: found, problems } = made("x.lp", "m f=1 5\nm f=2 1795890000000000000\nm f=3 6\n", "s");
  assert.equal(found, ["m f=1 5000000000", "# f=2 1795890000000000000", "m f=3 6000000000"]);
  assert.match(problems.join(), /^2:7: expected a time in seconds, found 1795890000000000000$/);
});

test("times of 1970 next to each other are doubted, where no unit makes sense of them", () => {
  assert.match(
    made("x.lp", "m f=1 1\nm f=2 2\nm f=3 3\n").notices.join(),
    /all lie in 1970.*give --precision s, ms or us/,
  );
  assert.equal(made("x.lp", "m f=1 1000000000\nm f=2 2000000000\nm f=3 3000000000\n").notices, []);
});

test.run();
