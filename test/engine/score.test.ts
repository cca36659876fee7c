import { test } from "uvu";
import * as assert from "uvu/assert";
import { engine, noise, outputOf, series } from "./harness.js";

const close = (one: number, other: number) => Math.abs(one - other) <= 1e-12 * Math.max(1, Math.abs(other));

/** The numbers and truths of each anomaly line, by field key. */
function anomalies(output: string): Record<string, number>[] {
  return (output.match(/^anomaly,.*$/gm) ?? []).map((line) => {
    const fields = line
      .split(" ")[1]!
      .split(",")
      .map((field) => field.split("=") as [string, string]);
    return Object.fromEntries(
      fields.map(([key, text]) => [key, text === "true" ? 1 : text === "false" ? 0 : Number(text)]),
    );
  });
}

/** The level's part of a young series' score: the distance from it, less three quarters of the smallest change, over eight usual ones. */
function levelScores(values: number[]): number[] {
  let [level, spread, smallest, before] = [values[0]!, 0, 0, values[0]!];
  return values.map((value, k) => {
    const change = Math.abs(value - before);
    const tiny = 1e-9 * (1 + Math.abs(value));
    const grain = smallest;
    smallest = change > tiny && (smallest === 0 || change < smallest) ? change : smallest * (1 + 1e-5);
    before = value;
    if (k === 0) return 0;
    const distance = Math.abs(value - level);
    const unit = Math.max(spread, 0.06 * smallest) + tiny;
    const score = k >= 20 ? (distance - 0.75 * grain) / unit / 8 : 0;
    const most = k >= 60 ? 8 * unit : Infinity;
    if (score < 1 || k < 60) level += Math.max(0.02, 1 / (k + 1)) * Math.max(-most, Math.min(most, value - level));
    spread += Math.max(0.001, 1 / (k + 1)) * ((k >= 20 ? Math.min(distance, 5 * unit) : distance) - spread);
    return Math.max(0, score);
  });
}

test("below the limit a young series is scored by the distance from its level, or by more", () => {
  const spikes: Record<number, number> = { 90: 1.5, 140: -1, 200: 1.2 };
  const values = Array.from({ length: 260 }, (_, i) => 20 + noise(i) / 10 + (spikes[i] ?? 0));
  const rows = anomalies(
    outputOf(
      engine({ horizon: 0, season: "none", digits: "shortest" }),
      series(260, (i) => values[i]!),
    ),
  );
  const expected = levelScores(values).slice(9);
  let [compared, equal] = [0, 0];
  expected.forEach((score, i) => {
    if (rows[i]!.anomaly_score! >= 1) return;
    compared++;
    const given = rows[i]!.anomaly_score!;
    assert.ok(given > score - 1e-5, `point ${i + 10}: ${given}, ${score}`);
    if (given < score + 1e-5) equal++;
    assert.is(rows[i]!.warming === 1, i + 10 < 60);
  });
  assert.ok(compared > 240);
  assert.ok(equal > 40, `${equal} of ${compared} scores are the level's`);
  assert.ok(expected.some((score) => score > 0.5 && score < 1));
});

test("a series that was constant alarms when it moves, and the alarm ends", () => {
  const subject = engine({ horizon: 0 });
  const rows = anomalies(
    outputOf(
      subject,
      series(1400, (i) => (i < 300 ? 19 : 20 + noise(i) / 10)),
    ),
  );
  assert.is(rows[291]!.is_anomaly, 1);
  assert.is(rows.at(-1)!.is_anomaly, 0);
});

const [alpha, beta, phi] = [0.5, 0.2, 0.9];
const given = { trend: "damped", alpha, beta, phi, refit: 0, digits: "shortest" } as const;

