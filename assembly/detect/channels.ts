import { Channels, above } from "../series/channels";
import { ALARM_POINTS, EXTREME_POINTS, points, quickRate, setAge, slowRate, spentRate, spreadRate } from "./age";
import { greater, lesser } from "../number/extent";
import { judgeSecond, settle } from "./extremes";
import { Judgement, Reason, judgeAs } from "./judgement";
import { CHANNELS_OFFSET, SERIES_INCIDENT, Series } from "../series/record";
import { Model } from "../settings/settings";
import { watchSilence, watchStillness } from "./stillness";
import { LEAST_EXTRAPOLATED, Tail, alarmShare, learnTail, renewLimit, startTail, trackRare } from "./threshold";

/**
 * Residual channels: what a value is against slow and quick smoothings of its own series, each in units of what that
 * series has shown. Three channels have a learned limit and make the first mark: the distance from a slow level; from a
 * quick one, where a series moves smoothly; and a jump that is taken back, where a coarse sensor does. Four more, in
 * extremes.ts, are measured against the decaying extremes of their own past and together make the second mark.
 */

/** Points before a ratio means anything. */
const RATIO_POINTS: u32 = 20;

/** What the second mark alone is taken to have spent of the share at the start. */
const SPENT_START: f64 = 0.3;
const SPREAD_WINSOR: f64 = 5;
const SLOW_PRIOR: f64 = 8;
const QUICK_PRIOR: f64 = 24;
/** The quick channel counts where its spread is below this part of the slow one's. */
const QUICK_PART: f64 = 0.5;
/** A jump may be taken back within so many points; its limit is at least that, or so many rare quantiles. */
const JUMP_AGE: u8 = 8;
const UNDONE_LEAST: f64 = 7;
const UNDONE_RARE: f64 = 1.2;
/** Points until a value is accepted, for each limit that it lies beyond the first, and at most. */
const HELD_POINTS: f64 = 100;
const HELD_MOST: u8 = 200;
/** Values beyond the limit in a row, on one side, that are a new level. */
const SHIFTED_POINTS: i32 = 10;
/** A spread is at least this part of the smallest change, which grows by this at every point. */
const SMALLEST_PART: f64 = 0.5;
const SMALLEST_GROWTH: f64 = 1e-4;
@inline
export function channelsOf(record: Series): Channels {
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
export function startChannels(its: Judgement, record: Series, value: f64): void {
  const channels = channelsOf(record);
  memory.fill(changetype<usize>(channels), 0, offsetof<Channels>());
  channels.quickLevel = value;
  channels.budget = 1;
  channels.undoneRare = <f32>UNDONE_LEAST;
  channels.jumpAge = 99;
  startTail(slowTail(channels), SLOW_PRIOR);
  startTail(quickTail(channels), QUICK_PRIOR);
  judgeAs(its, Reason.Spike, 0, value, value, value);
  its.isSecond = false;
}

/**
 * Judges a value and learns it; `record` still has the one before. The forecast's band tells a spike from a value that
 * has moved away step by step.
 */
export function judge(
  its: Judgement, record: Series, value: f64, steps: i64, isInBand: bool, settings: Model, seriesSeen: i32,
): void {
  const channels = channelsOf(record);
  setAge(record.points);
  its.tiny = 1e-9 * (1 + Math.abs(value));
  const asked = alarmShare(record, settings, seriesSeen);
  const share = greater(asked, LEAST_EXTRAPOLATED);
  if (points == 1) channels.spent = <f32>(SPENT_START * share);
  const change = Math.abs(value - record.value);
  its.grain = channels.smallest;
  learnSmallest(channels, change, its.tiny);
  const isOpen = (record.flags & SERIES_INCIDENT) != 0;
  const quickLevel = channels.quickLevel;
  judgeFirst(its, channels, value, share, isOpen, isInBand);
  judgeUndone(its, channels, value, record.value);
  judgeSecond(its, record, channels, value, quickLevel, change, asked);
  const first = its.score >= 1 && points + 1 >= ALARM_POINTS;
  if (points >= EXTREME_POINTS) {
    const alone = its.isSecond && !isOpen && !first;
    channels.spent += <f32>(spentRate * ((alone ? 1 : 0) - channels.spent));
  }
  settle(its, first);
  watchStillness(its, record, channels, value, change);
  watchSilence(its, channels, record, steps);
}

function learnSmallest(channels: Channels, change: f64, tiny: f64): void {
  if (change > tiny && (channels.smallest == 0 || change < channels.smallest)) channels.smallest = <f32>change;
  else channels.smallest *= <f32>(1 + SMALLEST_GROWTH);
}

/** The distance from a slow level, or from a quick one where that is far quieter, over its limit. */
function judgeFirst(
  its: Judgement, channels: Channels, value: f64, share: f64, isOpen: bool, isInBand: bool,
): void {
  const floor = SMALLEST_PART * channels.smallest;
  const slowUnit = greater(<f64>channels.slowSpread, floor) + its.tiny;
  const quickLevel = channels.quickLevel, slowLevel = quickLevel + channels.slowAbove;
  const slowDistance = Math.abs(value - slowLevel);
  const slowRatio = points >= RATIO_POINTS ? slowDistance / slowUnit : 0;
  const quickUnit = greater(<f64>channels.quickSpread, floor) + its.tiny;
  const quickDistance = Math.abs(value - quickLevel);
  const quickRatio = points >= RATIO_POINTS ? quickDistance / quickUnit : 0;
  const slowScore = slowRatio / channels.slowLimit, quickScore = quickRatio / channels.quickLimit;
  // what is far beyond the limit counts as the limit for the quick level, which would follow it
  const reach = points >= RATIO_POINTS ? quickUnit * channels.quickLimit : Infinity;
  channels.quickLevel += quickRate * greater(lesser(value - quickLevel, reach), -reach);
  const rate = isHeld(channels, slowScore, isOpen) ? 0 : slowRate;
  channels.slowAbove = above(channels, slowLevel + rate * (value - slowLevel));
  channels.slowSpread = spread(channels.slowSpread, slowDistance, slowUnit);
  channels.quickSpread = spread(channels.quickSpread, quickDistance, quickUnit);
  if (points >= RATIO_POINTS) {
    renewLimit(slowTail(channels), share, channels.spent, SLOW_PRIOR);
    renewLimit(quickTail(channels), share, 0, QUICK_PRIOR);
    if (!(isOpen && slowRatio >= channels.slowLimit)) learnTail(slowTail(channels), slowRatio);
    if (!(isOpen && quickRatio >= channels.quickLimit)) learnTail(quickTail(channels), quickRatio);
  }
  countBeyond(channels, slowScore >= 1 ? (value > slowLevel ? 1 : -1) : 0);
  const kind = kindOf(channels, isInBand);
  if (<f64>channels.quickSpread < QUICK_PART * channels.slowSpread && quickScore > slowScore) {
    const half = channels.quickLimit * quickUnit;
    judgeAs(its, kind, quickScore, value, quickLevel - half, quickLevel + half);
  } else {
    const half = channels.slowLimit * slowUnit;
    judgeAs(its, kind, slowScore, value, slowLevel - half, slowLevel + half);
  }
}

/**
 * Whether the slow level is held against a value. One that stands beyond the limit is accepted as a new level the later
 * the farther it lies: a level that follows at once calls a long misread normal, and its end a jump.
 */
function isHeld(channels: Channels, slowScore: f64, isOpen: bool): bool {
  channels.held = isOpen ? min(channels.held + 1, HELD_MOST) : 0;
  return isOpen && channels.held < HELD_MOST && <f64>channels.held < HELD_POINTS * (slowScore - 1);
}

/**
 * What a value beyond a limit is: a new level in the end, and on the way there no spike while the forecast keeps up.
 */
function kindOf(channels: Channels, isInBand: bool): i32 {
  if (abs<i32>(channels.beyond) >= SHIFTED_POINTS) return Reason.LevelShift;
  return isInBand ? Reason.Drift : Reason.Spike;
}

/** Counts the values in a row that lie beyond the limit on one side. */
function countBeyond(channels: Channels, side: i32): void {
  const before = <i32>channels.beyond;
  channels.beyond = <i8>(side * before > 0 ? max(-100, min(100, before + side)) : side);
}

/** A jump that is taken back within a few points, on a coarse sensor that moves smoothly otherwise. */
function judgeUndone(its: Judgement, channels: Channels, value: f64, before: f64): void {
  const floor = SMALLEST_PART * channels.smallest;
  const step = value - before;
  const size = Math.abs(step), jump = <f64>channels.jump;
  if (channels.jumpAge < 255) channels.jumpAge++;
  const isBack = <f64>i32(step * jump < 0);
  const undone = channels.jumpAge <= JUMP_AGE ? lesser(Math.abs(jump), isBack * size) : 0;
  if (channels.jumpAge > JUMP_AGE || size >= Math.abs(jump)) {
    channels.jump = <f32>step;
    channels.jumpAge = 0;
  }
  const unit = greater(<f64>channels.undoneSpread, floor) + its.tiny;
  const limit = greater(UNDONE_RARE * channels.undoneRare, UNDONE_LEAST);
  const ratio = points >= RATIO_POINTS ? undone / unit : 0;
  if (points >= RATIO_POINTS) channels.undoneRare = max(1, trackRare(channels.undoneRare, ratio));
  channels.undoneSpread = spread(channels.undoneSpread, undone, unit);
  const isSmooth = <f64>channels.quickSpread < QUICK_PART * channels.slowSpread;
  if (!isSmooth || <f64>channels.undoneSpread >= floor || ratio / limit <= its.score) return;
  const half = limit * unit;
  judgeAs(its, Reason.Spike, ratio / limit, before, value - half, value + half);
}

@inline
function spread(before: f64, distance: f64, unit: f64): f32 {
  const counted = points >= RATIO_POINTS ? lesser(distance, SPREAD_WINSOR * unit) : distance;
  return <f32>(before + spreadRate * (counted - before));
}

/** Judges another value of the newest time as that one was, and learns nothing. */
export function judgeAgain(its: Judgement, record: Series, value: f64): void {
  const channels = channelsOf(record);
  setAge(record.points - 1);
  const before = (channels.quickLevel + channels.slowAbove - slowRate * record.value) / (1 - slowRate);
  const unit = max(<f64>channels.slowSpread, SMALLEST_PART * channels.smallest) + 1e-9 * (1 + Math.abs(value));
  const half = channels.slowLimit * unit;
  const ratio = record.points > RATIO_POINTS ? Math.abs(value - before) / half : 0;
  judgeAs(its, Reason.Spike, ratio, value, before - half, before + half);
  its.isSecond = false;
}
