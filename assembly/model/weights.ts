import { Experts, autoregression, farErrors, firstLevels, lastLevels, nearErrors } from "./experts";

/**
 * How much each expert counts: (least error / its error) to the 16th power one step ahead, to the 8th a whole horizon
 * ahead. Whoever is a tenth worse than the best has a fifth of its weight, or half of it.
 */

/** No ratio is less: its power would be too small for a float. */
const LEAST_RATIO: f32 = 1 / 64;
const TINY: f32 = 1e-30;

// what the experts of the last call of mixNear or mixFar agreed on, as offsets from the origin

/** Forecast without the trend and without the ninth expert's season. */
export let mixedLevel: f64 = 0;
/** What is added a step ahead. */
export let mixedTrend: f64 = 0;
/** The ninth expert's weight: so much of the season at the forecast's time is not in the forecast. */
export let mixedSeason: f64 = 0;
/** The trend's own weight. */
export let trendWeight: f64 = 0;

@inline
function least(a: v128, b: v128): f32 {
  const m = f32x4.pmin(a, b);
  return min(
    min(f32x4.extract_lane(m, 0), f32x4.extract_lane(m, 1)), min(f32x4.extract_lane(m, 2), f32x4.extract_lane(m, 3)),
  );
}

@inline
function sum(v: v128): f32 {
  return f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3));
}

@inline
function square(v: v128): v128 {
  return f32x4.mul(v, v);
}

/** Ratios of the least error to these, to the 8th power. */
@inline
function eighth(best: f32, errors: v128): v128 {
  const found = f32x4.div(f32x4.splat(best), f32x4.add(errors, f32x4.splat(TINY)));
  const ratio = f32x4.pmax(f32x4.splat(LEAST_RATIO), found);
  return square(square(square(ratio)));
}

/** One step ahead; `seasonal`: how far from the origin the newest value is with its season, where one is shown. */
export function mixNear(its: Experts, isSeasonal: bool, seasonal: f64): void {
  const errors = nearErrors(its);
  const e0 = v128.load(errors), e1 = v128.load(errors + 16);
  let best = least(e0, e1);
  if (isSeasonal) best = min(best, its.seasonalNear);
  best += TINY;
  let w0 = square(eighth(best, e0));
  const w1 = square(eighth(best, e1));
  let ninth: f64 = 0;
  if (isSeasonal) ninth = <f64>f32x4.extract_lane(square(eighth(best, f32x4.splat(its.seasonalNear))), 0);
  // without a season the newest value stands for the ninth expert too
  else w0 = f32x4.mul(w0, f32x4(2, 1, 1, 1));
  agree(its, w0, w1, lastLevels(its, <f32>autoregression(its)), ninth, seasonal);
}

/** A whole horizon ahead, where the autoregression expects the newest value. */
export function mixFar(its: Experts, isSeasonal: bool, seasonal: f64): void {
  // until a forecast of a whole horizon has come true the near errors have to do
  const isKnown = its.paths > 0, errors = isKnown ? farErrors(its) : nearErrors(its);
  const e0 = v128.load(errors);
  let e1 = v128.load(errors + 16);
  if (!isSeasonal) e1 = f32x4.replace_lane(e1, 3, 1e30);
  else if (!isKnown) e1 = f32x4.replace_lane(e1, 3, its.seasonalNear);
  const best = least(e0, e1) + TINY;
  const w0 = f32x4.mul(eighth(best, e0), isSeasonal ? f32x4(2, 1, 1, 1) : f32x4(3, 1, 1, 1));
  const w1 = eighth(best, e1);
  const ninth = isSeasonal ? <f64>f32x4.extract_lane(w1, 3) : 0;
  agree(its, w0, f32x4.replace_lane(w1, 3, 0), lastLevels(its, 0), ninth, seasonal);
}

@inline
function agree(its: Experts, w0: v128, w1: v128, levels: v128, ninth: f64, seasonal: f64): void {
  const all = <f64>sum(f32x4.add(w0, w1)) + ninth;
  const products = sum(f32x4.add(f32x4.mul(w0, firstLevels(its)), f32x4.mul(w1, levels)));
  trendWeight = <f64>f32x4.extract_lane(w1, 2) / all;
  mixedSeason = ninth / all;
  mixedLevel = (<f64>products + ninth * seasonal) / all;
  mixedTrend = trendWeight * its.trend;
}

/** Makes no mean error larger than this. */
export function boundErrors(errors: usize, most: f32): void {
  const limit = f32x4.splat(most);
  v128.store(errors, f32x4.pmin(v128.load(errors), limit));
  v128.store(errors + 16, f32x4.pmin(v128.load(errors + 16), limit));
}

/**
 * Moves mean errors at a rate by the distances of a value from what was expected, none of which counts beyond a limit.
 */
@inline
export function learnErrors(
  errors: usize, p0: v128, p1: v128, value: f32, limit0: v128, limit1: v128, rate: f32,
): void {
  const v = f32x4.splat(value), r = f32x4.splat(rate);
  const m0 = v128.load(errors), m1 = v128.load(errors + 16);
  const d0 = f32x4.pmin(limit0, f32x4.abs(f32x4.sub(v, p0))), d1 = f32x4.pmin(limit1, f32x4.abs(f32x4.sub(v, p1)));
  v128.store(errors, f32x4.add(m0, f32x4.mul(r, f32x4.sub(d0, m0))));
  v128.store(errors + 16, f32x4.add(m1, f32x4.mul(r, f32x4.sub(d1, m1))));
}
