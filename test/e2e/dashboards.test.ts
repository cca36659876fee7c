import { test } from "uvu";
import * as assert from "uvu/assert";
import { asked } from "./dashboard-queries.js";
import {
  DATABASE,
  type PromDatabase,
  rawSeries,
  withInfluxDb,
  withPrometheus,
  withVictoriaMetrics,
} from "./databases.js";
import { incidents } from "./incidents.js";
import { testWithPrograms } from "./program.js";
import { runRecipe } from "./recipe.js";
import { body, eventually, freePort } from "./server.js";
import { brews, complaint, writeOnce } from "./written.js";

/** When the bundled brews begin, and how many seconds of them are asked for. */
const START = 1_767_225_600;
const SECONDS = 1200;
const chosen = { source: "temperature", field: "temperature", tag: "brew", value: "ipa_3" };
// a hard limit is a story by itself
const flags = ["--group-by", "brew", "--upper", "20.5"];

testWithPrograms(["InfluxDB"], "every InfluxQL query of the dashboards gives rows", () =>
  withInfluxDb(async ({ url, query }) => {
    const output = `[[outputs.influxdb]]\n  urls = ["${url}"]\n  database = "${DATABASE}"\n`;
    assert.not.match(await writeOnce(brews(2 * SECONDS), flags, output), complaint);
    const timeFilter = `time >= ${START}s and time <= ${START + SECONDS}s`;
    const { panels, annotations, variables } = asked("holtline-influxql.json", {
      ...chosen,
      timeFilter,
      __interval: "10s",
    });
    assert.is(panels.length, 6);
    for (const text of [...panels.map((panel) => panel.text), ...annotations]) {
      const rows = (await query(text)).flatMap(({ values }) => values);
      assert.ok(rows.length > 4, text);
    }
    for (const [name, text] of variables) {
      const values = (await query(text)).flatMap((series) => series.values.map((row) => row.at(-1)));
      assert.ok(values.includes(chosen[name as keyof typeof chosen]), text);
    }
  }),
);

/** Answers a variable's query as Grafana does, which is no PromQL. */
async function labels({ url }: PromDatabase, text: string, from: number, to: number): Promise<string[]> {
  const [, what, selector, label] = /^label_(names|values)\((.*?)(?:, (\w+))?\)$/.exec(text)!;
  const path = what === "names" ? "/api/v1/labels" : `/api/v1/label/${label}/values`;
  const parameters = { "match[]": selector!, start: String(from), end: String(to) };
  const answer = JSON.parse(await body(url + path, parameters)) as { data: string[] };
  return answer.data;
}

/** Asks all that the PromQL dashboard asks; `without` is how a step stands in queries that have no rows here. */
async function askAll(database: PromDatabase, value: string, from: number, to: number, without: string): Promise<void> {
  const values: Record<string, string> = { ...chosen, value, __range: `${to - from}s` };
  const { panels, annotations, variables } = asked("holtline-promql.json", values);
  assert.is(panels.length, 12);
  const questions = [...panels, ...annotations.map((text) => ({ text, now: false }))];
  for (const { text, now } of questions) {
    const rows = now ? await database.query(text, to) : await database.range(text, from, to, 1);
    assert.is(rows.length > 0, !text.includes(without), text);
  }
  for (const [name, text] of variables) {
    assert.ok((await labels(database, text, from, to)).includes(values[name]!), text);
  }
}

testWithPrograms(["VictoriaMetrics"], "every PromQL query of the dashboards gives rows in VictoriaMetrics", () =>
  withVictoriaMetrics(async (database) => {
    const output = `[[outputs.influxdb_v2]]\n  urls = ["${database.url}"]\n  bucket = "brews"\n`;
    assert.not.match(await writeOnce(brews(2 * SECONDS), flags, output), complaint);
    await rawSeries(database, "anomaly_y");
    await askAll(database, chosen.value, START, START + SECONDS, 'step!=""');
  }),
);

testWithPrograms(["Prometheus"], "every PromQL query of the dashboards gives rows in Prometheus", async () => {
  const port = await freePort();
  const settings = `
scrape_configs:
  - job_name: telegraf
    scrape_interval: 200ms
    scrape_timeout: 200ms
    static_configs:
      - targets: ["127.0.0.1:${port}"]
`;
  const { log } = await runRecipe(
    "prometheus.conf",
    () => ({ PROMETHEUS_LISTEN: `127.0.0.1:${port}`, GROUP_BY: "brew" }),
    ({ feed }) =>
      withPrometheus(settings, async (database) => {
        feed(incidents.first);
        const now = () => Date.now() / 1000;
        await eventually("an open incident", async () => {
          const open = await database.query('anomaly_is_anomaly{brew="bv_2"} == 1', now());
          return open.length > 0 || undefined;
        });
        await askAll(database, "bv_2", now() - 60, now(), 'step=""');
      }),
  );
  assert.not.match(log, /[EW]! \[(processors|outputs)/);
});

test.run();
