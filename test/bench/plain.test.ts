import { test } from "uvu";
import * as assert from "uvu/assert";
import { fourDecimals } from "../../bench/decimals.js";
import { PlainProcessor } from "../../bench/plain.js";
import { PlainBrew } from "../../bench/plain-brew.js";
import { linesOf } from "../../bench/workload.js";
import { Engine } from "../../src/engine/engine.js";
import { readKernel } from "../../src/host/kernel-file.js";
import { resolve } from "../../src/options.js";

interface Processor {
  push(chunk: Buffer): Uint8Array;
  end(): Uint8Array;
}

/** What comes out when the input goes in by pieces. */
function through(processor: Processor, input: Buffer, piece = 1_000): string {
  const parts: Buffer[] = [];
  // the engine's views are good until the next call
  for (let at = 0; at < input.length; at += piece)
    parts.push(Buffer.from(processor.push(input.subarray(at, at + piece))));
  parts.push(Buffer.from(processor.end()));
  return Buffer.concat(parts).toString("latin1");
}

const spliced = /[a-z_]+_(yhat|yhat_lower|yhat_upper|anomaly_score|is_anomaly)=[^, ]+,/g;

test("the plain processor passes every line in order, and splices five fields for each value from the tenth point on", () => {
  const input = Buffer.concat([...linesOf({ keys: 20, rounds: 12, fields: 3 }, 1)]);
  const output = through(new PlainProcessor(), input);
  assert.is(output.replace(spliced, ""), input.toString());
  const counts = output
    .trimEnd()
    .split("\n")
    .map((line) => line.match(spliced)?.length ?? 0);
  assert.equal(counts, [...Array(9 * 20).fill(0), ...Array(3 * 20).fill(15)]);
});

test("its fields are those of Holtline, under the same names and in the same order", () => {
  const input = Buffer.concat([...linesOf({ keys: 5, rounds: 11, fields: 2 }, 1)]);
  const namesOf = (text: string) => text.replace(/=[^, \n]+/g, "=");
  const engine = Engine.create(readKernel(), resolve({ emit: "fields", refit: 0 }));
  assert.is(namesOf(through(new PlainProcessor(), input)), namesOf(through(engine, input)));
});

test("the plain processor gives the same bytes however its input is cut, and leaves lines that it can't read alone", () => {
  const hard = 'no fields\n\n# a comment\ncpu x="text" 1\nmü,täg=ü x=1i,y=t 5\nx=1 2\nunfinished x=1';
  const text = hard.replace("unfinished", `${hard}\n`.repeat(12));
  const input = Buffer.from(text);
  const whole = through(new PlainProcessor(), input, input.length);
  assert.is(through(new PlainProcessor(), input, 1), whole);
  assert.is(whole.replace(spliced, ""), input.toString("latin1"));
});

test("the plain processor's band lies around a level that follows the values", () => {
  const values = Array.from({ length: 40 }, (_, row) => 20 + (row % 2));
  const input = values.map((value, row) => `cpu,host=a x=${value} ${row}\n`).join("");
  const last = through(new PlainProcessor(), Buffer.from(`${input}cpu,host=a x=90 99\n`))
    .trimEnd()
    .split("\n")
    .at(-1)!;
  const [level, lower, upper] = ["yhat", "yhat_lower", "yhat_upper"].map((name) =>
    Number(new RegExp(`x_${name}=([^,]+)`).exec(last)![1]),
  ) as [number, number, number];
  assert.ok(level > 20 && level < 21 && lower < 20 && upper > 21, last);
  assert.match(last, "x_is_anomaly=true");
});

test("the plain brew is the preset's job: the same lines, their numbers to what four decimals and six digits hold", () => {
  const values = Array.from({ length: 140 }, (_, row) => 18 + Math.round(10 * Math.sin(row / 9) + (row % 3)) / 10);
  const input = Buffer.from(
    values.map((value, row) => `t,brew=a temperature=${value} ${1_600_000_000 + row}000000000\n`).join(""),
  );
  const engine = Engine.create(readKernel(), resolve({ preset: "tg-brew" }));
  const parts = (text: string) =>
    text
      .trimEnd()
      .split("\n")
      .map((line) => /^(.*=)([^ ]+)( \d+)$/.exec(line)!.slice(1));
  const ours = parts(through(engine, input));
  const plain = parts(through(new PlainBrew(), input));
  assert.is(plain.length, 140 + 131 * 80);
  plain.forEach(([key, value, time], row) => {
    const [ourKey, ourValue, ourTime] = ours[row]!;
    assert.is(`${key}${time}`, `${ourKey}${ourTime}`);
    assert.ok(Math.abs(Number(value) - Number(ourValue)) < 2e-4, `${key}${value}${time}, ours ${ourValue}`);
  });
});

test("what is written with four decimals is off by half of the last at most", () => {
  for (const value of [0, 1, -1, 0.00004, -0.00006, 18.85, 99.99996, -123.4567, 1e6, 5e15, -1e300]) {
    const text = fourDecimals(value);
    assert.ok(Math.abs(Number(text) - value) <= 5.0001e-5, `${value} is written ${text}`);
  }
  assert.is(fourDecimals(18.8), "18.8000");
  assert.is(fourDecimals(-0.5), "-0.5000");
});

test.run();
