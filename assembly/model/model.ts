import { aimFar, calibrateFar, calibrateNear, dropAhead, highEnd, lowEnd, startBand } from "./band";
import { Expectation } from "./expectation";
import { giveBlockBack, takeBlock } from "../memory/pool";
import { greater, lesser } from "../number/extent";
import { wideningOf } from "./forecast";
import { HOLT_BYTES, holtOf } from "./holt";
import { isRefused, learnChange } from "./influence";
import { learnedHorizon } from "./horizon";
import {
  aimMixture, bandAround, changeMixture, dropExperts, expectMixture, learnMixture, startMixture,
} from "./mixture";
import { expertsOf } from "./experts";
import { refit, restartWindow } from "./refit";
import { dropSeason, hasSeason, learnSeason, seasonAt } from "./season";
import {
  SERIES_DUE, SERIES_EXPONENTIAL, SERIES_FITTED, SERIES_GONE, SERIES_INCIDENT, SERIES_SETTLED, SERIES_SILENT, Series,
} from "../series/record";
import { Model, Trend } from "../settings/settings";
import { usualDeviation } from "./reach";
import { rateAfter, startParameters } from "./smoothing";
import { apart, becomeAdditive, forecastOf, isExponential, smooth } from "./trend";
import { mixFar, mixedTrend } from "./weights";
import { giveWindowBack, hasWindow } from "./window";

/** What a point does to its series' model: first it meets the forecast, then it is learnt. */

/** Forgetting of the residuals' variance between fits, and how many times the variance a square may count. */
const VARIANCE_RATE: f64 = 0.02;
const VARIANCE_WINSOR: f64 = 9;
/** Points from which on a square is winsorised. */
const WINSOR_POINTS: u32 = 10;
/** So small a part of a typical change is what 32 bits of an expert's level leave out. */
const ROUNDING: f64 = 1.0 / 32_768;

export { Expectation };

/** Whether the series has experts, and not Holt's method. */
@inline
export function isMixture(record: Series): bool {
  return record.experts != 0;
}

export function startModel(expected: Expectation, record: Series, value: f64, settings: Model): void {
  expected.forecast = value;
  expected.season = 0;
  expected.lower = value;
  expected.upper = value;
  if (settings.trend == Trend.Auto) {
    startMixture(record, value, settings);
    return;
  }
  if (record.holt == 0) record.holt = takeBlock(HOLT_BYTES);
  startParameters(record, settings);
  startBand(record, settings);
  const isFactor = settings.trend == Trend.Exponential && value > 0;
  if (isFactor) record.flags |= SERIES_EXPONENTIAL;
  const holt = holtOf(record);
  holt.sigma = 0;
  holt.deviation = 0;
  holt.level = value;
  holt.trend = isFactor ? 1 : 0;
}

/** Makes the forecast that a point will be scored against, `steps` after the newest. */
export function expect(expected: Expectation, record: Series, time: i64, steps: i64, settings: Model): void {
  if (isMixture(record)) {
    expectMixture(expected, record, time, steps, settings);
    return;
  }
  const holt = holtOf(record);
  expected.season = seasonAt(record, time);
  expected.forecast = forecastOf(record, steps) + expected.season;
  holt.deviation = steps == 1
    ? holt.sigma
    : <f32>(holt.sigma * Math.sqrt(wideningOf(holt.alpha, holt.beta, holt.phi, steps)));
  expectBand(expected, record);
}

/** Makes the forecast again that the newest point was scored against. */
export function expectAgain(expected: Expectation, record: Series, settings: Model): void {
  expected.season = seasonAt(record, record.time);
  expected.forecast = record.value - record.residual;
  if (isMixture(record)) bandAround(expected, expertsOf(record), record, 1, learnedHorizon(record, settings));
  else expectBand(expected, record);
}

/** What a value is beyond its forecast, and 0 where that is rounding alone. */
export function residualOf(its: Expectation, record: Series, value: f64): f64 {
  const residual = value - its.forecast;
  return isMixture(record) && Math.abs(residual) < ROUNDING * record.change ? 0 : residual;
}

/** The band of Holt's method. */
function expectBand(expected: Expectation, record: Series): void {
  const base = expected.forecast - expected.season, isFactor = isExponential(record), holt = holtOf(record);
  expected.lower = lowEnd(base, holt.near, holt.deviation, record.resolution, isFactor) + expected.season;
  expected.upper = highEnd(base, holt.near, holt.deviation, record.resolution, isFactor) + expected.season;
}

/** Learns a value whose forecast has just been made; one that alarms leaves the bands as they are. */
export function learnValue(
  its: Expectation, record: Series, value: f64, time: i64, steps: i64, isAlarming: bool, settings: Model,
): void {
  if (!isMixture(record)) {
    learnHolt(its, record, value, time, steps, isAlarming, settings);
    return;
  }
  if (record.points > 0) learnMixture(its, record, value, time, steps, isAlarming, settings);
  record.value = value;
  record.residual = <f32>(value - its.forecast);
  record.points++;
  const hadSeason = hasSeason(record);
  if (learnSeason(record, time, value, settings)) changeMixture(record, its.season, seasonAt(record, time), hadSeason);
  aimMixture(record, time, settings);
}

