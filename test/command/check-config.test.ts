import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { sampleToml } from "../../src/sample-toml.js";
import { sampleStanza } from "../../src/stanza.js";
import { inRoom } from "../e2e/telegraf.js";
import { finish, plainLines, root, start } from "../host/child.js";

/** What a command says of a configuration of this text, which stands in `h.toml` of the working directory. */
async function withConfig(text: string, args: string[], input = "") {
  return inRoom(async (path) => {
    writeFileSync(path("h.toml"), text);
    const { stdout, stderr, code } = await finish(start(args, { cwd: path("") }), input);
    return { stdout: String(stdout), stderr, code };
  });
}

const good = `horizon = 3
emit = "changes"
[[rule]]
measurement = "temperature"
tags = { brew = "bv_*" }
horizon = 5
[[rule]]
measurement = ["cpu", "disk*"]
score = false
`;
const bad = "windw = 3\n[[rule]]\nhorizon = -1\n";

test("check-config shows what the rules of a configuration set", async () => {
  const { stdout, stderr, code } = await withConfig(good, ["check-config", "h.toml"]);
  assert.is(
    stdout,
    `h.toml: ok, 2 rules

rule  series                              what is set
   1  measurement temperature, brew bv_*  horizon 5
   2  measurement cpu or disk*            not scored
   –  all others                          horizon 3, emit changes
`,
  );
  assert.is(stderr, "");
  assert.is(code, 0);
});

test("check-config tells every error, a line each, and leaves with 2", async () => {
  const { stdout, stderr, code } = await withConfig(bad, ["check-config", "h.toml"]);
  assert.is(stdout, "");
  assert.is(
    stderr,
    `h.toml:1:1: windw: no such option; did you mean window?
h.toml:3:1: rule 1: horizon = -1: expected a whole number from 0 to 1000 or a duration like 6h
`,
  );
  assert.is(code, 2);
});

test("a configuration that can't be read is told, with exit code 2", async () => {
  for (const [name, reason] of [
    ["none.toml", "there is no such file"],
    [".", "it is a directory"],
  ] as const) {
    const { stderr, code } = await withConfig("", ["check-config", name]);
    assert.match(stderr, new RegExp(`^E! holtline check-config: /.* can't be read: ${reason}\n$`));
    assert.is(code, 2);
  }
});

test("run --config goes by the file and by the flags beside it", async () => {
  const paths = async (...args: string[]) => {
    const { stdout, stderr, code } = await withConfig(good, ["--config", "h.toml", ...args], plainLines(100));
    assert.is(stderr, "");
    assert.is(code, 0);
    assert.not.match(stdout, /^anomaly/m);
    return Math.max(...[...stdout.matchAll(/^fcast.*step=(\d+)i/gm)].map(([, step]) => Number(step)));
  };
  assert.is(await paths(), 5);
  // a rule goes before the flags
  assert.is(await paths("--horizon", "7"), 5);
  const { stdout } = await withConfig("horizon = 3", ["--config", "h.toml", "--horizon", "7"], plainLines(10));
  assert.is(stdout.match(/^fcast/gm)!.length, 7);
});

test("run with a wrong configuration says all that is wrong and passes lines through", async () => {
  const lines = plainLines(100);
  const { stdout, stderr, code } = await withConfig(bad, ["--config", "h.toml", "--lower", "x"], lines);
  assert.is(stdout, lines);
  assert.is(
    stderr,
    `E! --lower x: expected a number
E! h.toml:1:1: windw: no such option; did you mean window?
E! h.toml:3:1: rule 1: horizon = -1: expected a whole number from 0 to 1000 or a duration like 6h
E! Lines pass through unscored: mend what is said above, then reload Telegraf
`,
  );
  assert.is(code, 0);
});

test("run without the configuration that it is to have passes lines through, too", async () => {
  const lines = plainLines(100);
  const { stdout, stderr, code } = await withConfig("", ["--config", "none.toml"], lines);
  assert.is(stdout, lines);
  assert.match(stderr, /^E! --config: .*none.toml can't be read: there is no such file\nE! Lines pass/);
  assert.is(code, 0);
});

test("run leaves with 2 at a wrong configuration where flags or the file are strict", async () => {
  for (const [text, args] of [
    [bad, ["--strict"]],
    [`strict = true\n${bad}`, []],
  ] as const) {
    const { stdout, code } = await withConfig(text, ["--config", "h.toml", ...args], plainLines(10));
    assert.is(stdout, "");
    assert.is(code, 2);
  }
});

test("score takes the file as well, watches for no gaps, and says all that is wrong", async () => {
  const text = 'gap-watch = true\n[[rule]]\ntags = { brew = "bv_2" }\nscore = false\n';
  const lines = plainLines(50) + plainLines(50).replaceAll("bv_1", "bv_2");
  const { stdout, code } = await withConfig(text, ["score", "--config", "h.toml", "-"], lines);
  assert.match(stdout, /, 1 series, 100 points?|, 1 series, 50 points/);
  assert.is(code, 0);
  const wrong = await withConfig(bad, ["score", "--config", "h.toml", "-"], lines);
  assert.is(wrong.stderr.match(/^E! holtline score: h.toml:\d:1: /gm)!.length, 2);
  assert.is(wrong.code, 2);
});

test("the documentation has the samples as they are printed", async () => {
  assert.is(String((await finish(start(["sample-config", "--toml"]))).stdout), sampleToml());
  const text = readFileSync(join(root, "docs/configuration.md"), "utf8");
  for (const sample of [sampleToml(), sampleStanza()]) {
    assert.ok(text.includes(`\`\`\`toml\n${sample}\`\`\`\n`), `put this into docs/configuration.md:\n\n${sample}`);
  }
  const [, example] = /```toml\n(# \/etc[\s\S]*?)```/.exec(text)!;
  const { stdout } = await withConfig(example!, ["check-config", "h.toml"]);
  assert.ok(text.includes(stdout.replace("h.toml", "holtline.toml")), stdout);
});

test.run();
