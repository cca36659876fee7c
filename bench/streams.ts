import { Random } from "../src/simulation/random.js";

/** The five clean streams of `scoring.md`, seeded: 20 + .3·x, with x of variance 1 but for the last two. */
export const streamKinds = ["gauss", "laplace", "t3", "variance", "quantised"] as const;
export type StreamKind = (typeof streamKinds)[number];

export interface Stream {
  /** Seconds since 1970, one second apart. */
  readonly times: Float64Array;
  readonly values: Float64Array;
  /** Rows at which a spike was added. */
  readonly spikes: readonly number[];
}

export interface Spikes {
  /** Share of rows. */
  readonly share: number;
  /** In standard deviations of the stream, up or down. */
  readonly height: number;
}

const LEVEL = 20;
const SCALE = 0.3;
const STEP = 0.1;
const START = 1_600_000_000;

/** The same kind, rows and seed give the same values, and spikes do not alter the rows without one. */
export function stream(kind: StreamKind, rows: number, seed: number, spikes?: Spikes): Stream {
  const random = new Random(seed, streamKinds.indexOf(kind));
  const chance = new Random(seed, 1_000 + streamKinds.indexOf(kind));
  const values = Float64Array.from({ length: rows }, (_, row) => drawValue(kind, random, row));
  const spiked: number[] = [];
  if (spikes !== undefined) {
    for (let row = 0; row < rows; row++) {
      if (!chance.chance(spikes.share)) continue;
      values[row]! += (chance.chance(0.5) ? 1 : -1) * spikes.height * SCALE;
      spiked.push(row);
    }
  }
  return { times: Float64Array.from({ length: rows }, (_, row) => START + row), values, spikes: spiked };
}

function drawValue(kind: StreamKind, random: Random, row: number): number {
  switch (kind) {
    case "gauss":
      return LEVEL + SCALE * gauss(random);
    case "laplace":
      return LEVEL + SCALE * laplace(random);
    case "t3":
      return LEVEL + SCALE * student3(random);
    case "variance":
      return LEVEL + SCALE * gauss(random) * Math.exp(0.8 * Math.sin((2 * Math.PI * row) / 5_000));
    case "quantised":
      return LEVEL + (random.chance(0.1) ? STEP * Math.round(student3(random)) : 0);
  }
}

/** Box & Muller 1958: the simulation's own normal numbers end at ± 6, and tails are what is measured here. */
function gauss(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform());
}

/** Laplace of scale 1/√2. */
function laplace(random: Random): number {
  const sign = random.chance(0.5) ? 1 : -1;
  return (-sign * Math.log(1 - random.uniform())) / Math.SQRT2;
}

/** Student's t of three degrees of freedom over √3. */
function student3(random: Random): number {
  const square = gauss(random) ** 2 + gauss(random) ** 2 + gauss(random) ** 2;
  return gauss(random) / Math.sqrt(square);
}
