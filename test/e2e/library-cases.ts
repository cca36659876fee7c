import type * as library from "../../src/index.js";

/** The hexadecimal bits of doubles. */
function bits(numbers: ArrayLike<number>): string {
  const words = new BigUint64Array(Float64Array.from(numbers).buffer);
  return Array.from(words, (word) => word.toString(16).padStart(16, "0")).join(" ");
}

/** Windows of several kinds from whole numbers and + − × ÷ alone, so that they are the same wherever they are made. */
function windows(): [string, number[]][] {
  const of = (length: number, value: (t: number) => number) => Array.from({ length }, (_, t) => value(t));
  const noise = (t: number) => ((t * 7919 + ((t * t) % 101) * 13) % 211) / 211;
  return [
    ["noise", of(120, noise)],
    ["a rising line with noise", of(400, (t) => t / 7 + noise(t))],
    ["a curve to its limit", of(60, (t) => 5 - 3 / (1 + t))],
    ["steps", of(97, (t) => Math.floor(t / 20) + noise(t) / 10)],
    ["an offset", of(50, (t) => 1e9 + ((37 * t) % 11))],
    ["a constant", of(10, () => 0.1)],
    ["one value", [3.7]],
    ["the longest", of(4096, (t) => noise(t) * noise(t + 5))],
  ];
}

/** By name, the bits of every number that a fit of each window gives. */
export function fitCases({ fit, forecast }: typeof library): Record<string, string> {
  const cases: Record<string, string> = {};
  for (const [name, values] of windows()) {
    for (const options of [{}, { trend: "linear" }, { trend: "none" }, { alpha: 0.3, phi: 0.9 }] as const) {
      const model = fit(values, options);
      const { sse, alpha, beta, phi, initialLevel, initialSlope, level, slope, variance } = model;
      const parameters = [sse, alpha, beta, phi, initialLevel, initialSlope, level, slope, variance];
      const { yhat, lower, upper } = forecast(values, 40, { ...options, level: 90 });
      const all = [parameters, model.fitted, model.residuals, yhat, lower, upper];
      cases[`${name} ${JSON.stringify(options)}`] = all.map(bits).join("\n");
    }
  }
  return cases;
}

/** Series of whole numbers and + − × ÷ alone, by what they show: their values by the row, their step and their rows. */
const streams: readonly [string, (row: number) => number, number, number][] = [
  ["noise", (row) => (row * 7919) % 101, 1, 200],
  ["a day", (row) => 100 + Math.abs((row % 144) - 72) / 3 + ((row * 7919) % 101) / 50, 600, 144 * 12],
];

/** By name, what the engine writes for each of them under some settings, as text. */
export function engineCases({ Engine, kernelBinary, resolve }: typeof library): Record<string, string> {
  const cases: Record<string, string> = {};
  for (const [name, value, step, rows] of streams) {
    for (const given of [
      {},
      { trend: "none", refit: 10 },
      { season: "1d,7d", timeZone: "Europe/Berlin", horizon: "6h" },
    ] as const) {
      const line = (_: unknown, row: number) => `m,host=a f=${value(row)} ${1_600_000_000 + row * step}000000000\n`;
      const engine = Engine.create(kernelBinary(), resolve({ digits: "shortest", ...given }));
      const input = Array.from({ length: rows }, line).join("");
      const text = new TextDecoder().decode(engine.push(new TextEncoder().encode(input)));
      cases[`${name} ${JSON.stringify(given)}`] = text + new TextDecoder().decode(engine.end());
    }
  }
  return cases;
}
