import { copyOf, giveBlockBack, padded, put, sizeOf, takeBlock } from "../memory/pool";
import { Profile, explained, learnProfile, profileAt, profileBytes, takeShape, touchProfile } from "./profile";
import { Series } from "../series/record";
import { AUTO_SEASON, Model } from "../settings/settings";

/**
 * The season of a series: the profile that is taken off a value before it is smoothed and put back into forecasts. A
 * period that is given has its profile from the start. Otherwise a day and a week are tested with coarse profiles: the
 * one that foretells enough of the values gets a profile of full size, in the test's shape, and keeps it for as long
 * as the test goes on to pass.
 */
const DAY: i64 = 86_400_000_000_000;
const WEEK: i64 = 7 * DAY;
/** Bins of a profile, for any period, and of the tests: an hour's, and two hours'. */
const BINS: f64 = 288;
const DAY_TEST_BINS: f64 = 48;
const WEEK_TEST_BINS: f64 = 84;
/** A period of fewer steps than this is no season. */
const LEAST_STEPS: f64 = 4;
/**
 * The share of the values' variance that a test has to explain to pass, to stay passed, and beyond another that has.
 */
const PASSES: f64 = 0.4;
const STAYS: f64 = 0.2;
const BETTER: f64 = 0.1;
/** Parts of a period that a test compares before it says anything. */
const COMPARED: f64 = 0.5;
/** The week's test starts when a series is so old. */
const WEEK_TEST_AGE: i64 = 2 * DAY;

/** What is kept of a series that has a profile or tests for one. */
@unmanaged
export class Seasons {
  /** Blocks, or 0. */
  profile: usize;
  dayTest: usize;
  weekTest: usize;
  /** What the season leaves, smoothed; its mean and decaying extreme, as Extreme; points of that channel; saturates. */
  rest: f32;
  restMean: f32; restMost: f32;
  restPoints: u16;
}

/** Blocks of profiles and tests that may be held at once, and how many are. */
let capacity: i32 = 0;
let taken: i32 = 0;

export function layOutSeasons(maxProfiles: i32): void {
  capacity = maxProfiles;
}

@inline
function profileOf(pointer: usize): Profile {
  return changetype<Profile>(pointer);
}

@inline
export function seasonsOf(record: Series): Seasons {
  return changetype<Seasons>(record.seasons);
}

@inline
export function hasProfile(record: Series): bool {
  return record.seasons != 0 && seasonsOf(record).profile != 0;
}

/** Reads a part of what is read of a series' seasons at a point: see prefetch.ts. */
export function touchSeasons(record: Series, time: i64): u32 {
  if (record.seasons == 0) return 0;
  const its = seasonsOf(record);
  const test = its.dayTest == 0 ? 0 : touchProfile(profileOf(its.dayTest), time);
  return its.profile == 0 ? test : test ^ touchProfile(profileOf(its.profile), time);
}

/** What the season adds at a time. */
@inline
export function seasonAt(record: Series, time: i64): f64 {
  return hasProfile(record) ? profileAt(profileOf(seasonsOf(record).profile), time) : 0;
}

/** Learns a value. True when the season has changed: values before and after it can't be compared. */
export function learnSeason(record: Series, time: i64, value: f64, settings: Model): bool {
  if (settings.season == 0 || record.step == 0) return false;
  const isAuto = settings.season == AUTO_SEASON;
  if (record.seasons == 0 && !startSeasons(record, isAuto, <i64>settings.season)) return false;
  const its = seasonsOf(record);
  if (its.profile != 0) learn(record, its.profile, time, value);
  if (!isAuto) return false;
  learn(record, its.dayTest, time, value);
  if (its.weekTest == 0 && time - profileOf(its.dayTest).start >= WEEK_TEST_AGE) {
    its.weekTest = newProfile(record, WEEK, WEEK_TEST_BINS);
  }
  if (its.weekTest != 0) learn(record, its.weekTest, time, value);
  return choose(record, its);
}

/** Begins with a profile of the given period, or with the day's test; false when there can't be one. */
function startSeasons(record: Series, isAuto: bool, period: i64): bool {
  const first = isAuto ? newProfile(record, DAY, DAY_TEST_BINS) : newProfile(record, period, BINS);
  if (first == 0) return false;
  record.seasons = takeBlock(offsetof<Seasons>());
  if (isAuto) seasonsOf(record).dayTest = first;
  else seasonsOf(record).profile = first;
  return true;
}

@inline
function learn(record: Series, profile: usize, time: i64, value: f64): void {
  learnProfile(profileOf(profile), time, value, <f64>record.step / <f64>profileOf(profile).period);
}

