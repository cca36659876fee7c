import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { entries } from "../src/command/entries.js";
import { words } from "../src/engine/names.js";
import { options } from "../src/options.js";
import { root } from "./package.js";

const pages = [
  "README.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  ...readdirSync(join(root, "docs")).map((name) => `docs/${name}`),
].filter((name) => name.endsWith(".md"));
const textOf = (page: string) => readFileSync(join(root, page), "utf8");

/** Flags of single commands, and those of other programs that the pages show. */
const otherFlags = new Set(
  (
    "json labels html charts rows speed loop restamp hold start-offset interval kind seed points port host open toml help " +
    "version config test test-wait once global watch-config debug runs only hours series most every rate seconds"
  ).split(" "),
);

test("every link of a page leads to something that is there", () => {
  for (const page of pages) {
    for (const [, target] of textOf(page).matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^https?:/.test(target!)) continue;
      const [path = "", anchor] = target!.split("#");
      const file = path === "" ? page : join(dirname(page), path);
      assert.ok(existsSync(join(root, file)), `${page}: ${target}`);
      if (anchor !== undefined) assert.ok(anchorsOf(file).includes(anchor), `${page}: ${target}`);
    }
  }
});

/** Headings of a page as addresses have them. */
function anchorsOf(page: string): string[] {
  return [...textOf(page).matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
    title!
      .toLowerCase()
      .replace(/[^\w\- ]/g, "")
      .replaceAll(" ", "-"),
  );
}

test("every option and every command that a page names is there", () => {
  const flags = new Set([...options.map(({ name }) => name), ...otherFlags]);
  const commands = new Set([...entries.map(({ name }) => name), "help"]);
  for (const page of pages) {
    for (const [, code] of textOf(page).matchAll(/`([^`\n]+)`/g)) {
      for (const [, flag] of code!.matchAll(/(?:^|[\s"])--([a-z][a-z-]*)/g))
        assert.ok(flags.has(flag!), `${page}: --${flag}`);
      const command = /^holtline ([a-z][a-z-]*)/.exec(code!)?.[1];
      if (command !== undefined) assert.ok(commands.has(command), `${page}: holtline ${command}`);
    }
  }
});

test("the page of the output has every word that Holtline writes, and no other", () => {
  const page = textOf("docs/output.md");
  const named = new Set([...page.matchAll(/`([a-z_]+)`/g)].map(([, word]) => word!));
  for (const word of Object.values(words)) assert.ok(named.has(word), word);
  const first = [...page.matchAll(/^\| (`[^|]+`) +\| (?:float|integer|boolean|string)/gm)];
  const known = new Set<string>(Object.values(words));
  for (const [, cell] of first) {
    for (const [, word] of cell!.matchAll(/`(\w+)`/g)) assert.ok(known.has(word!), word);
  }
  assert.ok(first.length > 15, "the tables were not found");
});

test("the index names every page", () => {
  for (const page of pages.filter((name) => name.startsWith("docs/") && name !== "docs/README.md")) {
    assert.match(textOf("docs/README.md"), `(${page.slice("docs/".length)})`);
  }
});

test.run();
