import { statSync } from "node:fs";
import * as assert from "uvu/assert";
import { withReceiver } from "./receiver.js";
import { runRecipe } from "./recipe.js";
import { eventually } from "./server.js";
import { inRoom } from "./telegraf.js";
import { complaint, kept, points } from "./written.js";

const HOSTS = 1000;
const FIELDS = ["usage", "load", "wait", "queue", "errors", "latency"];
/** A second apart: two minutes, and the beginning of the third, which ends the second. */
const POINTS = 122;

/** A thousand hosts, of which one is busy for a while in the second minute. */
function lines(): string {
  const text: string[] = [];
  for (let i = 0; i < POINTS; i++) {
    for (let host = 0; host < HOSTS; host++) {
      const busy = host === 7 && i >= 80 && i < 90;
      const values = FIELDS.map((field, at) => {
        const value = busy ? 95 : 30 + ((i * (7919 + 4 * at) + host * 31 + at * 17) % 11) / 10;
        return `${field}=${value.toFixed(1)}`;
      });
      text.push(`cpu,host=host_${host} ${values.join(",")} ${1_767_225_600 + i}000000000\n`);
    }
  }
  return text.join("");
}

/** Every value reaches the database, beside events, rates and statistics; the state is written when Telegraf stops. */
export const operator = () =>
  inRoom((state) =>
    withReceiver(async ({ url, requests }) => {
      const variables = {
        INFLUX_HOST: url,
        INFLUX_TOKEN: "secret",
        STATE_DIRECTORY: state("."),
        HOSTNAME: "gateway-1",
        FLUSH_INTERVAL: "500ms",
      };
      const { log } = await runRecipe(
        "operator.conf",
        () => variables,
        async ({ finish }) => {
          finish(lines());
          let values = 0;
          let read = 0;
          await eventually("every value", async () => {
            for (; read < requests.length; read++) values += requests[read]!.body.match(/^cpu,/gm)?.length ?? 0;
            return values === HOSTS * POINTS || undefined;
          });
        },
      );
      assert.not.match(log, complaint);
      const all = points(requests.map(({ body }) => body).join(""));
      assert.is(kept(all, "cpu"), HOSTS * POINTS);
      const groups = all.filter(({ measurement }) => measurement === "anomaly_group");
      const told = groups.filter(({ fields }) => fields.includes("message="));
      const messages = told.map(({ fields }) => /message="([^"]*)"/.exec(fields)![1]!);
      assert.is(messages.length, 2, `${messages}`);
      assert.match(messages[0]!, /^host_7: 6 of 6 series unusual since 00:01:20, first cpu \w+ 95 /);
      assert.match(messages[1]!, /^host_7 is quiet again after \d+ s: 6 of 6 series were unusual, first cpu \w+$/);
      assert.not.ok(all.some(({ measurement }) => measurement === "anomaly"));
      const rates = groups.filter(({ fields }) => !fields.includes("message="));
      assert.is(rates.length, 2 * HOSTS);
      const unusual = rates.filter(({ fields }) => !fields.includes("anomalous=0i"));
      assert.equal(
        unusual.map(({ series }) => series),
        ["anomaly_group,host=host_7"],
      );
      const statistics = all.filter(({ series }) => series === "holtline_stats,instance=gateway-1");
      assert.is(statistics.length, 2);
      assert.match(statistics[1]!.fields, new RegExp(`series=${FIELDS.length * HOSTS}i,evictions=0i`));
      assert.ok(statSync(state("holtline.state")).size > 100 * HOSTS);
      assert.is(requests[0]!.headers.authorization, "Token secret");
    }),
  );
