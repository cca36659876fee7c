import { Reason, judgeAs } from "./channels";
import { Series } from "./series";

/**
 * The z-rule: how far a value lies from a slow level, in winsorised mean absolute deviations of this series, over the
 * limit of 8. Level and deviation start as running means and forget slowly; a value beyond five deviations counts as
 * five, so that what alarms does not raise the bar much.
 */

const LIMIT: f64 = 8;
const LEVEL_RATE: f64 = 0.02;
const SPREAD_RATE: f64 = 0.001;
const WINSOR: f64 = 5;
/** Points before a deviation is measured against the spread. */
const SPREAD_POINTS: u32 = 20;
/** Points before anything alarms. */
export const ALARM_POINTS: u32 = 60;
/** A series that has been constant has no spread; this part of its value's size stands in. */
const CONSTANT_SPREAD: f64 = 1e-4;

/** Judges a value before it is learnt, by a level and a spread; `points` are those before it. */
export function judge(value: f64, base: f64, spread: f64, points: u32): void {
  const unit = spread > 0 ? spread : CONSTANT_SPREAD * (1 + Math.abs(base));
  const score = points <= SPREAD_POINTS ? 0 : Math.abs(value - base) / unit / LIMIT;
  judgeAs(Reason.Spike, score, value, base - LIMIT * unit, base + LIMIT * unit);
}

/** Learns a value: the `points`-th after the first. */
export function learn(record: Series, value: f64, points: u32): void {
  record.baseBefore = record.base;
  record.spreadBefore = record.spread;
  if (points == 0) {
    record.base = value;
    return;
  }
  const deviation = Math.abs(value - record.base);
  record.base += max(LEVEL_RATE, 1 / <f64>(points + 1)) * (value - record.base);
  const winsorised = points > SPREAD_POINTS && record.spread > 0 ? min(deviation, WINSOR * record.spread) : deviation;
  record.spread += max(SPREAD_RATE, 1 / <f64>points) * (winsorised - record.spread);
}
