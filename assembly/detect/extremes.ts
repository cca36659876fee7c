import {
  CHANNEL_POINTS, EXTREME_POINTS, MEAN_RATE, agitationRate, meanRate, points, quickChangeRate, shiftRate,
  slowChangeRate, spikeRate,
} from "./age";
import { Channels, above } from "../series/channels";
import { Day, dayOf, learnDay } from "./day";
import { greater, lesser } from "../number/extent";
import { logarithm } from "../number/power";
import { Judgement, Reason, judgeAs } from "./judgement";
import { Series } from "../series/record";
import { share } from "./share";
import { rateAfter } from "../model/smoothing";

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

/** A value counts in the shift as at most this part of the spike's extreme. */
const SHIFT_CLIP: f64 = 0.3;
const MOST_DECAY: f64 = 0.0002;
/** What an extreme falls back to, in means, and how many of itself a new one counts at most. */
const MOST_MEANS: f64 = 4;
const MOST_WINSOR: f64 = 3;
const MOST_RATIO: f64 = 10;
/** What an alert raises the budget by, its logarithm, and the most that it can be raised to. */
const ALERT: f64 = 1.07;
const LN_ALERT: f64 = 0.06765864847;
const MOST_BUDGET: f64 = 100;
/** What the bar keeps at every point without an alert. */
const BAR_KEPT: f64 = 0.99;
/** Alerts asked for per point, of the asked-for share's square. */
const ALERTS_PER_SQUARE: f64 = 3000;
const MOST_ALERTS: f64 = 1e-3;
/** The rarer alarms are asked for, the higher the mark: by the third power of ln 1/share over this. */
const SHARE_LN: f64 = 7.6;
/** Until so many points the extremes know little: what is told has to be higher, twice as high at first. */
const YOUNG_POINTS: u32 = 400;
/** A tide drifts through the day, and each of its days leaves a little more than the last: that is no news. */
const DAY_HEIGHT: f64 = 1.05;

/** A value's distance in units of its channel's extreme; what was measured, and where it was expected. */
@unmanaged
class Ratio {
  ratio: f64;
  measured: f64;
  middle: f64;
  half: f64;
}

/** The reasons of the ratios, in their order. */
const REASONS: StaticArray<i32> = [Reason.Spike, Reason.LevelShift, Reason.Variance, Reason.Season];
const ratios: usize = memory.data(4 * 32, 8);

// of the value in work: the sum of its ratios' eighth powers, and the budget before it times the height of the mark
let powers: f64 = 0;
let budget: f64 = 1;
// the share that was asked for last, and how high the mark is for it
let heightShare: f64 = 0;
let markHeight: f64 = 1;

@inline
function ratioAt(index: i32): Ratio {
  return changetype<Ratio>(ratios + (<usize>index << 5));
}

/** Takes a value as it came. */
export function judgeSecond(
  its: Judgement, record: Series, channels: Channels, value: f64, change: f64,
): void {
  powers = 0;
  const isKnown = points >= CHANNEL_POINTS;
  const at = changetype<usize>(channels);
  const mostBefore = <f64>channels.spikeMost;
  const spikeLevel = channels.level + channels.spikeAbove, shiftLevel = channels.level + channels.shiftAbove;
  take(its, at + offsetof<Channels>("spikeMean"), Math.abs(value - spikeLevel), isKnown, meanRate, 0, value,
    spikeLevel);
  channels.spikeAbove = above(channels, spikeLevel + spikeRate * (value - spikeLevel));
  let error = value - shiftLevel;
  if (points >= EXTREME_POINTS) error = greater(-SHIFT_CLIP * mostBefore, lesser(SHIFT_CLIP * mostBefore, error));
  const shift = channels.shift + quickChangeRate * (error - channels.shift);
  take(its, at + offsetof<Channels>("shiftMean"), Math.abs(shift), isKnown, meanRate, 1, shiftLevel + shift,
    shiftLevel);
  const moved = shiftRate * (value - shiftLevel);
  channels.shiftAbove = above(channels, shiftLevel + moved);
  channels.shift = <f32>(shift - moved);
  const agitation = channels.agitation + agitationRate * (change - channels.agitation);
  channels.agitation = <f32>agitation;
  take(its, at + offsetof<Channels>("varianceMean"), Math.abs(agitation - channels.calm), isKnown, meanRate, 2,
    agitation, channels.calm);
  channels.calm += <f32>(slowChangeRate * (agitation - channels.calm));
  takeDay(its, record, value);
  if (points < EXTREME_POINTS) powers = 0;
  passBar(its, channels);
}

