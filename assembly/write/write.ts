import {
  SilenceRow, etaRow, eventRow, groupRow, groupRowCount, path, silence, silenceCount, statisticsCount, statisticsRow,
} from "../batch/additions";
import {
  Line, PointText, at4, at8, line, partLine, partLineEnd, pointEta, pointEvent, pointFlags, pointForecast,
  pointLower, pointPath, pointResidual, pointScore, pointSeries, pointText, pointUpper, pointValue,
} from "../batch/batch";
import { PointFlag } from "../batch/point-flag";
import { Event } from "../detect/incident";
import { member } from "../group/group";
import { input } from "../memory/memory";
import { Series, series } from "../series/record";
import { Emit, emit, hasGroups } from "../settings/settings";
import { Word } from "../settings/words";
import { EVENT_FIELDS, writeEta, writeEvent } from "./event";
import { writeGroup } from "./groups";
import { LINE_ROOM, roomForLine, sayNumber, writeLabels } from "./labels";
import { messageRoom } from "./message";
import { writePath } from "./path";
import { writeStatistics } from "./statistics";
import {
  COMMA, NEWLINE, SPACE, copy, integer, number, pieceLength, put, roomLeft, say, startPiece, wholeNumber,
} from "./text";

/**
 * The last station: the batch's original lines as they came, each followed by what is added for its points. Output is
 * written in pieces of the output region's size; what is left goes on with the next call.
 */

/** Fields that are spliced into a line for one of its own. */
const SPLICED_FIELDS: usize = 5 + EVENT_FIELDS;
/** A value's own text is copied up to this length. */
const VALUE_TEXT: usize = 32;

// where the next piece goes on: which line, how many of its bytes are out, which of its points
let lineAt: i32 = 0;
let bytesOut: u32 = 0;
let spliced: u32 = 0;
let pointAt: u32 = 0;
let anomalyOut: bool = false;
let pathOut: bool = false;
let silencesOut: i32 = 0;
let groupsOut: i32 = 0;
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
  groupsOut = 0;
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
    anomalyOut = false;
    pathOut = false;
    pointAt++;
  }
  for (; silencesOut < silenceCount && silence(silencesOut).line == lineAt; silencesOut++) {
    if (!writeSilence(silence(silencesOut))) return false;
  }
  for (; groupsOut < groupRowCount && groupRow(groupsOut).line == lineAt; groupsOut++) {
    if (!writeGroup(groupRow(groupsOut))) return false;
  }
  for (; statisticsOut < statisticsCount && statisticsRow(statisticsOut).line == lineAt; statisticsOut++) {
    if (roomLeft() < LINE_ROOM) return false;
    writeStatistics(statisticsRow(statisticsOut));
  }
  return true;
}

@inline
function hasAnomalyLine(point: i32): bool {
  if (emit == Emit.Changes) return load<i32>(at4(pointEvent, point)) >= 0 && !isToldByGroup(point);
  return emit == Emit.Lines && (load<i32>(at4(pointFlags, point)) & PointFlag.Scored) != 0;
}

/** Where only changes are written, the incidents of a group's series are told by its stories. */
@inline
function isToldByGroup(point: i32): bool {
  return hasGroups && member(load<i32>(at4(pointSeries, point))).group != 0;
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
  if (emit == Emit.Changes && hasGroups && member(row.series).group != 0) return true;
  if (!roomForLine(record)) return false;
  say(Word.AnomalyName);
  writeLabels(record);
  say(Word.FirstScore);
  const isOpen = row.event != Event.Closed;
  number(isOpen ? 1 : 0);
  say(Word.IsAnomaly);
  say(isOpen ? Word.True : Word.False);
  writeEvent(row, record, 0, 0);
  put(SPACE);
  integer(row.time);
  put(NEWLINE);
  return true;
}

/** The value as it was written; a very long text is written again, in full precision. */
function writeValue(text: PointText, value: f64): void {
  const length = <usize>(text.valueEnd - text.valueStart);
  if (length <= VALUE_TEXT) copy(input + text.valueStart, length);
  else wholeNumber(value);
}
