/** Seeded random values: the same at every run (Mulberry32). */

let seed = 20_200_229;

/** Uniform in [0, 1), 32 bits. */
export function random(): number {
  seed = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
}

/** A whole number from 0 to below `limit`. */
export const below = (limit: number) => Math.floor(random() * limit);

export const random64 = () => (BigInt(below(2 ** 32)) << 32n) | BigInt(below(2 ** 32));

export const bitsOf = (value: number) => new BigUint64Array(new Float64Array([value]).buffer)[0]!;

const double = (bits: bigint) => new Float64Array(new BigUint64Array([bits]).buffer)[0]!;

/** Any bits, short decimals, magnitudes, integers, decimals of all exponents, subnormals, ties, powers of two and ten. */
const kinds: (() => number)[] = [
  () => double(random64()),
  () => below(1e5) / 10 ** below(5),
  () => (random() - 0.5) * 10 ** (random() * 40 - 20),
  () => Math.floor(random() * 2 ** (random() * 64)),
  () => Number(`${below(1e6)}e${below(640) - 330}`),
  () => double(random64() >> BigInt(12 + below(52))),
  () => (below(10 ** (1 + below(8))) + 0.5) / 2 ** below(4),
  () => below(10 ** (1 + below(14))) * 10 + 5,
  () => double(bitsOf(2 ** (below(2098) - 1074)) + BigInt(below(5) - 2)),
  () => 10 ** (below(632) - 323),
  // integers past 2^53, whose bounds are whole numbers too
  () => (2 ** 52 + below(2 ** 20) * 2 ** 32 + below(2 ** 32)) * 2 ** below(24),
];

/** A finite double of one of the kinds that trap printers and readers. */
export function randomDouble(): number {
  const value = kinds[below(kinds.length)]!();
  return Number.isFinite(value) ? value : 18.8;
}
