/**
 * What the channels take from the age of their series alone. Series that come one after the other mostly have the same
 * age, so it is computed again only where that changes.
 */

// forgetting of the smoothings; while young they are running means
const LEVEL_RATE: f64 = 0.02;
const QUICK_CHANGE_RATE: f64 = 0.05;
const SLOW_CHANGE_RATE: f64 = 0.001;
const SPIKE_RATE: f64 = 0.01;
const SHIFT_RATE: f64 = 0.003;
const AGITATION_RATE: f64 = 0.02;
export const MEAN_RATE: f64 = 0.0005;

/** Points before a size means anything. */
export const SIZE_POINTS: u32 = 20;
/** Points before anything alarms. */
export const ALARM_POINTS: u32 = 60;
/** Points before the extremes mean anything. */
export const EXTREME_POINTS: u32 = 180;
/** Points of a channel before its ratio to its extreme means anything. */
export const CHANNEL_POINTS: u32 = 60;

/** Points before the value in work. */
export let points: u32 = 0;
export let levelRate: f64 = 1;
export let quickChangeRate: f64 = 1;
export let slowChangeRate: f64 = 1;
export let spikeRate: f64 = 1;
export let shiftRate: f64 = 1;
export let agitationRate: f64 = 1;
export let meanRate: f64 = 1;

/** Takes the points before the value in work; at least 1. */
export function setAge(before: u32): void {
  if (before == points) return;
  points = before;
  const young = 1 / <f64>(before + 1);
  levelRate = max(LEVEL_RATE, young);
  quickChangeRate = max(QUICK_CHANGE_RATE, young);
  slowChangeRate = max(SLOW_CHANGE_RATE, young);
  spikeRate = max(SPIKE_RATE, young);
  shiftRate = max(SHIFT_RATE, young);
  agitationRate = max(AGITATION_RATE, young);
  meanRate = max(MEAN_RATE, young);
}
