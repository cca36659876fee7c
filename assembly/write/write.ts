import {
  NO_SEASON, Path, RateList, SilenceRow, etaRow, eventRow, path, rateList, rateRow, seasonOf, silence, silenceCount,
  statisticsCount, statisticsRow,
} from "../batch/additions";
import { highEnd, lowEnd, multiplierAt } from "../model/band";
import { pathForecast } from "../model/exponential";
import { nextStep, startPath, widening } from "../model/forecast";
import {
  Line, PointText, at4, at8, line, partLine, partLineEnd, pointEta, pointEvent, pointFlags, pointForecast, pointLower, pointPath,
  pointRates, pointResidual, pointScore, pointSeries, pointText, pointTime, pointUpper, pointValue,
} from "../batch/batch";
import { Key, keyText } from "../series/key";
import { input } from "../memory/memory";
import { messageRoom } from "./message";
import { groupLength, groupText } from "../detect/rate";
import { PointFlag } from "../batch/point-flag";
import { Series, series } from "../series/record";
import { Emit, Model, Word, emit, model, sourceTime } from "../settings/settings";
import {
  BACKSLASH, COMMA, EQUALS, INTEGER_SUFFIX, NEWLINE, SPACE, UNDERSCORE, copy, integer, number, out, pieceLength, put,
  roomLeft, say, startPiece, wholeNumber,
} from "./text";
import { EVENT_FIELDS, writeEta, writeEvent } from "./event";
import { writeStatistics } from "./statistics";

/**
 * The last station: the batch's original lines as they came, each followed by what is added for its points. Output is
 * written in pieces of the output region's size; what is left goes on with the next call.
 */

/** Room for the words and numbers of one line of ours, without its key. */
const LINE_ROOM: usize = 4096;
/** Fields that are spliced into a line for one of its own. */
const SPLICED_FIELDS: usize = 5 + EVENT_FIELDS;
/** A value's own text is copied up to this length. */
const VALUE_TEXT: usize = 32;

// where the next piece goes on: which line, how many of its bytes are out, which of its points, which step of its path
let lineAt: i32 = 0;
let bytesOut: u32 = 0;
let spliced: u32 = 0;
let pointAt: u32 = 0;
let anomalyOut: bool = false;
let stepAt: i32 = 0;
let pathOut: bool = false;
let ratesOut: i32 = 0;
let silencesOut: i32 = 0;
let statisticsOut: i32 = 0;

/** Bytes of output behind which the last original line of the piece ends. */
export let originalEnd: u32 = 0;

/** The part is not out yet: another piece follows. */
export let unfinished: bool = false;

/** Writes the next piece of the part in work; returns its length in bytes. */
export function write(): i32 {
  startPiece();
  originalEnd = 0;
  if (!unfinished) startPart();
  while (lineAt < partLineEnd) {
    const row = line(lineAt);
    if (!writeOriginal(row) || !writeAdded(row)) return pieceLength();
    lineAt++;
    bytesOut = 0;
    spliced = 0;
    pointAt = 0;
  }
  unfinished = false;
  return pieceLength();
}

/** What has been added is counted through the whole batch. */
function startPart(): void {
  unfinished = true;
  lineAt = partLine;
  if (partLine > 0) return;
  silencesOut = 0;
  statisticsOut = 0;
}

// the original line

function writeOriginal(row: Line): bool {
  if (emit == Emit.Fields && row.pointCount > 0) {
    if (!writeBytes(row, row.fieldsStart - row.start)) return false;
    while (spliced < row.pointCount) {
      if (!splice(row.firstPoint + spliced)) return false;
      spliced++;
    }
  }
  if (!writeBytes(row, row.end - row.start)) return false;
  originalEnd = <u32>pieceLength();
  return true;
}

/** Writes the line's bytes up to `until`, as far as there is room. */
function writeBytes(row: Line, until: u32): bool {
  if (bytesOut >= until) return true;
  const missing = until - bytesOut;
  const room = <u32>roomLeft();
  const length = min(missing, room);
  copy(input + row.start + bytesOut, length);
  bytesOut += length;
  return length == missing;
}

