import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { entries } from "../src/command/entries.js";
import { parseFlags } from "../src/command/flags.js";
import { options, review } from "../src/options.js";
import { finish, start } from "./host/child.js";
import { root } from "./package.js";
import { blocksOf, pages, pageText, proseOf, spansOf } from "./pages.js";

/** Commands of other programs, up to the end of theirs: their options are not ours. */
const foreign = /(?<![\w/.-])(telegraf|npm|npx uvu|systemctl|git|go|curl) [^|&\n]*/g;

const names = entries.map(({ name }) => name);

/** All code of a page, without what is for other programs. */
function codeOf(page: string): string[] {
  const text = pageText(page);
  return [...blocksOf(text), ...spansOf(text)].map((code) => code.replace(foreign, ""));
}

/** What GitHub calls the place of each heading. */
function placesOf(page: string): string[] {
  const headings = proseWithSpans(pageText(page)).match(/^#+ .*$/gm) ?? [];
  return headings.map((heading) =>
    heading
      .replace(/^#+ /, "")
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replace(/ /g, "-"),
  );
}

function proseWithSpans(text: string): string {
  return text.replace(/^ *```.*\n[\s\S]*?^ *```$/gm, "");
}

test("every relative link leads to a file, and to a heading where it names one", () => {
  for (const page of pages) {
    for (const [, target] of proseOf(pageText(page)).matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(target!)) continue;
      const [file, place] = target!.split("#", 2) as [string, string?];
      const path = file === "" ? page : join(dirname(page), file);
      assert.ok(existsSync(root + path), `${page}: ${target}`);
      if (place !== undefined) assert.ok(placesOf(path).includes(place), `${page}: ${target}`);
    }
  }
});

test("every option that is named is one of run or of another command", async () => {
  const helps = await Promise.all(names.map((name) => finish(start([name, "--help"]))));
  const known = new Set(["version", ...options.map(({ name }) => name)]);
  for (const { stdout } of helps) for (const [, name] of String(stdout).matchAll(/--([a-z-]+)/g)) known.add(name!);
  for (const page of pages) {
    for (const code of codeOf(page)) {
      for (const [, name] of code.matchAll(/(?<![\w-])--([a-z][a-z-]*)/g)) {
        assert.ok(known.has(name!), `${page}: --${name} in ${code}`);
      }
    }
  }
});

test("every command that is named exists", () => {
  for (const page of pages) {
    for (const code of codeOf(page)) {
      for (const [, spaced, quoted] of code.matchAll(/\bholtline (?:([a-z][a-z-]*)\b)|"holtline", "([a-z][a-z-]*)"/g)) {
        const name = spaced ?? quoted!;
        assert.ok(names.includes(name) || name === "help", `${page}: holtline ${name} in ${code}`);
      }
    }
  }
});

test("every stanza for telegraf.conf starts a Holtline that understands all of it", () => {
  let stanzas = 0;
  for (const page of pages) {
    for (const block of blocksOf(pageText(page))) {
      const plain = block.replace(/^\s*#.*\n/gm, "");
      for (const [, list] of plain.matchAll(/^\s*command = (\[\s*"holtline"[^\]]*\])/gm)) {
        const words = JSON.parse(list!.replace(/,(\s*\])/, "$1")) as string[];
        const flags = words.slice(1);
        if (names.includes(flags[0]!) && flags.shift() !== "run") continue;
        const { given, problems } = parseFlags(flags);
        assert.equal([...problems, ...review(given).problems], [], `${page}: ${list}`);
        stanzas++;
      }
    }
  }
  assert.ok(stanzas > 5);
});

test("every page has its line in the index", () => {
  const index = pageText("docs/README.md");
  for (const page of pages) {
    if (page === "README.md" || page === "docs/README.md") continue;
    assert.ok(index.includes(`](${page.slice("docs/".length)})`), page);
  }
});

test.run();
