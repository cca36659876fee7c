import { greater, lesser } from "../number/extent";

/**
 * An additive seasonal profile: what a value is above a slow base, by its place in a period. Its bins are spread evenly
 * over the period, the middle of the first at multiples of the period since 1970 by local time; between two middles the
 * profile runs straight. It is centred: the mean of the bins is taken off where it is read, so that a ramp, which fills
 * the bins one after the other with ever higher values, shows none. An amplitude scales it as a whole.
 *
 *     | Profile | i16 height × bins, in units |
 */
@unmanaged
export class Profile {
  /** Slow level of the values without the season. */
  base: f64;
  /** What one unit of a bin's height is; a power of two times the first. */
  unit: f32;
  /** Means of what values are above the base, of what the profile leaves of that, and of their squares; winsorised. */
  mean: f32;
  square: f32;
  missed: f32;
  error: f32;
  /** Means of the profile's square, and of its product with what values are above the base. */
  power: f32;
  product: f32;
  /** Sum of the heights. */
  sum: i32;
  /** Values learnt at places that a whole period came before. */
  compared: u32;
  /** Seconds. */
  period: u32;
  bins: u8;
  /** Bins that have a height. */
  met: u8;
  /** Number of the period that the newest value lay in, its low byte; whole periods before it, saturates. */
  number: u8;
  age: u8;
}

const HEADER: usize = offsetof<Profile>();
/** The height of a bin that has met no value. */
const UNMET: i32 = -32768;
/** A height beyond this makes the unit coarser; all below this after a period make it finer. */
const FULL: f64 = 32000;
const SPARSE: i32 = 8000;
/** Height of the first value. */
const FIRST: f64 = 256;
/** Forgetting, in parts of a period: of the squares. The base and the amplitude forget a whole one. */
const SQUARE_RATE: f64 = 0.2;
/** A bin moves this part of the way to what it meets in a period, more in the first ones. */
const BIN_RATE: f64 = 0.15;
const FIRST_RATE: f64 = 1.5;
/** A value counts as this many deviations at most among the means, and where a bin meets it. */
const WINSOR: f64 = 5;
const BIN_WINSOR: f64 = 3;
const WINSOR_POINTS: u32 = 20;
/** A profile is scaled by at most this. */
const MOST_AMPLITUDE: f64 = 2;
/** Nearer to a bin's middle than this part of a bin, only that bin counts. */
const MIDDLE: f64 = 1e-9;
/** A value farther from the base than this starts it anew: its square is none that a float holds. */
const LARGEST: f64 = 1e18;

export function profileBytes(bins: u32): usize {
  return HEADER + (<usize>bins << 1);
}

@inline
function height(profile: Profile, bin: u32): i32 {
  return load<i16>(changetype<usize>(profile) + HEADER + (<usize>bin << 1));
}

@inline
function setHeight(profile: Profile, bin: u32, to: i32): void {
  store<i16>(changetype<usize>(profile) + HEADER + (<usize>bin << 1), <i16>to);
}

export function clearBins(profile: Profile): void {
  for (let bin: u32 = 0; bin < profile.bins; bin++) setHeight(profile, bin, UNMET);
}

/** Where a time lies in a profile: between the middles of two bins, by this part of the way. */
@unmanaged
class Place {
  time: i64;
  period: u32;
  bins: u32;
  before: u32;
  after: u32;
  way: f64;
}

// of the times that profiles of some periods were asked for last: neighbours on a stream mostly have the same
const PLACES: u32 = 7;
const places: usize = memory.data(<i32>(PLACES * 32), 8);

/** `time` is local, in nanoseconds. */
function placeOf(profile: Profile, time: i64): Place {
  const place = changetype<Place>(places + (<usize>(profile.period % PLACES) << 5));
  if (place.time == time && place.period == profile.period && place.bins == profile.bins) return place;
  place.time = time;
  place.period = profile.period;
  place.bins = profile.bins;
  const period = <i64>profile.period * 1_000_000_000;
  let within = time % period;
  if (within < 0) within += period;
  const at = <f64>within * (<f64>profile.bins / <f64>period);
  place.before = min(<u32>at, place.bins - 1);
  place.after = place.before + 1 == place.bins ? 0 : place.before + 1;
  place.way = at - <f64>place.before;
  return place;
}

/** Reads a part of each cache line that is read at a time. */
export function touchProfile(profile: Profile, time: i64): u32 {
  return <u32>height(profile, placeOf(profile, time).before) ^ profile.period;
}

/** The centred profile at a place, without its amplitude; 0 where it has met nothing yet. */
function shapeAt(profile: Profile, place: Place): f64 {
  if (profile.met == 0) return 0;
  const from = height(profile, place.before), to = height(profile, place.after);
  const mean = <f64>profile.sum / <f64>profile.met;
  if (from == UNMET) return to == UNMET ? 0 : (<f64>to - mean) * profile.unit;
  if (to == UNMET || place.way < MIDDLE) return (<f64>from - mean) * profile.unit;
  return (<f64>from + place.way * <f64>(to - from) - mean) * profile.unit;
}

/** What the profile is multiplied with: the part of it that values have shown of late. */
@inline
function amplitudeOf(profile: Profile): f64 {
  if (!(profile.power > 0)) return 1;
  return greater(0, lesser(MOST_AMPLITUDE, <f64>profile.product / <f64>profile.power));
}

/** What the profile adds at a local time. */
export function profileAt(profile: Profile, time: i64): f64 {
  return amplitudeOf(profile) * shapeAt(profile, placeOf(profile, time));
}

