import { test } from "uvu";
import * as assert from "uvu/assert";
import { keysOfOneFirstLane, keysOfOneText, type RawKey } from "../kernel/colliding-keys.js";
import { engine, outputOf } from "./harness.js";

/** Twelve lines of each series, whose values tell it from the others. */
function linesOf(keys: readonly RawKey[]): string {
  let text = "";
  for (let round = 0; round < 12; round++) {
    keys.forEach(({ prefix, field }, index) => {
      text += `${prefix} ${field}=${index + 0.5} ${1_600_000_000 + round}000000000\n`;
    });
  }
  return text;
}

function scoredAlone(keys: readonly RawKey[]): void {
  const subject = engine({ horizon: 0 });
  const output = outputOf(subject, linesOf(keys));
  assert.is(subject.statistics().series, keys.length);
  const residuals = [...output.matchAll(/ y=([\d.]+),yhat=([\d.]+),/g)];
  assert.is(residuals.length, 3 * keys.length);
  // every series stands still: what it is expected to be is what it is
  for (const [text, value, forecast] of residuals) assert.is(forecast, value, text);
}

test("series whose keys have the first lane of the hash in common stay apart", () => {
  scoredAlone(keysOfOneFirstLane(10));
});

test("series whose keys have all bytes in common when an end is taken for text stay apart", () => {
  for (const pair of keysOfOneText) scoredAlone(pair);
});

test.run();