/** An empty profile; 0 when the period is too short for one, or when all are in use. */
function newProfile(record: Series, period: i64, most: f64): usize {
  const steps = <f64>period / <f64>record.step;
  if (steps < LEAST_STEPS || taken == capacity) return 0;
  taken++;
  const bins = <u32>min(most, nearest<f64>(steps));
  const block = takeBlock(profileBytes(bins));
  const profile = profileOf(block);
  profile.period = period;
  profile.bins = bins;
  return block;
}

function dropProfile(pointer: usize): void {
  giveBlockBack(pointer, profileBytes(profileOf(pointer).bins));
  taken--;
}

/** Gives all of a series' profiles back. */
export function dropSeason(record: Series): void {
  if (record.seasons == 0) return;
  const its = seasonsOf(record);
  if (its.profile != 0) dropProfile(its.profile);
  if (its.dayTest != 0) dropProfile(its.dayTest);
  if (its.weekTest != 0) dropProfile(its.weekTest);
  giveBlockBack(record.seasons, offsetof<Seasons>());
  record.seasons = 0;
}

/** What a test explains; less than anything while it knows too little. */
function passed(record: Series, test: usize): f64 {
  return test != 0 && isKnown(record, test) ? explained(profileOf(test)) : -Infinity;
}

/** Whether a test has compared enough to say anything. */
@inline
function isKnown(record: Series, test: usize): bool {
  const profile = profileOf(test);
  return <f64>profile.compared * <f64>record.step > COMPARED * <f64>profile.period;
}

/** Takes, keeps, changes or gives up the profile as the tests say; true when it is another than before. */
function choose(record: Series, its: Seasons): bool {
  // the day's test is the first that knows
  if (its.profile == 0 && !isKnown(record, its.dayTest)) return false;
  const day = passed(record, its.dayTest), week = passed(record, its.weekTest);
  const period: i64 = its.profile == 0 ? 0 : profileOf(its.profile).period;
  const own = period == DAY ? day : period == WEEK ? week : -Infinity;
  let best: i64 = own > STAYS ? period : 0;
  let share = own;
  if (period != DAY && day > (best == 0 ? PASSES : max(PASSES, share + BETTER))) {
    best = DAY;
    share = day;
  }
  if (period != WEEK && week > (best == 0 ? PASSES : max(PASSES, share + BETTER))) best = WEEK;
  if (best == period) return false;
  if (its.profile != 0) dropProfile(its.profile);
  its.profile = best == 0 ? 0 : newProfile(record, best, BINS);
  if (its.profile == 0) return period != 0;
  takeShape(profileOf(its.profile), profileOf(best == DAY ? its.dayTest : its.weekTest));
  return true;
}

/**
 * Writes a series' seasons to a snapshot: Seasons, with its blocks' bytes for pointers, and the blocks. Returns the
 * end.
 */
export function saveSeasons(record: Series, at: usize): usize {
  const its = seasonsOf(record), copy = changetype<Seasons>(at);
  let end = put(record.seasons, offsetof<Seasons>(), at);
  copy.profile = sizeOf(its.profile, bytesOf(its.profile));
  copy.dayTest = sizeOf(its.dayTest, bytesOf(its.dayTest));
  copy.weekTest = sizeOf(its.weekTest, bytesOf(its.weekTest));
  end = put(its.profile, bytesOf(its.profile), end);
  end = put(its.dayTest, bytesOf(its.dayTest), end);
  return put(its.weekTest, bytesOf(its.weekTest), end);
}

@inline
function bytesOf(pointer: usize): usize {
  return pointer == 0 ? 0 : profileBytes(profileOf(pointer).bins);
}

/**
 * Gives a series the seasons of a snapshot, or none when so many can't be held; false when its level then lacks a
 * profile.
 */
export function restoreSeasons(record: Series, from: usize): bool {
  const saved = changetype<Seasons>(from);
  const count = <i32>(saved.profile != 0) + <i32>(saved.dayTest != 0) + <i32>(saved.weekTest != 0);
  if (taken + count > capacity) return saved.profile == 0;
  taken += count;
  record.seasons = takeBlock(offsetof<Seasons>());
  memory.copy(record.seasons, from, offsetof<Seasons>());
  const its = seasonsOf(record);
  const profile = from + padded(offsetof<Seasons>());
  const dayTest = profile + padded(saved.profile);
  its.profile = copyOf(profile, saved.profile);
  its.dayTest = copyOf(dayTest, saved.dayTest);
  its.weekTest = copyOf(dayTest + padded(saved.dayTest), saved.weekTest);
  return true;
}
