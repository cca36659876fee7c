import {
  LINE_TIMED, LINE_UNPARSABLE, Line, at4, at8, line, partLineEnd, partPoint, partPointEnd, pointEta, pointEvent,
  pointFlags, pointForecast, pointLower, pointPath, pointReason, pointResidual, pointScore, pointSeries,
  pointText, pointTime, pointUpper, pointValue,
} from "../batch/batch";
import { silenceCount } from "../batch/additions";
import { PointFlag } from "../batch/point-flag";
import { ALARM_POINTS } from "../detect/age";
import { channelsOf, judge, judgeAgain, startChannels } from "../detect/judge";
import { takeEta } from "../model/eta";
import { gate } from "../detect/gate";
import { Event, followPoint, forget, incidentOf, shiftIncident } from "../detect/incident";
import { Judgement, Reason } from "../detect/judgement";
import { watchMissing } from "../detect/missing";
import { learnDue, tellSilences } from "../detect/silence";
import { LONGEST_SILENCE } from "../detect/gap";
import { meetPoint, meetSilences } from "../group/round";
import { increase, isCounter, keepRaw, learnKind } from "../model/counter";
import { dropLate, learnLate } from "../model/late";
import { Expectation, expect, expectAgain, learnValue, residualOf, restartSeries, startModel } from "../model/model";
import { GAP_STEPS } from "../model/refit";
import { learnInterval, stepsOf } from "../model/step";
import { isExponential } from "../model/trend";
import {
  SERIES_COUNTER, SERIES_INCIDENT, SERIES_SCORED, SERIES_TIMED, Series, UNPARSABLE, series,
} from "../series/record";
import { Difference, Model, Trend, gapWatched, hasGroups, model, statisticsEvery } from "../settings/settings";
import { meetTime, now } from "./clock";
import { meetValue, takeEvent } from "./event";
import { Notice, addNotice } from "./notice";
import { WRITTEN_FROM, pathIsDue, takePath } from "./path";
import { TOGETHER, prefetch } from "./prefetch";
import { countResult, endInterval } from "./statistics";
import { Total, count, countLines, liveSeries, countNew, startCounting } from "./totals";

/** The station between the series table and the writer: each point of the part in work against its series, in order. */

const SECOND: i64 = 1_000_000_000;
const MICROSECOND: i64 = 1_000;
/** Stamps in seconds, milliseconds or microseconds of our time lie before this, in nanoseconds: the spring of 1973. */
const LEAST_STAMP: i64 = 100_000_000_000_000_000;

// of the point in work, handed from station to station: what it was expected to be, and how surprising it is
const expected: Expectation = changetype<Expectation>(memory.data(<i32>offsetof<Expectation>(), 8));
const judgement: Judgement = changetype<Judgement>(memory.data(<i32>offsetof<Judgement>(), 8));

/** Scores every point of the part in work. */
export function score(): void {
  startCounting();
  for (let point = partPoint; point < partPointEnd; point++) {
    if ((point - partPoint) % TOGETHER == 0) prefetch(point, min(point + TOGETHER, partPointEnd));
    const number = load<i32>(at4(pointSeries, point));
    const row = line(pointText(point).line);
    store<i32>(at4(pointFlags, point), 0);
    store<i32>(at4(pointPath, point), -1);
    store<i32>(at4(pointEvent, point), -1);
    store<i32>(at4(pointEta, point), -1);
    store<i32>(at4(pointReason, point), Reason.None);
    store<i64>(at8(pointTime, point), row.time);
    if (number > 0) {
      const isFar = (row.flags & LINE_TIMED) != 0 && meetTime(series(number), row.time);
      if (statisticsEvery != 0 && row.flags & LINE_TIMED) endInterval(pointText(point).line, now);
      scorePoint(point, number, series(number), row, isFar);
    } else {
      count(Total.Passed, 1);
      if (number == UNPARSABLE) row.flags |= LINE_UNPARSABLE;
    }
    if (gapWatched) watchGaps(point, number, row);
  }
  countLines(partLineEnd);
}

/** Behind a line's last point, when all of its series have been met, tells of the silences that it shows. */
function watchGaps(point: i32, number: i32, row: Line): void {
  if (number > 0) learnDue(number);
  if (<u32>point + 1 < row.firstPoint + row.pointCount) return;
  const told = silenceCount;
  count(Total.Incidents, tellSilences(pointText(point).line, now));
  if (hasGroups) meetSilences(told, now);
}

