import { test } from "uvu";
import * as assert from "uvu/assert";
import { hosts } from "../../src/simulation/hosts.js";

const DAY = 1_440;

test("three hosts whose shares add up to 100 percent at every point", () => {
  const samples = hosts(DAY, 1, 0, 60);
  assert.is(samples.length, 3);
  for (const { fields } of samples) {
    assert.equal(
      fields.map(({ name }) => name),
      ["usage_idle", "usage_system", "usage_user"],
    );
    for (let point = 0; point < DAY; point++) {
      const shares = fields.map(({ values }) => values[point]!);
      assert.is(
        shares.reduce((sum, share) => sum + share),
        10_000,
      );
      assert.ok(shares.every((share) => share >= 0));
    }
  }
});

test("the load follows the time of day, wherever the data begins", () => {
  const meanBetween = (start: number, fromHour: number, toHour: number) => {
    const values = hosts(DAY, 1, start, 60)[1]!.fields[2]!.values;
    const hourAt = (point: number) => ((start + point * 60) % 86_400) / 3_600;
    const within = [...values].filter((_, point) => hourAt(point) >= fromHour && hourAt(point) < toHour);
    return within.reduce((sum, value) => sum + value, 0) / within.length / 100;
  };
  for (const start of [0, 43_200]) {
    const [day, night] = [meanBetween(start, 13, 15), meanBetween(start, 1, 3)];
    assert.ok(day - night > 25, `${day} by day, ${night} by night`);
  }
});

test("a silent host has no lines, and the label of its silence ends at the first one after it", () => {
  const web = hosts(4_320, 1, 0, 60)[1]!;
  const gaps = web.labels.filter(({ fault }) => fault === "gap");
  assert.is(gaps.length, 3);
  const { first, last } = gaps[0]!;
  assert.ok(web.missing.subarray(first, last).every((missing) => missing === 1));
  assert.is(web.missing[first - 1], 0);
  assert.is(web.missing[last], 0);
});

test.run();
