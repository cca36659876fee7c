import { test } from "uvu";
import * as assert from "uvu/assert";
import { searchQuiet } from "../../src/command/tune-quiet.js";
import { quietText } from "../../src/command/tune-quiet-report.js";
import { runTrial } from "../../src/command/tune-trial.js";
import type { SeriesRule } from "../../src/engine/engine.js";
import type { Label } from "../../src/labels/read.js";
import { resolve } from "../../src/options.js";
import { kernelBytes, latin1, noise } from "../engine/harness.js";

const START = 1_767_225_600;
const at = (second: number) => BigInt(START + second) * 1_000_000_000n;

/** A noisy series with single values that stand off, by their second. */
function material(outliers: Record<number, number>) {
  let text = "";
  for (let i = 0; i < 6_000; i++) {
    text += `m,room=a\\ b f=${(20 + noise(i) / 10 + (outliers[i] ?? 0)).toFixed(2)} ${START + i}000000000\n`;
  }
  return { kernel: kernelBytes(), rules: [], files: [[latin1(text)]] };
}

function rulesFor(outliers: Record<number, number>, labels: readonly Label[]) {
  const its = material(outliers);
  const trial = (rules: readonly SeriesRule[]) => runTrial({ ...its, rules }, resolve({}), false, () => {});
  return searchQuiet(labels, trial([]), (rule) => trial([rule]));
}

function label(second: number, kind: string): Label {
  return { series: "m,room=a\\ b f", start: at(second - 2), end: at(second + 2), kind };
}

test("a rule keeps what is labelled as no news quiet, and nothing that is stronger", () => {
  const [rules] = rulesFor({ 3000: 12, 4000: -60 }, [label(3_000, "not_news"), label(4_000, "spike")]);
  const best = rules![0]!;
  assert.is(best.quieted, 1);
  assert.is(best.labelled, 1);
  assert.is(best.strong + best.real, 0);
  assert.ok(
    rules!.some(({ real }) => real === 1),
    "a rule that loses the real one is shown behind",
  );
  const text = quietText([rules!], { width: 200, colours: false });
  assert.match(
    text,
    /\[\[rule\]\]\nmeasurement = "m"\nfield = "f"\ntags = \{ "room" = "a b" \}\n(min-deviation|direction) = "/,
  );
});

test("no rule is advised that would lose what is labelled as real", () => {
  const [rules] = rulesFor({ 3000: 40, 4000: 40 }, [label(3_000, "not_news"), label(4_000, "spike")]);
  const text = quietText([rules!], { width: 200, colours: false });
  if (rules![0]!.real > 0 || rules![0]!.quieted === 0) assert.not.match(text, /\[\[rule\]\]/);
  else assert.is(rules![0]!.real, 0);
});

test("where nothing is labelled as no news there is nothing to advise", () => {
  assert.match(
    quietText(rulesFor({ 4000: 40 }, [label(4_000, "spike")]), { width: 80, colours: false }),
    /nothing is to be kept quiet/,
  );
});

test.run();
