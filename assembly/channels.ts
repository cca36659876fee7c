import { Profile, hasMet, profileAt } from "./profile";
import { CHANNELS_OFFSET, SERIES_INCIDENT, Series } from "./series";
import { Model } from "./settings";
import {
  LEAST_EXTRAPOLATED, RARE, Tail, alarmShare, learnTail, renewLimit, startTail, track,
} from "./threshold";

/**
 * Residual channels: what a value is against slow and quick smoothings of its own series, each in units of what that
 * series has shown. Three channels have a learned limit and make the first mark: the distance from a slow level; from a
 * quick one, where a series moves smoothly; and a jump that is taken back, where a coarse sensor does. Four more are measured against the decaying extremes of their own past
 * and together make the second: distance from a level, a shift of level, a change of variance, and the time of day.
 */
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

/** What the channels know of a series; it lies behind its Series record. */
@unmanaged
export class Channels {
  slowLevel: f64;
  quickLevel: f64;
  spikeLevel: f64;
  shiftLevel: f64;
  /** Winsorised mean absolute deviations from the slow and the quick level. */
  slowSpread: f32;
  quickSpread: f32;
  // tails of the ratios of both, as Tail
  slowCommon: f32; slowRare: f32; slowRarest: f32; slowLimit: f32;
  quickCommon: f32; quickRare: f32; quickRarest: f32; quickLimit: f32;
  /** Winsorised mean of jumps taken back, their rare quantile, and the jump that may be. */
  undoneSpread: f32;
  undoneRare: f32;
  jump: f32;
  /** Share of the points at which the second mark alone alarmed. */
  spent: f32;
  /** Smallest change of the value, growing slowly. */
  smallest: f32;
  /** Shift of the level, now and slow mean changes of the value, and what the season leaves. */
  shift: f32;
  agitation: f32;
  calm: f32;
  seasonal: f32;
  // mean and decaying extreme of each of the four
  spikeMean: f32; shiftMean: f32; varianceMean: f32; seasonMean: f32;
  spikeMost: f32; shiftMost: f32; varianceMost: f32; seasonMost: f32;
  /** What alerts raise and points lower, and the height that the next alert has to pass. */
  budget: f32;
  bar: f32;
  /** Values in a row that were the same as the one before, and the longest such run, slowly forgotten. */
  run: u32;
  longestRun: f32;
  /** Longest silence, in steps. */
  longestGap: f32;
  /** Points of the season's channel; saturates. */
  seasonPoints: u16;
  /** Points since the jump; saturates. */
  jumpAge: u8;
  /** Values beyond the slow limit in a row, on the side that the sign says. */
  beyond: i8;
  /** Runs seen; saturates. */
  runs: u8;
}

// the newest judgement

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

export function forgetSecond(): void {
  isSecond = false;
}

/** Points before a ratio means anything, and before the extremes do. */
const RATIO_POINTS: u32 = 20;
const EXTREME_POINTS: u32 = 180;
/** Points before anything alarms. */
export const ALARM_POINTS: u32 = 60;

/** Forgetting of the share that the second mark alone has spent, and the points that it starts with. */
const SPENT_RATE: f64 = 3e-5;
const SPENT_START: f64 = 0.3;
const SPENT_POINTS: u32 = 3001;
const SLOW_RATE: f64 = 0.02;
const QUICK_RATE: f64 = 0.3;
const SPREAD_RATE: f64 = 0.001;
const SPREAD_WINSOR: f64 = 5;
const SLOW_PRIOR: f64 = 8;
const QUICK_PRIOR: f64 = 24;
/** The quick channel counts where its spread is below this part of the slow one's. */
const QUICK_PART: f64 = 0.5;
/** A jump may be taken back within so many points; its limit is at least that, or so many rare quantiles. */
const JUMP_AGE: u8 = 8;
const UNDONE_LEAST: f64 = 8;
const UNDONE_RARE: f64 = 1.3;
/** Values beyond the limit in a row, on one side, that are a new level. */
const SHIFTED_POINTS: i32 = 10;
/** A spread is at least this part of the smallest change, which grows by this at every point. */
const SMALLEST_PART: f64 = 0.5;
const SMALLEST_GROWTH: f64 = 1e-4;

