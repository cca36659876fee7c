import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { finish, root, start } from "../host/child.js";

const score = async (args: string[], input: string | Uint8Array = "") => {
  const { stdout, stderr, code } = await finish(start(["score", ...args]), input);
  return { stdout: String(stdout), stderr, code };
};

test("the bundled brews: two series, scored from their tenth point on, and something found", async () => {
  const { stdout, stderr, code } = await score(["data/brews.lp.gz"]);
  assert.match(stdout, /^data\/brews.lp.gz: 12,000 lines in .*, 2 series, 12,000 points$/m);
  for (const brew of ["ipa_3", "stout_2"]) {
    assert.match(stdout, new RegExp(`^temperature,brew=${brew} temperature +6,000 +5,99\\d `, "m"));
  }
  assert.match(stdout, /^(The 10 strongest of \d+ incidents|Incidents):$/m);
  assert.is(stderr, "");
  assert.is(code, 0);
});

test("several files are reported one after the other, each by an engine of its own", async () => {
  const { stdout } = await score(["data/brews.lp.gz", "data/brews.lp.gz", "--json"]);
  const files = JSON.parse(stdout) as { file: string; series: unknown }[];
  assert.is(files.length, 2);
  assert.equal(files[0]!.series, files[1]!.series);
});

test("the flags of run count", async () => {
  const coverageOf = async (...args: string[]) => {
    const { stdout } = await score(["data/brews.lp.gz", "--json", ...args]);
    const [{ series }] = JSON.parse(stdout) as [{ series: { coverage: number }[] }];
    return series.map(({ coverage }) => coverage);
  };
  const [wide, narrow] = [await coverageOf(), await coverageOf("--level", "10")];
  assert.ok(narrow[0]! < wide[0]! && narrow[1]! < wide[1]!, `${narrow} and ${wide}`);
  assert.equal(await coverageOf("--measurement", "cpu"), []);
});

test("of a file with its newest rows first it is said what to do", async () => {
  const rows = Array.from({ length: 30 }, (_, at) => `${1_767_225_600 - 60 * at},${at % 3}\n`);
  const { stderr, code } = await score(["-"], `time,v\n${rows.join("")}`);
  assert.is(
    stderr,
    "W! -: 29 points left out, as they are older than the one before of their series: sort the file, oldest first\n",
  );
  assert.is(code, 0);
});

test("standard input is a file, and lines that can't be read are told", async () => {
  const lines = Array.from({ length: 30 }, (_, at) => `m f=${at % 3} ${at}000000000\n`);
  const { stdout, stderr } = await score(["-"], `${lines.join("")}garbage\n`);
  assert.match(stdout, /^-: 31 lines in .*, 1 series, 30 points$/m);
  assert.match(stdout, /^1 line could not be read$/m);
  assert.match(stderr, /^W! -:31:\d+: /);
});

