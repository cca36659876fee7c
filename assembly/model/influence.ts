import { holtOf } from "./holt";
import { lesser } from "../number/extent";
import { Series } from "../series/record";
import { rateAfter } from "./smoothing";

/**
 * Bounded influence: a value so far from its forecast that it can't belong moves neither level nor scale; the second in
 * a row on the same side is a new level, and is learnt like any other. After Gelper, Fried & Croux, Journal of
 * Forecasting 29, 2010, but with an influence that falls to nothing and not to a bound.
 */

/** Standard deviations of the forecast, and typical changes of the value, that an error must exceed. */
const DEVIATIONS: f64 = 8;
const CHANGES: f64 = 3;
/** Points before anything is refused. */
const LEARNING_POINTS: u32 = 20;
/** Forgetting of the typical change, and how many of it a change counts as at most. */
const CHANGE_RATE: f64 = 0.02;
const CHANGE_WINSOR: f64 = 4;

/** Whether a value is to be kept out of the model; `distance` is its error in the unit of the deviation. */
export function isRefused(record: Series, error: f64, distance: f64): bool {
  if (record.points <= LEARNING_POINTS) return false;
  const holt = holtOf(record);
  const isFar = Math.abs(distance) > DEVIATIONS * holt.deviation && Math.abs(error) > CHANGES * <f64>record.change;
  const side: i8 = !isFar ? 0 : error > 0 ? 1 : -1;
  const refused = side != 0 && side != holt.refusedSide;
  holt.refusedSide = side;
  return refused;
}

/** Learns the typical and the least change of a value that does change, by its distance from the value before. */
export function learnChange(record: Series, value: f64): void {
  const change = Math.abs(value - record.value);
  if (change == 0) return;
  record.resolution = <f32>(record.changes == 0 ? change : lesser(change, record.resolution));
  if (record.changes < 255) record.changes++;
  const counted = record.change > 0 ? lesser(change, CHANGE_WINSOR * <f64>record.change) : change;
  record.change += <f32>(rateAfter(record.changes, CHANGE_RATE) * (counted - <f64>record.change));
}