@inline
function channelsOf(record: Series): Channels {
  return changetype<Channels>(changetype<usize>(record) + CHANNELS_OFFSET);
}

@inline
function slowTail(channels: Channels): Tail {
  return changetype<Tail>(changetype<usize>(channels) + offsetof<Channels>("slowCommon"));
}

@inline
function quickTail(channels: Channels): Tail {
  return changetype<Tail>(changetype<usize>(channels) + offsetof<Channels>("quickCommon"));
}

/** Begins with a series' first value. */
export function startChannels(record: Series, value: f64): void {
  const channels = channelsOf(record);
  memory.fill(changetype<usize>(channels), 0, offsetof<Channels>());
  channels.slowLevel = value;
  channels.quickLevel = value;
  channels.spikeLevel = value;
  channels.shiftLevel = value;
  channels.budget = 1;
  channels.undoneRare = <f32>UNDONE_LEAST;
  channels.jumpAge = 99;
  startTail(slowTail(channels), SLOW_PRIOR);
  startTail(quickTail(channels), QUICK_PRIOR);
  judgeAs(Reason.Spike, 0, value, value, value);
  isSecond = false;
}

let points: u32 = 0;
/** 1 over the number of values, this one included. */
let young: f64 = 1;
let tiny: f64 = 0;

/**
 * Judges a value and learns it; `record` still has the one before. The forecast's band tells a spike from a value that
 * has moved away step by step.
 */
export function judge(
  record: Series, value: f64, steps: i64, isInBand: bool, settings: Model, liveSeries: i32,
): void {
  const channels = channelsOf(record);
  points = record.points;
  young = 1 / <f64>(points + 1);
  tiny = 1e-9 * (1 + Math.abs(value));
  const asked = alarmShare(record, settings, liveSeries);
  const share = max(asked, LEAST_EXTRAPOLATED);
  if (points == 1) channels.spent = <f32>(SPENT_START * share);
  const change = Math.abs(value - record.value);
  learnSmallest(channels, change);
  const isOpen = (record.flags & SERIES_INCIDENT) != 0;
  judgeFirst(channels, value, share, isOpen, isInBand);
  judgeUndone(channels, value, record.value);
  judgeSecond(record, channels, value, change, asked);
  const first = score >= 1 && points + 1 >= ALARM_POINTS;
  if (points >= EXTREME_POINTS) {
    const alone = isSecond && !isOpen && !first;
    channels.spent += <f32>(max(SPENT_RATE, 1 / <f64>(points - EXTREME_POINTS + SPENT_POINTS)) *
      ((alone ? 1 : 0) - channels.spent));
  }
  settle(first);
  watchStillness(record, channels, value, change);
  watchSilence(channels, record, steps);
}

function learnSmallest(channels: Channels, change: f64): void {
  if (change > tiny && (channels.smallest == 0 || change < channels.smallest)) channels.smallest = <f32>change;
  else channels.smallest *= <f32>(1 + SMALLEST_GROWTH);
}

