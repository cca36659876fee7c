import { greater, lesser } from "../number/extent";
import { exponential, logarithm } from "../number/power";
import { Channels, above, levelSizes } from "../series/channels";
import { ALARM_POINTS, SIZE_POINTS, levelRate, points } from "./age";
import { Judgement, Reason, judgeAs, offer } from "./judgement";
import { often, share } from "./share";
import { LARGEST_LIMIT, isOldNews, learnSize, tailLimit } from "./sizes";

/**
 * The distance of a value from the slow level of its series. Beyond the limit the level stands still, so that what
 * goes away again leaves no trace; what stays is accepted as the new level after a while, and its usual distance with
 * it.
 */

/**
 * A usual distance is at least this part of the smallest change, and counts a distance as this many of itself at most.
 */
const SMALLEST_PART: f64 = 0.06;
const SPREAD_WINSOR: f64 = 5;
const SPREAD_RATE: f64 = 0.001;
/**
 * The limit gets this part of the asked-for share, and all of it where one point in a thousand is asked for. The rest
 * is for a side that sees something new.
 */
const SHARE_PART: f64 = 0.6;
const SHARE_MORE: f64 = 400;
/** News on one side is so many times its largest size, which counts as SIDE_LEAST at least, from so many points on. */
const SIDE_TIMES: f64 = 1.8;
const SIDE_LEAST: f64 = 1;
const SIDE_POINTS: u32 = 1000;
/**
 * A distance is judged as this part of the smallest change less, and learnt as that much more: no limit between two
 * values.
 */
const JUDGED_LESS: f64 = 0.75;
const LEARNT_MORE: f64 = 0.25;
/** The limit of a young series, the least of any, and the points between which its own one is handed over to. */
export const LEVEL_PRIOR: f64 = 8;
const LN_PRIOR: f64 = 2.0794415416798357;
const LEVEL_LEAST: f64 = 3;
const PRIOR_POINTS: f64 = 2000;
const OWN_POINTS: f64 = 5000;
/** Points beyond the limit after which a value is the new level. */
const HELD_MOST: u8 = 200;
const NEW_RATE: f64 = 0.1;
const NEW_WINSOR: f64 = 10;
/** Values beyond the limit in a row, on one side, that are a new level. */
const SHIFTED_POINTS: i32 = 10;

/** The unit of sizes. */
@inline
export function levelUnit(channels: Channels, tiny: f64): f64 {
  return greater(channels.spread, SMALLEST_PART * channels.smallest) + tiny;
}

/** `value` is without its season, which comes back into what is told. */
export function judgeLevel(its: Judgement, channels: Channels, value: f64, isInBand: bool): void {
  const unit = levelUnit(channels, its.tiny);
  const level = channels.level, error = value - level, distance = Math.abs(error);
  const sizes = levelSizes(channels);
  const isOn = points >= ALARM_POINTS;
  let isBeyond = false;
  if (points >= SIZE_POINTS) {
    // a season that is merely likely excuses a value, and does not accuse one
    const least = lesser(distance, Math.abs(error + its.doubtful));
    const size = (least - JUDGED_LESS * its.grain) / unit;
    const ratio = size / sizes.limit;
    const isNews = ratio < 1 || !isOldNews(sizes, size, often, channels.counted);
    isBeyond = isOn && ratio >= 1 && isNews;
    countBeyond(channels, isBeyond ? (error > 0 ? 1 : -1) : 0);
    const half = sizes.limit * unit, middle = level + its.season;
    judgeAs(its, Reason.Spike, 0, value + its.season, middle - half, middle + half);
    if (offer(its, ratio, isNews)) its.reason = kindOf(channels, isInBand);
    judgeSide(its, channels, size, error > 0, unit);
    if (learnSize(sizes, (distance + LEARNT_MORE * channels.smallest) / unit)) its.isRenewing = true;
  }
  if (isBeyond || channels.held > 0) learnNew(channels, value, its.tiny);
  if (isBeyond) {
    if (++channels.held > HELD_MOST) accept(channels);
  } else {
    if (channels.held > 0) channels.held--;
    const most = sizes.limit * unit;
    moveLevel(channels, level + levelRate * (isOn ? greater(lesser(error, most), -most) : error));
  }
  if (channels.spreadPoints < 65535) channels.spreadPoints++;
  const rate = greater(SPREAD_RATE, 1 / <f64>channels.spreadPoints);
  const counted = points >= SIZE_POINTS ? lesser(distance, SPREAD_WINSOR * unit) : distance;
  channels.spread += <f32>(rate * (counted - channels.spread));
}

/**
 * A side of the level on which the like has not been seen: what one side does all the time says nothing of the other.
 */
function judgeSide(its: Judgement, channels: Channels, size: f64, isAbove: bool, unit: f64): void {
  const most = greater(isAbove ? channels.mostAbove : channels.mostBelow, SIDE_LEAST);
  const limit = SIDE_TIMES * most;
  if (points >= SIDE_POINTS && size > limit && size / limit > its.score) {
    // what comes by the clock is known by its ratio to the level's limit
    its.raw = greater(its.raw, 1);
    its.score = size / limit;
    const end = limit * unit, middle = channels.level + its.season;
    if (isAbove) its.high = middle + end;
    else its.low = middle - end;
    its.reason = Reason.Spike;
  }
  if (size <= most) return;
  const counted = <f32>lesser(size, limit);
  if (isAbove) channels.mostAbove = counted;
  else channels.mostBelow = counted;
}

/** Learns what may be a new level, and the usual distance from it. */
function learnNew(channels: Channels, value: f64, tiny: f64): void {
  if (channels.held == 0) {
    channels.newAbove = above(channels, value);
    channels.newSpread = 0;
  }
  const error = value - (channels.level + channels.newAbove), distance = Math.abs(error);
  channels.newAbove += <f32>(NEW_RATE * error);
  const most = channels.held > 5 ? NEW_WINSOR * channels.newSpread + tiny : Infinity;
  channels.newSpread += <f32>(NEW_RATE * (lesser(distance, most) - channels.newSpread));
}

function accept(channels: Channels): void {
  moveLevel(channels, channels.level + channels.newAbove);
  channels.held = 0;
  channels.spread = max(channels.spread, channels.newSpread);
}

/** Moves the level, from which the others are counted; they stay where they are. */
export function moveLevel(channels: Channels, level: f64): void {
  const by = level - channels.level;
  channels.newAbove = <f32>(channels.newAbove - by);
  channels.spikeAbove = <f32>(channels.spikeAbove - by);
  channels.shiftAbove = <f32>(channels.shiftAbove - by);
  channels.level = level;
}

/** Computes the limit again from the sizes so far. */
export function renewLevelLimit(channels: Channels): void {
  const sizes = levelSizes(channels);
  const own = min(1, max(0, (<f64>points - PRIOR_POINTS) / (OWN_POINTS - PRIOR_POINTS)));
  let limit = LEVEL_PRIOR;
  if (own > 0) {
    const tail = tailLimit(sizes, share * (SHARE_PART + share * SHARE_MORE), channels.counted);
    // the mean of both in the logarithm
    limit = own < 1 ? exponential(own * logarithm(tail) + (1 - own) * LN_PRIOR) : tail;
  }
  sizes.limit = <f32>lesser(greater(limit, LEVEL_LEAST), LARGEST_LIMIT);
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
