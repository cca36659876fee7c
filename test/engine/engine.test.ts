import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Problem } from "../../src/engine/engine.js";
import { assertSame, engine, latin1, noise, outputOf, series } from "./harness.js";

/** Everything that makes a line hard, between lines that are plain. */
const nasty = [
  'weather,place=K\u00c3\u00b6ln\\ S,k\\=e\\,y=\u00f0\u009f\u008d\u00ba text="two\nlines, a=1 \\"quoted\\" and \\\\",temp=1.5,n=9007199254740993i 1600000000000000000\n',
  'm,host=a f=1.5,g=2i,h=t,s="x y" 1600000001000000000\r\n',
  '# a comment, = " with marks\n',
  "\n",
  "   \t \n",
  "m,host=a f=.5,g=-3e2 1600000002000000000\n",
  "garbage\n",
  "m,host= f=1\n",
  'm f="open, b=1\n',
  'closed" 5\n',
  "m,b=2,a=1 f=1\n",
  "m,a=1,b=2 f=2\n",
  "m,host=a f=18446744073709551615u,f=2 1600000003000000000\n",
  "m,host=a f=1e400\n",
  "m,host=a f=12345678901234567890123456789.5 1600000004000000000\n",
  "  m,host=a  f=7   1600000005000000000  \n",
  "__proto__,constructor=toString f=1\n",
  "m\u0000x f=1\n\u00ff\u00fe f=2\n",
].join("");

test("nothing is lost, reordered or altered", () => {
  const long = `${series(70, (i) => noise(i))}${nasty}${series(70, (i) => noise(i + 70))}`;
  for (const input of [nasty, long, "", "\n", "m f=1", nasty.slice(0, -1)]) {
    const output = outputOf(engine(), input);
    assert.is(output.replace(/^(anomaly|fcast),.*\n/gm, ""), input);
  }
});

test("a last line without a newline gets one only before lines of ours", () => {
  const input = series(20, (i) => noise(i)).slice(0, -1);
  assert.match(outputOf(engine({ horizon: 0 }), input), /\nm,host=a f=\d+ 1600000019000000000\nanomaly,.*\n$/);
  assert.is(outputOf(engine(), "m f=1"), "m f=1");
  assert.is(outputOf(engine(), 'm f=1,s="never closed\nm f=2\n'), 'm f=1,s="never closed\nm f=2\n');
  assert.match(outputOf(engine({ emit: "fields" }), input), / f_yhat=.*,f_is_anomaly=false,f=\d+ 1600000019000000000$/);
});

test("cutting the input at every byte gives the same bytes", () => {
  for (const emit of ["lines", "fields"] as const) {
    const whole = engine({ emit, horizon: 3 });
    const cut = engine({ emit, horizon: 3 });
    const single = engine({ emit, horizon: 3 });
    const length = round(0).length;
    for (let at = 0; at <= length; at++) {
      const input = round(at);
      const expected = outputOf(whole, input);
      assert.is(outputOf(cut, input.subarray(0, at), input.subarray(at)), expected, `cut at ${at}`);
      if (at % 50 === 0) assert.is(outputOf(single, ...Array.from(input, (byte) => Uint8Array.of(byte))), expected);
      else outputOf(single, input);
    }
  }
});

/** Plain and hard lines, their times behind those of the round before. */
function round(index: number): Uint8Array {
  const second = (i: number) => `${1_700_000_000 + 10 * index + i}000000000`;
  let text = "";
  for (let i = 0; i < 5; i++) text += `m,a=1,b=\u00e9 f=${noise(index + i)},g=${i}i ${second(i)}\n`;
  return latin1(`${text}${nasty}m,b=\u00e9,a=1 g=5i,f=${noise(index)} ${second(5)}\r\n`);
}

