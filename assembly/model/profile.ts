import { greater, lesser } from "../number/extent";

/**
 * An additive seasonal profile: what a value is above a slow base, by its place in a period. Its bins are spread evenly
 * over the period, the middle of the first at multiples of the period since 1970; between two middles the profile runs
 * straight.
 *
 *     | Profile | f32 height × bins | u8 times seen × bins |
 */
@unmanaged
export class Profile {
  /** Nanoseconds. */
  period: i64;
  /** Nanoseconds: the first value learnt. */
  start: i64;
  /** Slow level of the values. */
  base: f64;
  /** Mean squares of what values are above the base, and of what of that the profile leaves; winsorised. */
  power: f64;
  error: f64;
  /** Values learnt; those of them that a whole period came before. */
  learnt: u32;
  compared: u32;
  bins: u32;
  unused: u32;
}

const HEADER: usize = offsetof<Profile>();
/** Forgetting, in parts of a period: the base's, and the mean squares'. */
const BASE_RATE: f64 = 0.5;
const SQUARE_RATE: f64 = 0.5;
/** A bin moves this part of the way to what it meets once it has met several. */
const BIN_RATE: f64 = 0.15;
/** A square counts as this many times the mean at most, and a bin meets this many standard errors at most. */
const SQUARE_WINSOR: f64 = 25;
const BIN_WINSOR: f64 = 3;
/** Nearer to a bin's middle than this part of a bin, only that bin counts. */
const MIDDLE: f64 = 1e-9;

export function profileBytes(bins: u32): usize {
  return HEADER + <usize>bins * 5;
}

@inline
function height(profile: Profile, bin: u32): usize {
  return changetype<usize>(profile) + HEADER + (<usize>bin << 2);
}

@inline
function seen(profile: Profile, bin: u32): usize {
  return changetype<usize>(profile) + HEADER + (<usize>profile.bins << 2) + <usize>bin;
}

// where a time lies: between the middles of two bins, by this part of the way
let before: u32 = 0;
let after: u32 = 0;
let way: f64 = 0;
// of which time, and in which kind of profile: neighbours on a stream mostly have the same
let locatedTime: i64 = 0;
let locatedPeriod: i64 = 0;
let locatedBins: u32 = 0;

function locate(profile: Profile, time: i64): void {
  if (time == locatedTime && profile.period == locatedPeriod && profile.bins == locatedBins) return;
  locatedTime = time;
  locatedPeriod = profile.period;
  locatedBins = profile.bins;
  let within = time % profile.period;
  if (within < 0) within += profile.period;
  const place = <f64>within * (<f64>profile.bins / <f64>profile.period);
  const bin = min(<u32>place, profile.bins - 1);
  before = bin;
  after = bin + 1 == profile.bins ? 0 : bin + 1;
  way = place - <f64>bin;
}

/** Reads a part of each cache line that is read at a time. */
export function touchProfile(profile: Profile, time: i64): u32 {
  locate(profile, time);
  return load<u32>(height(profile, before)) ^ <u32>load<u8>(seen(profile, after)) ^ profile.bins;
}

/** The profile at a time; 0 where it has met nothing yet. */
export function profileAt(profile: Profile, time: i64): f64 {
  locate(profile, time);
  const from = <f64>load<f32>(height(profile, before));
  if (way < MIDDLE || load<u8>(seen(profile, after)) == 0) return from;
  const to = <f64>load<f32>(height(profile, after));
  if (load<u8>(seen(profile, before)) == 0) return to;
  return from + way * (to - from);
}

/** Whether values have been met around the time that the profile was asked for last. */
export function hasMet(profile: Profile): bool {
  return load<u8>(seen(profile, before)) > 0 && (way < MIDDLE || load<u8>(seen(profile, after)) > 0);
}

/** How well the profile has foretold values: 1 wholly, 0 no better than the base, less when worse. */
export function explained(profile: Profile): f64 {
  return profile.power > 0 ? 1 - profile.error / profile.power : 0;
}

/** Learns a value; `step` is the series', as a part of the period. */
export function learnProfile(profile: Profile, time: i64, value: f64, step: f64): void {
  if (profile.learnt == 0) {
    profile.start = time;
    profile.base = value;
  }
  const above = value - profile.base;
  const error = above - profileAt(profile, time);
  if (hasMet(profile) && time - profile.start >= profile.period) {
    const rate = greater(SQUARE_RATE * step, 1 / <f64>++profile.compared);
    const most = profile.power > 0 ? SQUARE_WINSOR * profile.power : Infinity;
    profile.power += rate * (lesser(above * above, most) - profile.power);
    profile.error += rate * (lesser(error * error, most) - profile.error);
  }
  profile.base += greater(BASE_RATE * step, 1 / <f64>++profile.learnt) * above;
  // several values a bin and period share the bin's rate
  const rate = BIN_RATE * lesser(1, <f64>profile.bins * step);
  const limit = profile.error > 0 ? BIN_WINSOR * Math.sqrt(profile.error) : Infinity;
  const near = before, far = after, part = way;
  moveBin(profile, near, 1 - part, error, rate, limit);
  if (part >= MIDDLE) moveBin(profile, far, part, error, rate, limit);
}

function moveBin(profile: Profile, bin: u32, weight: f64, error: f64, rate: f64, limit: f64): void {
  const times = load<u8>(seen(profile, bin));
  const counted = times > 0 ? greater(lesser(error, limit), -limit) : error;
  const moved = <f64>load<f32>(height(profile, bin)) + greater(rate, 1 / (<f64>times + 1)) * weight * counted;
  store<f32>(height(profile, bin), <f32>moved);
  if (times < 255) store<u8>(seen(profile, bin), times + 1);
}

/** Fills an empty profile with the shape of another of the same period, as if each bin had been met once. */
export function takeShape(profile: Profile, from: Profile): void {
  for (let bin: u32 = 0; bin < profile.bins; bin++) {
    const time = <i64>((<f64>bin / <f64>profile.bins) * <f64>profile.period);
    store<f32>(height(profile, bin), <f32>profileAt(from, time));
    store<u8>(seen(profile, bin), 1);
  }
  profile.start = from.start;
  profile.base = from.base;
  profile.power = from.power;
  profile.error = from.error;
  profile.learnt = from.learnt;
  profile.compared = from.compared;
}
