import { giveBlockBack, takeBlock } from "./pool";
import { Profile, explained, learnProfile, profileAt, profileBytes, takeShape } from "./profile";
import { Series } from "./series";
import { AUTO_SEASON, Model } from "./settings";

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
/** The share of the values' variance that a test has to explain to pass, to stay passed, and beyond another that has. */
const PASSES: f64 = 0.4;
const STAYS: f64 = 0.2;
const BETTER: f64 = 0.1;
/** Parts of a period that a test compares before it says anything. */
const COMPARED: f64 = 0.5;
/** The week's test starts when a series is so old. */
const WEEK_TEST_AGE: i64 = 2 * DAY;

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

/** What the season adds at a time. */
@inline
export function seasonAt(record: Series, time: i64): f64 {
  return record.profile == 0 ? 0 : profileAt(profileOf(record.profile), time);
}

/** Learns a value. True when the season has changed: values before and after it can't be compared. */
export function learnSeason(record: Series, time: i64, value: f64, settings: Model): bool {
  if (settings.season == 0 || record.step == 0) return false;
  if (settings.season != <i64>AUTO_SEASON) {
    if (record.profile == 0) record.profile = newProfile(record, settings.season, BINS);
    if (record.profile != 0) learn(record, record.profile, time, value);
    return false;
  }
  if (record.dayTest == 0) record.dayTest = newProfile(record, DAY, DAY_TEST_BINS);
  if (record.dayTest == 0) return false;
  learn(record, record.dayTest, time, value);
  if (record.weekTest == 0 && time - profileOf(record.dayTest).start >= WEEK_TEST_AGE) {
    record.weekTest = newProfile(record, WEEK, WEEK_TEST_BINS);
  }
  if (record.weekTest != 0) learn(record, record.weekTest, time, value);
  if (record.profile != 0) learn(record, record.profile, time, value);
  return choose(record);
}

@inline
function stepsPer(record: Series, period: i64): f64 {
  return <f64>period / <f64>record.step;
}

@inline
function learn(record: Series, profile: usize, time: i64, value: f64): void {
  learnProfile(profileOf(profile), time, value, stepsPer(record, profileOf(profile).period));
}

/** An empty profile; 0 when the period is too short for one, or when all are in use. */
function newProfile(record: Series, period: i64, most: f64): usize {
  const steps = stepsPer(record, period);
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
  if (record.profile != 0) dropProfile(record.profile);
  if (record.dayTest != 0) dropProfile(record.dayTest);
  if (record.weekTest != 0) dropProfile(record.weekTest);
  record.profile = 0;
  record.dayTest = 0;
  record.weekTest = 0;
}

/** What a test explains; less than anything while it knows too little. */
function passed(record: Series, test: usize): f64 {
  if (test == 0) return -Infinity;
  const profile = profileOf(test);
  return <f64>profile.compared > COMPARED * stepsPer(record, profile.period) ? explained(profile) : -Infinity;
}

/** Takes, keeps, changes or gives up the profile as the tests say; true when it is another than before. */
function choose(record: Series): bool {
  const day = passed(record, record.dayTest), week = passed(record, record.weekTest);
  const period: i64 = record.profile == 0 ? 0 : profileOf(record.profile).period;
  const own = period == DAY ? day : period == WEEK ? week : -Infinity;
  let best: i64 = own > STAYS ? period : 0;
  let share = own;
  if (period != DAY && day > (best == 0 ? PASSES : max(PASSES, share + BETTER))) {
    best = DAY;
    share = day;
  }
  if (period != WEEK && week > (best == 0 ? PASSES : max(PASSES, share + BETTER))) best = WEEK;
  if (best == period) return false;
  if (record.profile != 0) dropProfile(record.profile);
  record.profile = best == 0 ? 0 : newProfile(record, best, BINS);
  if (record.profile == 0) return period != 0;
  takeShape(profileOf(record.profile), profileOf(best == DAY ? record.dayTest : record.weekTest));
  return true;
}
