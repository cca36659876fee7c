import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { alertmanager, chat, everyEvent, severeEvents, stories } from "./alert-recipes.js";
import { operator } from "./operator-recipe.js";
import { type Program, testWithPrograms } from "./program.js";
import { recipes } from "./recipe.js";
import { keepTypes, prometheus } from "./scraped-recipes.js";
import { agent, ended, fileInput, inRoom, root, startTelegraf, testWithTelegraf } from "./telegraf.js";

/** What shows that a recipe does what its first lines say, and what that takes beside Telegraf. */
const checks: Record<string, { programs?: Program[]; check: () => Promise<void> }> = {
  "alertmanager.conf": { programs: ["Alertmanager"], check: alertmanager },
  "chat.conf": { check: chat },
  "keep-types.conf": { check: keepTypes },
  "operator.conf": { check: operator },
  "prometheus.conf": { check: prometheus },
  "webhook-severe.conf": { check: severeEvents },
  "webhook.conf": { check: everyEvent },
};

test("every recipe has a test, and a place in docs/alerts.md", () => {
  const files = readdirSync(recipes);
  assert.equal(files.filter((file) => file.endsWith(".conf")).sort(), Object.keys(checks).sort());
  const page = readFileSync(join(root, "docs/alerts.md"), "utf8");
  for (const file of files) assert.ok(page.includes(`](../recipes/${file})`), file);
});

testWithTelegraf("what goes wrong on a host at once reaches a webhook, and a chat, as one message", stories);

testWithTelegraf("Telegraf knows every option of the outputs in docs/databases.md", () =>
  inRoom(async (path) => {
    const page = readFileSync(join(root, "docs/databases.md"), "utf8");
    const stanzas = [...page.matchAll(/```toml\n(.*?)```/gs)].map(([, stanza]) => stanza!);
    assert.is(stanzas.length, 2);
    writeFileSync(path("in.lp"), "temperature value=1 1\n");
    writeFileSync(path("telegraf.conf"), agent + fileInput(path("in.lp")) + stanzas.join("\n"));
    const { stdout, log, code } = await ended(startTelegraf(["--config", path("telegraf.conf"), "--test"]));
    assert.is(code, 0, log);
    assert.match(stdout, /^> temperature value=1 1$/m);
  }),
);

for (const [file, { programs = [], check }] of Object.entries(checks)) {
  testWithPrograms(programs, `recipes/${file} does what it says`, check);
}

test.run();
