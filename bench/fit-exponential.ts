/**
 * Times cold fits of 120 values by the plain recursions: microseconds a fit, the best of several rounds over the windows
 * of test/oracle/positive.ts, mean and slowest window.
 */
import { fit, type Start, Trend } from "../test/kernel/fit-probe.js";
import { generatePositive, type PositiveKind } from "../test/oracle/positive.js";
import { machine } from "./machine.js";

const kinds: PositiveKind[] = [
  "growth",
  "decay",
  "multiplicative",
  "logistic",
  "walk",
  "brew",
  "limit",
  "holt",
  "step",
];
const windows = kinds.flatMap((kind) => [1, 2, 3, 4].map((seed) => generatePositive(kind, seed, 120)));
const rounds = 15;

function time(name: string, trend: number, given: Start): void {
  const best = windows.map((values) => {
    let least = Number.POSITIVE_INFINITY;
    for (let round = 0; round < rounds; round++) {
      const start = process.hrtime.bigint();
      fit(values, trend, given);
      least = Math.min(least, Number(process.hrtime.bigint() - start) / 1e3);
    }
    return least;
  });
  const mean = best.reduce((a, b) => a + b, 0) / best.length;
  process.stdout.write(
    `${name.padEnd(28)}${mean.toFixed(0).padStart(8)}${Math.max(...best)
      .toFixed(0)
      .padStart(8)}\n`,
  );
}

export async function bench(): Promise<void> {
  process.stdout.write(`${machine()}\n${"120 values, µs".padEnd(28)}${"mean".padStart(8)}${"slowest".padStart(8)}\n`);
  time("exponential", Trend.Exponential, {});
  time("exponential, phi 0.93", Trend.Exponential, { phi: 0.93 });
  time("linear, level0 given", Trend.Linear, { level0: 5 });
  time("damped, level0 given", Trend.Damped, { level0: 5 });
  time("damped", Trend.Damped, {});
}
