/**
 * What the tests call directly: the kernel's inner functions under names of their own. Not part of the ABI and
 * not shipped; the ABI is index.ts.
 */

// number
import { areEightDigits, decimalToDouble, eightDigits, writeDouble, writeInteger } from "./number/number";
import { powerHigh, powerLow } from "./number/powers";
export { areEightDigits, decimalToDouble, eightDigits, powerHigh, powerLow, writeDouble, writeInteger };

/** Writes `count` doubles at `values` as text at `out`, each followed by a newline; returns the end. */
export function writeDoubles(values: usize, count: i32, digits: i32, out: usize): usize {
  for (let i: i32 = 0; i < count; ++i) {
    out = writeDouble(out, load<f64>(values + ((<usize>i) << 3)), digits);
    store<u8>(out++, 0x0a);
  }
  return out;
}

/** As writeDoubles, for i64. */
export function writeIntegers(values: usize, count: i32, out: usize): usize {
  for (let i: i32 = 0; i < count; ++i) {
    out = writeInteger(out, load<i64>(values + ((<usize>i) << 3)));
    store<u8>(out++, 0x0a);
  }
  return out;
}

/** Reads `count` decimals, a mantissa as u64 and an exponent as i64 each, into the doubles at `out`. */
export function readDecimals(decimals: usize, count: i32, out: usize): void {
  for (let i: i32 = 0; i < count; ++i) {
    const decimal: usize = decimals + ((<usize>i) << 4);
    store<f64>(out + ((<usize>i) << 3), decimalToDouble(load<u64>(decimal), <i32>load<i64>(decimal, 8)));
  }
}

// series

import { seedHash } from "./batch/hash";
export { seedHash };
export { checkOf, hashOf, hashStart, hashText, laneA, laneB } from "./batch/hash";
import { Ahead } from "./model/band";
import { CHANNELS_BYTES } from "./series/channels";
import { Tally } from "./model/counter";
import { DAY_BYTES } from "./detect/day";
import { Incident } from "./detect/incident";
import { HOLT_BYTES } from "./model/holt";
import { EXPERTS_BYTES } from "./model/pending";
import { Profile } from "./model/profile";
import { RECORD_VERSION } from "./snapshot/record";
import { Total } from "./score/totals";
import { Seasons } from "./model/season";
import { Key } from "./series/key";
import { RECORD_BYTES, Series } from "./series/record";
import { INTERVALS_BYTES } from "./model/step";
import { Window } from "./model/window";
export { RECORD_BYTES, RECORD_VERSION };

// what stands in a snapshot

export const seriesBytes: usize = offsetof<Series>();
export const channelsBytes: usize = CHANNELS_BYTES;
export const dayBytes: usize = DAY_BYTES;
export const keyHeadBytes: usize = offsetof<Key>();
export const holtBytes: usize = HOLT_BYTES;
export const aheadBytes: usize = offsetof<Ahead>();
export const tallyBytes: usize = offsetof<Tally>();
export const incidentBytes: usize = offsetof<Incident>();
export const intervalsBytes: usize = INTERVALS_BYTES;
export const windowHeadBytes: usize = offsetof<Window>();
export const seasonsBytes: usize = offsetof<Seasons>();
export const expertsBytes: usize = EXPERTS_BYTES;
export const profileHeadBytes: usize = offsetof<Profile>();
export const totalCount: i32 = Total.Count;

// fit

import { Fit, fitWindow } from "./fit/fit";
import { allocate } from "./memory/memory";

let fitInput: usize = 0;
let fitOutput: usize = 0;

/** Where fitProbe finds its values: room for 4,096. */
export function fitProbeRoom(): usize {
  if (fitInput == 0) {
    fitInput = allocate(4096 << 3);
    fitOutput = allocate(offsetof<Fit>());
  }
  return fitInput;
}

/**
 * Fits the first `count` values; returns a pointer to sse, alpha, beta, phi, level0, trend0, level, trend, relative,
 * and kind (i32).
 */
export function fitProbe(
  count: i32, trend: i32, alpha: f64, beta: f64, phi: f64, level0: f64, trend0: f64, starts: i32,
): usize {
  fitWindow(fitInput, count, trend, alpha, beta, phi, level0, trend0, starts, fitOutput);
  return fitOutput;
}

// power

export { exponential, logarithm, realPower } from "./number/power";

// exponential

export {
  additiveTrend, advanceExponential, bandFactor, exponentialForecast, nextFactor, nextLevel, relativeError,
} from "./model/exponential";

// season

import { dropSeason, hasSeason, layOutSeasons, learnSeason, seasonAt } from "./model/season";
import { layOutPool } from "./memory/pool";
import { AUTO_SEASON, Model } from "./settings/settings";

let seasonal: Series = changetype<Series>(0);
let seasonModel: Model = changetype<Model>(0);

/** Begins with a series of `--season auto` that has no season yet; the one before it is gone. */
export function seasonProbeStart(): void {
  if (changetype<usize>(seasonal) == 0) {
    layOutPool();
    layOutSeasons(1);
    seasonal = changetype<Series>(allocate(RECORD_BYTES));
    seasonModel = changetype<Model>(allocate(offsetof<Model>()));
    seasonModel.season = AUTO_SEASON;
  }
  dropSeason(seasonal);
}

/** Learns a value of it, the `points`th; times in nanoseconds. True when other seasons are shown than before. */
export function seasonProbeLearn(time: i64, value: f64, step: i64, points: u32): bool {
  seasonal.step = step;
  seasonal.points = points;
  return learnSeason(seasonal, time, value, seasonModel);
}

export function seasonProbeAt(time: i64): f64 {
  return seasonAt(seasonal, time);
}

export function seasonProbeShows(): bool {
  return hasSeason(seasonal);
}
