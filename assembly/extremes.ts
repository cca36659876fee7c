import { Channels, EXTREME_POINTS, above, points, tiny, young } from "./channels";
import { Reason, high, isSecond, judgeAs, low, markSecond, measured, reason, score } from "./judgement";
import { Profile, hasMet, profileAt } from "./profile";
import { Seasons, seasonsOf } from "./season";
import { Series } from "./series";

/**
 * The second mark: four channels, each measured against the decaying extreme of its own past, joined by an eighth-power
 * norm. A budget that each alert raises and each point lowers keeps their rate, on any distribution; a bar of twice the
 * last alert's height, which falls slowly, keeps one event from being told again and again.
 */

/** A channel's mean distance, and its decaying extreme. */
@unmanaged
class Extreme {
  mean: f32;
  most: f32;
}

const SPIKE_RATE: f64 = 0.01;
const SHIFT_RATE: f64 = 0.003;
const SHIFT_FAST_RATE: f64 = 0.05;
/** A value counts in the shift as at most this part of the spike's extreme. */
const SHIFT_CLIP: f64 = 0.3;
const AGITATION_RATE: f64 = 0.02;
const CALM_RATE: f64 = 0.001;
const SEASON_RATE: f64 = 0.05;
const MEAN_RATE: f64 = 0.0005;
const MOST_DECAY: f64 = 0.0002;
/** What an extreme falls back to, in means, and how many of itself a new one counts at most. */
const MOST_MEANS: f64 = 4;
const MOST_WINSOR: f64 = 3;
const MOST_RATIO: f64 = 10;
/** 1 over the points of a channel before its ratio means anything. */
const CHANNEL_NEWNESS: f64 = 1.0 / 60;
/** What an alert raises the budget by, its logarithm, and the most that it can be raised to. */
const ALERT: f64 = 1.07;
const LN_ALERT: f64 = 0.06765864847;
const MOST_BUDGET: f64 = 100;
/** What the bar keeps at every point without an alert. */
const BAR_KEPT: f64 = 0.99;
/** Alerts asked for per point, of the asked-for share's square. */
const ALERTS_PER_SQUARE: f64 = 4000;
const MOST_ALERTS: f64 = 1e-3;

// what the ratios of the value in work leave: their norm over the budget, the largest and its range
let surprise: f64 = 0;
let emitted: f64 = 0;
let largest: f64 = 0;
let largestReason: i32 = Reason.None;
let largestMeasured: f64 = 0;
let largestMiddle: f64 = 0;
let largestHalf: f64 = 0;
let powers: f64 = 0;

/** `quickLevel` is the quick level before this value. */
export function judgeSecond(
  record: Series, channels: Channels, value: f64, quickLevel: f64, change: f64, asked: f64,
): void {
  largest = 0;
  powers = 0;
  const at = changetype<usize>(channels);
  const mostBefore = <f64>channels.spikeMost;
  const spikeLevel = quickLevel + channels.spikeAbove, shiftLevel = quickLevel + channels.shiftAbove;
  take(at + offsetof<Channels>("spikeMean"), Math.abs(value - spikeLevel), young, Reason.Spike, value, spikeLevel);
  channels.spikeAbove = above(channels, spikeLevel + max(SPIKE_RATE, young) * (value - spikeLevel));
  let error = value - shiftLevel;
  if (points >= EXTREME_POINTS) error = max(-SHIFT_CLIP * mostBefore, min(SHIFT_CLIP * mostBefore, error));
  const shift = channels.shift + max(SHIFT_FAST_RATE, young) * (error - channels.shift);
  take(at + offsetof<Channels>("shiftMean"), Math.abs(shift), young, Reason.LevelShift,
    shiftLevel + shift, shiftLevel);
  const moved = max(SHIFT_RATE, young) * (value - shiftLevel);
  channels.shiftAbove = above(channels, shiftLevel + moved);
  channels.shift = <f32>(shift - moved);
  const agitation = channels.agitation + max(AGITATION_RATE, young) * (change - channels.agitation);
  channels.agitation = <f32>agitation;
  take(at + offsetof<Channels>("varianceMean"), Math.abs(agitation - channels.calm), young, Reason.Variance,
    agitation, channels.calm);
  channels.calm += <f32>(max(CALM_RATE, young) * (agitation - channels.calm));
  takeSeason(record, value);
  surprise = points < EXTREME_POINTS ? 0 : Math.sqrt(Math.sqrt(Math.sqrt(powers))) / channels.budget;
  emit(channels, asked);
}

