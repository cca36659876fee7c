import { bandFactorOf } from "./exponential";
import { greater, lesser } from "../number/extent";
import { wideningOf } from "./forecast";
import { holtOf } from "./holt";
import { horizonOf } from "./horizon";
import { giveBlockBack, takeBlock } from "../memory/pool";
import { SERIES_DUE, Series } from "../series/record";
import { Model } from "../settings/settings";
import { apart, forecastOf } from "./trend";

/**
 * The band's half-width in standard deviations of the forecast, so that as many values lie within as were asked for,
 * whatever the residuals' distribution: each value outside widens it, each inside narrows it a little, in the
 * proportion that balances at the asked-for share (quantile tracking: Gibbs & Candès, arXiv 2106.00170; Angelopoulos,
 * Candès & Tibshirani, arXiv 2307.16895). One multiplier for a step ahead and one for the last step of a path; in
 * between they are mixed. Values that alarm move neither.
 */
/** What the multiplier of a path's last step is learnt by. */
@unmanaged
export class Ahead {
  /** A forecast of a whole path ahead, without the season, its standard deviation, and when its time comes. */
  forecast: f64;
  time: i64;
  deviation: f32;
  multiplier: f32;
  /** Paths that have come true; saturates. */
  paths: u8;
}

const NEAR_RATE: f64 = 0.05;
const FAR_RATE: f64 = 0.1;
/**
 * Paths that come true are few: the first of them set the last step's multiplier by the size of their errors, as a
 * running mean that starts with the normal distribution's and knows its mean absolute error.
 */
const FAR_LEARNING: u8 = 20;
const NORMAL_MEAN: f64 = 0.7978845608;
const FAR_WINSOR: f64 = 4;
/** Multipliers stay within these parts of the normal distribution's. */
const LEAST: f64 = 0.125;
const MOST: f64 = 16;
/** Points before the variance is known well enough. */
const LEARNING_POINTS: u32 = 20;

// A band is never narrower than the step in which the values come, the least change seen: a sensor that shows tenths
// can't be nearer to its forecast than half of one. With an exponential trend it reaches as far up as down in
// logarithms.

export function lowEnd(forecast: f64, multiplier: f64, deviation: f64, resolution: f64, isFactor: bool): f64 {
  const reach = isFactor
    ? forecast - forecast / bandFactorOf(multiplier, deviation * deviation)
    : multiplier * deviation;
  return forecast - greater(reach, 0.5 * resolution);
}

export function highEnd(forecast: f64, multiplier: f64, deviation: f64, resolution: f64, isFactor: bool): f64 {
  const reach = isFactor
    ? forecast * bandFactorOf(multiplier, deviation * deviation) - forecast
    : multiplier * deviation;
  return forecast + greater(reach, 0.5 * resolution);
}

@inline
function aheadOf(record: Series): Ahead {
  return changetype<Ahead>(holtOf(record).ahead);
}

/** Half-width of the band in standard deviations, a whole path ahead. */
@inline
export function farOf(record: Series, settings: Model): f64 {
  return holtOf(record).ahead == 0 ? <f32>settings.multiplier : aheadOf(record).multiplier;
}

@inline
function isOutside(record: Series, value: f64, forecast: f64, multiplier: f64, deviation: f64): bool {
  return Math.abs(value - forecast) > 0.5 * record.resolution &&
    Math.abs(apart(record, value, forecast)) > multiplier * deviation;
}

export function startBand(record: Series, settings: Model): void {
  holtOf(record).near = <f32>settings.multiplier;
  dropAhead(record);
}

/** Gives back what is kept for a whole path ahead. */
export function dropAhead(record: Series): void {
  const holt = holtOf(record);
  if (holt.ahead == 0) return;
  giveBlockBack(holt.ahead, offsetof<Ahead>());
  holt.ahead = 0;
}

function moved(multiplier: f64, isMiss: bool, rate: f64, settings: Model): f32 {
  const next = multiplier * (1 + rate * ((isMiss ? 1 : 0) - settings.outside));
  return <f32>greater(lesser(next, MOST * settings.multiplier), LEAST * settings.multiplier);
}

/** Compares a value with the forecast that was one point ahead, both without the season. */
export function calibrateNear(record: Series, value: f64, forecast: f64, settings: Model): void {
  const holt = holtOf(record);
  if (record.points <= LEARNING_POINTS || holt.deviation == 0) return;
  const isMiss = isOutside(record, value, forecast, holt.near, holt.deviation);
  holt.near = moved(holt.near, isMiss, NEAR_RATE, settings);
}

/** Makes a forecast of a whole path ahead, unless one waits for its time already. */
export function aimFar(record: Series, time: i64, settings: Model): void {
  const steps = <i64>horizonOf(record, settings), holt = holtOf(record);
  if (record.flags & SERIES_DUE || steps < 2 || record.step == 0) return;
  if (record.points <= LEARNING_POINTS || holt.sigma == 0) return;
  if (holt.ahead == 0) {
    holt.ahead = takeBlock(offsetof<Ahead>());
    aheadOf(record).multiplier = <f32>settings.multiplier;
  }
  const its = aheadOf(record);
  record.flags |= SERIES_DUE;
  its.time = time + steps * record.step;
  its.forecast = forecastOf(record, steps);
  its.deviation = <f32>(holt.sigma * Math.sqrt(wideningOf(holt.alpha, holt.beta, holt.phi, steps)));
}

/** Compares a value, less its season, with the forecast that was made for its time, if there is one. */
export function calibrateFar(record: Series, time: i64, value: f64, isAlarming: bool, settings: Model): void {
  if ((record.flags & SERIES_DUE) == 0) return;
  const its = aheadOf(record);
  const late = time - its.time;
  if (late < -(record.step >> 1)) return;
  record.flags &= ~SERIES_DUE;
  if (isAlarming || late > record.step >> 1) return;
  if (its.paths < FAR_LEARNING) {
    its.paths++;
    const errors = Math.abs(apart(record, value, its.forecast)) / its.deviation;
    const typical = (settings.multiplier * min(errors, FAR_WINSOR)) / NORMAL_MEAN;
    its.multiplier += <f32>((typical - its.multiplier) / <f64>(its.paths + 1));
    return;
  }
  const isMiss = isOutside(record, value, its.forecast, its.multiplier, its.deviation);
  its.multiplier = moved(its.multiplier, isMiss, FAR_RATE, settings);
}

/** The multiplier of a path's step, counted from 1. */
@inline
export function multiplierAt(near: f64, far: f64, step: f64, horizon: f64): f64 {
  return horizon > 1 ? near + ((far - near) * (step - 1)) / (horizon - 1) : near;
}
