import { Experts } from "./experts";
import { greater, lesser } from "../number/extent";
import { Series } from "../series/record";
import { Model } from "../settings/settings";
import { rateAfter } from "./smoothing";

/**
 * How far the band of `--trend auto` reaches to either side of a forecast: a typical error times a multiple that is
 * learnt so that the asked-for share of the values lies within. A value outside widens its side, one inside narrows it
 * a little (quantile tracking: Gibbs & Candès, arXiv 2106.00170). This is done one step ahead and a whole horizon
 * ahead; in between the band runs with the root of the steps, and a third factor, learnt at the middle of the path,
 * widens or narrows it there.
 */

/** Mean absolute error of the normal distribution in standard deviations, inverted. */
const NORMAL: f64 = 1.2533;
/** Multiples stay within these parts of the normal distribution's. */
const LEAST: f64 = 0.125;
const MOST: f64 = 16;
/** Steps of the multiples near and far, and of the middle's factor with its limits. */
const NEAR_RATE: f64 = 0.05;
const FAR_RATE: f64 = 0.2;
const MIDDLE_RATE: f64 = 0.1;
const MIDDLE_LEAST: f64 = 0.25;
const MIDDLE_MOST: f64 = 4;
/**
 * News from a horizon ahead comes late and in runs: so much less than asked for, and at most this part, is to lie
 * outside.
 */
const FAR_LESS: f64 = 0.015;
const FAR_PART: f64 = 0.4;
/** Forgetting of the typical errors, and how many times the scale one counts at most. */
const BAND_RATE: f64 = 0.05;
const SCALE_RATE: f64 = 0.02;
const FAR_BAND_RATE: f64 = 0.02;
const BAND_WINSOR: f64 = 8;
const SCALE_WINSOR: f64 = 4;
const FAR_WINSOR: f64 = 10;
const FAR_WINSOR_PATHS: u32 = 5;
/** Points before errors are winsorised, and before a multiple moves. */
const WINSOR_POINTS: u32 = 10;
const LEARNING_POINTS: u32 = 20;
/** Before a forecast of a whole horizon has come true: its error over the scale, a root of the horizon's. */
const UNKNOWN_FAR: f64 = 0.75;
/** What the scale counts as among the first of these errors, and as how many of them. */
const FIRST_FAR: f64 = 4;
const FIRST_WEIGHT: u32 = 3;
/** The band a horizon ahead is wider by this while few paths have come true. */
const FEW_PATHS: f64 = 30;
const WIDER_FOR_FEW: f64 = 1;

/** How far the band that was asked for last reaches down and up. */
export let reachDown: f64 = 0;
export let reachUp: f64 = 0;

export function startReach(its: Experts, settings: Model): void {
  const usual = <f32>(settings.multiplier * NORMAL);
  its.up = usual;
  its.down = usual;
  its.farUp = usual;
  its.farDown = usual;
  its.middle = 1;
}

/** The scale as a standard deviation. */
@inline
export function usualDeviation(its: Experts): f32 {
  return its.scale * <f32>NORMAL;
}

/** How much of the way from one step to the horizon a step lies, for what grows with the root of time. */
@inline
export function rootWay(step: f64, horizon: f64): f64 {
  return horizon > 1 ? (Math.sqrt(step) - 1) / (Math.sqrt(horizon) - 1) : 0;
}

/** The step that lies half the way. */
@inline
export function middleStep(horizon: f64): f64 {
  const root = 0.5 * (1 + Math.sqrt(horizon));
  return greater(2, nearest<f64>(root * root));
}

/** Typical error a whole horizon ahead. */
export function farBandOf(its: Experts, horizon: f64): f64 {
  const band = its.paths > 0 ? <f64>its.farBand : greater(1, UNKNOWN_FAR * Math.sqrt(horizon)) * its.scale;
  return band * (1 + WIDER_FOR_FEW * FEW_PATHS / (FEW_PATHS + <f64>its.paths));
}

