import { exponential, logarithm } from "../number/power";
import { SIZE_BINS, Sizes } from "../series/channels";

/**
 * How large the incidents of a channel grow, and from what size on one is told. A size is a distance in units of the
 * usual one. An incident counts once, at its peak: a point counts in its bin if that lies above the bins of the five
 * points before it, and takes the highest of those off again.
 */

/** ln of a bin's width. */
const WIDTH: f64 = 0.34657359027997264;
/** The mantissa's top bits from √2 on: the upper half of an octave. */
const ROOT_2_BITS: u64 = 0x6a09e667f3bcd;
/** Incidents that the tail is measured from; in a short memory this part of its points, six at least. */
const TAIL: f64 = 200;
const TAIL_PART: f64 = 0.25;
const TAIL_LEAST: f64 = 6;
/** The tail begins at the most frequent bin, or at this one: what lies further out says nothing of usual values. */
const MODE_MOST: i32 = 3;
/** Bins beyond the limit that a size counts as, at most. */
const WINSOR: i32 = 2;
/** The tail is taken to be this long (of ln 1/share), with the weight of so many incidents. */
const PRIOR_LENGTH: f64 = 0.8;
const PRIOR_WEIGHT: f64 = 10;
/** Length times ln 1/share from which on a tail is heavier than the normal distribution's, and where it is Pareto's. */
const THIN: f64 = 0.6;
const HEAVY: f64 = 1.3;
/** A limit is kept as an f32. */
export const LARGEST_LIMIT: f64 = 1e30;
/** News is fewer than this many as large, and this many times what was asked for. */
const FEW: f64 = 2;
const OFTEN: f64 = 10;

@inline
function countAt(sizes: Sizes, bin: i32): usize {
  return changetype<usize>(sizes) + offsetof<Sizes>() + (<usize>bin << 1);
}

/** The bin of a size; −1 below 1. From the bits alone, so that every machine has the same. */
@inline
function binOf(size: f64): i32 {
  if (!(size >= 1)) return -1;
  const bits = reinterpret<u64>(size);
  const octave = <i32>(bits >> 52) - 1023;
  return min(SIZE_BINS - 1, 2 * octave + <i32>((bits & 0xfffffffffffff) >= ROOT_2_BITS));
}

/** Counts a point's size. True when it is so large that the limit has to be computed again. */
export function learnSize(sizes: Sizes, size: f64): bool {
  const bin = binOf(size);
  const recent = sizes.recent;
  sizes.recent = ((recent << 5) | <u32>(bin + 1)) & 0x1ffffff;
  if (bin < 0) return false;
  let most: u32 = 0;
  for (let bits = recent; bits != 0; bits >>= 5) most = max(most, bits & 31);
  if (<u32>bin < most) return false;
  const count = load<u16>(countAt(sizes, bin));
  if (count < 65535) store<u16>(countAt(sizes, bin), count + 1);
  if (most > 0) {
    const before = load<u16>(countAt(sizes, <i32>most - 1));
    if (before > 0) store<u16>(countAt(sizes, <i32>most - 1), before - 1);
  }
  return bin >= binOf(sizes.limit) - 4;
}

/** Halves all counts; what a halving leaves over counts in the bin below. */
export function halveSizes(sizes: Sizes): void {
  let over: u32 = 0;
  for (let bin = SIZE_BINS - 1; bin >= 0; bin--) {
    const count = <u32>load<u16>(countAt(sizes, bin)) + over;
    store<u16>(countAt(sizes, bin), <u16>(count >> 1));
    over = count & 1;
  }
}

/** Whether what is as large as this, or almost, came back more often than a few times `often` in `points` points. */
export function isOldNews(sizes: Sizes, size: f64, often: f64, points: f64): bool {
  const most = FEW + OFTEN * often * points;
  let sum: u32 = 0;
  for (let bin = SIZE_BINS - 1; bin >= max(0, binOf(size) - 1); bin--) sum += load<u16>(countAt(sizes, bin));
  return <f64>sum >= most;
}

/**
 * The size that `share` of the points open an incident beyond, by the counts of `points` points. Its tail is
 * extrapolated in the logarithm of the size: along ln 1/share where it is heavy, along the logarithm of that where it
 * is thin.
 */
export function tailLimit(sizes: Sizes, share: f64, points: f64): f64 {
  let mode = 0;
  for (let bin = 1; bin < SIZE_BINS; bin++) {
    if (load<u16>(countAt(sizes, bin)) > load<u16>(countAt(sizes, mode))) mode = bin;
  }
  const wanted = min(TAIL, max(TAIL_LEAST, TAIL_PART * points));
  let first = SIZE_BINS - 1;
  let count: f64 = 0;
  for (; first > 0; first--) {
    count += load<u16>(countAt(sizes, first));
    if (count >= wanted || first <= min(mode, MODE_MOST)) break;
  }
  if (first == 0) count += load<u16>(countAt(sizes, 0));
  count = max(1, count);
  const most = max(first + 2, binOf(sizes.limit) + WINSOR);
  let bins: f64 = 0;
  for (let bin = first + 1; bin < SIZE_BINS; bin++) {
    bins += <f64>load<u16>(countAt(sizes, bin)) * <f64>(min(bin, most) - first);
  }
  const above = min(0.7, count / points);
  const deep = -logarithm(above), asked = -logarithm(min(share, above));
  const mean = bins / count;
  const own = mean > 0.001 ? WIDTH / logarithm(1 + 1 / mean) : WIDTH / 7;
  const length = (own * count + (PRIOR_LENGTH / deep) * PRIOR_WEIGHT) / (count + PRIOR_WEIGHT);
  const heavy = max(0, min(1, (length * deep - THIN) / (HEAVY - THIN)));
  const reach = (1 - heavy) * deep * logarithm(asked / deep) + heavy * (asked - deep);
  return exponential(<f64>first * WIDTH + length * reach);
}
