import { appendFileSync, writeFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { type PromDatabase, withPrometheus } from "./databases.js";
import { testWithPrograms } from "./program.js";
import { eventually, freePort } from "./server.js";
import { agent, holtline, inRoom, processor, whileTelegraf } from "./telegraf.js";

const POINTS = 14;
/** Seconds from the first point to the last are before the present: Prometheus takes nothing much older. */
const start = Math.floor(Date.now() / 1000) - 60;
const flags = ["--forecast-time", "source", "--forecast-every", "2", "--horizon", "20"];

const settings = (port: number) => `
global:
  scrape_interval: 100ms
  scrape_timeout: 100ms
scrape_configs:
  - job_name: telegraf
    static_configs:
      - targets: ["127.0.0.1:${port}"]
`;

/** Follows a file as lines are added to it, and shows each newest value, with its own time, to who asks on the port. */
const configuration = (lines: string, port: number) => `${agent}
[[inputs.execd]]
  command = ["tail", "-n", "+1", "-F", ${JSON.stringify(lines)}]
  signal = "none"
  data_format = "influx"
${processor(holtline("run", ...flags))}
[[outputs.prometheus_client]]
  listen = "127.0.0.1:${port}"
  metric_version = 2
  export_timestamp = true
  string_as_label = false
`;

/** The lines of two beers at one moment. */
const moment = (i: number) =>
  ["bv_1", "bv_2"]
    .map((brew, n) => `temperature,brew=${brew} temperature=${18 + n + (i % 7) / 10} ${start + i}000000000\n`)
    .join("");

/** How many samples of a name there are, over all series. */
async function count(database: PromDatabase, name: string): Promise<number> {
  const [sum] = await database.query(`sum(count_over_time(${name}[10m]))`, start + 60);
  return Number(sum?.value?.[1] ?? 0);
}

const names = ["temperature_temperature", "anomaly_y", "fcast_yhat"];

testWithPrograms(["Prometheus"], "Prometheus scrapes every original, score and step of a forecast", () =>
  inRoom(async (path) => {
    const port = await freePort();
    writeFileSync(path("in.lp"), "");
    writeFileSync(path("telegraf.conf"), configuration(path("in.lp"), port));
    const { log } = await whileTelegraf(["--config", path("telegraf.conf")], {}, () =>
      withPrometheus(settings(port), async (database) => {
        for (let points = 1; points <= POINTS; points++) {
          appendFileSync(path("in.lp"), moment(points));
          const scores = Math.max(0, points - 9);
          const expected = [2 * points, 2 * scores, 2 * 20 * Math.ceil(scores / 2)];
          await eventually(`point ${points}: ${expected}`, async () => {
            const counts = await Promise.all(names.map((name) => count(database, name)));
            return counts.join() === expected.join() || undefined;
          });
        }
        const steps = await database.query('fcast_yhat{brew="bv_2"}', start + POINTS);
        assert.equal(
          steps.map(({ metric }) => Number(metric.step)).sort((a, b) => a - b),
          Array.from({ length: 20 }, (_, i) => i + 1),
        );
      }),
    );
    assert.not.match(log, /[EW]! \[(processors|outputs)/);
  }),
);

test.run();
