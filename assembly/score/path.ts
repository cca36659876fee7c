import { NO_SEASON, Path, appendPath, appendSeasons, path, seasonOf } from "../batch/additions";
import { layPath, stepOf } from "../model/path";
import { horizonOf } from "../model/horizon";
import { hasSeason, seasonAt } from "../model/season";
import { SERIES_FITTED, Series } from "../series/record";
import { Emit, Model, emit } from "../settings/settings";

/** Which points a forecast path follows, and what it is made of. */

/** Nothing is written about a series before this many points. */
export const WRITTEN_FROM: u32 = 10;

/** The first path follows the tenth point, or the first fit where only fits are written. */
export function pathIsDue(record: Series, settings: Model): bool {
  if (record.step == 0 || record.points < WRITTEN_FROM || horizonOf(record, settings) == 0) return false;
  if (emit == Emit.Pairs && (record.flags & SERIES_FITTED) == 0) return false;
  return (record.points - WRITTEN_FROM) % <u32>settings.forecastEvery == 0;
}

export function takePath(record: Series, settings: Model): i32 {
  const index = appendPath();
  const row = path(index);
  layPath(row, record, settings);
  row.season = NO_SEASON;
  if (hasSeason(record)) takeSeasons(row, record);
  return index;
}

function takeSeasons(row: Path, record: Series): void {
  row.season = appendSeasons(row.count);
  for (let line = 0; line < row.count; line++) {
    store<f64>(seasonOf(row.season, line), seasonAt(record, record.time + <i64>stepOf(row, line) * record.step));
  }
}
