import { statSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { nanosecondsALine } from "../../bench/in-process.js";
import { inRoom } from "../../bench/whole-process.js";
import { writeLoad } from "../../bench/workload.js";

test("a file of few chunks is timed, too, behind its cold part", async () => {
  await inRoom(async (path) => {
    assert.is(writeLoad(path("lines.lp"), { keys: 100, rounds: 20, fields: 1 }, 1), 2_000);
    const { size } = statSync(path("lines.lp"));
    for (const cold of [0, 0.5]) {
      const nanoseconds = nanosecondsALine(path("lines.lp"), { emit: "fields", refit: 0 }, cold, size);
      assert.ok(nanoseconds > 0, `${nanoseconds}`);
    }
  });
});

test.run();
