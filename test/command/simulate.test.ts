import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { finish, root, start } from "../host/child.js";

const room = mkdtempSync(join(tmpdir(), "holtline-"));
test.after(() => rmSync(room, { recursive: true }));
const simulate = (...args: string[]) => finish(start(["simulate", ...args]));

test("the bundled data is what its README's command writes", async () => {
  const labels = join(room, "labels.csv");
  assert.match(
    readFileSync(join(root, "data/README.md"), "utf8"),
    /^holtline simulate --labels data\/brews.labels.csv \| gzip -9n > data\/brews.lp.gz$/m,
  );
  const { stdout, stderr } = await simulate("--labels", labels);
  assert.is(stderr, "");
  assert.ok(stdout.equals(gunzipSync(readFileSync(join(root, "data/brews.lp.gz")))));
  assert.ok(readFileSync(labels).equals(readFileSync(join(root, "data/brews.labels.csv"))));
});

test("start, interval, points and seed are what they say", async () => {
  const { stdout } = await simulate("--start", "2026-07-01T12:00:00.5+02:00", "--interval", "10s", "--points", "2");
  const times = [...String(stdout).matchAll(/ (\d+)\n/g)].map(([, time]) => time);
  assert.equal(times, ["1782900000500000000", "1782900000500000000", "1782900010500000000", "1782900010500000000"]);
  const [seven, again, eight] = await Promise.all(
    ["7", "7", "8"].map(async (seed) => String((await simulate("--points", "300", "--seed", seed)).stdout)),
  );
  assert.ok(seven === again && seven !== eight);
});

test("hosts are three, a minute apart", async () => {
  const { stdout } = await simulate("--kind", "host", "--points", "2");
  const lines = String(stdout).trimEnd().split("\n");
  assert.is(lines.length, 6);
  const pattern = /^cpu,cpu=cpu-total,host=db-1 usage_idle=[\d.]+,usage_system=[\d.]+,usage_user=[\d.]+ (\d+)$/;
  assert.is(pattern.exec(lines[0]!)![1], "1767225600000000000");
  assert.is(pattern.exec(lines[3]!)![1], "1767225660000000000");
});

test("a fleet is of so many hosts and series, and its outages are labelled", async () => {
  const labels = join(room, "outages.csv");
  const size = ["--hosts", "12", "--series", "5", "--points", "1500", "--seed", "4"];
  const { stdout } = await simulate("--kind", "fleet", ...size, "--labels", labels);
  const lines = String(stdout).trimEnd().split("\n");
  assert.match(
    lines[0]!,
    /^cpu,cpu=cpu-total,host=node-001,rack=r01 usage_idle=[\d.]+,usage_user=.* 1767225600000000000$/,
  );
  assert.match(lines[1]!, /^diskio,name=sda,host=node-001,rack=r01 io_await=[\d.]+ /);
  assert.ok(lines.some((line) => line.includes("host=node-012,rack=r02 ")));
  assert.ok(readFileSync(labels, "utf8").startsWith("series,start,end,kind\n"));
});

test.run();