/** Whether values have been met around a local time. */
function hasMet(profile: Profile, time: i64): bool {
  const place = placeOf(profile, time);
  return height(profile, place.before) != UNMET && (place.way < MIDDLE || height(profile, place.after) != UNMET);
}

/** A pattern has this part at least, squared, of how far the series moves within a period: a ramp has none. */
const LEAST_PATTERN: f64 = 0.01;

/**
 * How much of the values' variance was foretold before they came: 1 wholly, 0 no better than the base, less when worse.
 * The base follows a steady rise by a period late: the mean of what values are above it is what a period adds, and is
 * no pattern.
 */
export function explained(profile: Profile): f64 {
  const squared = <f64>profile.mean * profile.mean;
  const variance = <f64>profile.square - squared;
  const left = <f64>profile.error - <f64>profile.missed * profile.missed;
  return variance > LEAST_PATTERN * squared ? 1 - left / variance : 0;
}

/**
 * Learns a value at a local time, `since` nanoseconds after the first; `learnt` counts values from 1, `step` is the
 * series' as a part of the period, `chance` is drawn from 0 to 1.
 */
export function learnProfile(
  profile: Profile, time: i64, since: i64, value: f64, step: f64, learnt: u32, chance: f64,
): void {
  if (learnt == 1) profile.base = value;
  const place = placeOf(profile, time);
  if (!(Math.abs(value - profile.base) < LARGEST)) {
    profile.base = value;
    return;
  }
  const above = value - profile.base, shape = shapeAt(profile, place), expected = amplitudeOf(profile) * shape;
  const period = <i64>profile.period * 1_000_000_000;
  if (since >= period && hasMet(profile, time)) compare(profile, above, shape, expected, step);
  profile.base += greater(step, 1 / <f64>learnt) * (above - expected);
  const number = <u8>(since / period);
  if (number != profile.number) {
    profile.number = number;
    if (profile.age < 255) profile.age++;
    refine(profile);
  }
  // several values a bin and period share the bin's rate
  const rate = greater(BIN_RATE, FIRST_RATE / (<f64>profile.age + 1)) * lesser(1, <f64>profile.bins * step);
  const limit = profile.error > 0 ? BIN_WINSOR * Math.sqrt(profile.error) : Infinity;
  const error = above - shape;
  moveBin(profile, place.before, 1 - place.way, error, rate, limit, chance);
  if (place.way >= MIDDLE) moveBin(profile, place.after, place.way, error, rate, limit, chance);
}

/** Takes what the profile foretold of a value into the means. */
function compare(profile: Profile, above: f64, shape: f64, expected: f64, step: f64): void {
  const count = 1 / <f64>++profile.compared;
  const rate = greater(SQUARE_RATE * step, count);
  const limit = profile.compared > WINSOR_POINTS ? WINSOR * Math.sqrt(profile.square) : Infinity;
  const counted = greater(lesser(above, limit), -limit);
  const missed = greater(lesser(above - expected, limit), -limit);
  profile.mean += <f32>(rate * (counted - profile.mean));
  profile.square += <f32>(rate * (counted * counted - profile.square));
  profile.missed += <f32>(rate * (missed - profile.missed));
  profile.error += <f32>(rate * (missed * missed - profile.error));
  const quick = greater(step, count);
  profile.power += <f32>(quick * (shape * shape - profile.power));
  profile.product += <f32>(quick * (counted * shape - profile.product));
}

/**
 * Moves a bin by its weight's part of an error; the height is rounded up or down by chance, so that small moves add up.
 */
function moveBin(
  profile: Profile, bin: u32, weight: f64, error: f64, rate: f64, limit: f64, chance: f64,
): void {
  const before = height(profile, bin);
  const isFirst = before == UNMET;
  if (isFirst && weight < 0.5) return;
  if (profile.unit == 0) profile.unit = <f32>(Math.abs(error) / FIRST);
  const moved = isFirst ? error : rate * weight * greater(lesser(error, limit), -limit);
  const from = isFirst ? (profile.met == 0 ? 0 : <f64>profile.sum / <f64>profile.met) : <f64>before;
  let to = profile.unit == 0 ? from : from + moved / profile.unit;
  if (!isFinite(to)) return;
  while (Math.abs(to) > FULL) {
    coarsen(profile);
    to *= 0.5;
  }
  const rounded = <i32>Math.floor(to + chance);
  profile.sum += rounded - (isFirst ? 0 : height(profile, bin));
  if (isFirst) profile.met++;
  setHeight(profile, bin, rounded);
}

/** Makes the unit twice as large. */
function coarsen(profile: Profile): void {
  profile.unit *= 2;
  scale(profile, -1);
}

/** Makes the unit as small as the heights allow. */
function refine(profile: Profile): void {
  let most = 0;
  for (let bin: u32 = 0; bin < profile.bins; bin++) {
    const its = height(profile, bin);
    if (its != UNMET) most = max(most, abs<i32>(its));
  }
  if (most == 0) return;
  let times = 0;
  for (; most < SPARSE; most <<= 1) {
    profile.unit *= 0.5;
    times++;
  }
  if (times > 0) scale(profile, times);
}

/** Multiplies the heights by 2 to a power. */
function scale(profile: Profile, exponent: i32): void {
  profile.sum = 0;
  for (let bin: u32 = 0; bin < profile.bins; bin++) {
    const its = height(profile, bin);
    if (its == UNMET) continue;
    const scaled = exponent < 0 ? its >> 1 : its << exponent;
    setHeight(profile, bin, scaled);
    profile.sum += scaled;
  }
}
