import { test } from "uvu";
import * as assert from "uvu/assert";
import { parseFlags } from "../../src/command/flags.js";
import { options, resolve } from "../../src/options.js";
import { optionsTable, sampleStanza } from "../../src/stanza.js";
import { finish, start } from "../host/child.js";

test("the command prints the stanza", async () => {
  assert.is(String((await finish(start(["sample-config"]))).stdout), sampleStanza());
});

test("as it stands, the stanza runs holtline and sets nothing", () => {
  const set = sampleStanza()
    .split("\n")
    .filter((line) => line !== "" && !/^ *#/.test(line));
  assert.equal(set, ["[[processors.execd]]", "  command = [", '    "holtline",', "  ]"]);
});

test("every option stands there under its help, and uncommented it is understood", () => {
  const stanza = sampleStanza();
  for (const { name, help, default: value, repeatable } of options) {
    const [, text] = new RegExp(`^ {4}## (.*)\\n {4}# ("--${name}".*),$`, "m").exec(stanza)!.slice(1);
    assert.ok(stanza.includes(`## ${help} (`), name);
    const { given, problems } = parseFlags(JSON.parse(`[${text}]`) as string[]);
    assert.equal(problems, [], name);
    assert.is(Object.keys(given).length, 1, name);
    if (value !== undefined && !repeatable && value !== false) assert.equal(resolve(given), resolve({}), name);
  }
});

test("the table of the documentation has a row for each option", () => {
  const rows = optionsTable().trimEnd().split("\n");
  assert.is(rows.length, options.length + 2);
  assert.is(new Set(rows.map((row) => row.length)).size, 1);
  const cells = rows.map((row) => row.split("|").map((cell) => cell.trim()));
  assert.ok(
    cells.some(
      ([, name, takes, value]) =>
        name === "`--window`" && takes === "a whole number from 10 to 4096, in points" && value === "120",
    ),
  );
});

test.run();
