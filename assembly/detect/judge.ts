import { greater } from "../number/extent";
import { doubtfulSeasonAt, likelySeasonAt, likelySeasons } from "../model/season";
import { CHANNELS_BYTES, Channels, levelSizes, varianceSizes } from "../series/channels";
import { CHANNELS_OFFSET, Series } from "../series/record";
import { Model } from "../settings/settings";
import { ALARM_POINTS, SIZE_POINTS, points, setAge } from "./age";
import { isExpected } from "./clock";
import { DAY_BYTES, dropDay } from "./day";
import { YOUNG_MOST, judgeSecond, settle } from "./extremes";
import { sideOf } from "./gate";
import { judgeJump } from "./jump";
import { LEVEL_PRIOR, judgeLevel, moveLevel, renewLevelLimit } from "./level";
import { Judgement, Reason, judgeAs } from "./judgement";
import { setShare, share } from "./share";
import { halveSizes } from "./sizes";
import { watchSilence } from "./gap";
import { watchStillness } from "./stillness";
import { VARIANCE_LEAST, judgeVariance, renewVarianceLimit } from "./variance";

/**
 * From a value to its score, one way: the value without its season against its slow level, how much it changes, a jump
 * on a coarse sensor, a value that stands still; then the second mark; then what is no news by the clock. What is the
 * largest against its limit gives the score and the reason.
 */

/**
 * Points between two renewals of the limits, and those that the sizes are halved after, unless that many are too few.
 */
const RENEWAL: u32 = 32;
const MEMORY: f64 = 0.7;
/** What a halving leaves of the largest size of a side. */
const SIDE_KEPT: f64 = 0.7;
const MEMORY_LEAST: f64 = 5000;
/** The smallest change grows by this part at every point without a smaller one. */
const SMALLEST_GROWTH: f64 = 1e-5;
/** Points that a spread is taken to have learnt when the season has changed. */
const RELEARNT: u16 = 50;
const EXPECTED: f64 = 0.99;

@inline
export function channelsOf(record: Series): Channels {
  return changetype<Channels>(changetype<usize>(record) + CHANNELS_OFFSET);
}

/** Begins with a series' first value. */
export function startChannels(its: Judgement, record: Series, value: f64): void {
  const channels = channelsOf(record);
  memory.fill(changetype<usize>(channels), 0, CHANNELS_BYTES);
  dropDay(record);
  channels.level = value;
  channels.home = NaN;
  channels.budget = 1;
  channels.jumpAge = 99;
  channels.spreadPoints = 1;
  levelSizes(channels).limit = <f32>LEVEL_PRIOR;
  varianceSizes(channels).limit = <f32>VARIANCE_LEAST;
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
  setShare(record, settings, seriesSeen);
  its.tiny = 1e-9 * (1 + Math.abs(value));
  its.raw = 0;
  its.isRenewing = false;
  judgeAs(its, Reason.Spike, 0, value, value, value);
  const before = record.value, change = Math.abs(value - before);
  its.grain = channels.smallest;
  learnSmallest(channels, change, its.tiny);
  const seasonBefore = takeSeason(its, channels, record, steps);
  const plain = value - its.season;
  const level = channels.level;
  judgeLevel(its, channels, plain, isInBand);
  const side = its.raw >= 1 ? sideOf(plain - level, level + its.season, settings) : 0;
  judgeVariance(its, channels, Math.abs(plain - (before - seasonBefore)));
  judgeJump(its, channels, value, before);
  watchStillness(its, record, channels, value, change);
  const isFirst = its.score >= 1 && points + 1 >= ALARM_POINTS;
  judgeSecond(its, record, channels, value, change);
  settle(its, isFirst);
  if (points + 1 < ALARM_POINTS) its.score = min(its.score, YOUNG_MOST);
  if (points >= ALARM_POINTS && isExpected(its.raw, side, channels, record.time, record.step / 1_000_000_000)) {
    its.score = min(its.score, EXPECTED);
    its.isSecond = false;
  }
  watchSilence(its, channels, record, steps);
  if (points >= SIZE_POINTS) countPoint(channels);
  if (its.isRenewing || points % RENEWAL == 0) {
    renewLevelLimit(channels);
    renewVarianceLimit(channels);
  }
}

/** Counts a point of the sizes' memory, which is halved by the clock of the series' own data. */
function countPoint(channels: Channels): void {
  channels.counted += 1;
  if (<f64>++channels.sinceHalved <= greater(MEMORY_LEAST, MEMORY / share)) return;
  channels.sinceHalved = 0;
  channels.counted *= 0.5;
  channels.mostAbove *= <f32>SIDE_KEPT;
  channels.mostBelow *= <f32>SIDE_KEPT;
  halveSizes(levelSizes(channels));
  halveSizes(varianceSizes(channels));
}

function learnSmallest(channels: Channels, change: f64, tiny: f64): void {
  if (change > tiny && (channels.smallest == 0 || change < channels.smallest)) channels.smallest = <f32>change;
  else channels.smallest *= <f32>(1 + SMALLEST_GROWTH);
}

/**
 * Takes the season at the value's time, and returns that of the value before. Where another set of seasons is taken off
 * than before, the level moves with it, and the usual distance is learned again.
 */
function takeSeason(its: Judgement, channels: Channels, record: Series, steps: i64): f64 {
  const likely = likelySeasons(record);
  let before: f64 = channels.season;
  if (likely != channels.likelySeasons) {
    const now = likelySeasonAt(record, record.time - steps * record.step);
    moveLevel(channels, channels.level + before - now);
    channels.newAbove = <f32>(channels.newAbove + (before - now));
    channels.likelySeasons = likely;
    channels.spreadPoints = min(channels.spreadPoints, RELEARNT);
    before = now;
  }
  its.season = likelySeasonAt(record, record.time);
  its.doubtful = doubtfulSeasonAt(record, record.time);
  channels.season = <f32>its.season;
  return before;
}

// a series' channels and its day while another value of its newest time is judged
const keptChannels: usize = memory.data(<i32>CHANNELS_BYTES, 8);
const keptDay: usize = memory.data(<i32>DAY_BYTES, 8);

/** Judges another value of the newest time as if it were the next point, and learns nothing. */
export function judgeAgain(
  its: Judgement, record: Series, value: f64, isInBand: bool, settings: Model, seriesSeen: i32,
): void {
  const channels = changetype<usize>(record) + CHANNELS_OFFSET, day = record.day, flags = record.flags;
  memory.copy(keptChannels, channels, CHANNELS_BYTES);
  if (day != 0) memory.copy(keptDay, day, DAY_BYTES);
  judge(its, record, value, 1, isInBand, settings, seriesSeen);
  memory.copy(channels, keptChannels, CHANNELS_BYTES);
  if (day != 0) memory.copy(day, keptDay, DAY_BYTES);
  else dropDay(record);
  record.flags = flags;
}