/** The distance from a slow level, or from a quick one where that is far quieter, over its limit. */
function judgeFirst(channels: Channels, value: f64, share: f64, isOpen: bool, isInBand: bool): void {
  const floor = SMALLEST_PART * channels.smallest;
  const slowUnit = max(<f64>channels.slowSpread, floor) + tiny;
  const slowDistance = Math.abs(value - channels.slowLevel);
  const slowRatio = points >= RATIO_POINTS ? slowDistance / slowUnit : 0;
  const quickUnit = max(<f64>channels.quickSpread, floor) + tiny;
  const quickDistance = Math.abs(value - channels.quickLevel);
  const quickRatio = points >= RATIO_POINTS ? quickDistance / quickUnit : 0;
  const slowLevel = channels.slowLevel, quickLevel = channels.quickLevel;
  // what is far beyond the limit counts as the limit for the quick level, which would follow it
  const reach = points >= RATIO_POINTS ? quickUnit * channels.quickLimit : Infinity;
  channels.slowLevel += max(SLOW_RATE, young) * (value - slowLevel);
  channels.quickLevel += max(QUICK_RATE, young) * max(-reach, min(reach, value - quickLevel));
  channels.slowSpread = spread(channels.slowSpread, slowDistance, slowUnit);
  channels.quickSpread = spread(channels.quickSpread, quickDistance, quickUnit);
  if (points >= RATIO_POINTS) {
    renewLimit(slowTail(channels), share, channels.spent, SLOW_PRIOR, points);
    renewLimit(quickTail(channels), share, 0, QUICK_PRIOR, points);
    if (!(isOpen && slowRatio >= channels.slowLimit)) learnTail(slowTail(channels), slowRatio, points);
    if (!(isOpen && quickRatio >= channels.quickLimit)) learnTail(quickTail(channels), quickRatio, points);
  }
  const slowScore = slowRatio / channels.slowLimit, quickScore = quickRatio / channels.quickLimit;
  follow(channels, slowScore >= 1 ? (value > slowLevel ? 1 : -1) : 0);
  const kind = abs<i32>(channels.beyond) >= SHIFTED_POINTS ? Reason.LevelShift : isInBand ? Reason.Drift : Reason.Spike;
  if (<f64>channels.quickSpread < QUICK_PART * channels.slowSpread && quickScore > slowScore) {
    const half = channels.quickLimit * quickUnit;
    judgeAs(kind, quickScore, value, quickLevel - half, quickLevel + half);
  } else {
    const half = channels.slowLimit * slowUnit;
    judgeAs(kind, slowScore, value, slowLevel - half, slowLevel + half);
  }
}

/** Counts the values in a row that lie beyond the limit on one side. */
function follow(channels: Channels, side: i32): void {
  const before = <i32>channels.beyond;
  channels.beyond = <i8>(side * before > 0 ? max(-100, min(100, before + side)) : side);
}

/** A jump that is taken back within a few points, on a coarse sensor that moves smoothly otherwise. */
function judgeUndone(channels: Channels, value: f64, before: f64): void {
  const floor = SMALLEST_PART * channels.smallest;
  const step = value - before;
  const size = Math.abs(step), jump = <f64>channels.jump;
  if (channels.jumpAge < 255) channels.jumpAge++;
  const undone = channels.jumpAge <= JUMP_AGE && step * jump < 0 ? min(size, Math.abs(jump)) : 0;
  if (channels.jumpAge > JUMP_AGE || size >= Math.abs(jump)) {
    channels.jump = <f32>step;
    channels.jumpAge = 0;
  }
  const unit = max(<f64>channels.undoneSpread, floor) + tiny;
  const limit = max(UNDONE_LEAST, UNDONE_RARE * channels.undoneRare);
  const ratio = points >= RATIO_POINTS ? undone / unit : 0;
  if (points >= RATIO_POINTS) channels.undoneRare = max(1, track(channels.undoneRare, ratio, RARE, points));
  channels.undoneSpread = spread(channels.undoneSpread, undone, unit);
  const isSmooth = <f64>channels.quickSpread < QUICK_PART * channels.slowSpread;
  if (!isSmooth || <f64>channels.undoneSpread >= floor || ratio / limit <= score) return;
  const half = limit * unit;
  judgeAs(Reason.Spike, ratio / limit, before, value - half, value + half);
}

