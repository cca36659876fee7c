import * as assert from "uvu/assert";
import { type Alert, withAlertmanager } from "./databases.js";
import { incidents, type Told, told } from "./incidents.js";
import { withReceiver } from "./receiver.js";
import { runRecipe } from "./recipe.js";
import { eventually } from "./server.js";
import { complaint } from "./written.js";

/** What a webhook gets of an event in Telegraf's JSON. */
interface Sent {
  name: string;
  tags: Record<string, string>;
  fields: Record<string, unknown>;
}

/** Feeds lines to a recipe that writes to a webhook, and gives the bodies that came, one for each request. */
async function messages(
  file: string,
  variable: string,
  count: number,
  authorization?: string,
  lines = incidents.first + incidents.rest,
): Promise<unknown[]> {
  return withReceiver(async ({ url, came, requests }) => {
    const variables = { [variable]: `${url}/hook`, WEBHOOK_AUTHORIZATION: authorization };
    const { log } = await runRecipe(
      file,
      () => variables,
      async ({ finish }) => {
        finish(lines);
        await came(count);
      },
    );
    assert.not.match(log, complaint);
    for (const { path, headers } of requests) {
      assert.is(path, "/hook");
      assert.is(headers["content-type"], "application/json");
      if (authorization !== undefined) assert.is(headers.authorization, authorization);
    }
    return requests.map(({ body }) => JSON.parse(body));
  });
}

async function webhook(file: string, expected: readonly Told[]): Promise<void> {
  const sent = (await messages(file, "WEBHOOK_URL", expected.length, "Bearer secret")) as Sent[];
  const heard = sent.map(({ tags, fields }) => {
    const { event, severity, message } = fields as unknown as Told;
    return { brew: tags.brew!, event, severity, message };
  });
  assert.equal(heard, expected);
  for (const { name, tags } of sent)
    assert.equal([name, tags.source, tags.field], ["anomaly", "temperature", "temperature"]);
}

export const everyEvent = () => webhook("webhook.conf", told);

export const severeEvents = () =>
  webhook(
    "webhook-severe.conf",
    told.filter(({ severity }) => severity === 2),
  );

const signs = (one: Told) => (one.event === "closed" ? "🟢" : one.severity === 2 ? "🔴" : "🟡");

export async function chat(): Promise<void> {
  const sent = await messages("chat.conf", "CHAT_WEBHOOK", told.length);
  assert.equal(
    sent,
    told.map((one) => ({ text: `${signs(one)} ${one.message}` })),
  );
}

/** A host of six series that are busy at once for a while. */
const busyHost = Array.from({ length: 120 }, (_, i) => {
  const fields = ["usage", "load", "wait", "queue", "errors", "latency"].map((field, at) => {
    const value = i >= 90 && i < 100 ? 95 : 30 + ((i * (7919 + 4 * at) + at * 17) % 11) / 10;
    return `${field}=${value.toFixed(1)}`;
  });
  return `cpu,host=web-1 ${fields.join(",")} ${1_767_225_600 + i}000000000\n`;
}).join("");

/** What goes wrong on a host at once is one message, and one at its end. */
export async function stories(): Promise<void> {
  const sent = (await messages("webhook.conf", "WEBHOOK_URL", 2, "Bearer secret", busyHost)) as Sent[];
  assert.equal(
    sent.map(({ name, tags, fields }) => [name, tags, fields.event, fields.anomalous, fields.series]),
    [
      ["anomaly_group", { host: "web-1" }, "opened", 6, 6],
      ["anomaly_group", { host: "web-1" }, "closed", 6, 6],
    ],
  );
  const said = (await messages("chat.conf", "CHAT_WEBHOOK", 2, undefined, busyHost)) as { text: string }[];
  assert.match(said[0]!.text, /^[🟡🔴] web-1: 6 of 6 series unusual since 00:01:30, first cpu \w+ 95 \(expected /u);
  assert.match(said[1]!.text, /^🟢 web-1 is quiet again after \d+ s: 6 of 6 series were unusual, first cpu \w+$/);
}

/** What Alertmanager sends on. */
interface Notification {
  alerts: (Omit<Alert, "status"> & { status: string })[];
}

/** An alert in a few words, for a comparison. */
const short = ({ labels, annotations }: Pick<Alert, "labels" | "annotations">) =>
  `${labels.alertname} ${labels.severity} ${labels.brew}: ${annotations.summary}`;

const alert = (severity: string, { brew, message }: Told) => `HoltlineAnomaly ${severity} ${brew}: ${message}`;

/** Incidents that Alertmanager has fire while they are open, and that are over for it, and for a phone, when they close. */
export const alertmanager = () =>
  withReceiver((phone) =>
    withAlertmanager(phone.url, async ({ url, firing }) => {
      const { log } = await runRecipe(
        "alertmanager.conf",
        () => ({ ALERTMANAGER_URL: url }),
        async ({ feed, finish }) => {
          feed(incidents.first);
          const open = await firing(2);
          assert.equal(open.map(short).sort(), [alert("critical", told[3]!), alert("warning", told[2]!)]);
          finish(incidents.rest);
          const left = await eventually("the end of bv_2", async () => {
            const alerts = await firing(1);
            return alerts[0]!.labels.brew === "bv_3" ? alerts : undefined;
          });
          assert.equal(left.map(short), [alert("critical", told[5]!)]);
          await eventually("both ends on the phone", async () => {
            const over = phone.requests
              .flatMap(({ body }) => (JSON.parse(body) as Notification).alerts)
              .filter(({ status, labels }) => status === "resolved" && labels.brew === "bv_2")
              .map(short);
            const expected = ["critical", "warning"].map((severity) => alert(severity, told[4]!));
            return expected.every((one) => over.includes(one)) || undefined;
          });
        },
      );
      assert.not.match(log, complaint);
    }),
  );