test("what can't be scored is told with what to do, with exit code 2", async () => {
  const folder = mkdtempSync(join(tmpdir(), "holtline-score-"));
  const file = (name: string, content: string | Uint8Array) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const refused: [string, RegExp][] = [
    ["none.lp", /none\.lp can't be read: there is no such file$/m],
    [folder, /can't be read: it is a directory; give a file, or - for standard input$/],
    [file("empty.lp", ""), /empty\.lp is empty: expected lines like "temperature value=18\.8"$/],
    [file("photo.png", gzipSync(Buffer.from([0, 1, 2, 3]))), /photo\.png is no text: expected line protocol, CSV/],
    [file("x.zip", "PK\x03\x04"), /x\.zip is a zip archive/],
    [
      file("note.txt", "This is\nno data\n"),
      /note\.txt holds nothing that can be scored, line 1, column \d+: expected [\s\S]*JSON lines: .*\{"time"/,
    ],
    [file("note.csv", "a,b\nx,y\n"), / that can be scored, line 2, column 1: expected a column with times/],
  ];
  for (const [name, message] of refused) {
    const { stdout, stderr, code } = await score([name]);
    assert.is(stdout, "");
    assert.match(stderr.trimEnd(), message);
    assert.is(code, 2, name);
  }
  rmSync(folder, { recursive: true });
});

test("numbers that nobody asked for, and lines without any, are told", async () => {
  const passed = await score(["-", "--field", "x*"], "m f=1,g=2\n");
  assert.match(passed.stdout, /\n2 numbers passed by: no field is both numeric and asked for/);
  const texts = await score(["-"], 'm f="a"\n');
  assert.match(texts.stdout, /\nThere is no numeric field to score/);
  assert.is(texts.code, 0);
});

const wave = (at: number) => Math.sin(at / 5).toFixed(3);

test("CSV is read, and rows that can't be are told and counted", async () => {
  const rows = Array.from({ length: 100 }, (_, at) => `${1_767_225_600 + at},${wave(at)}\n`).join("");
  const { stdout, stderr } = await score(["-"], `time,load\n${rows}soon,1\n`);
  assert.match(stdout, /^-: 100 lines in .*, 1 series, 100 points\n1 line could not be read$/m);
  assert.match(stdout, /^standard input load +100 +91 /m);
  assert.match(stderr, /^W! -:102:1: expected a time, found "soon"/);
});

test("of an export, time begins anew with each series and field, and its statements are no errors", async () => {
  const head = "# INFLUXDB EXPORT: x - y\n# DDL\nCREATE DATABASE d WITH NAME autogen\n# DML\n# CONTEXT-DATABASE:d\n";
  const series = ["m,a=1 f", "m,a=1 g", "m,a=2 f"].map((name) =>
    Array.from({ length: 200 }, (_, at) => `${name}=${wave(at)} ${1_767_225_600 + at}000000000\n`).join(""),
  );
  const { stdout, stderr } = await score(["-", "--json"], gzipSync(head + series.join("")));
  const [{ unparsable, series: found }] = JSON.parse(stdout) as [{ unparsable: number; series: { scored: number }[] }];
  assert.is(unparsable, 0);
  assert.equal(
    found.map(({ scored }) => scored),
    [191, 191, 191],
  );
  assert.is(stderr, "");
});

test("of a .gz that is cut short what came before is scored, with exit code 2", async () => {
  const bytes = readFileSync(join(root, "data/brews.lp.gz"));
  const { stdout, stderr, code } = await score(["-"], bytes.subarray(0, bytes.length / 2));
  assert.match(stdout, /, 2 series, \d,\d{3} points$/m);
  assert.match(stderr, /its \.gz data ends too early; what came before has been read/);
  assert.is(code, 2);
});

test("the most surprising series have a chart, plain in a pipe", async () => {
  const titles = async (...args: string[]) => {
    const { stdout } = await score(["data/brews.lp.gz", ...args]);
    assert.not.match(stdout, "\x1b");
    return stdout.split("\n").filter((line) => /^temperature,brew=\w+ temperature: \d+ incidents$/.test(line));
  };
  const [one, two] = await titles();
  assert.match(one!, "ipa_3");
  assert.match(two!, "stout_2");
  assert.equal(await titles("--charts", "1"), [one]);
  assert.equal(await titles("--charts", "0"), []);
  const { stderr, code } = await score(["data/brews.lp.gz", "--charts", "many"]);
  assert.match(stderr, /--charts many: expected a whole number from 0 to/);
  assert.is(code, 2);
});

test("labels give precision, recall and delay by kind", async () => {
  const labels = ["--labels", "data/brews.labels.csv"];
  const { stdout } = await score(["data/brews.lp.gz", ...labels]);
  assert.match(stdout, /^kind +labelled +found +recall +covered +delay +90 % +incidents +right +precision$/m);
  assert.match(stdout, /^spike +46 +4\d +0\.\d\d +4\d +\d +\d +\d+ +\d+ +[01]\.\d\d$/m);
  const json = JSON.parse((await score(["data/brews.lp.gz", "--json", ...labels])).stdout);
  const { all, events } = json[0].labels;
  assert.is(all.labelled, 52);
  assert.is(events.length, 52);
  assert.is(all.recall, all.found / 52);
  assert.is(all.incidents, json[0].series[0].incidents.length + json[0].series[1].incidents.length);
});

test("labels of what is not there, and a file that holds none, are told", async () => {
  const { stdout } = await score(["-", "--labels", "data/brews.labels.csv"], "m f=1 1\n");
  assert.match(stdout, /^2 labelled series not in this file: temperature,brew=ipa_3 temperature · /m);
  const { stderr, code } = await score(["data/brews.lp.gz", "--labels", "LICENSE"]);
  assert.match(stderr, /LICENSE: its first row names no series, start, end, kind; expected/);
  assert.is(code, 2);
});

test.run();
