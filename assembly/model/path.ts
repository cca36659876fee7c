import { Path } from "../batch/additions";
import { farOf, highEnd, lowEnd, multiplierAt } from "./band";
import { expertsOf } from "./experts";
import { pathForecast } from "./exponential";
import { holtOf } from "./holt";
import { nextStep, startPath, widening } from "./forecast";
import { horizonOf, learnedHorizon, strideOf } from "./horizon";
import { farPart } from "./mixture";
import { between, farBandOf, rootWay } from "./reach";
import { hasSeason } from "./season";
import { Series } from "../series/record";
import { Model } from "../settings/settings";
import { isExponential } from "./trend";
import { mixFar, mixNear, mixedLevel, mixedSeason, mixedTrend, trendWeight } from "./weights";

/** The far weight from which on the trend goes on beyond the horizon. */
const TRUSTED: f64 = 0.5;

/** A forecast path: what it is made of, taken at the newest point, and any step of it. */

// the step that was asked for last, without what the season adds to the band's middle

export let stepForecast: f64 = 0;
export let stepLow: f64 = 0;
export let stepHigh: f64 = 0;

/** Takes the state of a series for its path. */
export function layPath(row: Path, record: Series, settings: Model): void {
  row.horizon = horizonOf(record, settings);
  row.stride = strideOf(row.horizon, settings);
  row.count = <i32>row.horizon / max(1, row.stride);
  row.resolution = record.resolution;
  row.step = record.step;
  row.isMixture = record.experts != 0;
  if (row.isMixture) layMixture(row, record, settings);
  else layHolt(row, record, settings);
}

function layHolt(row: Path, record: Series, settings: Model): void {
  const holt = holtOf(record);
  row.level = holt.level;
  row.trend = holt.trend;
  row.alpha = holt.alpha;
  row.beta = holt.beta;
  row.phi = holt.phi;
  row.sigma = holt.sigma;
  row.near = holt.near;
  row.far = farOf(record, settings);
  row.isExponential = isExponential(record);
}

function layMixture(row: Path, record: Series, settings: Model): void {
  const its = expertsOf(record), isSeasonal = hasSeason(record), newest = record.value - its.origin;
  row.learnedAt = learnedHorizon(record, settings);
  row.isExponential = false;
  row.origin = its.origin;
  mixNear(its, isSeasonal, newest);
  row.nearLevel = mixedLevel;
  row.nearTrend = mixedTrend;
  row.nearSeason = mixedSeason;
  mixFar(its, isSeasonal, newest);
  row.farLevel = mixedLevel;
  row.farTrend = mixedTrend;
  row.farSeason = mixedSeason;
  row.farTrendWeight = its.paths > 0 ? trendWeight : 0;
  const far = farBandOf(its, row.learnedAt);
  row.nearDown = its.down * its.band;
  row.nearUp = its.up * its.band;
  row.farDown = its.farDown * far;
  row.farUp = its.farUp * far;
  row.middle = its.middle;
}

/** Number of the path's line at an index, as steps ahead; the last is the horizon. */
@inline
export function stepOf(row: Path, index: i32): i32 {
  return <i32>row.horizon - (row.count - 1 - index) * row.stride;
}

/** Puts Holt's recursion before the first step. */
export function startSteps(): void {
  startPath();
}

/** Moves Holt's recursion on to a line from the one before. */
@inline
export function moveOn(row: Path, index: i32): f64 {
  if (row.isMixture) return 0;
  let sum: f64 = 0;
  for (let steps = index == 0 ? stepOf(row, 0) : row.stride; steps > 0; steps--) {
    sum = nextStep(row.alpha, row.beta, row.phi);
  }
  return sum;
}

/** Makes the forecast and the band of a step, at a time at which the season adds `season`; `sum`: what moveOn gave. */
export function takeStep(row: Path, step: f64, sum: f64, season: f64): void {
  if (row.isMixture) mixtureStep(row, step, season);
  else holtStep(row, step, sum, season);
}

function holtStep(row: Path, step: f64, sum: f64, season: f64): void {
  const forecast = row.isExponential ? pathForecast(row.level, row.trend, sum) : row.level + sum * row.trend;
  const multiplier = multiplierAt(row.near, row.far, min(step, row.horizon), row.horizon);
  const deviation = row.sigma * Math.sqrt(widening);
  stepForecast = forecast + season;
  stepLow = lowEnd(forecast, multiplier, deviation, row.resolution, row.isExponential) + season;
  stepHigh = highEnd(forecast, multiplier, deviation, row.resolution, row.isExponential) + season;
}

function mixtureStep(row: Path, step: f64, season: f64): void {
  const part = farPart(step, row.learnedAt);
  const near = row.nearLevel + step * row.nearTrend - row.nearSeason * season;
  const far = row.farLevel + step * row.farTrend - row.farSeason * season;
  stepForecast = row.origin + near + part * (far - near) + season;
  const way = rootWay(step, row.learnedAt), least = 0.5 * row.resolution;
  stepLow = stepForecast - max(least, between(row.nearDown, row.farDown, way, row.middle));
  stepHigh = stepForecast + max(least, between(row.nearUp, row.farUp, way, row.middle));
}

/** As takeStep, of any step, which may lie beyond the horizon. */
export function takeFarStep(row: Path, step: f64, sum: f64, season: f64): void {
  if (!row.isMixture || step <= row.learnedAt) {
    takeStep(row, step, sum, season);
    return;
  }
  // a trend that does not foretell best of all ends at the horizon; the error of one that does grows as it does itself
  const goesOn = row.farTrendWeight >= TRUSTED;
  const trend = (goesOn ? step : row.learnedAt) * row.farTrend;
  const times = goesOn ? step / row.learnedAt - 1 : 0, least = 0.5 * row.resolution;
  stepForecast = row.origin + row.farLevel + trend - row.farSeason * season + season;
  stepLow = stepForecast - max(least, row.farDown + times * max(0, row.farDown - row.nearDown));
  stepHigh = stepForecast + max(least, row.farUp + times * max(0, row.farUp - row.nearUp));
}
