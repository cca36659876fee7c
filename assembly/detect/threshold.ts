import { COMMON, RARE, RAREST, commonStep, points, rareStep, rarestStep } from "./age";
import { lesser } from "../number/extent";
import { exponential, logarithm } from "../number/power";
import { Series } from "../series/record";
import { Model } from "../settings/settings";

/**
 * The limit of a channel: what a clean stream with this series' tail would exceed at the asked-for rate. Three
 * quantiles of the channel's ratios are tracked, each by steps that balance at its share (Robbins & Monro 1951), so
 * that what alarms is learnt as one point and not by its size. Beyond them the tail is extrapolated in the logarithm of
 * the ratio: along the logarithm of the Gumbel variate where the quantiles are as close as thin tails have them, along
 * the logarithm of the share (a Pareto tail) where they are as far apart as heavy ones have, mixed in between. A young
 * series leans on a prior, and hands over to its own tail between 2,000 and 5,000 points.
 */

/** A channel's tail: ratios exceeded by 3, .6 and .1 % of the points, and the limit made of them. */
@unmanaged
export class Tail {
  common: f32;
  rare: f32;
  rarest: f32;
  limit: f32;
}

/** A quantile lies at least this far above the one before. */
const APART: f64 = 1.02;
/** ln of the shares, of ln 1/share, and differences of both. */
const LN_RARE: f64 = -5.115995809754082;
const LN_RAREST: f64 = -6.907755278982137;
const LN_LN_RARE: f64 = 1.6323720646689743;
const LN_LN_RAREST: f64 = 1.9326447339160655;
const COMMON_TO_RARE: f64 = 1.6094379124341003;
const RARE_TO_RAREST: f64 = 1.791759469228055;
const GUMBEL_COMMON: f64 = 0.37773716438311444;
const GUMBEL_RARE: f64 = 0.3002726692470912;
/** Distance of ln quantiles, for a share's ratio of five, of a thin tail, and by how much more a heavy one's is. */
const THIN: f64 = 0.38;
const HEAVIER: f64 = 0.22;
/** What corrects the extrapolation of thin tails. */
const THIN_PART: f64 = 0.95;
/** The limit is at most 1.5 times, of which this is the logarithm, what the rarest quantile leads to. */
const LN_RAREST_PART: f64 = 0.4054651081081644;
/** Of the asked-for share what is left to a channel at least, for a thin tail and more for a heavy one. */
const LEAST_SHARE: f64 = 0.6;
const LEAST_SHARE_HEAVY: f64 = 0.35;
/** Points between which a series goes over from the prior to its own tail. */
const PRIOR_POINTS: f64 = 2000;
const OWN_POINTS: f64 = 5000;
/** A limit is made anew at every so-manieth point. */
const RENEWAL: u32 = 32;

/** The most that is ever asked for, one point in a thousand; and the least that a tail is extrapolated to. */
const MOST_SHARE: f64 = 1e-3;
export const LEAST_EXTRAPOLATED: f64 = 1e-4;

export function startTail(tail: Tail, prior: f64): void {
  tail.common = 3.5;
  tail.rare = 6;
  tail.rarest = 12;
  tail.limit = <f32>prior;
}

/**
 * The share of a clean series' points that may alarm. All series seen so far, `seriesSeen`, share what is asked for
 * them together.
 */
export function alarmShare(record: Series, settings: Model, seriesSeen: i32): f64 {
  if (settings.alarmShare > 0) return lesser(settings.alarmShare, MOST_SHARE);
  const seconds = record.step > 0 ? <f64>record.step * 1e-9 : 1;
  const rate = settings.alarmTotal > 0 ? settings.alarmTotal / <f64>max(seriesSeen, 1) : settings.alarmRate;
  return lesser(rate * seconds, MOST_SHARE);
}

/** Learns a ratio. */
export function learnTail(tail: Tail, ratio: f64): void {
  tail.common = moved(tail.common, ratio, COMMON, commonStep);
  tail.rare = max(trackRare(tail.rare, ratio), <f32>(APART * tail.common));
  tail.rarest = max(moved(tail.rarest, ratio, RAREST, rarestStep), <f32>(APART * tail.rare));
}

/** The quantile that RARE of the ratios exceed, moved by one more. */
@inline
export function trackRare(quantile: f64, ratio: f64): f32 {
  return moved(quantile, ratio, RARE, rareStep);
}

@inline
function moved(quantile: f64, ratio: f64, share: f64, step: f64): f32 {
  return <f32>(quantile * (1 + step * (ratio > quantile ? 1 - share : -share)));
}

/** Makes the limit anew where it is time; `spent` of the share is used up elsewhere. */
export function renewLimit(tail: Tail, share: f64, spent: f64, prior: f64): void {
  if (points % RENEWAL != 0) return;
  const own = min(1, max(0, (<f64>points - PRIOR_POINTS) / (OWN_POINTS - PRIOR_POINTS)));
  tail.limit = <f32>(own > 0 ? (1 - own) * prior + own * ownLimit(tail, share, spent) : prior);
}

function ownLimit(tail: Tail, share: f64, spent: f64): f64 {
  const common = logarithm(tail.common), rare = logarithm(tail.rare), rarest = logarithm(tail.rarest);
  const spread = rare - common;
  const heavy = heaviness(spread);
  const left = max((LEAST_SHARE + LEAST_SHARE_HEAVY * heavy) * share, share - spent);
  const lnLeft = logarithm(left), lnLnLeft = logarithm(-lnLeft);
  const gumbel = (lnLnLeft - LN_LN_RARE) / GUMBEL_COMMON;
  const pareto = (LN_RARE - lnLeft) / COMMON_TO_RARE;
  const main = rare + spread * ((1 - heavy) * gumbel * THIN_PART + heavy * pareto);
  const farSpread = rarest - rare;
  const farHeavy = heaviness((farSpread * COMMON_TO_RARE) / RARE_TO_RAREST);
  const farGumbel = max(0, lnLnLeft - LN_LN_RAREST) / GUMBEL_RARE;
  const farPareto = max(0, LN_RAREST - lnLeft) / RARE_TO_RAREST;
  const far = rarest + farSpread * ((1 - farHeavy) * farGumbel + farHeavy * farPareto);
  return exponential(min(main, LN_RAREST_PART + far));
}

/** 0 for tails as thin as the normal distribution's, 1 for heavy ones. */
@inline
function heaviness(spread: f64): f64 {
  return max(0, min(1, (spread - THIN) / HEAVIER));
}
