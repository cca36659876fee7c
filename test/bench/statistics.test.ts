import { test } from "uvu";
import * as assert from "uvu/assert";
import { figure, markdownTable, quantileOf, rates, summarise, times } from "../../bench/statistics.js";

test("a summary has the least, the mean and the sample's standard deviation", () => {
  assert.equal(summarise([2, 4, 9]), { least: 2, mean: 5, deviation: Math.sqrt(13) });
  assert.equal(summarise([3]), { least: 3, mean: 3, deviation: 0 });
  assert.throws(() => summarise([]), /nothing was measured/);
});

test("a quantile is the smallest value that its share does not exceed", () => {
  const values = Float64Array.from({ length: 100 }, (_, index) => 100 - index);
  assert.is(quantileOf(values, 0.5), 50);
  assert.is(quantileOf(values, 0.99), 99);
  assert.is(quantileOf(values, 1), 100);
  assert.is(quantileOf(Float64Array.of(7), 0.01), 7);
  assert.ok(Number.isNaN(quantileOf(new Float64Array(0), 0.5)));
});

test("ratios have two digits, and a dash where nothing is compared", () => {
  assert.is(times(3, 2), "1.5");
  assert.is(times(1, 3), "0.33");
  assert.is(times(61_234, 60), "1,021");
  assert.is(times(2, undefined), "–");
  assert.is(times(2, 0), "–");
});

test("figures have three digits", () => {
  assert.is(figure(51.26), "51.3");
  assert.is(figure(30_712), "30,700");
  assert.is(figure(999_700), "1 M");
  assert.is(figure(2_345_678), "2.35 M");
});

test("the best rate is that of the shortest run, and the mean is the rates'", () => {
  assert.equal(rates([1, 2], 100), { best: 100, text: "75 ± 35.4" });
  assert.equal(rates([4], 100), { best: 25, text: "one run" });
});

test("a table is Markdown, aligned for who reads the source", () => {
  assert.is(
    markdownTable(
      ["job", "to", "× it"],
      [
        ["a pipe", "x", "1"],
        ["b", "a file", "2.5"],
      ],
      2,
    ),
    `| job    | to     | × it |
| ------ | ------ | ---: |
| a pipe | x      |    1 |
| b      | a file |  2.5 |
`,
  );
});

test.run();
