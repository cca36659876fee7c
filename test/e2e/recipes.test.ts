import { readdirSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { alertmanager, chat, everyEvent, severeEvents } from "./alert-recipes.js";
import { operator } from "./operator-recipe.js";
import { type Program, testWithPrograms } from "./program.js";
import { recipes } from "./recipe.js";
import { keepTypes, prometheus } from "./scraped-recipes.js";

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

test("every recipe has a test", () => {
  const files = readdirSync(recipes).filter((file) => file.endsWith(".conf"));
  assert.equal(files.sort(), Object.keys(checks).sort());
});

for (const [file, { programs = [], check }] of Object.entries(checks)) {
  testWithPrograms(programs, `recipes/${file} does what it says`, check);
}

test.run();
