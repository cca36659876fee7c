import { Expectation } from "./expectation";
import {
  Experts, autoregression, expertsOf, farErrors, firstLevels, lastLevels, learnLevels, nearErrors, restartLevels,
} from "./experts";
import { greater, lesser } from "../number/extent";
import { learnChange } from "./influence";
import { dropPending, EXPERTS_BYTES, isPendingDue, keepPending, learnPending } from "./pending";
import { learnMiddle, learnReach, middleStep, reach, reachDown, reachUp, startReach } from "./reach";
import { hasSeason, seasonAt } from "./season";
import { giveBlockBack, takeBlock } from "../memory/pool";
import { Series } from "../series/record";
import { Model } from "../settings/settings";
import { lastingPart, startShocks } from "./shock";
import { learnedHorizon } from "./horizon";
import { boundErrors, learnErrors, mixFar, mixNear, mixedLevel, mixedSeason, mixedTrend } from "./weights";

/**
 * `--trend auto`: a mixture of experts, each of which learns every value; the weights are by how well each has foretold
 * the newest values, one step ahead and a whole horizon ahead. Nothing is fitted, and no values are kept. See
 * docs/model.md.
 */

/** Forgetting of the experts' near errors, and how many times the scale one counts at most. */
const ERROR_RATE: f64 = 0.01;
const ERROR_WINSOR: f64 = 10;
/** Points before errors are winsorised, and before a forecast of a whole horizon is kept. */
const WINSOR_POINTS: u32 = 20;
const FIRST_POINTS: u32 = 10;
/** A change beyond this is none that a float holds, and its square. */
const LARGEST: f64 = 1e30;
/** A horizon of fewer steps has no middle. */
const LEAST_HORIZON: f64 = 4;

/** Begins with a first value. */
export function startMixture(record: Series, value: f64, settings: Model): void {
  if (record.experts == 0) record.experts = takeBlock(EXPERTS_BYTES);
  else memory.fill(record.experts, 0, EXPERTS_BYTES);
  const its = expertsOf(record);
  its.origin = value;
  startShocks(its);
  startReach(its, settings);
}

export function dropExperts(record: Series): void {
  if (record.experts == 0) return;
  giveBlockBack(record.experts, EXPERTS_BYTES);
  record.experts = 0;
}

/** How far from the origin a value `steps` ahead is expected, at a time at which the season adds `season`. */
function offsetAt(its: Experts, record: Series, steps: f64, season: f64, horizon: f64): f64 {
  const isSeasonal = hasSeason(record), newest = record.value - its.origin;
  mixNear(its, isSeasonal, newest);
  const near = mixedLevel + steps * mixedTrend - mixedSeason * season;
  if (steps <= 1) return near;
  mixFar(its, isSeasonal, newest);
  const far = mixedLevel + steps * mixedTrend - mixedSeason * season;
  return near + farPart(steps, horizon) * (far - near);
}

/** How much the far weights count at a step. */
@inline
export function farPart(steps: f64, horizon: f64): f64 {
  return horizon > 1 ? lesser(1, (steps - 1) / (horizon - 1)) : 0;
}

/** Makes the forecast, and its band, that a value `steps` after the newest is scored against. */
export function expectMixture(expected: Expectation, record: Series, time: i64, steps: i64, settings: Model): void {
  const its = expertsOf(record), horizon = learnedHorizon(record, settings);
  expected.season = seasonAt(record, time);
  const ahead = <f64>steps;
  expected.forecast = its.origin + offsetAt(its, record, ahead, expected.season, horizon) + expected.season;
  bandAround(expected, its, record, ahead, horizon);
}

/** Puts the band of a step around the forecast. */
export function bandAround(expected: Expectation, its: Experts, record: Series, steps: f64, horizon: f64): void {
  reach(its, record, steps, horizon);
  expected.lower = expected.forecast - reachDown;
  expected.upper = expected.forecast + reachUp;
}

