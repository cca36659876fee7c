import { localTime } from "./local-time";
import { copyOf, giveBlockBack, padded, put, sizeOf, takeBlock } from "../memory/pool";
import { Profile, clearBins, explained, learnProfile, profileAt, profileBytes, touchProfile } from "./profile";
import { Series } from "../series/record";
import { AUTO_SEASON, Model } from "../settings/settings";

/**
 * The seasons of a series: what repeats by the clock, taken off a value before it is smoothed and put back into
 * forecasts. Up to three periods go together, the shorter before the longer: each learns what those before it leave,
 * where they are likely. Periods that are given are shown once one of them has been met; an hour, a day and a week that
 * nobody gave are shown once they have foretold enough of the values' variance, and for as long as they go on to.
 * Before that they are likely: scores take such a season off, for which a wrong one is no harm, and forecasts do not.
 */
const HOUR: u32 = 3_600;
const DAY: u32 = 86_400;
const WEEK: u32 = 604_800;
/** Bins: a minute, a quarter of an hour and two hours; and of any other period at most. */
const HOUR_BINS: f64 = 60;
const DAY_BINS: f64 = 96;
const WEEK_BINS: f64 = 84;
const OTHER_BINS: f64 = 96;
/** A period of fewer steps than this is no season. */
const LEAST_STEPS: f64 = 4;
/**
 * The share of the values' variance that a profile has to have foretold to be shown, and to stay so. The first is
 * higher by a half over the periods compared: a single one says little, and a random walk passes it now and then.
 */
const SHOWN_FROM: f64 = 0.4;
const SHOWN_FOR_FEW: f64 = 0.9;
const HIDDEN_BELOW: f64 = 0.1;
/** Periods that are compared before anything is shown, and before it is likely. */
const COMPARED: f64 = 0.9;
const LIKELY_COMPARED: f64 = 0.5;
/** Points before the first that is learnt: the step is known then. */
const FIRST_POINTS: u32 = 10;

const PERIODS: u32 = 3;

/** What is kept of a series that has a period long enough. */
@unmanaged
export class Seasons {
  /** Blocks of the periods, or 0. */
  first: usize;
  second: usize;
  third: usize;
  /** Values learnt, and what heights are rounded by. */
  learnt: u32;
  chance: u32;
  /** A bit for each period that is shown, and for each that is likely. */
  shown: u8;
  likely: u8;
  /** Nanoseconds: the first value learnt. */
  start: i64;
}

/** Series that may have seasons at once, and how many have. */
let capacity: i32 = 0;
let taken: i32 = 0;

export function layOutSeasons(maxSeasons: i32): void {
  capacity = maxSeasons;
}

@inline
function seasonsOf(record: Series): Seasons {
  return changetype<Seasons>(record.seasons);
}

/** Pointer to a period's profile, or 0. */
@inline
function blockOf(its: Seasons, index: u32): usize {
  return load<usize>(changetype<usize>(its) + (<usize>index << 2));
}

@inline
function profileOf(its: Seasons, index: u32): Profile {
  return changetype<Profile>(blockOf(its, index));
}

@inline
function isAmong(seasons: u8, index: u32): bool {
  return (seasons & (1 << <u8>index)) != 0;
}

/** Which seasons are likely: a bit for each. */
@inline
export function likelySeasons(record: Series): u8 {
  return record.seasons == 0 ? 0 : seasonsOf(record).likely;
}

/** Whether a season is taken off the series' values. */
@inline
export function hasSeason(record: Series): bool {
  return record.seasons != 0 && seasonsOf(record).shown != 0;
}

/** Reads a part of what is read of a series' seasons at a point: see prefetch.ts. */
export function touchSeasons(record: Series, time: i64): u32 {
  if (record.seasons == 0) return 0;
  const its = seasonsOf(record), local = localTime(time);
  let all: u32 = 0;
  for (let index: u32 = 0; index < PERIODS; index++) {
    if (blockOf(its, index) != 0) all ^= touchProfile(profileOf(its, index), local);
  }
  return all;
}

