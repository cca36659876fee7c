import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { acceptedByTelegraf } from "../fuzz/accept.js";
import { linesOf } from "../fuzz/lines.js";
import { modes, passed } from "../fuzz/modes.js";
import { skeleton } from "../fuzz/skeletons.js";
import { testWithTelegraf } from "./telegraf.js";

/**
 * Lines of an input, and the seed of the first batch. By hand: HOLTLINE_FUZZ_LINES=10000000, and HOLTLINE_FUZZ_SECONDS
 * ends the run earlier; to see one batch again HOLTLINE_FUZZ_SEED=its seed HOLTLINE_FUZZ_LINES=1.
 */
const { HOLTLINE_FUZZ_LINES = "200000", HOLTLINE_FUZZ_SEED = "1", HOLTLINE_FUZZ_SECONDS = "Infinity" } = process.env;
/** Lines of a batch whose mode writes about two for each. */
const BATCH = 20_000;

interface Sums {
  lines: number;
  valid: number;
  invalid: number;
  accepted: number;
}

/**
 * One input, made of the seed, through one kind of output. Resolves when Telegraf has taken all that is ours; while it
 * does, the next input can be made.
 */
function batch(seed: number, sums: Sums): Promise<void> {
  const { given, share } = modes[seed % modes.length]!;
  const count = (BATCH * share) / 100;
  const skeletons = fc.sample(skeleton, { numRuns: Math.ceil(count / 250), seed });
  const input = linesOf(skeletons, count, 0.1, seed);
  const parts = passed(given, input, seed);
  sums.lines += count;
  sums.valid += parts.valid;
  sums.invalid += parts.invalid;
  return acceptedByTelegraf(parts).then((accepted) => {
    sums.accepted += accepted;
  });
}

/** The same, with what shows it again in its errors. */
async function namedBatch(seed: number, sums: Sums): Promise<void> {
  try {
    await batch(seed, sums);
  } catch (error) {
    const { name, message } = error as Error;
    throw new Error(`HOLTLINE_FUZZ_SEED=${seed} ${JSON.stringify(modes[seed % modes.length])}: ${name}: ${message}`);
  }
}

testWithTelegraf(
  `of ${HOLTLINE_FUZZ_LINES} hostile lines none is lost, and Telegraf takes all that is added to them`,
  async () => {
    const sums = { lines: 0, valid: 0, invalid: 0, accepted: 0 };
    const last = performance.now() + 1000 * Number(HOLTLINE_FUZZ_SECONDS);
    let seed = Number(HOLTLINE_FUZZ_SEED);
    let before = Promise.resolve();
    for (; sums.lines < Number(HOLTLINE_FUZZ_LINES) && performance.now() < last; seed++) {
      const next = namedBatch(seed, sums);
      next.catch(() => {}); // is told in its turn
      await before;
      before = next;
    }
    await before;
    const { lines, valid, invalid, accepted } = sums;
    console.log(
      `seeds ${HOLTLINE_FUZZ_SEED} to ${seed - 1}: ${lines} lines, of which Telegraf would take ${valid} and refuse ` +
        `${invalid}; Telegraf took ${accepted} lines that are ours or have something of ours`,
    );
    assert.ok(accepted > lines / 10 && valid > lines / 2 && invalid > lines / 50);
  },
);

test.run();
