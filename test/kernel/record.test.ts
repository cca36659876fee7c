import { test } from "uvu";
import * as assert from "uvu/assert";
import { loadProbe } from "./probe.js";

test("a series' record takes at most 280 bytes", () => {
  const { RECORD_BYTES } = loadProbe<{ RECORD_BYTES: { value: number } }>();
  assert.ok(RECORD_BYTES.value > 0);
  assert.ok(RECORD_BYTES.value <= 280, `${RECORD_BYTES.value} bytes`);
});

test.run();
