import { NO_SEASON, appendEvent, appendPath, appendSeasons, eventRow, path, seasonOf } from "../batch/additions";
import { farOf, highEnd, lowEnd } from "../model/band";
import { increase, isCounter, keepRaw, learnKind } from "../model/counter";
import {
  LINE_TIMED, LINE_UNPARSABLE, Line, at4, at8, line, lineCount, pointCount, pointEta, pointEvent, pointFlags,
  pointForecast, pointLower, pointPath, pointRates, pointReason, pointResidual, pointScore, pointSeries, pointText,
  pointTime, pointUpper, pointValue,
} from "../batch/batch";
import { ALARM_POINTS, judge, judgeAgain, startChannels } from "../detect/channels";
import { takeEta } from "../detect/eta";
import { gate, isHard } from "../detect/gate";
import { Event, follow, forget, incidentOf } from "../detect/incident";
import { Reason, high, isSecond, low, measured, reason, score as surprise } from "../detect/judgement";
import { expect, expectAgain, forecast, learnValue, season, startModel } from "../model/model";
import { TOGETHER, prefetch } from "./prefetch";
import { countPoint } from "../detect/rate";
import { GAP_STEPS } from "../model/refit";
import { dropSeason, hasProfile, seasonAt } from "../model/season";
import {
  SERIES_COUNTER, SERIES_DUE, SERIES_FITTED, SERIES_INCIDENT, SERIES_MET, SERIES_SETTLED, SERIES_SILENT, SERIES_TIMED, Series,
  UNPARSABLE, capacity, series,
} from "../series/series";
import { Difference, Emit, Model, Trend, emit, gapWatched, model, rateEvery, statisticsEvery } from "../settings/settings";
import { meetPoint, tellSilences } from "../detect/silence";
import { countResult, meetTime } from "./statistics";
import { learnInterval, stepsOf } from "../model/step";
import { isExponential } from "../model/trend";
import { giveWindowBack } from "../model/window";

/** The station between the series table and the writer: each point of the batch against its series, in order. */

/** What became of a point; a column of the host's. */
export enum PointFlag {
  Scored = 1,
  /** Scored while the limit rests on too few points to alarm. */
  Warming = 2,
  /** Within an incident. */
  Anomalous = 4,
  Opened = 8,
  Closed = 16,
  /** Older than the newest of its series. */
  Late = 32,
  /** Of the same time as the newest. */
  Repeated = 64,
  /** Its value is the counter's increase a second. */
  Increase = 128,
  Escalated = 256,
  /** The event is of severity 2. */
  Severe = 512,
}

export enum Counter {
  Lines,
  /** Points that moved a series, written about or not. */
  Scored,
  /** Points that nobody asked for. */
  Passed,
  /** Lines. */
  Unparsable,
  Late,
  Incidents,
  /** Series whose values an exponential trend can't follow. */
  Additive,
  /** Series that went for others. */
  Evictions,
  Count,
}

const counters: usize = memory.data(<i32>Counter.Count * 8);

@inline
function count(which: i32, by: i64): void {
  const slot = counters + (<usize>which << 3);
  store<i64>(slot, load<i64>(slot) + by);
}

/** How often since the start; exact to 2^53. */
export function counter(which: i32): f64 {
  return <f64>load<i64>(counters + (<usize>which << 3));
}

export function counterValue(which: i32): i64 {
  return load<i64>(counters + (<usize>which << 3));
}

/** Counts what another run has counted. */
export function addToCounter(which: i32, by: i64): void {
  count(which, by);
}

/** Nothing is written about a series before this many points. */
const QUIET_POINTS: u32 = 10;
const SECOND: i64 = 1_000_000_000;

/** Lines of the batch that are among the counters. */
let linesCounted: i32 = 0;

/** Takes the batch's lines before `end`, whose points have been scored, into the counters. */
export function countLines(end: i32): void {
  for (let i = linesCounted; i < end; i++) {
    if (line(i).flags & LINE_UNPARSABLE) count(Counter.Unparsable, 1);
  }
  count(Counter.Lines, end - linesCounted);
  linesCounted = end;
}

let seriesMet: i32 = 0;

/** Series held, and series that went for them, go by what has been scored: a batch may hold new ones further on. */
export function liveSeries(): i32 {
  return seriesMet;
}

/** Counts a series of a snapshot among those that have been scored, if it has been. */
export function restoreMet(record: Series): void {
  if (record.flags & SERIES_MET) seriesMet++;
}

function meetNew(record: Series): void {
  record.flags |= SERIES_MET;
  if (seriesMet < capacity) seriesMet++;
  else count(Counter.Evictions, 1);
}

