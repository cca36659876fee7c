import { Experts } from "./experts";
import { greater, lesser } from "../number/extent";
import { Series } from "../series/record";
import { rateAfter } from "./smoothing";

/**
 * Shocks: values so far from their forecast that they are either a new level or no value at all. How much of a shock is
 * left at the next value is learnt for each series, and a shock counts in full, in part or not at all as those before it
 * lasted. The second in a row on the same side always counts in full.
 */

/** Times the scale, and typical changes of the value, that an error must exceed. */
const SCALES: f64 = 6;
const CHANGES: f64 = 3;
/** Points before anything is a shock. */
const LEARNING_POINTS: u32 = 20;
const RATE: f64 = 0.1;
/** Where shocks last less than the first they count nothing, from the second on in full. */
const NOTHING: f64 = 0.25;
const IN_FULL: f64 = 0.5;

export function startShocks(its: Experts): void {
  its.lasting = 1;
}

@inline
function partOf(its: Experts): f64 {
  return greater(0, lesser(1, (its.lasting - NOTHING) / (IN_FULL - NOTHING)));
}

/** The part of its error with which a value counts; `moved` is what it is above the origin. */
export function lastingPart(its: Experts, record: Series, moved: f64, error: f64): f64 {
  let isBack = false;
  if (its.shock != 0) {
    // the origin lies where the shock was counted
    const left = greater(0, lesser(1, moved / its.shock + partOf(its)));
    isBack = left < IN_FULL;
    if (its.shocks < 255) its.shocks++;
    its.lasting += <f32>(rateAfter(<u32>its.shocks + 1, RATE) * (left - its.lasting));
    its.shock = 0;
  }
  const size = Math.abs(error);
  const isShock = record.points > LEARNING_POINTS && size > SCALES * its.scale && size > CHANGES * record.change;
  const side: i8 = !isShock ? 0 : error > 0 ? 1 : -1;
  const isNew = side != 0 && side != its.shockSide && !isBack;
  its.shockSide = side;
  if (!isNew) return 1;
  its.shock = <f32>error;
  return partOf(its);
}
