import { test } from "uvu";
import * as assert from "uvu/assert";
import { brews } from "../../src/simulation/brews.js";
import type { Label, Sample } from "../../src/simulation/sample.js";

const valuesOf = (sample: Sample) => sample.fields[0]!.values;
const labelled = (sample: Sample, fault: Label["fault"]) => sample.labels.filter((label) => label.fault === fault);

test("two beers, and the same ones for the same seed", () => {
  const [one, other] = [brews(3_000, 5), brews(3_000, 5)];
  assert.equal(
    one.map(({ key }) => key),
    ["temperature,brew=ipa_3", "temperature,brew=stout_2"],
  );
  assert.equal(one, other);
  assert.not.equal(one, brews(3_000, 6));
});

test("fewer points are the beginning of more, labels too", () => {
  const [few, many] = [brews(1_500, 1), brews(6_000, 1)];
  few.forEach((sample, index) => {
    assert.equal(valuesOf(sample), valuesOf(many[index]!).subarray(0, 1_500));
    const begun = many[index]!.labels.filter(({ first }) => first < 1_500);
    const cut = begun.map((label) => ({ ...label, last: Math.min(label.last, 1_499) }));
    const inOrder = (labels: readonly Label[]) => [...labels].sort((a, b) => a.first - b.first || a.last - b.last);
    assert.equal(inOrder(sample.labels), inOrder(cut));
  });
});

test("labels lie within the data and misreads do not overlap", () => {
  for (const sample of brews(18_000, 2)) {
    for (const { first, last } of sample.labels) assert.ok(first >= 0 && first <= last && last < 18_000);
    const spikes = labelled(sample, "spike");
    for (let index = 1; index < spikes.length; index++) assert.ok(spikes[index]!.first > spikes[index - 1]!.last);
  }
});

test("a beer's regime changes without a jump", () => {
  for (let seed = 1; seed <= 5; seed++) {
    for (const sample of brews(6_000, seed)) {
      const values = valuesOf(sample);
      const right = (point: number) => sample.labels.every(({ first, last }) => point < first || point > last);
      for (const change of [2_400, 3_600]) {
        for (let point = change - 1; point < change + 6; point++) {
          if (!right(point) || !right(point - 1)) continue;
          const step = Math.abs(values[point]! - values[point - 1]!);
          assert.ok(step <= 1, `${step} tenths at ${point} of ${sample.key}, seed ${seed}`);
        }
      }
    }
  }
});

test("a misread is half a degree off at least, a value before and after it is right", () => {
  const [ipa] = brews(6_000, 1);
  const values = valuesOf(ipa!);
  const short = labelled(ipa!, "spike").filter(({ first, last }) => first > 0 && last - first < 3);
  assert.ok(short.length > 15, `${short.length} misreads`);
  let clear = 0;
  for (const { first, last } of short) {
    const before = values[first - 1]!;
    if (Math.abs(values[first]! - before) >= 4 && Math.abs((values[last + 1] ?? before) - before) <= 3) clear++;
  }
  assert.ok(clear / short.length > 0.8, `${clear} of ${short.length}`);
});

test("in every round a beer is moved, its heater fails and its probe gets stuck", () => {
  for (const sample of brews(12_000, 3)) {
    for (const fault of ["level_shift", "drift", "stuck"] as const) assert.is(labelled(sample, fault).length, 2, fault);
    for (const { first, last } of labelled(sample, "stuck")) {
      const stretch = valuesOf(sample).subarray(first - 1, last + 1);
      assert.ok(stretch.every((value) => value === stretch[0]));
    }
  }
});

test("temperatures stay those of beer, however long", () => {
  for (const sample of brews(60_000, 4)) {
    const sorted = Int32Array.from(valuesOf(sample)).sort();
    assert.ok(sorted[600]! > 150 && sorted[59_400]! < 290, `${sorted[600]} to ${sorted[59_400]}`);
  }
});

test.run();