/** Scores every point of the batch. */
export function score(): void {
  for (let point = 0; point < pointCount; point++) {
    if (point % TOGETHER == 0) prefetch(point, min(point + TOGETHER, pointCount));
    const number = load<i32>(at4(pointSeries, point));
    const row = line(pointText(point).line);
    store<i32>(at4(pointFlags, point), 0);
    store<i32>(at4(pointPath, point), -1);
    store<i32>(at4(pointEvent, point), -1);
    store<i32>(at4(pointEta, point), -1);
    store<i32>(at4(pointRates, point), -1);
    store<i32>(at4(pointReason, point), Reason.None);
    store<i64>(at8(pointTime, point), row.time);
    if (number > 0) {
      if (statisticsEvery != 0 && row.flags & LINE_TIMED) meetTime(pointText(point).line, row.time);
      scorePoint(point, number, series(number), row);
    } else {
      count(Counter.Passed, 1);
      if (number == UNPARSABLE) row.flags |= LINE_UNPARSABLE;
    }
    if (gapWatched) watchGaps(point, number, row);
  }
  countLines(lineCount);
  linesCounted = 0;
}

/** Behind a line's last point, when all of its series have been met, tells of the silences that it shows. */
function watchGaps(point: i32, number: i32, row: Line): void {
  if (number > 0) meetPoint(number, (row.flags & LINE_TIMED) != 0, row.time);
  if (<u32>point + 1 < row.firstPoint + row.pointCount) return;
  count(Counter.Incidents, tellSilences(pointText(point).line));
}

function scorePoint(point: i32, number: i32, record: Series, row: Line): void {
  if ((record.flags & SERIES_MET) == 0) meetNew(record);
  const raw = load<f64>(at8(pointValue, point));
  const timed = (row.flags & LINE_TIMED) != 0;
  const known = (record.flags & SERIES_TIMED) != 0;
  let steps: i64 = 1;
  let time = row.time;
  let difference = record.step;
  if (timed && known) {
    difference = time - record.time;
    if (time < record.time) {
      store<i32>(at4(pointFlags, point), PointFlag.Late);
      count(Counter.Late, 1);
      return;
    }
    if (difference == 0) {
      scoreRepeated(point, record, raw);
      return;
    }
    // a difference beyond 64 bits is no interval
    steps = difference > 0 ? stepsOf(record, difference) : GAP_STEPS + 1;
    if (difference > 0) learnInterval(record, difference);
  } else if (!timed) {
    time = record.time + record.step;
  }
  store<i64>(at8(pointTime, point), time);
  if (timed) record.flags |= SERIES_TIMED;
  record.time = time;
  const settings = model(record.rule);
  if (learnKind(record, pointText(point), raw, settings)) restartSeries(record);
  const value = valueOf(point, record, raw, difference, settings);
  if (isNaN(value)) return;
  count(Counter.Scored, 1);
  const isFirst = record.points == 0;
  if (isFirst) {
    startModel(record, value, settings);
    if (settings.trend == Trend.Exponential && !isExponential(record)) count(Counter.Additive, 1);
    writeExpected(point, record);
    startChannels(record, value);
  } else {
    expect(record, time, steps);
    writeExpected(point, record);
    judge(record, value, steps, isInBand(point, value), settings, liveSeries());
  }
  gate(value, settings);
  const mayAlarm = isHard || record.points + 1 >= ALARM_POINTS;
  writeScore(point, record, value, time, mayAlarm, settings);
  if (statisticsEvery != 0 && !isFirst && isScored(point)) {
    countResult(record, value, value - forecast, isInBand(point, value));
  }
  const was = isExponential(record);
  learnValue(record, value, time, steps, mayAlarm && surprise >= 1, settings);
  if (was && !isExponential(record)) count(Counter.Additive, 1);
  if (timed && pathIsDue(record, settings)) store<i32>(at4(pointPath, point), takePath(record, settings));
  if (isEtaAsked(settings) && isScored(point)) store<i32>(at4(pointEta, point), takeEta(record, settings));
  if (rateEvery != 0) store<i32>(at4(pointRates, point), countPoint(number, record, time));
}

@inline
function isScored(point: i32): bool {
  return (load<i32>(at4(pointFlags, point)) & PointFlag.Scored) != 0;
}

@inline
function isEtaAsked(settings: Model): bool {
  return !isNaN(settings.etaAbove) || !isNaN(settings.etaBelow);
}

/** What is modelled: the value, or a counter's increase a second; NaN where there is none. */
function valueOf(point: i32, record: Series, raw: f64, difference: i64, settings: Model): f64 {
  let value = raw;
  if (isCounter(record) || settings.difference == Difference.On) {
    record.flags |= SERIES_COUNTER;
    value = increase(record, raw, difference > 0 ? difference : SECOND);
    store<f64>(at8(pointValue, point), value);
  }
  keepRaw(record, raw, settings);
  return value;
}

