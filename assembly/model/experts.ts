import { greater, lesser } from "../number/extent";
import { Series } from "../series/record";
import { power } from "./smoothing";

/**
 * The experts of `--trend auto`: small methods without parameters to fit, each with a level of its own. All that they
 * know is kept as offsets from one number, the origin, which is the newest value without its season: 32 bits then are
 * enough for any values. Eight experts stand in the lanes of two vectors:
 *
 *     | newest value | its mean, α .3 | four bounded levels | a trend | autoregression |
 *
 * A bounded level moves half the way to a value, but never farther than its part of the typical error: a median, more
 * or less, that no outlier drags along. The ninth is the newest value with its season, which counts where a season is
 * shown.
 */
@unmanaged
export class Experts {
  /** What the other numbers are offsets from. */
  origin: f64;
  // lanes of the levels: where the newest value's would stand, always 0, the trend a step; the autoregression's is a
  // slow mean
  trend: f32; mean: f32; steady0: f32; steady1: f32; steady2: f32; steady3: f32; leading: f32; slow: f32;
  // decayed mean absolute errors one step ahead, and a whole horizon ahead; the last of those is the ninth expert's
  near0: f32; near1: f32; near2: f32; near3: f32; near4: f32; near5: f32; near6: f32; near7: f32;
  far0: f32; far1: f32; far2: f32; far3: f32; far4: f32; far5: f32; far6: f32; far7: f32;
  /** Of the ninth expert, one step ahead. */
  seasonalNear: f32;
  /** The newest change. */
  change: f32;
  /** Typical absolute error one step ahead, winsorised: the unit of what is bounded. */
  scale: f32;
  // means of products, in squares of the scale: of what the newest value is above the slow mean, the newest change, the
  // next
  aboveAbove: f32; aboveChange: f32; changeChange: f32; aboveNext: f32; changeNext: f32;
  // band one step ahead: typical absolute error, and multiples of it to either side that leave out what is asked for
  band: f32; up: f32; down: f32;
  // the same a whole horizon ahead, and what a path's middle is wider than what lies between the two
  farBand: f32; farUp: f32; farDown: f32; middle: f32;
  /** Part of a shock that is left at the next value, on average; and the newest shock, 0 for none. */
  lasting: f32;
  shock: f32;
  shocks: u8;
  shockSide: i8;
  /** Which forecast of a whole horizon is made next. */
  next: u8;
  unused: u8;
  /** Points since one was made, and how many have come true. */
  since: u32;
  paths: u32;
  /** The forecast of a path's middle that waits for its time: 0 for none, nanoseconds; itself and its band. */
  middleDue: i64;
  middleForecast: f64;
  middleLow: f32;
  middleHigh: f32;
}

/** Lanes of the two vectors. */
const LEVELS: usize = offsetof<Experts>("trend");
const NEAR: usize = offsetof<Experts>("near0");
const FAR: usize = offsetof<Experts>("far0");
/** Parts of the scale that the bounded levels move at most. */
const BOUNDS: v128 = f32x4(0.02, 0.06, 0.2, 0.6);
const MEAN_RATE: f64 = 0.3;
const SLOW_RATE: f64 = 0.03;
const LEVEL_RATE: f64 = 0.1;
const TREND_RATE: f64 = 0.02;
/** Points after which the bounded levels are running means no longer. */
const RUNNING_POINTS: u32 = 9;
/** Forgetting of the products, the ridge of the regression, and how many times the scale a term counts at most. */
const PRODUCT_RATE: f64 = 0.005;
const RIDGE: f64 = 1.01;
const PRODUCT_WINSOR: f64 = 8;
const TINY: f64 = 1e-30;

@inline
export function expertsOf(record: Series): Experts {
  return changetype<Experts>(record.experts);
}

/** Bytes that come from memory at once. */
const CACHE_LINE: usize = 64;

/** Reads a part of what is read of a series' experts at a point: see prefetch.ts. */
export function touchExperts(record: Series): u32 {
  let all: u32 = 0;
  if (record.experts == 0) return all;
  for (let at: usize = 0; at < offsetof<Experts>(); at += CACHE_LINE) all ^= load<u32>(record.experts + at);
  return all;
}

@inline
export function nearErrors(its: Experts): usize {
  return changetype<usize>(its) + NEAR;
}

@inline
export function farErrors(its: Experts): usize {
  return changetype<usize>(its) + FAR;
}