@inline
function spread(before: f64, distance: f64, unit: f64): f32 {
  const counted = points >= RATIO_POINTS ? min(distance, SPREAD_WINSOR * unit) : distance;
  return <f32>(before + max(SPREAD_RATE, young) * (counted - before));
}

// the second mark

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

function judgeSecond(record: Series, channels: Channels, value: f64, change: f64, asked: f64): void {
  largest = 0;
  powers = 0;
  const at = changetype<usize>(channels);
  const mostBefore = <f64>channels.spikeMost;
  take(at + offsetof<Channels>("spikeMean"), Math.abs(value - channels.spikeLevel), young, Reason.Spike, value,
    channels.spikeLevel);
  channels.spikeLevel += max(SPIKE_RATE, young) * (value - channels.spikeLevel);
  let error = value - channels.shiftLevel;
  if (points >= EXTREME_POINTS) error = max(-SHIFT_CLIP * mostBefore, min(SHIFT_CLIP * mostBefore, error));
  const shift = channels.shift + max(SHIFT_FAST_RATE, young) * (error - channels.shift);
  take(at + offsetof<Channels>("shiftMean"), Math.abs(shift), young, Reason.LevelShift,
    channels.shiftLevel + shift, channels.shiftLevel);
  const moved = max(SHIFT_RATE, young) * (value - channels.shiftLevel);
  channels.shiftLevel += moved;
  channels.shift = <f32>(shift - moved);
  const agitation = channels.agitation + max(AGITATION_RATE, young) * (change - channels.agitation);
  channels.agitation = <f32>agitation;
  take(at + offsetof<Channels>("varianceMean"), Math.abs(agitation - channels.calm), young, Reason.Variance,
    agitation, channels.calm);
  channels.calm += <f32>(max(CALM_RATE, young) * (agitation - channels.calm));
  takeSeason(record, channels, value);
  surprise = points < EXTREME_POINTS ? 0 : Math.sqrt(Math.sqrt(Math.sqrt(powers))) / channels.budget;
  emit(channels, asked);
}

/** What is left of a value when a base and the time of day are taken off, smoothed. */
function takeSeason(record: Series, channels: Channels, value: f64): void {
  if (record.dayTest == 0 || changetype<Profile>(record.dayTest).compared == 0) {
    channels.seasonal = 0;
    return;
  }
  const profile = changetype<Profile>(record.dayTest);
  const rest = value - profile.base - profileAt(profile, record.time);
  if (!hasMet(profile)) {
    channels.seasonal = 0;
    return;
  }
  channels.seasonal += <f32>(SEASON_RATE * (rest - channels.seasonal));
  if (points < EXTREME_POINTS) return;
  if (channels.seasonPoints < 65535) channels.seasonPoints++;
  take(changetype<usize>(channels) + offsetof<Channels>("seasonMean"), Math.abs(channels.seasonal),
    1 / <f64>channels.seasonPoints, Reason.Season, value, value - channels.seasonal);
}

/**
 * Puts a distance in units of its channel's decaying extreme; `mean` points to the channel's mean, four channels before
 * its extreme; `newness` is 1 over its points.
 */
@inline
function take(mean: usize, distance: f64, newness: f64, why: i32, what: f64, middle: f64): void {
  const most = <f64>load<f32>(mean, 16);
  const known = newness < CHANNEL_NEWNESS;
  const ratio = known ? min(MOST_RATIO, distance / (most + tiny)) : 0;
  const average = <f64>load<f32>(mean) + max(MEAN_RATE, newness) * (distance - load<f32>(mean));
  store<f32>(mean, <f32>average);
  const counted = known && most > 0 ? min(distance, MOST_WINSOR * most) : distance;
  store<f32>(mean, <f32>max(most * (1 - MOST_DECAY) + MOST_DECAY * MOST_MEANS * average, counted), 16);
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
  isSecond = emitted >= 1;
  // an alert's height was reckoned with the budget before it
  largestHalf *= channels.budget;
  const alerts = min(MOST_ALERTS, ALERTS_PER_SQUARE * asked * asked);
  const raised = <f64>channels.budget * (isSecond ? ALERT : 1) * (1 - alerts * LN_ALERT);
  channels.budget = <f32>max(1, min(MOST_BUDGET, raised));
}

