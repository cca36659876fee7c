import { NO_SEASON, appendPath, appendSeasons, path, seasonOf } from "../batch/additions";
import { farOf } from "../model/band";
import { hasProfile, seasonAt } from "../model/season";
import { isExponential } from "../model/trend";
import { SERIES_FITTED, Series } from "../series/record";
import { Emit, Model, emit } from "../settings/settings";

/** Which points a forecast path follows, and what it is made of. */

/** Nothing is written about a series before this many points. */
export const WRITTEN_FROM: u32 = 10;

/** The first path follows the tenth point, or the first fit where only fits are written. */
export function pathIsDue(record: Series, settings: Model): bool {
  if (<i32>settings.horizon == 0 || record.step == 0 || record.points < WRITTEN_FROM) return false;
  if (emit == Emit.Pairs && (record.flags & SERIES_FITTED) == 0) return false;
  return (record.points - WRITTEN_FROM) % <u32>settings.forecastEvery == 0;
}

export function takePath(record: Series, settings: Model): i32 {
  const index = appendPath();
  const row = path(index);
  row.level = record.level;
  row.trend = record.trend;
  row.alpha = record.alpha;
  row.beta = record.beta;
  row.phi = record.phi;
  row.sigma = record.sigma;
  row.near = record.near;
  row.far = farOf(record, settings);
  row.resolution = record.resolution;
  row.step = record.step;
  row.isExponential = isExponential(record);
  row.season = NO_SEASON;
  if (!hasProfile(record)) return index;
  row.season = appendSeasons(<i32>settings.horizon);
  for (let step = 0; step < <i32>settings.horizon; step++) {
    store<f64>(seasonOf(row.season, step), seasonAt(record, record.time + <i64>(step + 1) * record.step));
  }
  return index;
}
