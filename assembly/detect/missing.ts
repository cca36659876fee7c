import { likelySeasonAt } from "../model/season";
import { Judgement, Reason, judgeAs } from "./judgement";
import { levelUnit } from "./level";
import { DAY, EventState, OCTAVE, TOLERANCE, WEEK, byteOf, isLogged, peakAt, ratioOf, timeAt } from "./log";
import { Channels, LOGGED, levelSizes } from "../series/channels";
import { SERIES_INCIDENT, Series } from "../series/record";

/**
 * What used to come by the clock and did not: a job that has begun at this time on each of the last three days, or
 * weeks, and today nothing has that went the same way. It is told once, when it can no longer come in time. A job is
 * what went up or down, and so far beyond the limit that half of it would have been beyond, too. Where the limit has
 * grown since, or a season has learnt the job, it may run unseen: then nothing is told.
 */

const SECOND: i64 = 1_000_000_000;

/** A run that is awaited: its place in the log, and whether that was a day or a week before. */
let awaited: i32 = 0;
let awaitedPeriod: i64 = 0;

/** The peak of what just reaches a limit. */
const LIMIT: u32 = OCTAVE;
/** A time of day is one to this part of a day, and a weekly one to this part of a week. */
const LEAST_PARTS: i64 = 8;
/** Where so much of the time is near to one of the like, their coming back is chance. */
const CHANCE: i64 = 5;
/** Steps without a point within which a run may be missed. */
const SILENT_STEPS: i64 = 3;
const RUNS: i64 = 3;
/** How much the reach grows with an event. A job is seen when it is so many times as high as the limit, */
const REACH_GROWTH: f32 = 1.1;
const SEEN: f64 = 1.5;
/** and when the season moves by less than this part of it. */
const SEASON_PART: f64 = 0.25;

/** Something that was expected has come: its day of the week is no idle one. */
export function meetRun(channels: Channels): void {
  channels.idleDays &= ~dayBit(<i64>channels.eventStart);
}

@inline
function dayBit(seconds: i64): u8 {
  return <u8>(<u32>1 << (<u32>(seconds / DAY) % 7));
}

/**
 * Behind an event that ended at `seconds`, finds what is awaited next. The event settles what it came for, or may have
 * hidden.
 */
export function awaitNext(channels: Channels, seconds: i64, within: i64): void {
  const limit = <f32>limitOf(channels);
  channels.reach = channels.reach == 0 ? limit : min(limit, channels.reach * REACH_GROWTH);
  const peak = byteOf(channels.eventPeak);
  const hides = channels.eventSide != 0;
  let due = findNext(channels, within);
  while (due != 0 && hides && seconds >= due - 2 * within && peak + OCTAVE >= peakAt(channels, awaited)) {
    channels.settled = <u32>due;
    due = findNext(channels, within);
  }
  channels.due = <u32>due;
}

/** The second by which the next run has to have begun, 0 for none; its place in `awaited`. */
function findNext(channels: Channels, within: i64): i64 {
  let next: i64 = 0;
  for (let index = 0; index < LOGGED; index++) {
    if (peakAt(channels, index) < LIMIT + OCTAVE || sideOf(channels, index) == 0) continue;
    for (let period = DAY; period <= WEEK; period += WEEK - DAY) {
      const due = timeAt(channels, index) + period + within;
      if (due <= <i64>channels.settled || due > <i64>u32.MAX_VALUE || (next != 0 && due >= next)) continue;
      if (!isAwaited(channels, index, period, within)) continue;
      next = due;
      awaited = index;
      awaitedPeriod = period;
    }
  }
  return next;
}

/** Which way a job went: 1, -1, or 0 for what is none. */
function sideOf(channels: Channels, index: i32): i32 {
  return <i32>((channels.logRose >> <u16>index) & 1) - <i32>((channels.logFell >> <u16>index) & 1);
}

// of the job in question: when it is awaited, and what counts as the like
let at: i64 = 0;
let near: i64 = 0;
let least: u32 = 0;
let among: u32 = 0;

/** Whether the job ran so many days ago. */
function ran(channels: Channels, days: i64): bool {
  return isLogged(channels, at - days * DAY, near, least, among);
}

