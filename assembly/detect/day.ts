import { giveBlockBack, takeBlock } from "../memory/pool";
import { Series } from "../series/record";

/**
 * What a series is above a slow base by the time of day, for the second mark alone: bins of seven and a half minutes as
 * whole numbers of a unit, which grows and shrinks by factors of two.
 */

const DAY: i64 = 86_400_000_000_000;
const BINS: i32 = 192;
/** Steps that a day has at least. */
const LEAST_STEPS: i64 = 4;
/** A bin that has not been met. */
const UNMET: i16 = i16.MIN_VALUE;
const MOST: f64 = 32_000;
/** What a fresh unit is of the first value in it, and at midnight the largest bin when the unit is halved. */
const FINE: f64 = 1.0 / 4096;
const COARSE: i32 = 4096;
/** A unit is never so small that it could vanish. */
const LEAST_UNIT: f64 = 1e-300;
const BASE_RATE: f64 = 0.002;
/** A bin is a running mean of its first values, and forgets from then on. */
const BIN_RATE: f64 = 0.2;
const REST_RATE: f64 = 0.05;

@unmanaged
export class Day {
  /** Nanoseconds: when it began. */
  start: i64;
  base: f64;
  unit: f64;
  /** What the time of day leaves, smoothed; its mean and decaying extreme, as Extreme. */
  rest: f32;
  restMean: f32; restMost: f32;
  restPoints: u16;
  /** The bin of the newest point. */
  bin: u16;
  points: u32;
  unused: u32;
  // behind it BINS heights, as i16
}

export const DAY_BYTES: usize = offsetof<Day>() + <usize>BINS * 2;

@inline
export function dayOf(record: Series): Day {
  return changetype<Day>(record.day);
}

@inline
function heightAt(day: Day, bin: i32): usize {
  return changetype<usize>(day) + offsetof<Day>() + (<usize>bin << 1);
}

/** Gives the block back. */
export function dropDay(record: Series): void {
  if (record.day == 0) return;
  giveBlockBack(record.day, DAY_BYTES);
  record.day = 0;
}

/** Learns a value at the record's time. True where the time of day has been met, two days from the beginning on. */
export function learnDay(record: Series, value: f64): bool {
  if (record.day == 0 && !startDay(record, value)) return false;
  const day = dayOf(record), time = record.time;
  day.points++;
  day.base += max(BASE_RATE, 1 / <f64>day.points) * (value - day.base);
  const within = ((time % DAY) + DAY) % DAY;
  const bin = <i32>(within / (DAY / BINS));
  if (bin < <i32>day.bin) refine(day);
  day.bin = <u16>bin;
  const above = value - day.base;
  const height = load<i16>(heightAt(day, bin));
  if (height == UNMET) {
    day.rest = 0;
    put(day, bin, above);
    return false;
  }
  const rest = above - <f64>height * day.unit;
  const values = <f64>day.points / <f64>min(<i64>BINS, DAY / record.step);
  put(day, bin, <f64>height * day.unit + max(BIN_RATE, 1 / (max(1, values) + 1)) * rest);
  const isKnown = time - day.start >= 2 * DAY;
  day.rest = isKnown ? day.rest + <f32>(REST_RATE * (rest - day.rest)) : 0;
  return isKnown;
}

function startDay(record: Series, value: f64): bool {
  if (record.step == 0 || record.step * LEAST_STEPS > DAY) return false;
  record.day = takeBlock(DAY_BYTES);
  const day = dayOf(record);
  day.start = record.time;
  day.base = value;
  for (let bin = 0; bin < BINS; bin++) store<i16>(heightAt(day, bin), UNMET);
  return true;
}

/** Stores a height; the unit grows until it fits. */
function put(day: Day, bin: i32, height: f64): void {
  const size = min(Math.abs(height), 1e300);
  if (day.unit < LEAST_UNIT) day.unit = max(size * FINE, LEAST_UNIT);
  // from the least unit on that is a thousand times: a profile that is flat has nothing to halve
  for (let isFlat = false; size > MOST * day.unit; day.unit *= 2) isFlat = isFlat || !halve(day);
  const signed = height < 0 ? -size : size;
  store<i16>(heightAt(day, bin), day.unit > 0 ? <i16>nearest(signed / day.unit) : 0);
}

/** Halves the heights; false where all are 0 then. */
function halve(day: Day): bool {
  let all: i32 = 0;
  for (let bin = 0; bin < BINS; bin++) {
    const before = load<i16>(heightAt(day, bin));
    if (before == UNMET) continue;
    store<i16>(heightAt(day, bin), before / 2);
    all |= before / 2;
  }
  return all != 0;
}

/** Halves the unit where the bins leave room, once a day. */
function refine(day: Day): void {
  let most: i32 = 0;
  for (let bin = 0; bin < BINS; bin++) {
    const height = load<i16>(heightAt(day, bin));
    if (height != UNMET) most = max(most, abs<i32>(height));
  }
  if (most == 0 || most > COARSE || day.unit < 2 * LEAST_UNIT) return;
  day.unit *= 0.5;
  for (let bin = 0; bin < BINS; bin++) {
    const height = load<i16>(heightAt(day, bin));
    if (height != UNMET) store<i16>(heightAt(day, bin), <i16>(height * 2));
  }
}
