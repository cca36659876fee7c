import { test } from "uvu";
import * as assert from "uvu/assert";
import { pause } from "../host/child.js";
import { DATABASE, type InfluxDb, withInfluxDb } from "./databases.js";
import { testWithPrograms } from "./program.js";
import { whileTelegraf } from "./telegraf.js";
import { alone, brews, complaint, kept, points, writeOnce } from "./written.js";

const output = (url: string) => `
[[outputs.influxdb]]
  urls = ["${url}"]
  database = "${DATABASE}"
`;

/** How many values of a field a measurement has, over all its series. */
async function count({ query }: InfluxDb, measurement: string, field: string): Promise<number> {
  const [series] = await query(`SELECT COUNT("${field}") FROM "${measurement}"`);
  return Number(series?.values[0]?.[1] ?? 0);
}

testWithPrograms(["InfluxDB"], "InfluxDB 1 gives back every original, score, forecast and event", () =>
  withInfluxDb(async (database) => {
    const input = brews(2000);
    assert.not.match(await writeOnce(input, [], output(database.url)), complaint);
    const expected = await alone([], input);
    assert.is(await count(database, "temperature", "temperature"), 2000);
    assert.is(await count(database, "anomaly", "y"), 2 * 991);
    assert.is(await count(database, "fcast", "yhat"), kept(expected, "fcast"));
    const events = expected.filter(({ fields }) => fields.includes(",event="));
    assert.ok(events.length > 4);
    assert.is(await count(database, "anomaly", "message"), events.length);

    const values = await database.query('SELECT "temperature" FROM "temperature" GROUP BY "brew" ORDER BY time');
    for (const { tags, values: rows } of values) {
      const given = points(input).filter(({ series }) => series.endsWith(tags!.brew!));
      assert.equal(
        rows.map(([, value]) => Number(value)),
        given.map(({ fields }) => Number(fields.slice("temperature=".length))),
      );
    }
  }),
);

testWithPrograms(["InfluxDB"], "telegraf.conf writes to InfluxDB 1 what it writes to the terminal", () =>
  withInfluxDb(async (database) => {
    const variables = { INFLUX1_HOST: database.url, INFLUX_HOST: undefined };
    const { stdout, log } = await whileTelegraf(["--config", "telegraf.conf"], variables, () => pause(4000));
    const shown = points(stdout);
    assert.ok(kept(shown, "fcast") > 40);
    for (const measurement of ["temperature", "fcast", "anomaly"]) {
      assert.is(await count(database, measurement, "temperature"), kept(shown, measurement), measurement);
    }
    assert.not.match(log, complaint);
  }),
);

test.run();
