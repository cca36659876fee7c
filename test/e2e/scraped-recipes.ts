import * as assert from "uvu/assert";
import { incidents } from "./incidents.js";
import { runRecipe } from "./recipe.js";
import { body, eventually, freePort } from "./server.js";
import { complaint } from "./written.js";

/** The page that a Prometheus would scrape, once it says this. */
function scraped(port: number, what: RegExp): Promise<string> {
  return eventually(String(what), async () => {
    const page = await body(`http://127.0.0.1:${port}/metrics`).catch(() => "");
    return what.test(page) ? page : undefined;
  });
}

/** Newest values, scores and steps of a forecast, and no text as a label. */
export async function prometheus(): Promise<void> {
  const port = await freePort();
  const { log } = await runRecipe(
    "prometheus.conf",
    () => ({ PROMETHEUS_LISTEN: `127.0.0.1:${port}` }),
    async ({ finish }) => {
      finish(incidents.first + incidents.rest);
      const page = await scraped(port, /^anomaly_y\{brew="bv_3",.*\} 12.1$/m);
      for (const brew of ["bv_1", "bv_2", "bv_3"]) {
        assert.match(page, new RegExp(`^temperature_temperature\\{brew="${brew}"\\} `, "m"));
        const steps = [...page.matchAll(new RegExp(`^fcast_yhat\\{brew="${brew}",.*step="(\\d+)"\\} `, "gm"))];
        assert.equal(
          steps.map(([, step]) => Number(step)).sort((a, b) => a - b),
          [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
        );
      }
      assert.match(page, /^anomaly_is_anomaly\{brew="bv_2",field="temperature",source="temperature"\} 0$/m);
      assert.match(page, /^anomaly_is_anomaly\{brew="bv_3",field="temperature",source="temperature"\} 1$/m);
      assert.match(page, /^anomaly_severity\{brew="bv_3",field="temperature",source="temperature"\} 2$/m);
      assert.not.match(page, /message|event|reason/);
    },
  );
  assert.not.match(log, complaint);
}

/** Counters and gauges are still those, and their copies have scores and are gone. */
export async function keepTypes(): Promise<void> {
  const port = await freePort();
  const { log } = await runRecipe(
    "keep-types.conf",
    () => ({ PROMETHEUS_LISTEN: `127.0.0.1:${port}`, CPU_INTERVAL: "100ms" }),
    async () => {
      const page = await scraped(port, /^anomaly_y\{.*field="usage_user".*\} /m);
      assert.match(page, /^# TYPE cpu_time_user counter$/m);
      assert.match(page, /^# TYPE cpu_usage_user gauge$/m);
      assert.match(page, /^# TYPE anomaly_y (untyped|unknown)$/m);
      assert.match(page, /^anomaly_y\{.*source="cpu".*\} /m);
      assert.not.match(page, /_scored|field="time_user"/);
    },
  );
  assert.not.match(log, complaint);
}
