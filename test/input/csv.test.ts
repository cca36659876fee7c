import { test } from "uvu";
import * as assert from "uvu/assert";
import { parseLine } from "../../src/engine/line.js";
import { CsvLines } from "../../src/input/csv-lines.js";
import { readNumber } from "../../src/input/number.js";
import { Findings } from "../../src/input/problem.js";
import { readTime } from "../../src/input/time-form.js";

const encoder = new TextEncoder();

function convert(file: string, text: string, size = text.length): { lines: string[]; problems: string[] } {
  const findings = new Findings();
  const csv = new CsvLines({ name: file, precision: undefined, findings });
  const bytes = encoder.encode(text);
  let output = "";
  for (let at = 0; at < bytes.length; at += size)
    output += new TextDecoder().decode(csv.push(bytes.subarray(at, at + size)));
  output += new TextDecoder().decode(csv.end());
  const problems = findings.problems.map(({ line, column, text }) => `${line}:${column}: ${text}`);
  return { lines: output.split("\n").slice(0, -1), problems };
}

test("a time and a value column become lines named after the file", () => {
  const { lines, problems } = convert(
    "data/cellar.csv",
    "timestamp,value\n2026-01-01 00:00:00,18.8\n2026-01-01 00:00:01,+19\n",
  );
  assert.equal(lines, ["cellar value=18.8 1767225600000000000", "cellar value=19 1767225601000000000"]);
  assert.equal(problems, []);
});

test("more numbers are more fields, texts are tags, and an empty cell is left out", () => {
  const text = 'host,time,load one,free\nweb 1,1767225600,0.5,10\n"a,b",1767225601,,11\n';
  assert.equal(convert("x.csv", text).lines, [
    "x,host=web\\ 1 load\\ one=0.5,free=10 1767225600000000000",
    "x,host=a\\,b free=11 1767225601000000000",
  ]);
});

test("semicolons with decimal commas, tabs, and no header", () => {
  assert.equal(convert("x.csv", "time;value\n2026-01-01;1,5\n").lines, ["x value=1.5 1767225600000000000"]);
  assert.equal(convert("x.tsv", "1767225600000\t3\n1767225601000\t4").lines, [
    "x value=3 1767225600000000000",
    "x value=4 1767225601000000000",
  ]);
});

test("any pieces give the same lines", () => {
  const text =
    '\ufefftime,"va ""lue""",note\r\n2026-01-01T00:00:00.25Z,1,"two\nlines"\r\n2026-01-01T01:00:00+01:00,2,ü\r\n';
  const whole = convert("x.csv", text, 1_000);
  assert.is(whole.lines.length, 2);
  for (const size of [1, 2, 3, 7]) assert.equal(convert("x.csv", text, size), whole, `${size}`);
});

test("what is wrong is told by line and column, and the rest is used", () => {
  const { lines, problems } = convert(
    "x.csv",
    "time,value\n2026-01-01,1\nnever,2\n2026-01-03,many\n2026-01-04,4\n2026-01-05,nan\n",
  );
  assert.is(lines.length, 2);
  assert.equal(problems, ['3:1: expected a time, found "never"', '4:12: expected a number, found "many"']);
  assert.match(convert("x.csv", "a,b\n1,2\n").problems[0]!, /^2:1: expected a column with times/);
  assert.match(convert("x.csv", "time,name\n2026-01-01,x\n").problems.join(), /^$|expected a column with numbers/);
});

test("every line is one that Telegraf takes, whatever the names are", () => {
  const names = ["#x", "a\\", "a=b", "a,b", "a b", "ü", "\u0001"];
  for (const name of names) {
    const { lines } = convert(`${name}.csv`, `time,"${name}"\n2026-01-01,1\n`);
    const bytes = encoder.encode(`${lines[0]}\n`);
    assert.is(parseLine(bytes, 0, bytes.length, true).kind, "line", lines[0]);
  }
});

test("times are read in the units that their size makes likely", () => {
  const expected = 1_767_225_600_500_000_000n;
  for (const text of [
    "1767225600.5",
    "1767225600500",
    "1767225600500000",
    "1767225600500000000",
    "2026-01-01T00:00:00.5Z",
    "2026-01-01 01:00:00,5+0100",
  ]) {
    assert.is(readTime(text), expected, text);
  }
  for (const text of ["", "x", "2026-13-01", "2026-01-01T25:00:00Z", "12345678901234567890", "-5"])
    assert.is(readTime(text), undefined, text);
});

test("numbers are those of line protocol", () => {
  assert.equal(["1", "+1", "-.5", "1.", "1e3", "1,5"].map(readNumber), ["1", "1", "-.5", "1.", "1e3", "1.5"]);
  assert.equal(["", "NaN", "null", "-"].map(readNumber), ["", "", "", ""]);
  assert.equal(["x", "1e999", "0x10", "1_000", "1 2"].map(readNumber), [
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

test.run();