/** Takes the reach of a step's band, of a path that goes on as far as the horizon or beyond it. */
export function reach(its: Experts, record: Series, step: f64, horizon: f64): void {
  let down = <f64>its.down * its.band, up = <f64>its.up * its.band;
  if (step > 1) {
    const far = farBandOf(its, horizon);
    const way = horizon > 1 ? rootWay(step, horizon) : 0;
    down = between(down, its.farDown * far, way, its.middle);
    up = between(up, its.farUp * far, way, its.middle);
  }
  reachDown = greater(down, 0.5 * record.resolution);
  reachUp = greater(up, 0.5 * record.resolution);
}

/** A reach between the near one and the far one, or beyond that. */
@inline
export function between(near: f64, far: f64, way: f64, middle: f64): f64 {
  const straight = greater(0, near + way * (far - near));
  return way < 1 ? straight * (1 + 4 * way * (1 - way) * (middle - 1)) : straight;
}

@inline
function moved(multiple: f64, isMiss: bool, rate: f64, outside: f64, settings: Model): f32 {
  const next = multiple * (1 + rate * ((isMiss ? 1 : 0) - outside));
  const usual = settings.multiplier * NORMAL;
  return <f32>greater(lesser(next, MOST * usual), LEAST * usual);
}

/**
 * Learns how a value missed its forecast, and on which side of the band it lay; one that alarms moves the scale alone.
 */
export function learnReach(
  its: Experts, record: Series, error: f64, isAbove: bool, isBelow: bool, isAlarming: bool, settings: Model,
): void {
  const size = Math.abs(error), isYoung = record.points <= LEARNING_POINTS;
  const floor = 0.5 * <f64>record.change;
  const unit = greater(its.scale, floor);
  const isBounded = record.points > WINSOR_POINTS;
  if (!isYoung && !isAlarming) {
    const outside = 0.5 * settings.outside;
    its.up = moved(its.up, isAbove, NEAR_RATE, outside, settings);
    its.down = moved(its.down, isBelow, NEAR_RATE, outside, settings);
  }
  if (isYoung || !isAlarming) {
    const counted = isBounded ? lesser(size, BAND_WINSOR * unit) : size;
    its.band += <f32>(rateAfter(record.points, BAND_RATE) * (counted - its.band));
  }
  const counted = isBounded ? lesser(size, SCALE_WINSOR * unit) : size;
  its.scale += <f32>(rateAfter(record.points, SCALE_RATE) * (counted - its.scale));
}

/** Learns how a value missed the forecast of a whole horizon. */
export function learnFarReach(its: Experts, record: Series, error: f64, settings: Model): void {
  const size = Math.abs(error), band = <f64>its.farBand;
  if (band > 0) {
    const outside = 0.5 * (settings.outside - lesser(FAR_LESS, FAR_PART * settings.outside));
    const least = 0.5 * <f64>record.resolution;
    its.farUp = moved(its.farUp, error > greater(its.farUp * band, least), FAR_RATE, outside, settings);
    its.farDown = moved(its.farDown, -error > greater(its.farDown * band, least), FAR_RATE, outside, settings);
  } else {
    its.farBand = <f32>(FIRST_FAR * its.scale);
  }
  const limit = FAR_WINSOR * greater(its.farBand, 0.5 * record.change);
  const counted = its.paths > FAR_WINSOR_PATHS ? lesser(size, limit) : size;
  its.farBand += <f32>(rateAfter(its.paths + FIRST_WEIGHT, FAR_BAND_RATE) * (counted - its.farBand));
}

/** Learns whether a value lay outside the band of a path's middle. */
export function learnMiddle(its: Experts, isMiss: bool, settings: Model): void {
  const next = <f64>its.middle * (1 + MIDDLE_RATE * ((isMiss ? 1 : 0) - settings.outside));
  its.middle = <f32>greater(lesser(next, MIDDLE_MOST), MIDDLE_LEAST);
}