/** What the time of day leaves of a value, smoothed. */
function takeDay(its: Judgement, record: Series, value: f64): void {
  ratioAt(3).ratio = 0;
  if (!learnDay(record, value) || points < EXTREME_POINTS) return;
  const day = dayOf(record), rest: f64 = day.rest;
  if (day.restPoints < 65535) day.restPoints++;
  take(its, record.day + offsetof<Day>("restMean"), Math.abs(rest), day.restPoints > CHANNEL_POINTS,
    rateAfter(day.restPoints, MEAN_RATE), 3, value, value - rest, DAY_HEIGHT);
}

/**
 * Puts a distance in units of its channel's Extreme, to which `pointer` points, `height` times it, and moves the
 * channel's mean at `rate`.
 */
@inline
function take(
  its: Judgement, pointer: usize, distance: f64, isKnown: bool, rate: f64, index: i32, measured: f64, middle: f64,
  height: f64 = 1,
): void {
  const extreme = changetype<Extreme>(pointer);
  const most = <f64>extreme.most, unit = height * (most + its.tiny);
  const ratio = isKnown ? lesser(distance / unit, MOST_RATIO) : 0;
  const average = <f64>extreme.mean + rate * (distance - extreme.mean);
  extreme.mean = <f32>average;
  const counted = isKnown && most > 0 ? lesser(distance, MOST_WINSOR * most) : distance;
  extreme.most = <f32>greater(most * (1 - MOST_DECAY) + MOST_DECAY * MOST_MEANS * average, counted);
  const square = ratio * ratio;
  const fourth = square * square;
  powers += fourth * fourth;
  const row = ratioAt(index);
  row.ratio = ratio;
  row.measured = measured;
  row.middle = middle;
  row.half = unit;
}

/** The ratios' norm over the budget. */
function surprise(): f64 {
  return Math.sqrt(Math.sqrt(Math.sqrt(powers))) / budget;
}

/** How high the mark is for the share that is asked for. */
function heightOfMark(): f64 {
  if (share != heightShare) {
    heightShare = share;
    const height = -logarithm(share) / SHARE_LN;
    markHeight = greater(1, height * height * height);
  }
  return markHeight;
}

function youngHeight(): f64 {
  return 1 + <f64>(YOUNG_POINTS - points) / <f64>(YOUNG_POINTS - EXTREME_POINTS);
}

/** The budget of alerts, and the bar that an alert has to pass. */
function passBar(its: Judgement, channels: Channels): void {
  const spent: f64 = channels.budget;
  budget = spent * heightOfMark();
  const bar = channels.bar * budget, square = bar * bar, fourth = square * square;
  let isReached = false;
  if (powers > fourth * fourth) {
    const height = surprise();
    isReached = height >= 1;
    channels.bar = <f32>(isReached ? 2 * height : height);
  } else {
    channels.bar *= <f32>BAR_KEPT;
  }
  its.isSecond = isReached && (points >= YOUNG_POINTS || surprise() >= youngHeight());
  if (its.isSecond) its.raw = greater(its.raw, surprise());
  if (points < EXTREME_POINTS) return;
  const alerts = lesser(ALERTS_PER_SQUARE * share * share, MOST_ALERTS);
  const raised = spent * (isReached ? ALERT : 1) * (1 - alerts * LN_ALERT);
  channels.budget = <f32>greater(lesser(raised, MOST_BUDGET), 1);
}

/**
 * Puts both marks on one scale: below the first the ratio to its limit, above it one more than the second's surprise.
 */
export function settle(its: Judgement, isFirst: bool): void {
  if (!isFirst && !its.isSecond) return;
  // a young series has no extremes to tell the height by: the ratio to the limit does, short of the second mark
  const norm = surprise();
  const height = points < EXTREME_POINTS ? min(its.score, YOUNG_MOST) : 1 + norm;
  const index = largest();
  const why = unchecked(REASONS[index]);
  if (isFirst && !(why == Reason.LevelShift && norm >= 1)) {
    its.score = height;
    return;
  }
  const isGradual = why == Reason.LevelShift && its.score < GRADUAL;
  const row = ratioAt(index), half = row.half * budget;
  judgeAs(its, isGradual ? Reason.Drift : why, height, row.measured, row.middle - half, row.middle + half);
}

/** Index of the largest ratio. */
function largest(): i32 {
  let index = 0;
  for (let other = 1; other < 4; other++) {
    if (ratioAt(other).ratio > ratioAt(index).ratio) index = other;
  }
  return index;
}

/** A score that rests on few points is short of the second mark. */
export const YOUNG_MOST: f64 = 1.99;
/** A level that shifts while no value is so far from it, as a part of the limit, drifts. */
const GRADUAL: f64 = 0.5;
