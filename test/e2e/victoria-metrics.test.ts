import { test } from "uvu";
import * as assert from "uvu/assert";
import { pause } from "../host/child.js";
import { type PromDatabase, rawSeries, withVictoriaMetrics } from "./databases.js";
import { testWithPrograms } from "./program.js";
import { whileTelegraf } from "./telegraf.js";
import { alone, brews, complaint, type Point, points, writeOnce } from "./written.js";

const output = (url: string) => `
[[outputs.influxdb_v2]]
  urls = ["${url}"]
  bucket = "brews"
`;

/** How many samples of a name there are, over all series. */
async function count(database: PromDatabase, name: string): Promise<number> {
  const found = await rawSeries(database, `{__name__="${name}"}`);
  return found.reduce((sum, { timestamps }) => sum + timestamps.length, 0);
}

const of = (all: Point[], measurement: string) => all.filter((point) => point.measurement === measurement).length;

testWithPrograms(["VictoriaMetrics"], "VictoriaMetrics gives back every original, score and forecast", () =>
  withVictoriaMetrics(async (database) => {
    const input = brews(2000);
    assert.not.match(await writeOnce(input, [], output(database.url)), complaint);
    const expected = await alone([], input);
    assert.is(await count(database, "temperature_temperature"), 2000);
    assert.is(await count(database, "anomaly_y"), 2 * 991);
    // It keeps every sample, those of one time too
    assert.is(await count(database, "fcast_yhat"), of(expected, "fcast"));

    const anomalous = (await rawSeries(database, "anomaly_is_anomaly")).flatMap(({ values }) => values);
    const told = expected.filter(({ fields }) => fields.includes(",is_anomaly=true"));
    assert.ok(told.length > 4);
    assert.is(anomalous.filter((value) => value === 1).length, told.length);
    assert.is(anomalous.filter((value) => value === 0).length, 2 * 991 - told.length);
    // Of a string it keeps that there was one, as a 0
    const events = expected.filter(({ fields }) => fields.includes(",event="));
    const messages = (await rawSeries(database, "anomaly_message")).flatMap(({ values }) => values);
    assert.ok(messages.length === events.length && messages.every((value) => value === 0));

    for (const { metric, values, timestamps } of await rawSeries(database, "temperature_temperature")) {
      const given = points(input).filter(({ series }) => series.endsWith(metric.brew!));
      assert.equal(
        values,
        given.map(({ fields }) => Number(fields.slice("temperature=".length))),
      );
      assert.equal(
        timestamps,
        given.map(({ time }) => Number(time / 1_000_000n)),
      );
    }
  }),
);

testWithPrograms(["VictoriaMetrics"], "telegraf.conf writes to VictoriaMetrics what it writes to the terminal", () =>
  withVictoriaMetrics(async (database) => {
    const variables = { INFLUX1_HOST: undefined, INFLUX_HOST: database.url };
    const { stdout, log } = await whileTelegraf(["--config", "telegraf.conf"], variables, () => pause(4000));
    const shown = points(stdout);
    assert.ok(of(shown, "fcast") > 40);
    for (const measurement of ["temperature", "fcast", "anomaly"]) {
      assert.is(await count(database, `${measurement}_temperature`), of(shown, measurement), measurement);
    }
    assert.not.match(log, complaint);
  }),
);

test.run();
