/**
 * What the channels take from their series' age alone. Neighbours on a stream mostly are of one age, so it is made anew
 * only where that changes.
 */

// forgetting of the smoothings; while young they are running means
const SPREAD_RATE: f64 = 0.001;
const SLOW_RATE: f64 = 0.02;
const QUICK_RATE: f64 = 0.3;
const SPIKE_RATE: f64 = 0.01;
const SHIFT_RATE: f64 = 0.003;
const SHIFT_FAST_RATE: f64 = 0.05;
const AGITATION_RATE: f64 = 0.02;
const CALM_RATE: f64 = 0.001;
export const MEAN_RATE: f64 = 0.0005;
/** Forgetting of the share that the second mark alone has spent, and the points that it starts with. */
const SPENT_RATE: f64 = 3e-5;
const SPENT_POINTS: u32 = 3001;

/** Shares of the points that exceed the tracked quantiles. */
export const COMMON: f64 = 0.03;
export const RARE: f64 = 0.006;
export const RAREST: f64 = 0.001;
/** Steps of the tracking, as a part of the quantile; larger while young. */
const STEP: f64 = 0.003;
const YOUNG_STEP: f64 = 0.2;

/** Points before anything alarms. */
export const ALARM_POINTS: u32 = 60;
/** Points before the extremes mean anything. */
export const EXTREME_POINTS: u32 = 180;
/** Points of a channel before its ratio to its extreme means anything. */
export const CHANNEL_POINTS: u32 = 60;

/** Points before the value in work. */
export let points: u32 = 0;
export let slowRate: f64 = 1;
export let quickRate: f64 = 1;
export let spreadRate: f64 = 1;
export let spikeRate: f64 = 1;
export let shiftRate: f64 = 1;
export let shiftFastRate: f64 = 1;
export let agitationRate: f64 = 1;
export let calmRate: f64 = 1;
export let meanRate: f64 = 1;
export let spentRate: f64 = 1;
export let commonStep: f64 = 1;
export let rareStep: f64 = 1;
export let rarestStep: f64 = 1;

/** Takes the points before the value in work; at least 1. */
export function setAge(before: u32): void {
  if (before == points) return;
  points = before;
  const young = 1 / <f64>(before + 1);
  slowRate = max(SLOW_RATE, young);
  quickRate = max(QUICK_RATE, young);
  spreadRate = max(SPREAD_RATE, young);
  spikeRate = max(SPIKE_RATE, young);
  shiftRate = max(SHIFT_RATE, young);
  shiftFastRate = max(SHIFT_FAST_RATE, young);
  agitationRate = max(AGITATION_RATE, young);
  calmRate = max(CALM_RATE, young);
  meanRate = max(MEAN_RATE, young);
  spentRate = max(SPENT_RATE, 1 / <f64>(before - EXTREME_POINTS + SPENT_POINTS));
  commonStep = stepOf(COMMON);
  rareStep = stepOf(RARE);
  rarestStep = stepOf(RAREST);
}

/** By what part of itself the quantile of a share moves. */
function stepOf(share: f64): f64 {
  const met = <f64>points * share + 3;
  return met * STEP < YOUNG_STEP ? YOUNG_STEP / met : STEP;
}
