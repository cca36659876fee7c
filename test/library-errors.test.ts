import { test } from "uvu";
import * as assert from "uvu/assert";
import { type FitError, fit, forecast } from "../src/index.js";

const wrong: [string, () => unknown, string, RegExp][] = [
  ["no array", () => fit(undefined as never), "values", /values is undefined: expected an array/],
  ["a text", () => fit("12" as never), "values", /values is "12"/],
  ["nothing", () => fit([]), "values", /0 elements: expected 1 to 4096/],
  ["too much", () => fit(new Float64Array(4097)), "values", /4097 elements: expected 1 to 4096; take the newest/],
  ["NaN", () => fit([1, 2, Number.NaN]), "values", /values\[2\] is NaN: .*leave gaps out/],
  ["infinity", () => fit([1, -Infinity]), "values", /values\[1\] is -Infinity/],
  ["a hole", () => fit(new Array(2)), "values", /values\[0\] is undefined: expected a number/],
  ["a text within", () => fit([1, "2" as never]), "values", /values\[1\] is "2": expected a number/],
  ["a bigint within", () => fit([1n as never]), "values", /values\[0\] is 1n/],
  ["too large", () => fit([1, -1e151]), "values", /values\[1\] is -1e\+151: .*1e\+150/],
  ["a trend", () => fit([1], { trend: "lineer" as never }), "trend", /"lineer": expected .*; did you mean linear\?/],
  ["alpha", () => fit([1], { alpha: 0 }), "alpha", /alpha is 0: expected a number above 0 and at most 1/],
  ["alpha NaN", () => fit([1], { alpha: Number.NaN }), "alpha", /alpha is NaN/],
  ["beta above alpha", () => fit([1], { alpha: 0.2, beta: 0.3 }), "beta", /beta is 0.3: .*at most alpha, which is 0.2/],
  ["phi", () => fit([1], { phi: 1.01 }), "phi", /phi is 1.01: expected a number above 0 and at most 1/],
  ["phi undamped", () => fit([1], { trend: "linear", phi: 0.9 }), "phi", /no meaning with the trend "linear"/],
  ["beta without a trend", () => fit([1], { trend: "none", beta: 0 }), "beta", /no meaning with the trend "none"/],
  ["a slope without", () => fit([1], { trend: "none", initialSlope: 0 }), "initialSlope", /no meaning/],
  ["a start", () => fit([1], { initialLevel: Infinity }), "initialLevel", /initialLevel is Infinity/],
  ["no option", () => fit([1], { aplha: 0.1 } as never), "aplha", /no such option; did you mean alpha\?/],
  ["no options", () => fit([1], 5 as never), "options", /options is 5: expected an object/],
  ["null", () => forecast([1], 1, null as never), "options", /options is null/],
  ["no steps", () => forecast([1], 0), "steps", /steps is 0: expected a whole number from 1 to 1000000/],
  ["half a step", () => fit([1]).forecast(1.5), "steps", /steps is 1.5/],
  ["steps without end", () => fit([1]).interval(2e6), "steps", /steps is 2000000/],
  ["a level", () => fit([1]).interval(1, 100), "level", /level is 100: expected a number above 0 and below 100/],
  ["a level in one call", () => forecast([1], 1, { level: 0 }), "level", /level is 0/],
  ["zero, exponential", () => fit([1, 0], { trend: "exponential" }), "values", /values\[1\] is 0: .*positive/],
  ["a factor", () => fit([1], { trend: "exponential", initialSlope: -1 }), "initialSlope", /-1: .*positive/],
];

for (const [what, call, argument, text] of wrong) {
  test(`wrong input is refused with what, where and what to do: ${what}`, () => {
    assert.throws(call, (error: FitError) => {
      assert.is(error.name, "FitError");
      assert.is(error.argument, argument);
      assert.match(error.message, text);
      return true;
    });
  });
}

test.run();
