import { Series } from "../series/record";
import { Model } from "../settings/settings";

/** How far a path reaches, in steps of its series, and which of them are written. */

/** A horizon that is given as a duration is written in at most so many steps, evenly spread. */
const MOST_WRITTEN: f64 = 100;
/** More steps are not looked ahead. */
const MOST: f64 = 1e9;
/** What is learnt at where no path is written. */
const USUAL: f64 = 40;

/** Steps of a path; 0 where none is written. */
export function horizonOf(record: Series, settings: Model): f64 {
  if (!(settings.horizonTime > 0)) return settings.horizon;
  if (record.step == 0) return USUAL;
  return max(1, min(MOST, nearest<f64>(settings.horizonTime / <f64>record.step)));
}

/** The horizon that weights and bands are learnt at. */
@inline
export function learnedHorizon(record: Series, settings: Model): f64 {
  const steps = horizonOf(record, settings);
  return steps < 2 ? USUAL : steps;
}

/** From one written step to the next; the last is the horizon's. */
export function strideOf(horizon: f64, settings: Model): i32 {
  return settings.horizonTime > 0 ? <i32>Math.ceil(horizon / MOST_WRITTEN) : 1;
}
