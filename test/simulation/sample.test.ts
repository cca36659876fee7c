import { test } from "uvu";
import * as assert from "uvu/assert";
import { decimalText, labelsTable, lineOf, type Sample } from "../../src/simulation/sample.js";

const sample: Sample = {
  key: 'm,t="a"',
  decimals: 1,
  fields: [
    { name: "f", values: Int32Array.of(185, 180, -5) },
    { name: "g", values: Int32Array.of(0, 1, 2) },
  ],
  missing: new Uint8Array(3),
  labels: [
    { field: "f", first: 1, last: 2, fault: "stuck" },
    { field: "g", first: 0, last: 0, fault: "spike" },
  ],
};
const clock = { start: 1_767_225_600_000_000_000n, interval: 1_000_000_000n };

test("numbers are written as Telegraf writes floats", () => {
  const texts: [number, number, string][] = [
    [184, 1, "18.4"],
    [180, 1, "18"],
    [0, 1, "0"],
    [-5, 1, "-0.5"],
    [1_205, 2, "12.05"],
    [1_250, 2, "12.5"],
  ];
  for (const [count, decimals, text] of texts) assert.is(decimalText(count, decimals), text);
});

test("a point is a line of line protocol", () => {
  assert.is(lineOf(sample, 0, clock), 'm,t="a" f=18.5,g=0 1767225600000000000');
  assert.is(lineOf(sample, 2, clock), 'm,t="a" f=-0.5,g=0.2 1767225602000000000');
});

test("labels are a table in the order of time", () => {
  assert.is(
    labelsTable([sample], clock),
    `series,start,end,kind
"m,t=""a"" g",1767225600000000000,1767225600000000000,spike
"m,t=""a"" f",1767225601000000000,1767225602000000000,stuck
`,
  );
});

test.run();