/**
 * Learns a value whose forecast has just been made; one that alarms leaves the band as it is. Where every point is
 * fitted anew nothing is refused: the window is the model.
 */
function learnHolt(
  its: Expectation, record: Series, value: f64, time: i64, steps: i64, isAlarming: bool, settings: Model,
): void {
  let counted = value - its.season;
  if (record.points > 0) {
    const expected = its.forecast - its.season;
    if (isExponential(record) && !(counted > 0)) becomeAdditive(record);
    if (!isAlarming) calibrateNear(record, counted, expected, settings);
    calibrateFar(record, time, counted, isAlarming, settings);
    const distance = apart(record, counted, expected);
    const refused = settings.refit != 1 && isRefused(record, value - its.forecast, distance);
    if (refused) counted = expected;
    learnChange(record, value);
    if (!refused) learnVariance(record, distance, expected);
    // until a fit the level starts as a running mean
    const least = record.flags & SERIES_FITTED ? 0 : 1 / <f64>(record.points + 1);
    const holt = holtOf(record);
    smooth(record, expected, counted, steps, greater(holt.alpha, least));
    if (!isFinite(holt.level) || !isFinite(holt.trend) || !isFinite(holt.sigma)) restart(record, counted);
  }
  record.value = value;
  record.residual = <f32>(value - its.forecast);
  record.points++;
  refit(record, counted, steps, settings);
  if (learnSeason(record, time, value, settings)) changeSeason(record, time, its.season);
  aimFar(record, time, settings);
}

function learnVariance(record: Series, error: f64, expected: f64): void {
  const square = error * error;
  const change = isExponential(record) ? <f64>record.change / expected : <f64>record.change;
  const holt = holtOf(record), variance = <f64>holt.sigma * holt.sigma;
  const most = greater(VARIANCE_WINSOR * variance, change * change);
  const winsorised = record.points > WINSOR_POINTS ? lesser(square, most) : square;
  const rate = rateAfter(record.points, VARIANCE_RATE);
  holt.sigma = <f32>Math.sqrt(variance + rate * (winsorised - variance));
}

/** Values whose residuals are beyond a float leave the model at the newest value. */
function restart(record: Series, value: f64): void {
  record.flags &= ~(SERIES_EXPONENTIAL | SERIES_DUE);
  const holt = holtOf(record);
  holt.level = value;
  holt.trend = 0;
  holt.sigma = 0;
}

/** The level is one without the season: it moves by what the season has changed. */
function changeSeason(record: Series, time: i64, before: f64): void {
  if (isExponential(record)) becomeAdditive(record);
  holtOf(record).level += before - seasonAt(record, time);
  record.flags &= ~SERIES_DUE;
  restartWindow(record);
}

/** Standard deviation of the newest value's forecast, for as long as that is not learnt. */
export function deviationOf(record: Series): f64 {
  return isMixture(record) ? sigmaOf(record) : holtOf(record).deviation;
}

/** Standard deviation of the one-step residual; 0 before the first. */
export function sigmaOf(record: Series): f64 {
  if (isMixture(record)) return usualDeviation(expertsOf(record));
  return record.holt == 0 ? 0 : holtOf(record).sigma;
}

/** What the forecasts set out from, without the season; 0 before the first point. */
export function levelOf(record: Series): f64 {
  if (isMixture(record)) return expertsOf(record).origin;
  return record.holt == 0 ? 0 : holtOf(record).level;
}

/** What a path's forecasts grow by a step, without the season; with an exponential trend they grow by this factor. */
export function trendOf(record: Series): f64 {
  if (!isMixture(record)) return record.holt == 0 ? 0 : holtOf(record).trend;
  mixFar(expertsOf(record), hasSeason(record), record.value - levelOf(record));
  return mixedTrend;
}

/** Gives all back that a series' model holds. */
export function dropModel(record: Series): void {
  dropSeason(record);
  dropExperts(record);
  if (record.holt == 0) return;
  if (hasWindow(record)) giveWindowBack(record);
  dropAhead(record);
  giveBlockBack(record.holt, HOLT_BYTES);
  record.holt = 0;
}

/** Starts the model of a series anew; its time and step are kept. */
export function restartSeries(record: Series): void {
  dropModel(record);
  record.flags &= ~(SERIES_FITTED | SERIES_SETTLED | SERIES_INCIDENT | SERIES_SILENT | SERIES_GONE | SERIES_DUE);
  record.points = 0;
  record.change = 0;
  record.changes = 0;
  record.resolution = 0;
}