test("any chunking of a long input gives the same bytes, in both builds of the kernel", () => {
  const text = [];
  for (let i = 0; i < 3000; i++) {
    const time = `${1_600_000_000 + i}000000000`;
    text.push(`a,host=x v=${20 + noise(i) / 10},w=${noise(i, 1000)}i ${time}\n`);
    if (i % 2)
      text.push(`b,z=1,y=2 v=${noise(i * 3, 97)} ${time}\n`, `b,y=2,z=1 w=${noise(i)},v=${noise(i)} ${time}\n`);
    if (i % 97 === 0) text.push(nasty);
  }
  const input = latin1(text.join(""));
  const expected = outputOf(engine(), input);
  assert.is(outputOf(engine({}, {}, "debug"), input), expected);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 70_000 }), { minLength: 1, maxLength: 40 }), (sizes) => {
      const parts: Uint8Array[] = [];
      let at = 0;
      for (let i = 0; at < input.length; i++) {
        const size = sizes[i % sizes.length]!;
        parts.push(input.subarray(at, at + size));
        at += size;
      }
      assert.is(outputOf(engine(), ...parts), expected);
    }),
    { numRuns: 15, seed: 3, endOnFailure: true },
  );
});

test("with seasons too any chunking gives the same bytes, in both builds of the kernel", () => {
  const rows = 144 * 12;
  const day = (row: number) => 10 * Math.abs((row % 144) / 72 - 1);
  const text: string[] = [];
  for (let row = 0; row < rows; row++) {
    const time = `${1_600_000_000 + row * 600}000000000`;
    const calm = (50 + day(row) + noise(row) / 10).toFixed(2);
    const rough = (1e9 + 3 * day(row) + (row % 97 === 0 ? 80 : 0) + (row > 1_200 ? 40 : 0) + noise(row, 7)).toFixed(1);
    // one falls silent at times, one comes late or twice
    if (row % 200 < 190) text.push(`m,host=a f=${calm},g=${(row * 0.05 + noise(row, 5)).toFixed(2)} ${time}\n`);
    text.push(`m,host=b f=${rough} ${time}\n`);
    if (row % 50 === 0) text.push(`m,host=b f=1 ${time}\nm,host=b f=2 ${1_600_000_000 + (row - 2) * 600}000000000\n`);
  }
  const input = latin1(text.join(""));
  for (const given of [
    {},
    { horizon: "6h", forecastEvery: 3, etaAbove: 90 },
    { season: "1d,7d", timeZone: "Europe/Berlin", digits: "shortest" },
  ] as const) {
    const whole = engine(given);
    const expected = outputOf(whole, input);
    assert.ok([1, 2, 3].some((number) => whole.seriesState(number).hasSeason));
    for (const size of [1_000, 7_777, 64_321]) {
      const parts: Uint8Array[] = [];
      for (let at = 0; at < input.length; at += size) parts.push(input.subarray(at, at + size));
      assertSame(outputOf(engine(given), ...parts), expected, `${JSON.stringify(given)} in pieces of ${size}`);
      if (size === 7_777) assertSame(outputOf(engine(given, {}, "debug"), ...parts), expected, JSON.stringify(given));
    }
  }
});

test("a line of three megabytes is passed on and scored", () => {
  const pad = "x".repeat(3_000_000);
  const input = `${series(12, (i) => noise(i))}m,host=a f=5,s="${pad}" 1600000012000000000\n`;
  const output = outputOf(engine({ horizon: 0 }), input);
  assert.is(output.replace(/^anomaly,.*\n/gm, ""), input);
  assert.match(output, /\nanomaly,[^\n]* y=5,[^\n]* 1600000012000000000\n$/);
});

