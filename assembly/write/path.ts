import { NO_SEASON, Path, seasonOf } from "../batch/additions";
import { at4, at8, pointSeries, pointTime, pointValue } from "../batch/batch";
import { moveOn, startSteps, stepForecast, stepHigh, stepLow, stepOf, takeStep } from "../model/path";
import { Key, keyText } from "../series/key";
import { Series, series } from "../series/record";
import { Emit, emit, sourceTime } from "../settings/settings";
import { Word } from "../settings/words";
import { roomForLine, sayNumber, sayTag, writeLabels, writeTags } from "./labels";
import { EQUALS, INTEGER_SUFFIX, NEWLINE, SPACE, copy, integer, number, out, put, say } from "./text";

/** Forecast paths: a line for each step, with its band; or the 2020 example's two lines. */

/** Lines of the path in work that are out already. */
let linesOut: i32 = 0;

/** Writes the path that follows a point, or as much more of it as there is room for; true at its end. */
export function writePath(point: i32, row: Path): bool {
  const record = series(load<i32>(at4(pointSeries, point)));
  const isOut = emit == Emit.Pairs ? writePairs(point, record, row) : writeBands(point, record, row);
  if (isOut) linesOut = 0;
  return isOut;
}

/** Brings the path to the line that was written last. */
function catchUp(row: Path): void {
  startSteps();
  for (let line = 0; line < linesOut; line++) moveOn(row, line);
}

/** Makes the forecast and the band of the line at an index, to which the path is moved on. */
@inline
function nextLine(row: Path, index: i32): void {
  const sum = moveOn(row, index);
  const season = row.season == NO_SEASON ? 0 : load<f64>(seasonOf(row.season, index));
  takeStep(row, <f64>stepOf(row, index), sum, season);
}

/** A step's time, or the source's with the step as a tag; saturates at the end of 64 bits. */
@inline
function timeOf(point: i32, row: Path, step: i32): i64 {
  const time = load<i64>(at8(pointTime, point));
  const ahead = row.step * <i64>step;
  return time > i64.MAX_VALUE - ahead ? i64.MAX_VALUE : time + ahead;
}

function writeBands(point: i32, record: Series, row: Path): bool {
  catchUp(row);
  for (; linesOut < row.count; linesOut++) {
    if (!roomForLine(record)) return false;
    nextLine(row, linesOut);
    const step = stepOf(row, linesOut);
    if (!isFinite(stepForecast) || !isFinite(stepLow) || !isFinite(stepHigh)) continue;
    say(Word.ForecastName);
    writeLabels(record);
    if (sourceTime) {
      sayTag(Word.StepTag, changetype<Key>(record.key).stepUnderscores);
      integer(step);
    }
    say(Word.PathForecast);
    number(stepForecast);
    sayNumber(Word.Lower, stepLow);
    sayNumber(Word.Upper, stepHigh);
    if (!sourceTime) {
      say(Word.PathStep);
      integer(step);
      put(INTEGER_SUFFIX);
    }
    put(SPACE);
    integer(sourceTime ? load<i64>(at8(pointTime, point)) : timeOf(point, row, step));
    put(NEWLINE);
  }
  return true;
}

/** A forecast and, at the same time, the distance of the last step's forecast from the value. */
function writePairs(point: i32, record: Series, row: Path): bool {
  startSteps();
  for (let line = 0; line < row.count; line++) nextLine(row, line);
  const residual = Math.abs(stepForecast - load<f64>(at8(pointValue, point)));
  catchUp(row);
  // the residual's line up to its time is the same at every step of a piece
  let same: usize = 0;
  let sameLength: usize = 0;
  for (; linesOut < row.count; linesOut++) {
    if (!roomForLine(record)) return false;
    nextLine(row, linesOut);
    if (!isFinite(stepForecast) || !isFinite(residual)) continue;
    const time = timeOf(point, row, stepOf(row, linesOut));
    writePairStart(Word.ForecastName, record);
    number(stepForecast);
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
