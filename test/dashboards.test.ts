import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { languages, text } from "../scripts/dashboard/dashboard.js";
import { root } from "./host/child.js";

const read = (file: string) => readFileSync(join(root, "dashboards", file), "utf8");

test("dashboards are those that the generator writes", () => {
  assert.equal(readdirSync(join(root, "dashboards")).sort(), languages.map(({ file }) => file).sort());
  for (const language of languages) {
    assert.ok(read(language.file) === text(language), `node build/scripts/dashboards.js writes ${language.file} anew`);
  }
});

test("what a dashboard asks names its own variables, Grafana's, and its own input alone", () => {
  const grafana = ["timeFilter", "__timeFilter", "__interval", "__range", "__dateBin", "col"];
  for (const { file } of languages) {
    const whole = read(file);
    const { __inputs, templating } = JSON.parse(whole) as {
      __inputs: { name: string }[];
      templating: { list: { name: string }[] };
    };
    const known = [...templating.list, ...__inputs].map(({ name }) => name);
    const used = new Set([...whole.matchAll(/\$\{?(\w+)/g)].map(([, name]) => name!));
    assert.equal(
      [...used].filter((name) => !known.includes(name) && !grafana.includes(name)),
      [],
      file,
    );
    assert.equal(
      known.filter((name) => !used.has(name) && name !== "rate_tag"),
      [],
      file,
    );
  }
});

test.run();
