/** What was surprising. */
export enum Reason {
  None,
  Spike,
  LevelShift,
  Drift,
  Variance,
  Season,
  Stuck,
  Gap,
  Range,
  /** Something did not come that comes at this time of day, or of the week. */
  Missing,
}

/** Whether the reason is how the values come, and not which they are. */
@inline
export function isOfTime(reason: i32): bool {
  return reason == Reason.Gap || reason == Reason.Stuck || reason == Reason.Variance || reason == Reason.Missing;
}

/** Whether the reason is a value that is not where it was expected by itself. */
@inline
export function isOfValue(reason: i32): bool {
  return !isOfTime(reason) && reason != Reason.Range;
}

/**
 * The judgement of one value: how surprising it is, why, and the range it was expected in. It goes from channel to
 * channel.
 */
@unmanaged
export class Judgement {
  /** 1 is the limit. */
  score: f64;
  /** What was judged, and the range in which it was expected. */
  measured: f64;
  low: f64;
  high: f64;
  /** Seconds since the point before. */
  elapsed: f64;
  /** What counts as nothing beside the value, and the smallest change of the series before it. */
  tiny: f64;
  grain: f64;
  /** One of Reason. */
  reason: i32;
  /** It is beyond anything that the series has shown lately. */
  isSecond: bool;
  /** It is of a hard limit, which holds from a series' first point on. */
  isHard: bool;
  /** It is within a hard limit, but so near that an incident of that limit is not over. */
  isNear: bool;
  /** Something large has been learnt: the limits have to be computed again. */
  isRenewing: bool;
  /** The largest ratio to a limit, news or not. */
  raw: f64;
  /** What of the value is the season, and how much of that is of seasons that are likely and not shown yet. */
  season: f64;
  doubtful: f64;
}

/** The most that what is no news scores. */
const NO_NEWS: f64 = 0.99;

/**
 * Offers a ratio to a limit: true when it is the largest score so far, which it is then. What is no news stays below 1.
 */
export function offer(its: Judgement, ratio: f64, isNews: bool): bool {
  its.raw = max(its.raw, ratio);
  const score = isNews ? ratio : min(ratio, NO_NEWS);
  if (!(score > its.score)) return false;
  its.score = score;
  return true;
}

export function judgeAs(its: Judgement, reason: i32, score: f64, measured: f64, low: f64, high: f64): void {
  its.reason = reason;
  its.score = score;
  its.measured = measured;
  its.low = low;
  its.high = high;
}