/** What the seasons add at a time. */
@inline
export function seasonAt(record: Series, time: i64): f64 {
  return hasSeason(record) ? sumAt(seasonsOf(record), seasonsOf(record).shown, localTime(time)) : 0;
}

/** What the likely seasons add at a time. */
@inline
export function likelySeasonAt(record: Series, time: i64): f64 {
  const likely = likelySeasons(record);
  return likely != 0 ? sumAt(seasonsOf(record), likely, localTime(time)) : 0;
}

/** How much of that is of seasons that are not shown. */
@inline
export function doubtfulSeasonAt(record: Series, time: i64): f64 {
  const likely = likelySeasons(record);
  if (likely == 0) return 0;
  const its = seasonsOf(record), doubtful = likely & ~its.shown;
  return doubtful != 0 ? sumAt(its, doubtful, localTime(time)) : 0;
}

function sumAt(its: Seasons, seasons: u8, local: i64): f64 {
  let sum: f64 = 0;
  for (let index: u32 = 0; index < PERIODS; index++) {
    if (isAmong(seasons, index)) sum += profileAt(profileOf(its, index), local);
  }
  return sum;
}

/** Nanoseconds: the shortest period that is shown; 0 where there is none. */
export function shownPeriod(record: Series): i64 {
  if (!hasSeason(record)) return 0;
  const its = seasonsOf(record);
  let period = u32.MAX_VALUE;
  for (let index: u32 = 0; index < PERIODS; index++) {
    if (isAmong(its.shown, index)) period = min(period, profileOf(its, index).period);
  }
  return <i64>period * 1_000_000_000;
}

/** Learns a value. True when other seasons are shown than before: levels before and after can't be compared. */
export function learnSeason(record: Series, time: i64, value: f64, settings: Model): bool {
  if (settings.season == 0 || record.step == 0 || record.points < FIRST_POINTS) return false;
  if (record.seasons == 0 && !startSeasons(record, time, settings)) return false;
  const its = seasonsOf(record), local = localTime(time);
  its.learnt++;
  let rest = value;
  for (let index: u32 = 0; index < PERIODS; index++) {
    if (blockOf(its, index) == 0) continue;
    const profile = profileOf(its, index);
    const season = isAmong(its.likely, index) ? profileAt(profile, local) : 0;
    its.chance = its.chance * 1_664_525 + 1_013_904_223;
    const step = <f64>record.step / (<f64>profile.period * 1e9);
    learnProfile(profile, local, time - its.start, rest, step, its.learnt, <f64>its.chance * (1.0 / 4_294_967_296));
    rest -= season;
  }
  const before = its.shown;
  for (let index: u32 = 0; index < PERIODS; index++) {
    if (blockOf(its, index) != 0) choose(record, its, index, time, settings);
  }
  return its.shown != before;
}

/** Shows or hides a period as its profile says. */
function choose(record: Series, its: Seasons, index: u32, time: i64, settings: Model): void {
  const profile = profileOf(its, index);
  const period = <f64>profile.period * 1e9;
  const bit = <u8>1 << <u8>index;
  if (settings.season != AUTO_SEASON) {
    if (<f64>(time - its.start) < period) return;
    its.shown |= bit;
    its.likely |= bit;
    return;
  }
  const periods = <f64>profile.compared * <f64>record.step / period;
  if (periods <= LIKELY_COMPARED) return;
  const share = explained(profile);
  if (share < HIDDEN_BELOW) {
    its.shown &= ~bit;
    its.likely &= ~bit;
    return;
  }
  if (share > SHOWN_FROM) its.likely |= bit;
  if (periods > COMPARED && share > SHOWN_FROM + SHOWN_FOR_FEW / periods) its.shown |= bit;
}

