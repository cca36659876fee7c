import { test } from "uvu";
import * as assert from "uvu/assert";
import { made } from "./made.js";

test("numbers are fields, texts that name series tags, and what is nested has the names of all its levels", () => {
  const text =
    '{"time":"2026-11-28T18:20:00Z","temp":18.8,"host":"a b","inner":{"x":1,"y":{"z":-2e3}},"ok":true,"list":[1],"none":null}\n' +
    '\n{"temp":18.9,"time":"2026-11-28T18:21:00Z","host":"a b"}\n';
  assert.equal(made("log.jsonl", text), {
    lines: [
      "log,host=a\\ b temp=18.8,inner_x=1,inner_y_z=-2000,ok=true 1795890000000000000",
      "log,host=a\\ b temp=18.9 1795890060000000000",
    ],
    problems: [],
    notices: [],
  });
});

test("the time has one of its names, and is a number or a text", () => {
  for (const name of ["time", "timestamp", "_time", "ts", "date"]) {
    for (const value of ["1795890000", "1795890000000", "1795890000.0", '"1795890000000000"', '"2026-11-28 18:20"'])
      assert.equal(made("x", `{"v":1,"${name}":${value}}\n`).lines, ["x v=1 1795890000000000000"], `${name} ${value}`);
  }
  assert.equal(made("x", '{"ts":7,"v":1,"time":1795890000}\n').lines, ["x ts=7,v=1 1795890000000000000"]);
});

test("nanoseconds, and whole numbers of 64 bits, keep their digits", () => {
  const text =
    '{"time":1795890000123456789,"v":9007199254740993,"deep":{"w":-9223372036854775807},"host":"a 1234567890123456789"}\n';
  assert.equal(made("x.json", text).lines, [
    "x,host=a\\ 1234567890123456789 v=9007199254740993,deep_w=-9223372036854775807 1795890000123456789",
  ]);
  const quoted = '{"time":"1795890000123456789","v":1.2345678901234567e-3,"text":"say \\"12345678901234567\\","}\n';
  assert.match(made("x.json", quoted).lines.join(), / v=0\.0012345678901234567 1795890000123456789$/);
});

test("an array is read as its objects, on one line or on many", () => {
  const objects = [
    { timestamp: 1_795_890_000, v: 1 },
    { timestamp: 1_795_890_060, v: 2 },
  ];
  const lines = ["x v=1 1795890000000000000", "x v=2 1795890060000000000"];
  for (const text of [
    JSON.stringify(objects),
    JSON.stringify(objects, null, 2),
    `${objects.map((one) => JSON.stringify(one)).join("\n")}`,
  ])
    assert.equal(made("x.json", text), { lines, problems: [], notices: [] });
});

test("what Telegraf writes as JSON keeps its names", () => {
  const text = '{"fields":{"usage":1.5},"name":"cpu","tags":{"host":"a"},"timestamp":1795890000}\n';
  assert.equal(made("x.json", text).lines, ["cpu,host=a usage=1.5 1795890000000000000"]);
});

test("a line that is no object is told, and the others are used", () => {
  const { lines, problems } = made("x.json", '{"ts":1795890000,"v":1}\n{bad\n{"ts":1795890060,"v":2}\n{"ts":1795890');
  assert.is(lines.length, 2);
  assert.match(problems.join("\n"), /^2:1: expected an object like \{"time".*found "\{bad"\n4:1: expected an object/);
  assert.match(made("x.json", '{"v":1}\n').problems.join(), /^1:1: expected a column with times/);
});

test.run();
