import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { parseLine } from "../../src/engine/line.js";
import { linesOf } from "../fuzz/lines.js";
import { modes, passed } from "../fuzz/modes.js";
import { saysTheSame } from "../fuzz/separate.js";
import { skeleton } from "../fuzz/skeletons.js";

const input = fc.record({
  skeletons: fc.array(skeleton, { minLength: 1, maxLength: 3 }),
  count: fc.integer({ min: 1, max: 80 }),
  mutatedShare: fc.constantFrom(0, 0, 0.1, 1),
  seed: fc.integer(),
});

modes.forEach(({ given }, index) => {
  test(`no line is lost, changed or misread in either build: ${JSON.stringify(given)}`, () => {
    let added = 0;
    fc.assert(
      fc.property(input, fc.constantFrom(undefined, "debug" as const), (lines, build) => {
        const bytes = linesOf(lines.skeletons, lines.count, lines.mutatedShare, lines.seed);
        const parts = passed(given, bytes, lines.seed, build);
        for (const line of parts.added) assert.is(parseLine(line, 0, line.length, false).kind, "line", text(line));
        for (const { original, written } of parts.spliced) {
          assert.ok(saysTheSame(original, written), `${text(original)} ${text(written)}`);
        }
        added += parts.added.length + parts.spliced.length;
      }),
      { numRuns: 40, seed: 8 + index },
    );
    assert.ok(added > 50, `only ${added} lines have something of ours`);
  });
});

const text = (bytes: Uint8Array) => JSON.stringify(Buffer.from(bytes).toString("latin1"));

test.run();