/** Begins with empty profiles of the periods; false when there is none to be had. */
function startSeasons(record: Series, time: i64, settings: Model): bool {
  const isAuto = settings.season == AUTO_SEASON;
  const first = binsOf(record, isAuto ? HOUR : secondsOf(settings.season));
  const second = binsOf(record, isAuto ? DAY : secondsOf(settings.secondSeason));
  const third = binsOf(record, isAuto ? WEEK : secondsOf(settings.thirdSeason));
  if ((first | second | third) == 0 || taken == capacity) return false;
  taken++;
  record.seasons = takeBlock(offsetof<Seasons>());
  const its = seasonsOf(record);
  its.start = time;
  its.first = newProfile(first, isAuto ? HOUR : secondsOf(settings.season));
  its.second = newProfile(second, isAuto ? DAY : secondsOf(settings.secondSeason));
  its.third = newProfile(third, isAuto ? WEEK : secondsOf(settings.thirdSeason));
  return true;
}

@inline
function secondsOf(nanoseconds: f64): u32 {
  return <u32>nearest<f64>(nanoseconds / 1e9);
}

/** Bins of a period's profile; 0 for a period that is too short for the series' step. */
function binsOf(record: Series, period: u32): u32 {
  const steps = (<f64>period * 1e9) / <f64>record.step;
  if (steps < LEAST_STEPS) return 0;
  const most = period == HOUR ? HOUR_BINS : period == DAY ? DAY_BINS : period == WEEK ? WEEK_BINS : OTHER_BINS;
  return <u32>min(most, nearest<f64>(steps));
}

function newProfile(bins: u32, period: u32): usize {
  if (bins == 0) return 0;
  const block = takeBlock(profileBytes(bins));
  const profile = changetype<Profile>(block);
  profile.period = period;
  profile.bins = <u8>bins;
  clearBins(profile);
  return block;
}

/** Gives all of a series' profiles back. */
export function dropSeason(record: Series): void {
  if (record.seasons == 0) return;
  const its = seasonsOf(record);
  for (let index: u32 = 0; index < PERIODS; index++) {
    if (blockOf(its, index) != 0) giveBlockBack(blockOf(its, index), profileBytes(profileOf(its, index).bins));
  }
  giveBlockBack(record.seasons, offsetof<Seasons>());
  record.seasons = 0;
  taken--;
}

/**
 * Writes a series' seasons to a snapshot: Seasons, with its blocks' bytes for pointers, and the blocks. Returns the
 * end.
 */
export function saveSeasons(record: Series, at: usize): usize {
  const its = seasonsOf(record), copy = changetype<Seasons>(at);
  let end = put(record.seasons, offsetof<Seasons>(), at);
  copy.first = sizeOf(its.first, bytesOf(its.first));
  copy.second = sizeOf(its.second, bytesOf(its.second));
  copy.third = sizeOf(its.third, bytesOf(its.third));
  end = put(its.first, bytesOf(its.first), end);
  end = put(its.second, bytesOf(its.second), end);
  return put(its.third, bytesOf(its.third), end);
}

@inline
function bytesOf(pointer: usize): usize {
  return pointer == 0 ? 0 : profileBytes(changetype<Profile>(pointer).bins);
}

/**
 * Gives a series the seasons of a snapshot, or none when so many can't be held; false when its level then lacks a
 * season.
 */
export function restoreSeasons(record: Series, from: usize): bool {
  const saved = changetype<Seasons>(from);
  if (taken == capacity) return saved.shown == 0;
  taken++;
  record.seasons = takeBlock(offsetof<Seasons>());
  memory.copy(record.seasons, from, offsetof<Seasons>());
  const its = seasonsOf(record);
  const first = from + padded(offsetof<Seasons>());
  const second = first + padded(saved.first), third = second + padded(saved.second);
  its.first = copyOf(first, saved.first);
  its.second = copyOf(second, saved.second);
  its.third = copyOf(third, saved.third);
  return true;
}