/** Puts both marks on one scale: below the first the ratio to its limit, above it one more than the second's surprise. */
function settle(isFirst: bool): void {
  if (!isFirst && !isSecond) return;
  const height = 1 + max(0, isSecond ? emitted : surprise);
  if (isFirst && !(largestReason == Reason.LevelShift && surprise >= 1)) {
    judgeAs(reason, height, measured, low, high);
    return;
  }
  const isGradual = largestReason == Reason.LevelShift && score < GRADUAL;
  const why = isGradual ? Reason.Drift : largestReason;
  const least = why == Reason.Variance ? max(0, largestMiddle - largestHalf) : largestMiddle - largestHalf;
  judgeAs(why, height, largestMeasured, least, largestMiddle + largestHalf);
}

/** A level that shifts while no value is so far from it, as a part of the limit, drifts. */
const GRADUAL: f64 = 0.5;

// stillness and silence

/** A value has stood still for too long after so many times the longest run yet, which is forgotten slowly, */
const STILL_TIMES: f64 = 2;
const RUN_FORGOTTEN: f64 = 5e-4;
/** and after so many points in a row, when the series is so old and has shown so many runs. */
const STILL_POINTS: u32 = 20;
const STILL_AGE: u32 = 300;
const STILL_RUNS: u8 = 5;

function watchStillness(record: Series, channels: Channels, value: f64, change: f64): void {
  channels.longestRun *= <f32>(1 - RUN_FORGOTTEN);
  if (change > 0) {
    if (channels.runs < 255 && channels.run > 0) channels.runs++;
    channels.longestRun = max(channels.longestRun, <f32>channels.run);
    channels.run = 0;
    return;
  }
  channels.run++;
  if (points < STILL_AGE || channels.run < STILL_POINTS || channels.runs < STILL_RUNS || score >= 1) return;
  // while it stands still, what it stood longest before is kept
  channels.longestRun /= <f32>(1 - RUN_FORGOTTEN);
  const limit = STILL_TIMES * channels.longestRun;
  if (<f64>channels.run <= limit) return;
  const seconds = <f64>record.step * 1e-9;
  judgeAs(Reason.Stuck, 1, <f64>channels.run * seconds, value, limit * seconds);
}

/** A silence is one when it is longer than ever by half, and than so many steps. */
const SILENT_TIMES: f64 = 1.5;
const SILENT_STEPS: f64 = 3;

function watchSilence(channels: Channels, record: Series, steps: i64): void {
  const gap = <f64>steps;
  const limit = max(SILENT_STEPS, SILENT_TIMES * <f64>channels.longestGap);
  if (gap > <f64>channels.longestGap) channels.longestGap = <f32>gap;
  if (points + 1 < ALARM_POINTS || gap <= limit || record.step == 0 || score >= 1) return;
  const seconds = <f64>record.step * 1e-9;
  judgeAs(Reason.Gap, 1, gap * seconds, 0, limit * seconds);
}

/** Judges another value of the newest time as that one was, and learns nothing. */
export function judgeAgain(record: Series, value: f64): void {
  const channels = channelsOf(record);
  const rate = max(SLOW_RATE, 1 / <f64>record.points);
  const before = (channels.slowLevel - rate * record.value) / (1 - rate);
  const unit = max(<f64>channels.slowSpread, SMALLEST_PART * channels.smallest) + 1e-9 * (1 + Math.abs(value));
  const half = channels.slowLimit * unit;
  const ratio = record.points > RATIO_POINTS ? Math.abs(value - before) / half : 0;
  judgeAs(Reason.Spike, ratio, value, before - half, before + half);
  isSecond = false;
}
