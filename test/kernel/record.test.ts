import { test } from "uvu";
import * as assert from "uvu/assert";
import { loadProbe } from "./probe.js";

test("a series' record takes at most 496 bytes", () => {
  const { RECORD_BYTES } = loadProbe<{ RECORD_BYTES: { value: number } }>();
  assert.ok(RECORD_BYTES.value > 0);
  assert.ok(RECORD_BYTES.value <= 496, `${RECORD_BYTES.value} bytes`);
});

test("the layout of a snapshot is that of its version", () => {
  const probe = loadProbe<Record<string, { value: number }>>();
  const parts = Object.entries(probe).filter(([name]) => /Bytes$|^totalCount$/.test(name));
  const layout = Object.fromEntries(parts.map(([name, { value }]) => [name, value]));
  const raise = "raise RECORD_VERSION in assembly/snapshot/record.ts, and then what stands here";
  assert.equal(
    { version: probe.RECORD_VERSION!.value, ...layout },
    {
      version: 4,
      seriesBytes: 146,
      channelsBytes: 344,
      dayBytes: 432,
      keyHeadBytes: 16,
      aheadBytes: 25,
      tallyBytes: 12,
      incidentBytes: 43,
      intervalsBytes: 40,
      windowHeadBytes: 16,
      seasonsBytes: 26,
      profileHeadBytes: 56,
      totalCount: 8,
    },
    raise,
  );
});

test.run();
