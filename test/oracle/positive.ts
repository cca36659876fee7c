/** The positive windows of positive.py, made again: a change on either side must be made on both. */
import { generate, generator, type Kind } from "./windows.js";

export type PositiveKind = Kind | "growth" | "decay" | "multiplicative" | "logistic";

const margins = [0.5, 5, 50];
const noises = [0, 0.001, 0.02, 0.1];

/** A function that gives one value after the other. */
function source(kind: PositiveKind, seed: number): () => number {
  const { uniform, normal } = generator(seed);
  let level = 1 + 9 * uniform();
  const noise = noises[Math.floor(4 * uniform())]!;
  const noisy = () => level * Math.max(1 + noise * normal(), 0.05);
  if (kind === "growth" || kind === "decay") {
    const rate = kind === "growth" ? 1 + 0.15 * uniform() : 0.75 + 0.25 * uniform();
    return () => {
      const value = noisy();
      level *= rate;
      return value;
    };
  }
  if (kind === "logistic") {
    const limit = level * (2 + 30 * uniform());
    const rate = 0.05 + 0.5 * uniform();
    return () => {
      const value = noisy();
      level += rate * level * (1 - level / limit);
      return value;
    };
  }
  const alpha = uniform();
  const share = uniform();
  let factor = 1 + 0.05 * normal();
  return () => {
    const error = Math.max(0.05 * normal(), -0.9);
    const forecast = level * factor;
    level = forecast * (1 + alpha * error);
    factor = Math.min(Math.max(factor * (1 + alpha * alpha * share * error), 0.8), 1.2);
    return forecast * (1 + error);
  };
}

/** Values above zero: curves of growth, and the kinds of windows.ts lifted to a margin above zero. */
export function generatePositive(kind: PositiveKind, seed: number, length: number): number[] {
  if (kind === "growth" || kind === "decay" || kind === "multiplicative" || kind === "logistic") {
    const next = source(kind, seed);
    return Array.from({ length }, () => next());
  }
  const values = generate(kind, seed, length);
  const least = Math.min(...values);
  return values.map((value) => value - least + margins[seed % 3]!);
}