/** Results stand before the line's own fields: of two fields with one key the last counts, and that is the line's. */
function splice(point: i32): bool {
  if ((load<i32>(at4(pointFlags, point)) & PointFlag.Scored) == 0) return true;
  const text = pointText(point);
  const length = <usize>(text.fieldEnd - text.fieldStart);
  const record = series(load<i32>(at4(pointSeries, point)));
  if (roomLeft() < SPLICED_FIELDS * length + LINE_ROOM + messageRoom(record)) return false;
  const field = input + text.fieldStart;
  spliceNumber(field, length, Word.SplicedForecast, load<f64>(at8(pointForecast, point)));
  spliceNumber(field, length, Word.SplicedLower, load<f64>(at8(pointLower, point)));
  spliceNumber(field, length, Word.SplicedUpper, load<f64>(at8(pointUpper, point)));
  spliceNumber(field, length, Word.SplicedScore, load<f64>(at8(pointScore, point)));
  copy(field, length);
  say(Word.SplicedIsAnomaly);
  sayTruth(point, PointFlag.Anomalous);
  put(COMMA);
  writeRest(point, record, field, length);
  return true;
}

/** What only some points have. */
function writeRest(point: i32, record: Series, name: usize, length: usize): void {
  const event = load<i32>(at4(pointEvent, point));
  if (event >= 0) writeEvent(eventRow(event), record, name, length);
  const eta = load<i32>(at4(pointEta, point));
  if (eta >= 0) writeEta(etaRow(eta), name, length);
}

@inline
function spliceNumber(field: usize, length: usize, suffix: i32, value: f64): void {
  if (!isFinite(value)) return;
  copy(field, length);
  say(suffix);
  number(value);
  put(COMMA);
}

function sayTruth(point: i32, flag: i32): void {
  say(load<i32>(at4(pointFlags, point)) & flag ? Word.True : Word.False);
}

// lines of ours

function writeAdded(row: Line): bool {
  while (pointAt < row.pointCount) {
    const point = row.firstPoint + pointAt;
    if (!anomalyOut && hasAnomalyLine(point) && !writeAnomaly(row, point)) return false;
    anomalyOut = true;
    const index = load<i32>(at4(pointPath, point));
    if (!pathOut && index >= 0 && !writePath(point, path(index))) return false;
    pathOut = true;
    const rates = load<i32>(at4(pointRates, point));
    if (rates >= 0 && !writeRates(rateList(rates))) return false;
    anomalyOut = false;
    stepAt = 0;
    ratesOut = 0;
    pathOut = false;
    pointAt++;
  }
  for (; silencesOut < silenceCount && silence(silencesOut).line == lineAt; silencesOut++) {
    if (!writeSilence(silence(silencesOut))) return false;
  }
  for (; statisticsOut < statisticsCount && statisticsRow(statisticsOut).line == lineAt; statisticsOut++) {
    if (roomLeft() < LINE_ROOM) return false;
    writeStatistics(statisticsRow(statisticsOut));
  }
  return true;
}

@inline
function hasAnomalyLine(point: i32): bool {
  if (emit == Emit.Changes) return load<i32>(at4(pointEvent, point)) >= 0;
  return emit == Emit.Lines && (load<i32>(at4(pointFlags, point)) & PointFlag.Scored) != 0;
}

function roomForLine(record: Series): bool {
  const key = changetype<Key>(record.key);
  return roomLeft() >= 3 * <usize>(key.prefixLength + key.fieldLength) + LINE_ROOM + messageRoom(record);
}

/** The source's tags, and its measurement and field as tags. */
function writeLabels(record: Series): void {
  writeTags(record);
  const key = changetype<Key>(record.key);
  const text = keyText(record.key);
  sayTag(Word.SourceTag, key.sourceUnderscores);
  writeAsTag(text, key.measurementLength);
  sayTag(Word.FieldTag, key.fieldUnderscores);
  writeAsTag(text + key.prefixLength, key.fieldLength);
}