/** Offsets of the first four experts' levels from the origin. */
@inline
export function firstLevels(its: Experts): v128 {
  return f32x4.replace_lane(v128.load(changetype<usize>(its) + LEVELS), 0, 0);
}

/** Of the last four: without the trend, and with this for the last. */
@inline
export function lastLevels(its: Experts, last: f32): v128 {
  return f32x4.replace_lane(v128.load(changetype<usize>(its) + LEVELS + 16), 3, last);
}

/** How far from the origin the autoregression expects the next value. */
export function autoregression(its: Experts): f64 {
  const above = -<f64>its.slow, change = <f64>its.change;
  const a = <f64>its.aboveAbove * RIDGE + TINY, b = <f64>its.aboveChange, c = <f64>its.changeChange * RIDGE + TINY;
  const p = <f64>its.aboveNext, q = <f64>its.changeNext;
  const determinant = a * c - b * b;
  return determinant > 0 ? ((c * p - b * q) * above + (a * q - b * p) * change) / determinant : 0;
}

/** Puts all levels at the newest value. */
export function restartLevels(its: Experts): void {
  its.mean = 0;
  its.steady0 = 0;
  its.steady1 = 0;
  its.steady2 = 0;
  its.steady3 = 0;
  its.leading = 0;
  its.slow = 0;
}

/** A rate that begins as a running mean's, over so many steps. */
@inline
function gain(rate: f64, running: f64, steps: i64): f64 {
  const own = greater(rate, running);
  return steps == 1 ? own : 1 - power(1 - own, steps);
}

/**
 * Learns a value that is `moved` from the origin, of which the experts that follow every value are told only `counted`;
 * the value moved away is the new origin. `points` came before.
 */
export function learnLevels(its: Experts, moved: f64, counted: f64, steps: i64, points: u32): void {
  const running = 1 / <f64>(points + 1);
  if (steps == 1 && points > 2 && its.scale > 0) learnProducts(its, counted, points);
  const at = changetype<usize>(its) + LEVELS;
  const quarter = v128.load(at), half = v128.load(at + 16);
  // the bounded levels lie across the two vectors
  const steady = v128.shuffle<f32>(quarter, half, 2, 3, 4, 5);
  const distance = f32x4.sub(f32x4.splat(<f32>moved), steady);
  let move: v128;
  if (points < RUNNING_POINTS) {
    move = f32x4.mul(f32x4.splat(<f32>running), distance);
  } else {
    const bound = f32x4.mul(BOUNDS, f32x4.splat(its.scale));
    move = f32x4.pmax(f32x4.neg(bound), f32x4.pmin(bound, f32x4.mul(f32x4.splat(0.5), distance)));
  }
  v128.store(at + 8, f32x4.sub(f32x4.add(steady, move), f32x4.splat(<f32>counted)));
  its.mean = <f32>(its.mean + gain(MEAN_RATE, running, steps) * (counted - its.mean) - counted);
  const expected = <f64>its.leading + <f64>steps * its.trend, error = counted - expected;
  const rate = gain(LEVEL_RATE, lesser(1, 2 * running), steps);
  its.leading = <f32>(expected + rate * error - counted);
  its.trend += <f32>(rate * gain(TREND_RATE, 0, steps) * error / <f64>steps);
  its.slow = <f32>(its.slow + gain(SLOW_RATE, running, steps) * (counted - its.slow) - counted);
  its.change = <f32>counted;
  its.origin += counted;
}

/** Takes the autoregression's terms into the means of their products. */
function learnProducts(its: Experts, moved: f64, points: u32): void {
  const unit = 1 / <f64>its.scale, rate = greater(PRODUCT_RATE, 1 / <f64>points);
  const above = clipped(-its.slow * unit), change = clipped(its.change * unit), next = clipped(moved * unit);
  its.aboveAbove += <f32>(rate * (above * above - its.aboveAbove));
  its.aboveChange += <f32>(rate * (above * change - its.aboveChange));
  its.changeChange += <f32>(rate * (change * change - its.changeChange));
  its.aboveNext += <f32>(rate * (above * next - its.aboveNext));
  its.changeNext += <f32>(rate * (change * next - its.changeNext));
}

@inline
function clipped(x: f64): f64 {
  return greater(lesser(x, PRODUCT_WINSOR), -PRODUCT_WINSOR);
}
