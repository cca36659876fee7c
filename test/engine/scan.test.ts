import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { Kernel } from "../../src/engine/kernel.js";
import { parseLine } from "../../src/engine/line.js";
import { kernelBytes, latin1 } from "./harness.js";

const kernel = new Kernel(kernelBytes("debug"));
kernel.exports.configure(10, 10, 1n);
const { exports } = kernel;

/** What the scanner makes of one line: undefined when it is not plain. */
function scanned(line: Uint8Array) {
  exports.clearBatch();
  exports.setCursor(0);
  exports.reserveInput(line.length + 1, 0);
  kernel.bytes.set(line, exports.input.value);
  if (exports.scan(line.length) !== kernel.constant("Status", "Done") || exports.lineCount.value !== 1)
    return undefined;
  const count = exports.pointCount.value;
  return {
    end: exports.lineEnd(0),
    values: Array.from(new Float64Array(kernel.bytes.buffer, exports.pointValue.value, count)),
  };
}

const value = fc.oneof(
  fc.double({ noNaN: true, min: -1e9, max: 1e9 }).map((number) => number.toFixed(3)),
  fc.integer().map((number) => `${number}i`),
  fc.stringMatching(/^-?[0-9]{0,20}(\.[0-9]{0,4})?[iue+]?$/),
  fc.double().map(String),
  fc.constantFrom(
    '"x y"',
    '"a\\"b"',
    '"a=b,c"',
    '"open',
    "t",
    "true",
    "False",
    "tRUE",
    "yes",
    "",
    "1e5",
    "01",
    "-0",
    "-5u",
    "0009i",
    "0000u",
    '"a\\,b"',
  ),
);
const name = fc.oneof(
  fc.constantFrom("f", "g", "h"),
  fc.constantFrom("f", "a b", "a\\ b", '"', "é", "x=y", "", "time"),
  fc.stringMatching(/^[a-z_]{1,9}$/),
);
const lineOf = fc
  .record({
    key: fc.oneof(
      fc.constantFrom("m", "m", "m,a=1", "m,a=1", "m,a=1,b=x\\ y", " m", "#m", "m\t", ",a=1", "m\\"),
      fc.stringMatching(/^[a-z,=]{1,30}$/),
    ),
    fields: fc.array(fc.tuple(name, value), { minLength: 1, maxLength: 3 }),
    gap: fc.constantFrom(" ", " ", " ", " ", " ", "  ", "\t", ""),
    time: fc.oneof(
      fc.constantFrom("", " ", " 0", " -5", " 1596653152918531000", " 9223372036854775808", " 012", " 5 5"),
      fc.bigInt().map((time) => ` ${time}`),
    ),
    end: fc.constantFrom("\n", "\n", "\n", "\r\n", " \n", "\r\r\n"),
  })
  .map(
    ({ key, fields, gap, time, end }) => `${key}${gap}${fields.map((field) => field.join("=")).join(",")}${time}${end}`,
  );

test("whatever the scanner calls plain the grammar reads the same", () => {
  let plain = 0;
  fc.assert(
    fc.property(lineOf, (text) => {
      const line = latin1(text);
      const fast = scanned(line);
      if (fast === undefined) return;
      const parsed = parseLine(line, 0, line.length, false);
      // a key is not the scanner's to check: the engine asks the grammar when it first meets one
      if (parsed.kind === "invalid" && parsed.at <= line.indexOf(32)) return;
      if (parsed.kind !== "line") return assert.is(parsed.kind, "blank");
      plain++;
      assert.is(parsed.liberty, undefined);
      assert.is(fast.end, parsed.end);
      const keys = parsed.fields.map(({ keyStart, keyEnd }) => text.slice(keyStart, keyEnd));
      const numbers = parsed.fields
        .filter(({ kind }) => kind !== "string" && kind !== "boolean")
        .map((field) => field.value);
      if (new Set(keys).size === (text.match(/[^,]=/g)?.length ?? 0)) assert.equal(fast.values, numbers);
    }),
    { numRuns: 30_000, seed: 7, endOnFailure: true },
  );
  assert.ok(plain > 150, `only ${plain} plain lines`);
});

test.run();
