import { NO_SEASON, Path, seasonOf } from "../batch/additions";
import { at4, at8, pointSeries, pointTime, pointValue } from "../batch/batch";
import { highEnd, lowEnd, multiplierAt } from "../model/band";
import { pathForecast } from "../model/exponential";
import { nextStep, startPath, widening } from "../model/forecast";
import { Key, keyText } from "../series/key";
import { Series, series } from "../series/record";
import { Emit, Model, emit, model, sourceTime } from "../settings/settings";
import { Word } from "../settings/words";
import { roomForLine, sayNumber, sayTag, writeLabels, writeTags } from "./labels";
import { EQUALS, INTEGER_SUFFIX, NEWLINE, SPACE, copy, integer, number, out, put, say } from "./text";

/** Forecast paths: a line for each step, with its band; or the 2020 example's two lines. */

/** Steps of the path in work that are out already. */
let stepAt: i32 = 0;

/** Writes the path that follows a point, or as much more of it as there is room for; true at its end. */
export function writePath(point: i32, row: Path): bool {
  const record = series(load<i32>(at4(pointSeries, point)));
  const settings = model(record.rule);
  const isOut = emit == Emit.Pairs
    ? writePairs(point, record, row, settings)
    : writeBands(point, record, row, settings);
  if (isOut) stepAt = 0;
  return isOut;
}

/** Brings the path to the step that was written last. */
function catchUp(row: Path): void {
  startPath();
  for (let step = 0; step < stepAt; step++) nextStep(row.alpha, row.beta, row.phi);
}

/** The forecast of the step that the path is moved on to, `stepAt` + 1, without the season. */
@inline
function nextForecast(row: Path): f64 {
  const sum = nextStep(row.alpha, row.beta, row.phi);
  return row.isExponential ? pathForecast(row.level, row.trend, sum) : row.level + sum * row.trend;
}

/** What the season adds at that step. */
@inline
function nextSeason(row: Path): f64 {
  return row.season == NO_SEASON ? 0 : load<f64>(seasonOf(row.season, stepAt));
}

/** A step's time, or the source's with the step as a tag; saturates at the end of 64 bits. */
@inline
function timeOf(point: i32, row: Path): i64 {
  const time = load<i64>(at8(pointTime, point));
  const ahead = row.step * <i64>(stepAt + 1);
  return time > i64.MAX_VALUE - ahead ? i64.MAX_VALUE : time + ahead;
}

function writeBands(point: i32, record: Series, row: Path, settings: Model): bool {
  catchUp(row);
  for (; stepAt < <i32>settings.horizon; stepAt++) {
    if (!roomForLine(record)) return false;
    const forecast = nextForecast(row);
    const season = nextSeason(row);
    const multiplier = multiplierAt(row.near, row.far, stepAt + 1, <i32>settings.horizon);
    const deviation = row.sigma * Math.sqrt(widening);
    const low = lowEnd(forecast, multiplier, deviation, row.resolution, row.isExponential) + season;
    const high = highEnd(forecast, multiplier, deviation, row.resolution, row.isExponential) + season;
    if (!isFinite(forecast + season) || !isFinite(deviation)) continue;
    say(Word.ForecastName);
    writeLabels(record);
    if (sourceTime) {
      sayTag(Word.StepTag, changetype<Key>(record.key).stepUnderscores);
      integer(stepAt + 1);
    }
    say(Word.PathForecast);
    number(forecast + season);
    sayNumber(Word.Lower, low);
    sayNumber(Word.Upper, high);
    if (!sourceTime) {
      say(Word.PathStep);
      integer(stepAt + 1);
      put(INTEGER_SUFFIX);
    }
    put(SPACE);
    integer(sourceTime ? load<i64>(at8(pointTime, point)) : timeOf(point, row));
    put(NEWLINE);
  }
  return true;
}

/** A forecast and, at the same time, the distance of the last step's forecast from the value. */
function writePairs(point: i32, record: Series, row: Path, settings: Model): bool {
  const resumed = stepAt;
  startPath();
  let last: f64 = 0;
  for (stepAt = 0; stepAt < <i32>settings.horizon; stepAt++) last = nextForecast(row) + nextSeason(row);
  const residual = Math.abs(last - load<f64>(at8(pointValue, point)));
  stepAt = resumed;
  catchUp(row);
  // the residual's line up to its time is the same at every step of a piece
  let same: usize = 0;
  let sameLength: usize = 0;
  for (; stepAt < <i32>settings.horizon; stepAt++) {
    if (!roomForLine(record)) return false;
    const forecast = nextForecast(row) + nextSeason(row);
    if (!isFinite(forecast) || !isFinite(residual)) continue;
    const time = timeOf(point, row);
    writePairStart(Word.ForecastName, record);
    number(forecast);
    put(SPACE);
    const timeText = out;
    integer(time);
    put(NEWLINE);
    const timeLength = out - timeText;
    if (same == 0) {
      same = out;
      writePairStart(Word.AnomalyName, record);
      number(residual);
      put(SPACE);
      sameLength = out - same;
    } else {
      copy(same, sameLength);
    }
    copy(timeText, timeLength);
  }
  return true;
}

function writePairStart(name: i32, record: Series): void {
  const key = changetype<Key>(record.key);
  say(name);
  writeTags(record);
  put(SPACE);
  copy(keyText(record.key) + key.prefixLength, key.fieldLength);
  put(EQUALS);
}
