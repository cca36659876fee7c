import { test } from "uvu";
import * as assert from "uvu/assert";
import { parseFlags } from "../../src/command/flags.js";
import { resolve } from "../../src/options.js";
import { baseTexts, flagsOf, fromFragment, pageOptions, read, toFragment } from "../../src/playground/given.js";
import { commandWords, settingsStanza, shellText } from "../../src/stanza.js";

const optionOf = (name: string) => pageOptions.find((option) => option.name === name)!;

/** A text that each option takes and that is not its default. */
const textOf = (name: string) =>
  ({ "false-alarms": "1e-4", "false-alarms-total": "1/day", "min-deviation": "5%", for: "3/5", preset: "tg-brew" })[
    name
  ] ??
  optionOf(name).choices?.[0] ??
  (["integer", "number"].includes(optionOf(name).type)
    ? "12"
    : optionOf(name).type === "duration"
      ? "2h"
      : "some-name");

test("texts are read as the command line reads them", () => {
  const texts = new Map([
    ["level", ["80"]],
    ["field", ["a*", "b c"]],
    ["refit", ["once"]],
  ]);
  const { settings, objections } = read(texts);
  assert.equal(objections, []);
  const { given } = parseFlags(commandWords(flagsOf(texts)));
  assert.equal(settings, resolve(given));
});

test("what is wrong is told by option, in the words of the command line", () => {
  const { settings, objections } = read(
    new Map([
      ["level", ["200"]],
      ["min-points", ["500"]],
    ]),
  );
  assert.is(settings, undefined);
  assert.equal(objections, [
    { option: "level", reason: "expected a number above 0 and below 100" },
    { option: "min-points", reason: "at most --window, which is 120" },
  ]);
});

test("options that mean something only to a running process have no control, all others have one", () => {
  const names = pageOptions.map(({ name }) => name);
  for (const name of ["drain", "log-level", "strict", "gap-watch"]) assert.not(names.includes(name), name);
  for (const name of ["trend", "refit", "false-alarms", "eta-above", "emit", "preset"])
    assert.ok(names.includes(name), name);
});

test("a preset and --emit fields say what an option is while nothing is given for it", () => {
  const preset = new Map([["preset", ["tg-brew"]]]);
  assert.is(baseTexts(preset).get("trend"), "damped");
  assert.is(baseTexts(new Map([...preset, ["trend", ["none"]]])).get("trend"), "damped");
  assert.is(baseTexts(new Map([["emit", ["fields"]]])).get("horizon"), "0");
  const plain = baseTexts(new Map());
  assert.equal(
    ["trend", "alpha", "group-every", "field"].map((name) => plain.get(name)),
    ["auto", undefined, "60s", undefined],
  );
  assert.is(baseTexts(new Map([["level", ["200"]]])).get("level"), "95");
});

test("a fragment carries every option and what else it is given, and leaves aside what it does not know", () => {
  for (const { name } of pageOptions) {
    const texts = new Map([[name, [textOf(name)]]]);
    assert.equal(fromFragment(`#${toFragment(texts)}`), { texts, more: {} }, name);
  }
  const texts = new Map([["field", ["a&b=c", "ü*"]]]);
  assert.equal(fromFragment(toFragment(texts, { sample: "brews" })), { texts, more: { sample: "brews" } });
  assert.equal(fromFragment("#drain=off&x=1"), { texts: new Map(), more: { drain: "off", x: "1" } });
});

test("a command line has what a shell would read otherwise in quotes", () => {
  assert.is(
    shellText(["holtline", "--field", "a*", "--for", "3/5", "it's"]),
    "holtline --field 'a*' --for 3/5 'it'\\''s'",
  );
});

test("a stanza has its settings a line each, and none at all fit in one", () => {
  assert.match(settingsStanza([]), /^# .*\n\[\[processors\.execd\]\]\n {2}command = \["holtline"\]\n$/);
  const flags = flagsOf(
    new Map([
      ["level", ["80"]],
      ["field", ['say "x"']],
    ]),
  );
  const body = settingsStanza(flags).split("\n").slice(2).join("\n");
  assert.is(body, '  command = [\n    "holtline",\n    "--field", "say \\"x\\"",\n    "--level", "80",\n  ]\n');
});

test.run();
