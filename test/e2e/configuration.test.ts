import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { createGunzip } from "node:zlib";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { pause, plainLines } from "../host/child.js";
import {
  canonical,
  ended,
  holtline,
  inRoom,
  onceThrough,
  processor,
  startTelegraf,
  testWithTelegraf,
} from "./telegraf.js";

const expected: [string, string[]][] = [
  ["telegraf.conf", ["temperature", "fcast", "anomaly"]],
  ["telegraf2.conf", ["temperature", "fcast", "anomaly", "fcastlinear", "anomalylinear"]],
];
const noDatabase = { INFLUX1_HOST: undefined, INFLUX_HOST: undefined, INFLUX_TOKEN: undefined, INFLUX_ORG: undefined };

/** How often each measurement stands at the beginning of a line. */
function measurements(output: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [, name] of output.matchAll(/^(?:> )?(\w+),/gm)) counts.set(name!, (counts.get(name!) ?? 0) + 1);
  return counts;
}

for (const [file, names] of expected) {
  testWithTelegraf(`${file} as it stands shows forecasts within five seconds of --test`, async () => {
    const args = ["--config", file, "--test", "--test-wait", "5"];
    const { stdout, log, code } = await ended(startTelegraf(args, noDatabase));
    const counts = measurements(stdout);
    assert.equal([...counts.keys()].sort(), [...names].sort());
    const points = counts.get("temperature")!;
    assert.ok(points >= 20, `${points} points`);
    const added = counts.get("fcast")!;
    assert.ok(added >= 40 && added % 40 === 0, `${added} forecasts`);
    for (const name of names.slice(1)) assert.is(counts.get(name), added, name);
    assert.not.match(log, /[EW]! \[/);
    assert.is(code, 0);
  });
}

testWithTelegraf("telegraf.conf writes to the terminal, and to InfluxDB when its variables are set", async () => {
  const bodies: string[] = [];
  const requests = new Set<string>();
  const server = createServer(async (request, response) => {
    requests.add(`${request.method} ${request.url} ${request.headers.authorization}`);
    const gzipped = request.headers["content-encoding"] === "gzip";
    bodies.push(await text(gzipped ? request.pipe(createGunzip()) : request));
    response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const variables = { INFLUX_HOST: `http://127.0.0.1:${port}`, INFLUX_TOKEN: "secret", INFLUX_ORG: "brewers" };
  const child = startTelegraf(["--config", "telegraf.conf"], variables);
  const ending = ended(child);
  await pause(4000);
  process.kill(-child.pid!, "SIGINT");
  const { stdout } = await ending;
  server.close();
  assert.equal([...requests], ["POST /api/v2/write?bucket=brews&org=brewers Token secret"]);
  assert.ok(measurements(stdout).get("fcast")! >= 40);
  assert.equal(measurements(bodies.join("")), measurements(stdout));
});

testWithTelegraf("without its variables nothing is sent to InfluxDB and nothing is said about it", async () => {
  const child = startTelegraf(["--config", "telegraf.conf"], noDatabase);
  const ending = ended(child);
  await pause(4000);
  process.kill(-child.pid!, "SIGINT");
  const { stdout, log, code } = await ending;
  assert.ok(measurements(stdout).get("fcast")! >= 40);
  assert.not.match(log, /[EW]! \[/);
  assert.is(code, 0);
});

testWithTelegraf("a bad flag is an error in Telegraf's log that names the remedy, and every line passes", async () => {
  const input = plainLines(200);
  const { output, log } = await onceThrough(input, processor(holtline("run", "--trend", "dampd")));
  assert.equal(canonical(output), canonical(input));
  assert.match(log, /E! \[processors\.execd\] --trend dampd: expected .*; did you mean damped\?/);
  assert.match(log, /E! \[processors\.execd\] Lines pass through unscored/);
  assert.not.match(log, /stderr: /);
});

testWithTelegraf(
  "rules of a configuration file hold in Telegraf, and what is wrong with one is in its log",
  async () => {
    const input = plainLines(100) + plainLines(100).replaceAll("bv_1", "bv_2");
    const through = (text: string) =>
      inRoom(async (path) => {
        writeFileSync(path("h.toml"), text);
        return onceThrough(input, processor(holtline("--config", path("h.toml"))));
      });
    const rule = `horizon = 0\n[[rule]]\ntags = { brew = "bv_2" }\nhorizon = 3\nforecast-every = 1\n`;
    const good = await through(rule);
    const paths = good.output.split("\n").filter((line) => line.startsWith("fcast,"));
    assert.is(paths.length, 3 * 91);
    assert.ok(paths.every((line) => line.includes("brew=bv_2")));
    const bad = await through(rule.replace("horizon = 3", "horizn = 3"));
    assert.equal(canonical(bad.output), canonical(input));
    assert.match(bad.log, /E! \[processors\.execd\] .*h\.toml:4:1: rule 1: horizn: .* did you mean horizon\?/);
  },
);

testWithTelegraf("messages reach Telegraf's log at their own level", async () => {
  const command = holtline("run", "--log-level", "debug");
  const { log } = await onceThrough(plainLines(200), `${processor(command)}  log_level = "debug"\n`);
  assert.match(log, /D! \[processors\.execd\] 200 lines in, 200 values/);
  assert.not.match(log, /[EW]! \[processors/);
});

test.run();