/** What is left of a value when a base and the time of day, or of a given period, are taken off, smoothed. */
function takeSeason(record: Series, value: f64): void {
  if (record.seasons == 0) return;
  const its = seasonsOf(record);
  const profile = changetype<Profile>(its.dayTest != 0 ? its.dayTest : its.profile);
  if (profile.compared == 0) return;
  const rest = value - profile.base - profileAt(profile, record.time);
  if (!hasMet(profile)) {
    its.rest = 0;
    return;
  }
  its.rest += <f32>(SEASON_RATE * (rest - its.rest));
  if (points < EXTREME_POINTS) return;
  if (its.restPoints < 65535) its.restPoints++;
  take(record.seasons + offsetof<Seasons>("restMean"), Math.abs(its.rest), 1 / <f64>its.restPoints, Reason.Season, value,
    value - its.rest);
}

/** Puts a distance in units of its channel's Extreme, to which `pointer` points; `newness` is 1 over its points. */
@inline
function take(pointer: usize, distance: f64, newness: f64, why: i32, what: f64, middle: f64): void {
  const its = changetype<Extreme>(pointer);
  const most = <f64>its.most;
  const known = newness < CHANNEL_NEWNESS;
  const ratio = known ? min(MOST_RATIO, distance / (most + tiny)) : 0;
  const average = <f64>its.mean + max(MEAN_RATE, newness) * (distance - its.mean);
  its.mean = <f32>average;
  const counted = known && most > 0 ? min(distance, MOST_WINSOR * most) : distance;
  its.most = <f32>max(most * (1 - MOST_DECAY) + MOST_DECAY * MOST_MEANS * average, counted);
  const square = ratio * ratio;
  const fourth = square * square;
  powers += fourth * fourth;
  if (ratio <= largest) return;
  largest = ratio;
  largestReason = why;
  largestMeasured = what;
  largestMiddle = middle;
  largestHalf = most + tiny;
}

/** The budget of alerts, and the bar that an alert has to pass. */
function emit(channels: Channels, asked: f64): void {
  emitted = 0;
  if (surprise > <f64>channels.bar) {
    emitted = surprise;
    channels.bar = <f32>(surprise < 1 ? surprise : 2 * surprise);
  } else {
    channels.bar *= <f32>BAR_KEPT;
  }
  markSecond(emitted >= 1);
  // an alert's height was reckoned with the budget before it
  largestHalf *= channels.budget;
  const alerts = min(MOST_ALERTS, ALERTS_PER_SQUARE * asked * asked);
  const raised = <f64>channels.budget * (isSecond ? ALERT : 1) * (1 - alerts * LN_ALERT);
  channels.budget = <f32>max(1, min(MOST_BUDGET, raised));
}

/** Puts both marks on one scale: below the first the ratio to its limit, above it one more than the second's surprise. */
export function settle(isFirst: bool): void {
  if (!isFirst && !isSecond) return;
  // a young series has no extremes to tell the height by: the ratio to the limit does, short of the second mark
  const height = points < EXTREME_POINTS ? min(score, YOUNG_MOST) : 1 + max(0, isSecond ? emitted : surprise);
  if (isFirst && !(largestReason == Reason.LevelShift && surprise >= 1)) {
    judgeAs(reason, height, measured, low, high);
    return;
  }
  const isGradual = largestReason == Reason.LevelShift && score < GRADUAL;
  const why = isGradual ? Reason.Drift : largestReason;
  judgeAs(why, height, largestMeasured, largestMiddle - largestHalf, largestMiddle + largestHalf);
}

const YOUNG_MOST: f64 = 1.99;
/** A level that shifts while no value is so far from it, as a part of the limit, drifts. */
const GRADUAL: f64 = 0.5;