/** Writes a name as a tag's value: that can't end in a backslash, be empty, or hold a bare equals sign. */
function writeAsTag(name: usize, length: usize): void {
  while (length > 0 && load<u8>(name + length - 1) == BACKSLASH) length--;
  if (length == 0) put(UNDERSCORE);
  for (let at = name; at < name + length; at++) {
    const byte = load<u8>(at);
    if (byte == EQUALS && (at == name || load<u8>(at - 1) != BACKSLASH)) put(BACKSLASH);
    put(byte);
  }
}

function sayTag(name: i32, underscores: u8): void {
  say(name);
  for (; underscores > 0; underscores--) put(UNDERSCORE);
  put(EQUALS);
}

@inline
function writeTags(record: Series): void {
  const key = changetype<Key>(record.key);
  copy(keyText(record.key) + key.measurementLength, key.prefixLength - key.measurementLength);
}

function writeAnomaly(row: Line, point: i32): bool {
  const record = series(load<i32>(at4(pointSeries, point)));
  if (!roomForLine(record)) return false;
  say(Word.AnomalyName);
  writeLabels(record);
  say(Word.Value);
  const value = load<f64>(at8(pointValue, point));
  if (load<i32>(at4(pointFlags, point)) & PointFlag.Increase) number(value);
  else writeValue(pointText(point), value);
  sayNumber(Word.Forecast, load<f64>(at8(pointForecast, point)));
  sayNumber(Word.Lower, load<f64>(at8(pointLower, point)));
  sayNumber(Word.Upper, load<f64>(at8(pointUpper, point)));
  sayNumber(Word.Residual, load<f64>(at8(pointResidual, point)));
  sayNumber(Word.Score, load<f64>(at8(pointScore, point)));
  say(Word.IsAnomaly);
  sayTruth(point, PointFlag.Anomalous);
  if (load<i32>(at4(pointFlags, point)) & PointFlag.Warming) say(Word.Warming);
  writeRest(point, record, 0, 0);
  if (row.timeEnd > row.timeStart) {
    put(SPACE);
    copy(input + row.timeStart, row.timeEnd - row.timeStart);
  }
  put(NEWLINE);
  return true;
}

/** A silence has no value: an event line of its own, whatever the output is otherwise. */
function writeSilence(row: SilenceRow): bool {
  const record = series(row.series);
  if (!roomForLine(record)) return false;
  say(Word.AnomalyName);
  writeLabels(record);
  say(Word.FirstScore);
  number(1);
  say(Word.IsAnomaly);
  say(Word.True);
  writeEvent(row, record, 0, 0);
  put(SPACE);
  integer(row.time);
  put(NEWLINE);
  return true;
}

/** What overflows a double is left out: line protocol has no infinity. */
@inline
function sayNumber(which: i32, value: f64): void {
  if (!isFinite(value)) return;
  say(which);
  number(value);
}

/** The value as it was written; a very long text is written again, in full precision. */
function writeValue(text: PointText, value: f64): void {
  const length = <usize>(text.valueEnd - text.valueStart);
  if (length <= VALUE_TEXT) copy(input + text.valueStart, length);
  else wholeNumber(value);
}

// forecast paths

function writePath(point: i32, row: Path): bool {
  const record = series(load<i32>(at4(pointSeries, point)));
  const settings = model(record.rule);
  return emit == Emit.Pairs
    ? writePairs(point, record, row, settings)
    : writeBands(point, record, row, settings);
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

// rates

function writeRates(list: RateList): bool {
  for (; ratesOut < list.count; ratesOut++) {
    const row = rateRow(list.first + ratesOut);
    if (roomLeft() < groupLength(row.group) + LINE_ROOM) return false;
    say(Word.RateName);
    copy(groupText(row.group), groupLength(row.group));
    say(Word.Rate);
    number(<f64>row.anomalous / <f64>row.series);
    say(Word.Anomalous);
    integer(row.anomalous);
    put(INTEGER_SUFFIX);
    say(Word.SeriesCount);
    integer(row.series);
    put(INTEGER_SUFFIX);
    put(SPACE);
    integer(list.time);
    put(NEWLINE);
  }
  return true;
}