/** Learns a value whose forecast has just been made. */
export function learnMixture(
  expected: Expectation, record: Series, value: f64, time: i64, steps: i64, isAlarming: bool, settings: Model,
): void {
  const its = expertsOf(record), season = expected.season;
  const moved = value - season - its.origin, error = value - expected.forecast;
  if (!(Math.abs(moved) < LARGEST) || !(Math.abs(error) < LARGEST)) {
    startMixture(record, value - season, settings);
    return;
  }
  learnReach(its, record, error, value > expected.upper, value < expected.lower, isAlarming, settings);
  learnChange(record, value);
  learnNear(its, record, moved, Math.abs(value - record.value), steps);
  if (record.step != 0) {
    const horizon = learnedHorizon(record, settings);
    learnPending(its, record, time, value, season, horizon, isAlarming, settings);
    comeToMiddle(its, record, time, value, isAlarming, settings);
  }
  const counted = moved - (1 - lastingPart(its, record, moved, error)) * error;
  learnLevels(its, moved, counted, steps, record.points);
}

/** The experts' errors one point ahead; `change`: the ninth's. */
function learnNear(its: Experts, record: Series, moved: f64, change: f64, steps: i64): void {
  const isBounded = record.points > WINSOR_POINTS;
  const limit = isBounded ? <f32>(ERROR_WINSOR * its.scale) : <f32>LARGEST;
  const rate = <f32>greater(ERROR_RATE, 1 / <f64>record.points);
  const last = lastLevels(its, <f32>autoregression(its));
  const leading = f32x4.extract_lane(last, 2) + <f32>steps * its.trend;
  const bound = f32x4.splat(limit);
  learnErrors(nearErrors(its), firstLevels(its), f32x4.replace_lane(last, 2, leading), <f32>moved, bound, bound, rate);
  its.seasonalNear += rate * (<f32>lesser(change, limit) - its.seasonalNear);
}

/** Compares a value with the middle of a path that was made for its time. */
function comeToMiddle(
  its: Experts, record: Series, time: i64, value: f64, isAlarming: bool, settings: Model,
): void {
  if (its.middleDue == 0) return;
  const late = time - its.middleDue, half = record.step >> 1;
  if (late <= -half && late != 0) return;
  if (!isAlarming && (late < half || late == 0)) {
    const error = value - its.middleForecast;
    learnMiddle(its, error > its.middleHigh || -error > its.middleLow, settings);
  }
  its.middleDue = 0;
}

/**
 * Other seasons are taken off than before. Levels are without them: all begin anew at the newest value. What an expert
 * missed until then says little of how it does from now on: it counts no more than what the newest value missed.
 */
export function changeMixture(record: Series, before: f64, after: f64, hadSeason: bool): void {
  const its = expertsOf(record);
  its.origin += before - after;
  restartLevels(its);
  boundErrors(nearErrors(its), its.near0);
  boundErrors(farErrors(its), its.far0);
  if (!hadSeason) {
    its.seasonalNear = its.near0;
    its.far7 = its.far0;
  }
  dropPending(its);
}

/** Keeps forecasts of a whole horizon, and of the path's middle, when it is time for them. */
export function aimMixture(record: Series, time: i64, settings: Model): void {
  if (record.step == 0 || record.points < FIRST_POINTS) return;
  const its = expertsOf(record), horizon = learnedHorizon(record, settings);
  if (its.middleDue == 0 && horizon >= LEAST_HORIZON) aimMiddle(its, record, time, horizon);
  its.since++;
  if (!isPendingDue(its, time, horizon)) return;
  const due = time + <i64>horizon * record.step, season = seasonAt(record, due);
  const forecast = its.origin + offsetAt(its, record, horizon, season, horizon) + season;
  keepPending(its, due, forecast, horizon);
}

function aimMiddle(its: Experts, record: Series, time: i64, horizon: f64): void {
  const steps = middleStep(horizon);
  its.middleDue = time + <i64>steps * record.step;
  const season = seasonAt(record, its.middleDue);
  its.middleForecast = its.origin + offsetAt(its, record, steps, season, horizon) + season;
  reach(its, record, steps, horizon);
  its.middleLow = <f32>reachDown;
  its.middleHigh = <f32>reachUp;
}
