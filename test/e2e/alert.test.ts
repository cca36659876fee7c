import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { withAlertmanager, withPrometheus } from "./databases.js";
import { incidents } from "./incidents.js";
import { testWithPrograms } from "./program.js";
import { withReceiver } from "./receiver.js";
import { recipes, runRecipe } from "./recipe.js";
import { eventually, freePort } from "./server.js";
import { complaint } from "./written.js";

const settings = (telegraf: number, alertmanager: string) => `
global:
  scrape_interval: 200ms
  scrape_timeout: 200ms
  evaluation_interval: 200ms
scrape_configs:
  - job_name: telegraf
    static_configs:
      - targets: ["127.0.0.1:${telegraf}"]
rule_files: [rules.yml]
alerting:
  alertmanagers:
    - static_configs:
        - targets: ["${new URL(alertmanager).host}"]
`;

testWithPrograms(
  ["Prometheus", "Alertmanager"],
  "Prometheus' rules fire while an incident is open, and no longer",
  () =>
    withReceiver((phone) =>
      withAlertmanager(phone.url, async ({ url, firing }) => {
        const port = await freePort();
        const rules = readFileSync(join(recipes, "prometheus-rules.yml"), "utf8");
        const open = async (count: number) =>
          (await firing(count)).map(({ labels }) => `${labels.alertname} ${labels.severity} ${labels.brew}`).sort();
        const { log } = await runRecipe(
          "prometheus.conf",
          () => ({ PROMETHEUS_LISTEN: `127.0.0.1:${port}` }),
          ({ feed, finish }) =>
            withPrometheus(
              settings(port, url),
              async () => {
                feed(incidents.first);
                assert.equal(await open(2), ["HoltlineAnomaly critical bv_2", "HoltlineAnomaly warning bv_2"]);
                finish(incidents.rest);
                await eventually(
                  "the end of bv_2",
                  async () => (await open(2)).every((one) => one.endsWith("bv_3")) || undefined,
                );
                assert.equal(await open(2), ["HoltlineAnomaly critical bv_3", "HoltlineAnomaly warning bv_3"]);
              },
              rules,
            ),
        );
        assert.not.match(log, complaint);
      }),
    ),
);

test.run();
