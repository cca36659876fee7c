import { test } from "uvu";
import * as assert from "uvu/assert";
import { loadProbe } from "./probe.js";

test("the experts of a series take at most 336 bytes, and its seasons at most 700", () => {
  const probe = loadProbe<Record<string, { value: number }>>();
  assert.ok(probe.expertsBytes!.value <= 336, `${probe.expertsBytes!.value} bytes`);
  const profiles = 3 * probe.profileHeadBytes!.value + 2 * (60 + 96 + 84);
  assert.ok(probe.seasonsBytes!.value + profiles <= 700, `${probe.seasonsBytes!.value + profiles} bytes`);
});

test("the layout of a snapshot is that of its version", () => {
  const probe = loadProbe<Record<string, { value: number }>>();
  const parts = Object.entries(probe).filter(([name]) => /Bytes$|^totalCount$/.test(name));
  const layout = Object.fromEntries(parts.map(([name, { value }]) => [name, value]));
  const raise = "raise RECORD_VERSION in assembly/snapshot/record.ts, and then what stands here";
  assert.equal(
    { version: probe.RECORD_VERSION!.value, ...layout },
    {
      version: 5,
      seriesBytes: 93,
      channelsBytes: 376,
      keyHeadBytes: 16,
      holtBytes: 64,
      aheadBytes: 25,
      tallyBytes: 12,
      incidentBytes: 43,
      intervalsBytes: 40,
      windowHeadBytes: 16,
      seasonsBytes: 32,
      expertsBytes: 336,
      profileHeadBytes: 52,
      totalCount: 8,
      dayBytes: 432,
    },
    raise,
  );
});

test.run();