/** `isFar`: the point is ahead of all others by more than is believed. */
function scorePoint(point: i32, number: i32, record: Series, row: Line, isFar: bool): void {
  if ((record.flags & SERIES_SCORED) == 0) countNew(record);
  const raw = load<f64>(at8(pointValue, point));
  const timed = (row.flags & LINE_TIMED) != 0;
  const known = (record.flags & SERIES_TIMED) != 0;
  let steps: i64 = 1;
  let time = row.time;
  let difference = record.step;
  if (timed && known) {
    if (time < record.time || isFar) {
      if (!learnLate(record, time)) {
        store<i32>(at4(pointFlags, point), PointFlag.Late);
        count(Total.Late, 1);
        return;
      }
      followClock(number, record, time);
    } else {
      dropLate(record);
    }
    difference = time - record.time;
    if (difference == 0) {
      scoreRepeated(point, record, raw);
      return;
    }
    // a difference beyond 64 bits is no interval
    steps = difference > 0 ? stepsOf(record, difference) : GAP_STEPS + 1;
    if (steps > GAP_STEPS && (difference > LONGEST_SILENCE || difference < 0)) {
      addNotice(Notice.ClockAhead, number, record.time, time);
      shiftIncident(record, difference - record.step);
    }
    if (difference > 0 && learnInterval(record, difference) && !areStampsLikely(record, time)) {
      addNotice(Notice.Stamps, number, record.step, time);
    }
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
  count(Total.Scored, 1);
  const isFirst = record.points == 0;
  if (isFirst) {
    startModel(expected, record, value, settings);
    if (settings.trend == Trend.Exponential && !isExponential(record)) count(Total.Additive, 1);
    writeExpected(point);
    startChannels(judgement, record, value);
  } else {
    expect(expected, record, time, steps, settings);
    writeExpected(point);
    judgement.elapsed = <f64>(difference > 0 ? difference : steps * record.step) * 1e-9;
    judge(judgement, record, value, steps, isInBand(point, value), settings, liveSeries());
    watchMissing(judgement, channelsOf(record), record, steps);
  }
  gate(judgement, record, value, settings);
  const mayAlarm = judgement.isHard || record.points + 1 >= ALARM_POINTS;
  writeScore(point, record, value, time, mayAlarm, settings);
  meetValue(record, value);
  if (statisticsEvery != 0 && !isFirst && isScored(point)) {
    countResult(record, value, value - expected.forecast, isInBand(point, value));
  }
  const was = isExponential(record);
  learnValue(expected, record, value, time, steps, mayAlarm && judgement.score >= 1, settings);
  if (was && !isExponential(record)) count(Total.Additive, 1);
  if (timed && pathIsDue(record, settings)) store<i32>(at4(pointPath, point), takePath(record, settings));
  if (isEtaAsked(settings) && isScored(point)) store<i32>(at4(pointEta, point), takeEta(record, settings));
  if (hasGroups && timed) {
    meetPoint(pointText(point).line, number, record, judgement, mayAlarm, isCounter(record), now);
  }
}

/** Goes on by another clock: the point in work is one step after the newest. What has been learnt stays. */
function followClock(number: i32, record: Series, time: i64): void {
  addNotice(time < record.time ? Notice.ClockBack : Notice.ClockAhead, number, record.time, time);
  shiftIncident(record, time - record.step - record.time);
  record.time = time - record.step;
}

/** Whether stamps look like nanoseconds: points are a microsecond apart at least, and not of 1970. */
@inline
function areStampsLikely(record: Series, time: i64): bool {
  return record.step >= MICROSECOND && (time < 0 || time >= LEAST_STAMP);
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
    keepRaw(record, raw);
  }
  return value;
}

/**
 * Another value of the newest time is scored by the same rules as any, against that one's forecast, and nothing is
 * learnt from it; the same value is ignored, and so is a counter's, which has no increase over no time.
 */
function scoreRepeated(point: i32, record: Series, value: f64): void {
  store<i32>(at4(pointFlags, point), PointFlag.Repeated);
  store<i64>(at8(pointTime, point), record.time);
  if (value == record.value || record.points <= 1 || isCounter(record)) return;
  const settings = model(record.rule);
  expectAgain(expected, record, settings);
  writeExpected(point);
  judgeAgain(judgement, record, value, isInBand(point, value), settings, liveSeries());
  gate(judgement, record, value, settings);
  // the bar of the second mark is not raised by it: within an incident only twice its peak is told again
  if (record.flags & SERIES_INCIDENT && judgement.score < 2 * <f64>incidentOf(record).peak) judgement.isSecond = false;
  const mayAlarm = judgement.isHard || record.points + 1 >= ALARM_POINTS;
  writeScore(point, record, value, record.time, mayAlarm, settings);
  store<i32>(at4(pointFlags, point), load<i32>(at4(pointFlags, point)) | PointFlag.Repeated);
}

/** Fills the point's columns, and follows the series' incident. `record.points` are those before the point. */
function writeScore(point: i32, record: Series, value: f64, time: i64, mayAlarm: bool, settings: Model): void {
  writeResult(point, record, value);
  const event = followPoint(record, judgement, mayAlarm, time, settings);
  if (event == Event.Opened) count(Total.Incidents, 1);
  const isSevere = event != Event.None && incidentOf(record).severity == 2;
  if (event != Event.None) store<i32>(at4(pointEvent, point), takeEvent(record, judgement, value, event, settings));
  forget(record, settings);
  const isOpen = (record.flags & SERIES_INCIDENT) != 0;
  // a hard limit is told of before anything else is
  if (record.points + 1 < WRITTEN_FROM && !isOpen && event == Event.None) return;
  let flags = PointFlag.Scored | warming(record.points + 1);
  if (isCounter(record)) flags |= PointFlag.Increase;
  if (isOpen) flags |= PointFlag.Anomalous;
  if (event == Event.Opened) flags |= PointFlag.Opened;
  if (event == Event.Escalated) flags |= PointFlag.Escalated;
  if (event == Event.Closed) flags |= PointFlag.Closed;
  if (isSevere) flags |= PointFlag.Severe;
  store<i32>(at4(pointFlags, point), flags);
}

@inline
function warming(points: u32): i32 {
  return points < ALARM_POINTS ? PointFlag.Warming : 0;
}

/** The forecast and its band. */
function writeExpected(point: i32): void {
  store<f64>(at8(pointForecast, point), expected.forecast);
  store<f64>(at8(pointLower, point), expected.lower);
  store<f64>(at8(pointUpper, point), expected.upper);
}

@inline
function isInBand(point: i32, value: f64): bool {
  return value >= load<f64>(at8(pointLower, point)) && value <= load<f64>(at8(pointUpper, point));
}

function writeResult(point: i32, record: Series, value: f64): void {
  store<f64>(at8(pointResidual, point), residualOf(expected, record, value));
  store<f64>(at8(pointScore, point), judgement.score);
  store<i32>(at4(pointReason, point), judgement.reason);
}
