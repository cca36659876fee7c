/** The judgement of the newest point: how surprising it is, why, and what was expected instead. */

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
}

/** 1 is the limit. */
export let score: f64 = 0;
export let reason: i32 = Reason.None;
/** What was judged, and the range in which it was expected. */
export let measured: f64 = 0;
export let low: f64 = 0;
export let high: f64 = 0;
/** It is beyond anything that the series has shown lately. */
export let isSecond: bool = false;

export function judgeAs(why: i32, surprise: f64, what: f64, from: f64, to: f64): void {
  reason = why;
  score = surprise;
  measured = what;
  low = from;
  high = to;
}

/** Says whether it has reached the second mark. */
export function markSecond(reached: bool): void {
  isSecond = reached;
}