test("a line longer than the longest is passed on in pieces, and the next one is scored again", () => {
  const problems: Problem[] = [];
  const subject = engine({ horizon: 0 }, { longestLine: 1000, onProblem: (problem) => problems.push(problem) });
  const before = series(12, (i) => noise(i));
  const long = `m f=1,s="${"x".repeat(200_000)}"`;
  const after = "\nm,host=a f=5 1600000012000000000\n";
  const output = outputOf(subject, before, long, after);
  assert.is(output.replace(/^anomaly,.*\n/gm, ""), before + long + after);
  assert.match(output, / y=5,/);
  assert.is(problems.length, 1);
  assert.is(problems[0]!.line, 13);
  assert.is(subject.statistics().lines, 14);
  subject.push(latin1("wrong\n"));
  assert.is(problems[1]!.line, 15);
});

test("a line of more fields than the columns hold is scored whole", () => {
  const fields = Array.from({ length: 40_000 }, (_, i) => `f${i}=${noise(i)}`).join(",");
  let input = "";
  for (let i = 0; i < 11; i++) input += `wide ${fields} ${1_600_000_000 + i}000000000\n`;
  const output = outputOf(engine({ horizon: 0, refit: 0, maxSeries: 40_000 }), input);
  assert.is(output.match(/^anomaly,/gm)?.length, 80_000);
});

test("a problem is reported with its row and column in the file", () => {
  const problems: Problem[] = [];
  const input = 'm s="a\nb",f=1\n\nm f=1\nm f=x\nm,a= f=1\nm f=1 12x\n';
  outputOf(engine({}, { onProblem: (problem) => problems.push(problem) }), input);
  problems.sort((one, other) => one.line - other.line);
  assert.equal(
    problems.map(({ line, column }) => [line, column]),
    [
      [5, 5],
      [6, 5],
      [7, 9],
    ],
  );
  for (const { text } of problems) assert.match(text, /^expected /);
});

test("series are measurement, sorted tags and field: other spellings and orders are the same series", () => {
  const lines = ["m,a=1,b=2 f=1,g=1", "m,b=2,a=1 g=1,f=1", "m,a=1,b=2 g=1,f=1"];
  const subject = engine();
  for (let i = 0; i < 30; i++) outputOf(subject, `${lines[i % 3]} ${1_600_000_000 + i}000000000\n`);
  assert.is(subject.statistics().series, 2);
  assert.equal(subject.seriesName(1), {
    measurement: "m",
    tags: [
      ["a", "1"],
      ["b", "2"],
    ],
    field: "f",
  });
});

test("of two fields with one key the last wins", () => {
  const input = series(12, (i) => `99,f=${i % 2},g=0`, "m,host=a");
  const output = outputOf(engine({ horizon: 0, field: ["f"] }), input);
  assert.equal(
    Array.from(output.matchAll(/ y=(\d+)/g), ([, y]) => y),
    ["1", "0", "1"],
  );
});

test("what Holtline wrote itself is not scored again", () => {
  const input = series(40, (i) => noise(i));
  for (const given of [{}, { emit: "fields" }, { preset: "tg-brew" }, { preset: "tg-brew-linear" }] as const) {
    const once = outputOf(engine(given), input);
    const second = engine(given);
    const twice = outputOf(second, once);
    const ours = /^(anomaly|fcast|anomalylinear|fcastlinear),.*\n/gm;
    if ("emit" in given) {
      // the first nine lines hold nothing of the first one's yet
      assert.is(twice, once);
      assert.is(second.statistics().scored, 9);
    } else {
      assert.is(twice.replace(ours, ""), input);
      assert.is(second.statistics().series, 1);
    }
  }
});

test("the tags of ours never meet the source's", () => {
  const input = series(10, (i) => noise(i), "m=x\\ y,source=a,source_=b,step=c");
  const output = outputOf(engine({ horizon: 1, forecastTime: "source" }), input);
  assert.match(output, /\nanomaly,source=a,source_=b,step=c,source__=m\\=x\\ y,field=f y=/);
  assert.match(
    output,
    /\nfcast,source=a,source_=b,step=c,source__=m\\=x\\ y,field=f,step_=1 yhat=[^ ]* 1600000009000000000\n$/,
  );
});

test.run();