function isAwaited(channels: Channels, index: i32, period: i64, within: i64): bool {
  if (LEAST_PARTS * within > period) return false;
  at = timeAt(channels, index) + period;
  near = within;
  least = peakAt(channels, index) - OCTAVE;
  among = sideOf(channels, index) > 0 ? channels.logRose : channels.logFell;
  if (isChance(channels, period)) return false;
  const isDaily = ran(channels, 1) && ran(channels, 2) && ran(channels, 3);
  if (period == DAY) return isDaily && !isIdle(channels);
  if (isDaily || !ran(channels, 7) || !ran(channels, 14) || !ran(channels, 21)) return false;
  // where it runs on several days of the week, it did on the newest of them
  for (let days: i64 = 1; days < 7; days++) if (ran(channels, 7 + days)) return ran(channels, days);
  return true;
}

/** Whether so many of the like came lately that three of them are at one time of day by chance. */
function isChance(channels: Channels, period: i64): bool {
  let count: i64 = 0;
  for (let index = 0; index < LOGGED; index++) {
    if (peakAt(channels, index) >= least && abs<i64>(at - timeAt(channels, index)) <= RUNS * period + near) count++;
  }
  return CHANCE * count * 2 * near > RUNS * period;
}

/** Whether a daily job does not run on this day of the week: by the log, or by what was told before. */
function isIdle(channels: Channels): bool {
  if (ran(channels, 7)) return false;
  for (let days: i64 = 8; days < 14; days++) if (ran(channels, days)) return true;
  // what was told on this very day was of another job
  const isToday = (<i64>channels.settled - 2 * near) / DAY == at / DAY;
  return !isToday && (channels.idleDays & dayBit(at)) != 0;
}

/** Tells, at a point that is no news by itself, of what has not come in time. */
export function watchMissing(its: Judgement, channels: Channels, record: Series, steps: i64): void {
  if (channels.due == 0 || (record.time <= <i64>channels.due * SECOND && steps <= SILENT_STEPS)) return;
  settleMissing(its, channels, record, steps, record.time / SECOND);
}

function settleMissing(its: Judgement, channels: Channels, record: Series, steps: i64, seconds: i64): void {
  const within = TOLERANCE + record.step / SECOND;
  let due = findNext(channels, within);
  while (due != 0 && isSettled(its, channels, record, due, within, steps, seconds)) {
    channels.settled = <u32>due;
    due = findNext(channels, within);
  }
  channels.due = <u32>due;
  // within an incident it waits for the end of that
  if (due == 0 || seconds <= due || its.score >= 1 || record.flags & SERIES_INCIDENT) return;
  const time = due - within;
  judgeAs(its, Reason.Missing, 1, <f64>time, <f64>sideOf(channels, awaited), <f64>awaitedPeriod);
  its.isSecond = false;
  if (awaitedPeriod == DAY) channels.idleDays |= dayBit(time);
  // one that began in two parts is one
  channels.settled = <u32>(due + within);
  channels.due = <u32>findNext(channels, within);
}

/** Whether what was awaited has come, or can't be known to be missing. */
function isSettled(
  its: Judgement, channels: Channels, record: Series, due: i64, within: i64, steps: i64, seconds: i64,
): bool {
  const from = due - 2 * within;
  if (steps > SILENT_STEPS && seconds > from && <f64>seconds - its.elapsed < <f64>due) return true;
  if (seconds <= due) return false;
  // what is unusual without a rise or a fall, as the absence itself may be, hides none
  const isHidden = channels.eventState != EventState.None && channels.eventSide != 0;
  if (isHidden || isUnseen(channels, record, due - within, within)) return true;
  const side: u32 = sideOf(channels, awaited) > 0 ? channels.logRose : channels.logFell;
  return isLogged(channels, due - within, within, 0, side);
}

/** The least distance that is beyond the level's limit. */
function limitOf(channels: Channels): f64 {
  return <f64>levelSizes(channels).limit * levelUnit(channels, 0);
}

/** Whether a job would not show: the limit has grown, or the season moves like it at its time. */
function isUnseen(channels: Channels, record: Series, second: i64, within: i64): bool {
  const height = ratioOf(peakAt(channels, awaited)) * <f64>channels.reach;
  if (height < SEEN * limitOf(channels)) return true;
  if (channels.likelySeasons == 0) return false;
  const before = seasonAt(record, second - 2 * within), during = seasonAt(record, second);
  const after = seasonAt(record, second + 2 * within);
  return max(Math.abs(during - before), Math.abs(after - during)) > SEASON_PART * height;
}

@inline
function seasonAt(record: Series, second: i64): f64 {
  return likelySeasonAt(record, second * SECOND);
}