/** Starts the model of a series anew; its time and step are kept. */
export function restartSeries(record: Series): void {
  if (record.window != 0) giveWindowBack(record);
  dropSeason(record);
  record.flags &= ~(SERIES_FITTED | SERIES_SETTLED | SERIES_INCIDENT | SERIES_SILENT | SERIES_DUE);
  record.points = 0;
  record.change = 0;
  record.changes = 0;
  record.resolution = 0;
  record.refusedSide = 0;
}

/**
 * Another value of the newest time is scored as that one was, and moves nothing; the same value is ignored, and so is a
 * counter's, which has no increase over no time.
 */
function scoreRepeated(point: i32, record: Series, value: f64): void {
  store<i32>(at4(pointFlags, point), PointFlag.Repeated);
  store<i64>(at8(pointTime, point), record.time);
  if (value == record.value || record.points <= 1 || isCounter(record)) return;
  expectAgain(record);
  writeExpected(point, record);
  judgeAgain(record, value);
  gate(value, model(record.rule));
  writeResult(point, record, value);
  if (record.points < QUIET_POINTS) return;
  const open = record.flags & SERIES_INCIDENT ? PointFlag.Anomalous : 0;
  const flags = PointFlag.Repeated | PointFlag.Scored | warming(record.points) | open;
  store<i32>(at4(pointFlags, point), flags);
}

/** Fills the point's columns, and follows the series' incident. `record.points` are those before the point. */
function writeScore(point: i32, record: Series, value: f64, time: i64, mayAlarm: bool, settings: Model): void {
  writeResult(point, record, value);
  const event = follow(record, mayAlarm ? surprise : 0, isSecond, reason, time, settings);
  if (event == Event.Opened) count(Counter.Incidents, 1);
  const isSevere = event != Event.None && incidentOf(record).severity == 2;
  if (event != Event.None) store<i32>(at4(pointEvent, point), takeEvent(record, value, event));
  forget(record, settings);
  const isOpen = (record.flags & SERIES_INCIDENT) != 0;
  // a hard limit is told of before anything else is
  if (record.points + 1 < QUIET_POINTS && !isOpen && event == Event.None) return;
  let flags = PointFlag.Scored | warming(record.points + 1);
  if (isCounter(record)) flags |= PointFlag.Increase;
  if (isOpen) flags |= PointFlag.Anomalous;
  if (event == Event.Opened) flags |= PointFlag.Opened;
  if (event == Event.Escalated) flags |= PointFlag.Escalated;
  if (event == Event.Closed) flags |= PointFlag.Closed;
  if (isSevere) flags |= PointFlag.Severe;
  store<i32>(at4(pointFlags, point), flags);
}

function takeEvent(record: Series, value: f64, event: i32): i32 {
  const index = appendEvent();
  const row = eventRow(index);
  row.event = event;
  const its = incidentOf(record);
  row.reason = its.reason;
  row.severity = its.severity;
  row.incident = record.incidents;
  // changes of a value have no sign
  row.low = its.reason == Reason.Variance ? max(0, low) : low;
  row.high = high;
  row.value = measured;
  row.current = value;
  row.duration = <f64>(its.lastTime - its.firstTime) * 1e-9;
  row.peak = its.peak;
  return index;
}

@inline
function warming(points: u32): i32 {
  return points < ALARM_POINTS ? PointFlag.Warming : 0;
}

/** The forecast and its band. */
function writeExpected(point: i32, record: Series): void {
  const base = forecast - season;
  const isFactor = isExponential(record);
  const low = lowEnd(base, record.near, record.deviation, record.resolution, isFactor) + season;
  const high = highEnd(base, record.near, record.deviation, record.resolution, isFactor) + season;
  store<f64>(at8(pointForecast, point), forecast);
  store<f64>(at8(pointLower, point), low);
  store<f64>(at8(pointUpper, point), high);
}

@inline
function isInBand(point: i32, value: f64): bool {
  return value >= load<f64>(at8(pointLower, point)) && value <= load<f64>(at8(pointUpper, point));
}

function writeResult(point: i32, record: Series, value: f64): void {
  store<f64>(at8(pointResidual, point), value - forecast);
  store<f64>(at8(pointScore, point), surprise);
  store<i32>(at4(pointReason, point), reason);
}

/** The first path follows the tenth point, or the first fit where only fits are written. */
function pathIsDue(record: Series, settings: Model): bool {
  if (settings.horizon == 0 || record.step == 0 || record.points < QUIET_POINTS) return false;
  if (emit == Emit.Pairs && (record.flags & SERIES_FITTED) == 0) return false;
  return (record.points - QUIET_POINTS) % <u32>settings.forecastEvery == 0;
}

function takePath(record: Series, settings: Model): i32 {
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
  row.season = appendSeasons(settings.horizon);
  for (let step = 0; step < settings.horizon; step++) {
    store<f64>(seasonOf(row.season, step), seasonAt(record, record.time + <i64>(step + 1) * record.step));
  }
  return index;
}
