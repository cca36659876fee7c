import { test } from "uvu";
import { bruteForce } from "../../bench/brute-force.js";
import { generate, type Kind } from "../oracle/windows.js";
import { fit, isNotWorse, Trend } from "./fit-probe.js";

/** What `npm run bench -- sliding` does with 30,000 windows, with some of each kind. */
const kinds: Kind[] = "walk noise brew limit holt two offset double saw step".split(" ") as Kind[];

for (const kind of kinds) {
  test(`no window of the kind ${kind} is fitted worse than by brute force`, () => {
    for (const [seed, length] of [
      [31, 12],
      [32, 40],
      [33, 120],
    ] as const) {
      const values = generate(kind, seed, length);
      for (const trend of ["damped", "linear"] as const) {
        const model = fit(values, trend === "damped" ? Trend.Damped : Trend.Linear);
        isNotWorse(model, values, bruteForce(values, trend).value, `${trend} ${kind} ${seed} of ${length}`);
      }
    }
  });
}

test.run();
