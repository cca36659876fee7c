import type { SeriesColumns } from "../../src/chart/store.js";
import { readKernel } from "../../src/host/kernel-file.js";
import { resolve, type Settings } from "../../src/options.js";
import { Scoring } from "../../src/playground/scoring.js";
import { brews } from "../../src/simulation/brews.js";
import { lineOf } from "../../src/simulation/sample.js";

export const kernel = readKernel();
export const start = 1_767_225_600_000_000_000n;

/** So many points of two simulated beers. */
export function brewLines(points: number): string {
  const clock = { start, interval: 1_000_000_000n };
  const all = brews(points, 1);
  let lines = "";
  for (let point = 0; point < points; point++) for (const beer of all) lines += `${lineOf(beer, point, clock)}\n`;
  return lines;
}

/** A run over a text. */
export function scored(text: string, given: Partial<Settings> = {}): Scoring {
  const scoring = new Scoring(kernel, resolve(given));
  scoring.push(Buffer.from(text));
  scoring.end();
  return scoring;
}

/** Columns of so many points a second apart, with what is given. */
export function columnsOf(
  count: number,
  given: Partial<Record<keyof SeriesColumns, (row: number) => number>> = {},
): SeriesColumns {
  const doubles = (name: keyof SeriesColumns, usual: (row: number) => number) =>
    Float64Array.from({ length: count }, (_, row) => (given[name] ?? usual)(row));
  return {
    time: doubles("time", (row) => row * 1_000),
    value: doubles("value", () => 1),
    yhat: doubles("yhat", () => 1),
    lower: doubles("lower", () => 0),
    upper: doubles("upper", () => 2),
    score: doubles("score", () => 0.1),
    flags: Uint16Array.from({ length: count }, (_, row) => given.flags?.(row) ?? 1),
    reason: Uint8Array.from({ length: count }, (_, row) => given.reason?.(row) ?? 0),
    ordinal: Uint32Array.from({ length: count }, (_, row) => row),
  };
}
