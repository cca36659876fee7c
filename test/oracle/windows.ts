/**
 * The generated windows of statsmodels-holt.py, made again by the same generator and the same additions in the same
 * order: a change on either side must be made on both.
 */
export type Kind =
  | "walk"
  | "noise"
  | "brew"
  | "limit"
  | "holt"
  | "two"
  | "constant"
  | "offset"
  | "far"
  | "double"
  | "saw"
  | "step"
  | Nasty;

/** Windows that trap searches and rounding: no randomness in them. */
export type Nasty = "teeth" | "square" | "peaks" | "ramp";

/** Mulberry32: uniform in [0, 1), and a sum of twelve that stands for a normal value. */
export function generator(seed: number) {
  let state = seed;
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const normal = () => {
    let total = 0;
    for (let i = 0; i < 12; i++) total += uniform();
    return total - 6;
  };
  return { uniform, normal };
}

const rounded = (x: number, step: number) => Math.floor(x / step + 0.5) * step;

/** A function that gives one value after the other. */
function source(kind: Kind, seed: number, length: number): (t: number) => number {
  const { uniform, normal } = generator(seed);
  let x = kind === "brew" ? 18 : 0;
  let slope = 0;
  switch (kind) {
    case "walk":
      return () => {
        x += normal();
        return x;
      };
    case "noise":
      return normal;
    case "two":
      return () => (uniform() < 0.5 ? 1 : 2.5);
    case "offset":
      return () => 1e9 + Math.floor(3 * normal() + 0.5);
    case "far":
      return () => 1e9 + normal();
    case "brew":
      return () => {
        x += 0.05 * normal();
        return rounded(x, 0.1) + (uniform() < 0.02 ? 7 : 0);
      };
    case "limit":
      return towardsLimit(uniform, normal);
    case "holt":
      return holt(uniform, normal);
    case "constant": {
      const value = rounded(20 * uniform(), 0.1);
      return () => value;
    }
    case "double":
      return () => {
        slope += 0.1 * normal();
        x += slope;
        return x + normal();
      };
    case "saw": {
      const teeth = 3 + Math.floor(10 * uniform());
      return (t) => (t % teeth) + 0.1 * normal();
    }
    case "step": {
      const at = length * uniform();
      return (t) => (t >= at ? 5 : 0) + rounded(0.15 * normal(), 0.1);
    }
    case "teeth":
      return (t) => t % 10;
    case "square":
      return (t) => (t * t) / 1000;
    case "peaks":
      return (t) => 1e9 + ((37 * t) % 11);
    case "ramp":
      return (t) => 1e6 * t + ((7919 * t) % 101) / 100;
  }
}

function towardsLimit(uniform: () => number, normal: () => number) {
  const level = 3 * normal();
  let way = 10 * normal();
  const kept = 0.7 + 0.29 * uniform();
  const noise = [1, 0.1, 0.01, 0.001][Math.floor(4 * uniform())]!;
  return () => {
    const value = level + way + noise * normal();
    way *= kept;
    return value;
  };
}

function holt(uniform: () => number, normal: () => number) {
  const alpha = uniform();
  const share = uniform();
  const phi = 0.8 + 0.2 * uniform();
  let level = 5 * normal();
  let trend = 0.5 * normal();
  return () => {
    const error = normal();
    const forecast = level + phi * trend;
    level = forecast + alpha * error;
    trend = phi * trend + alpha * alpha * share * error;
    return forecast + error;
  };
}

export function generate(kind: Kind, seed: number, length: number): number[] {
  const next = source(kind, seed, length);
  return Array.from({ length }, (_, t) => next(t));
}
