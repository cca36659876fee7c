import { test } from "uvu";
import * as assert from "uvu/assert";
import { FLEET_SERIES, Fleet, outagesTable } from "../../src/simulation/fleet.js";
import { outageKinds, outages } from "../../src/simulation/outages.js";

const clock = { start: 1_767_225_600_000_000_000n, interval: 60_000_000_000n };

function linesOf(hosts: number, points: number, seed: number, series = FLEET_SERIES): string {
  const fleet = new Fleet({ hosts, points, seed, series, clock });
  let all = "";
  for (let lines = fleet.next(); lines !== ""; lines = fleet.next()) all += lines;
  return all;
}

test("thirty series a host, and the same for the same seed", () => {
  const lines = linesOf(2, 3, 1);
  assert.is(FLEET_SERIES, 30);
  const fields = lines.split("\n").map((line) => (line === "" ? 0 : line.split(" ")[1]!.split(",").length));
  assert.is(
    fields.reduce((sum, count) => sum + count, 0),
    2 * 3 * 30,
  );
  assert.is(lines, linesOf(2, 3, 1));
  assert.not.equal(lines, linesOf(2, 3, 2));
});

test("fewer points are the beginning of more, and fewer series some of more", () => {
  const many = linesOf(11, 60, 1);
  assert.ok(many.startsWith(linesOf(11, 20, 1)));
  const idle = (lines: string) => lines.split("\n").map((line) => /usage_idle=[\d.]+/.exec(line)?.[0]);
  assert.equal(
    idle(linesOf(11, 20, 1, 1)).filter((one) => one !== undefined),
    idle(linesOf(11, 20, 1, 4)).filter((one) => one !== undefined),
  );
});

test("outages begin on the second day, of all kinds, within the fleet", () => {
  const all = outages(200, 14 * 1_440, 1);
  assert.equal(new Set(all.map(({ kind }) => kind)), new Set(outageKinds));
  for (const { first, last, hosts } of all) {
    assert.ok(first >= 1_440 && first <= last);
    assert.ok(hosts.every((host) => host >= 0 && host < 200));
  }
  const few = all.filter(({ first }) => first < 5 * 1_440);
  assert.equal(outages(200, 5 * 1_440, 1), few);
  assert.ok(all.filter(({ kind }) => kind === "switch").every(({ hosts }) => hosts.length === 10));
});

test("a stall shows in its host's disk while it lasts", () => {
  const shape = { hosts: 40, points: 2 * 1_440, seed: 3, series: 5, clock };
  const fleet = new Fleet(shape);
  const stall = fleet.outages.find(({ kind }) => kind === "stall")!;
  const waits: number[] = [];
  const name = `host=node-${String(stall.hosts[0]! + 1).padStart(3, "0")},`;
  for (let lines = fleet.next(); lines !== ""; lines = fleet.next()) {
    const line = lines.split("\n").find((one) => one.startsWith("diskio,") && one.includes(name));
    waits.push(Number(/io_await=([\d.]+)/.exec(line ?? "")?.[1] ?? Number.NaN));
  }
  const mean = (from: number, to: number) => {
    const known = waits.slice(from, to).filter((wait) => !Number.isNaN(wait));
    return known.reduce((sum, wait) => sum + wait, 0) / known.length;
  };
  assert.ok(mean(stall.first + 1, stall.last) > 4 * mean(stall.first - 60, stall.first));
  const rows = outagesTable(fleet, shape).split("\n");
  assert.is(rows[0], "series,start,end,kind");
  const start = clock.start + BigInt(stall.first) * clock.interval;
  assert.ok(rows.some((row) => row.startsWith(`"diskio,${name}name=sda,rack=`) && row.includes(`,${start},`)));
});

test.run();
