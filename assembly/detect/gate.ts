import { greater } from "../number/extent";
import { Series } from "../series/record";
import { Model } from "../settings/settings";
import { Judgement, Reason, judgeAs } from "./judgement";

/** What a person asks of an alarm beyond its being a surprise. */

/** A value comes back behind a hard limit by so many typical changes: one that flickers about it is one incident. */
const MARGIN: f64 = 2;

// the hard limits, as the ends of a range

export function leastOf(settings: Model): f64 {
  return isNaN(settings.lower) ? -Infinity : settings.lower;
}

export function mostOf(settings: Model): f64 {
  return isNaN(settings.upper) ? Infinity : settings.upper;
}

/**
 * Changes a judgement: a value beyond a hard limit is at the limit of alarm at least; one on the side that
 * nobody asked about is no surprise; one nearer to what was expected than asked for is as far from the limit as it is.
 */
export function gate(its: Judgement, record: Series, value: f64, settings: Model): void {
  its.isHard = value < settings.lower || value > settings.upper;
  const margin = MARGIN * <f64>record.change;
  its.isNear = value < settings.lower + margin || value > settings.upper - margin;
  if (its.isHard) {
    judgeAs(its, Reason.Range, max(its.score, 1), value, leastOf(settings), mostOf(settings));
    return;
  }
  if (its.reason == Reason.Gap || its.reason == Reason.Stuck || its.reason == Reason.Missing) return;
  const middle = 0.5 * (its.low + its.high);
  const above = its.measured - middle;
  let gated = its.score;
  if (<f64>settings.direction * above < 0) gated = 0;
  const wanted = wantedOf(middle, settings);
  if (Math.abs(above) < wanted) gated = min(gated, Math.abs(above) / wanted);
  its.score = gated;
  if (gated < 1) its.isSecond = false;
}

/** How far from the middle of its range a value is that a person wants to be told of. */
function wantedOf(middle: f64, settings: Model): f64 {
  return greater(settings.leastDeviation, settings.leastShare * Math.abs(middle));
}

/** The side of the expected range that a value is on: 1, -1; 0 for a side that nobody asks about, and too near. */
export function sideOf(distance: f64, middle: f64, settings: Model): i32 {
  const isAsked = <f64>settings.direction * distance >= 0 && Math.abs(distance) >= wantedOf(middle, settings);
  return isAsked ? (distance > 0 ? 1 : -1) : 0;
}