test("a point behind a gap is smoothed as by Wright", () => {
  const seconds = Array.from({ length: 40 }, (_, i) => i + (i >= 20 ? 6 : 0) + (i >= 30 ? 50 : 0));
  const input = seconds.map((second, i) => `m f=${noise(i)} ${1_600_000_000 + second}000000000\n`).join("");
  const rows = anomalies(outputOf(engine({ ...given, horizon: 0 }), input));
  let [level, trend] = [noise(0), 0];
  for (let i = 1; i < 40; i++) {
    const steps = seconds[i]! - seconds[i - 1]!;
    const forecast = level + ((phi * (1 - phi ** steps)) / (1 - phi)) * trend;
    const error = noise(i) - forecast;
    const [a, b] = [1 - (1 - alpha) ** steps, 1 - (1 - beta) ** steps];
    if (i >= 9) assert.ok(close(rows[i - 9]!.yhat!, forecast), `point ${i}: ${rows[i - 9]!.yhat} and ${forecast}`);
    level = forecast + a * error;
    trend = phi ** steps * trend + (a * b * error) / steps;
  }
});

test("the band of a path widens as the forecast's variance does", () => {
  for (const damping of [0.9, 1e-300]) {
    const output = outputOf(
      engine({ ...given, phi: damping, horizon: 8 }),
      series(10, (i) => noise(i)),
    );
    const widths = Array.from(
      output.matchAll(/^fcast.* yhat=(.*),yhat_lower=.*,yhat_upper=(.*),step/gm),
      ([, yhat, upper]) => (Number(upper) - Number(yhat)) ** 2,
    );
    let [variance, sum] = [1, 0];
    widths.forEach((width, i) => {
      if (i > 0) {
        sum += damping ** i;
        variance += (alpha + alpha * beta * sum) ** 2;
      }
      assert.ok(Math.abs(width / widths[0]! / variance - 1) < 1e-9, `step ${i + 1}`);
    });
  }
});

test("a gap of more than ten steps starts the window of the fit anew", () => {
  const line = (second: number, i: number) => `m f=${noise(i)} ${1_600_000_000 + second}000000000\n`;
  const after = Array.from({ length: 15 }, (_, i) => line(1000 + i, i)).join("");
  const before = Array.from({ length: 50 }, (_, i) => line(i, 3 * i + 500)).join("");
  const lastPath = (output: string) => output.split(/^m .*\n/m).at(-1);
  const alone = outputOf(engine({ preset: "tg-brew", digits: "shortest" }), after);
  assert.is(lastPath(outputOf(engine({ preset: "tg-brew", digits: "shortest" }), before + after)), lastPath(alone));
});

test("times before 1970 are times like others", () => {
  const input = Array.from({ length: 12 }, (_, i) => `m f=${noise(i)} -${100 - i}000000000\n`).join("");
  const output = outputOf(engine({ horizon: 1, forecastEvery: 1 }), input);
  assert.match(output, / -89000000000\nfcast.* -88000000000\n$/);
});

test("a number of more digits than 64 bits hold is read to the last bit", () => {
  const text = "-12345678901234567.8901";
  const rows = anomalies(
    outputOf(
      engine({ horizon: 0, digits: "shortest" }),
      series(12, () => text),
    ),
  );
  assert.is(rows[0]!.yhat, Number(text));
});

test("results that fill more than one piece of output are spliced where they belong", () => {
  const fields = Array.from({ length: 3000 }, (_, i) => `${i.toString(36)}=${noise(i, 7)}`).join(",");
  const input = Array.from({ length: 12 }, (_, i) => `m ${fields} ${1_600_000_000 + i}000000000\n`).join("");
  const settings = { emit: "fields", refit: 0, digits: "shortest", horizon: 5 } as const;
  const output = outputOf(engine(settings), input);
  const withoutPaths = output.replace(/^fcast,.*\n/gm, "");
  assert.is(withoutPaths.replace(/\w+_(yhat|yhat_lower|yhat_upper|anomaly_score|is_anomaly)=[^, ]+,/g, ""), input);
  assert.is(outputOf(engine(settings), ...(input.match(/.{1,999}\n?/gs) ?? [])), output);
});

test.run();
