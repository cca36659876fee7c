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

/** The z-rule as it is written down: score and whether an incident is open, by point. */
function zRule(values: number[]): { score: number; open: boolean }[] {
  let [level, spread, open, quiet] = [values[0]!, 0, false, 0];
  return values.map((value, k) => {
    if (k === 0) return { score: 0, open };
    const x = Math.abs(value - level);
    const score = k > 20 ? x / spread / 8 : 0;
    level += Math.max(0.02, 1 / (k + 1)) * (value - level);
    spread += Math.max(0.001, 1 / k) * ((k > 20 ? Math.min(x, 5 * spread) : x) - spread);
    quiet = score < 1 ? quiet + 1 : 0;
    if (!open && score >= 1 && k + 1 >= 60) [open, quiet] = [true, 0];
    else if (open && quiet === 5) open = false;
    return { score, open };
  });
}

test("the score is the z-rule's, and an incident is open from its first point until five are below the limit", () => {
  const spikes: Record<number, number> = { 30: 150, 90: 200, 91: 190, 95: 160, 140: -100, 200: 120 };
  const values = Array.from({ length: 260 }, (_, i) => 20 + noise(i) / 10 + (spikes[i] ?? 0));
  const rows = anomalies(
    outputOf(
      engine({ horizon: 0, digits: "shortest" }),
      series(260, (i) => values[i]!),
    ),
  );
  const expected = zRule(values).slice(9);
  assert.is(rows.length, expected.length);
  expected.forEach(({ score, open }, i) => {
    assert.ok(close(rows[i]!.anomaly_score!, score), `point ${i + 10}: ${rows[i]!.anomaly_score} and ${score}`);
    assert.is(rows[i]!.is_anomaly === 1, open, `point ${i + 10}`);
    assert.is(rows[i]!.warming === 1, i + 10 < 60);
  });
  assert.ok(expected.some(({ score }) => score > 0.75 && score < 1) || expected.some(({ open }) => open));
});

test("a series that was constant alarms when it moves, and the alarm ends", () => {
  const subject = engine({ horizon: 0 });
  const rows = anomalies(
    outputOf(
      subject,
      series(1200, (i) => (i < 100 ? 19 : 20 + noise(i) / 10)),
    ),
  );
  assert.is(rows[91]!.is_anomaly, 1);
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
  assert.is(withoutPaths.replace(/,\w+_(yhat|yhat_lower|yhat_upper|anomaly_score|is_anomaly)=[^, ]+/g, ""), input);
  assert.is(outputOf(engine(settings), ...(input.match(/.{1,999}\n?/gs) ?? [])), output);
});

test.run();
