import { test } from "uvu";
import * as assert from "uvu/assert";
import { finish, start } from "../host/child.js";

const score = async (args: string[], input = "") => {
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

test("standard input is a file, and lines that can't be read are told", async () => {
  const lines = Array.from({ length: 30 }, (_, at) => `m f=${at % 3} ${at}000000000\n`);
  const { stdout, stderr } = await score(["-"], `${lines.join("")}garbage\n`);
  assert.match(stdout, /^-: 31 lines in .*, 1 series, 30 points$/m);
  assert.match(stdout, /^1 line could not be read$/m);
  assert.match(stderr, /^W! -:31:\d+: /);
});

test("a file that isn't there is told, with exit code 2", async () => {
  const { stdout, stderr, code } = await score(["none.lp"]);
  assert.is(stdout, "");
  assert.is(stderr, "E! holtline score: none.lp can't be read: there is no such file\n");
  assert.is(code, 2);
});

test.run();
