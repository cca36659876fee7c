import { fitWindow, Fit } from "./fit";
import { wideningOf } from "./forecast";
import {
  LINE_TIMED, LINE_UNPARSABLE, Line, allocate, appendPath, at4, at8, line, lineCount, path, pointCount, pointFlags,
  pointForecast, pointLower, pointPath, pointResidual, pointScore, pointSeries, pointText, pointTime, pointUpper,
  pointValue,
} from "./memory";
import { SERIES_FITTED, SERIES_INCIDENT, SERIES_SETTLED, SERIES_TIMED, Series, UNPARSABLE, series } from "./series";
import { Emit, Model, ONCE, emit, model } from "./settings";
import { advance, forecastOf, startParameters } from "./smoothing";
import { learnInterval, stepsOf } from "./step";
import { ALARM_POINTS, Event, follow, learn, scoreOf } from "./threshold";
import { clearWindow, giveWindowBack, pushWindow, straightWindow, takeWindow } from "./window";

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

/** Nothing is written about a series before this many points. */
const QUIET_POINTS: u32 = 10;
/** A gap of more steps starts the window of a fit anew. */
const GAP_STEPS: i64 = 10;
/** Newton's starts from the grid's best minima, at each fit. */
const STARTS: i32 = 5;
/** A window's best alpha is often 0: unless it is given, or fitted at every point, the level would never learn again. */
const LEAST_ALPHA: f64 = 0.3;
/** Forgetting of the residuals' variance between fits, and how many deviations a residual may count. */
const VARIANCE_RATE: f64 = 0.02;
const VARIANCE_WINSOR: f64 = 9;

let fitted: Fit = changetype<Fit>(0);

export function layOutScore(): void {
  fitted = changetype<Fit>(allocate(offsetof<Fit>()));
}

/** Scores every point of the batch. */
export function score(): void {
  count(Counter.Lines, lineCount);
  for (let point = 0; point < pointCount; point++) {
    const number = load<i32>(at4(pointSeries, point));
    const row = line(pointText(point).line);
    store<i32>(at4(pointFlags, point), 0);
    store<i32>(at4(pointPath, point), -1);
    store<i64>(at8(pointTime, point), row.time);
    if (number > 0) {
      scorePoint(point, series(number), row);
    } else {
      count(Counter.Passed, 1);
      if (number == UNPARSABLE) row.flags |= LINE_UNPARSABLE;
    }
  }
  for (let i = 0; i < lineCount; i++) {
    if (line(i).flags & LINE_UNPARSABLE) count(Counter.Unparsable, 1);
  }
}

function scorePoint(point: i32, record: Series, row: Line): void {
  const value = load<f64>(at8(pointValue, point));
  const timed = (row.flags & LINE_TIMED) != 0;
  const known = (record.flags & SERIES_TIMED) != 0;
  let steps: i64 = 1;
  let time = row.time;
  if (timed && known) {
    const difference = time - record.time;
    if (time < record.time) {
      store<i32>(at4(pointFlags, point), PointFlag.Late);
      count(Counter.Late, 1);
      return;
    }
    if (difference == 0) {
      scoreRepeated(point, record, value);
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
  count(Counter.Scored, 1);
  const settings = model(record.rule);
  if (record.points == 0) {
    startSeries(record, value, settings);
  } else {
    meetForecast(point, record, value, steps);
  }
  record.value = value;
  learn(record, value, record.points);
  record.points++;
  refit(record, value, steps, settings);
  if (timed && pathIsDue(record, settings)) store<i32>(at4(pointPath, point), takePath(record));
}

function startSeries(record: Series, value: f64, settings: Model): void {
  startParameters(record, settings.trend, settings.alpha, settings.beta, settings.phi);
  record.level = value;
  record.forecast = value;
}

/** Scores a value against the forecast and lets it move the model. */
function meetForecast(point: i32, record: Series, value: f64, steps: i64): void {
  const forecast = forecastOf(record, steps);
  const error = value - forecast;
  record.forecast = forecast;
  record.deviation = Math.sqrt(record.variance * wideningOf(record.alpha, record.beta, record.phi, steps));
  writeScore(point, record, value, scoreOf(record, value, record.base, record.spread, record.points));
  // until a fit the level starts as a running mean
  const least = record.flags & SERIES_FITTED ? 0 : 1 / <f64>(record.points + 1);
  advance(record, forecast, error, steps, max(record.alpha, least));
  const square = error * error;
  const counted = record.points > QUIET_POINTS ? min(square, VARIANCE_WINSOR * record.variance + 1e-300) : square;
  record.variance += max(VARIANCE_RATE, 1 / <f64>record.points) * (counted - record.variance);
  if (!isFinite(record.level) || !isFinite(record.trend) || !isFinite(record.variance)) restart(record, value);
}

/** Values beyond what doubles can square leave the model at the newest value. */
function restart(record: Series, value: f64): void {
  record.level = value;
  record.trend = 0;
  record.variance = 0;
}

/** Another value of the newest time is scored as that one was, and moves nothing; the same value is ignored. */
function scoreRepeated(point: i32, record: Series, value: f64): void {
  store<i32>(at4(pointFlags, point), PointFlag.Repeated);
  store<i64>(at8(pointTime, point), record.time);
  if (value == record.value || record.points <= 1) return;
  const score = scoreOf(record, value, record.baseBefore, record.spreadBefore, record.points - 1);
  writeResult(point, record, value, score);
  if (record.points < QUIET_POINTS) return;
  const open = record.flags & SERIES_INCIDENT ? PointFlag.Anomalous : 0;
  const flags = PointFlag.Repeated | PointFlag.Scored | warming(record.points) | open;
  store<i32>(at4(pointFlags, point), flags);
}

/** Fills the point's columns, and follows the series' incident. `record.points` are those before the point. */
function writeScore(point: i32, record: Series, value: f64, score: f64): void {
  writeResult(point, record, value, score);
  const event = follow(record, score, record.points);
  if (event == Event.Opened) count(Counter.Incidents, 1);
  if (record.points + 1 < QUIET_POINTS) return;
  let flags = PointFlag.Scored | warming(record.points + 1);
  if (record.flags & SERIES_INCIDENT) flags |= PointFlag.Anomalous;
  if (event == Event.Opened) flags |= PointFlag.Opened;
  if (event == Event.Closed) flags |= PointFlag.Closed;
  store<i32>(at4(pointFlags, point), flags);
}

@inline
function warming(points: u32): i32 {
  return points < ALARM_POINTS ? PointFlag.Warming : 0;
}

function writeResult(point: i32, record: Series, value: f64, score: f64): void {
  const half = model(record.rule).multiplier * record.deviation;
  store<f64>(at8(pointForecast, point), record.forecast);
  store<f64>(at8(pointLower, point), record.forecast - half);
  store<f64>(at8(pointUpper, point), record.forecast + half);
  store<f64>(at8(pointResidual, point), value - record.forecast);
  store<f64>(at8(pointScore, point), score);
}

/** Keeps the window and fits where it is time: once at `minPoints` and once when full, or at every Nth point. */
function refit(record: Series, value: f64, steps: i64, settings: Model): void {
  if (settings.refit == 0 || record.flags & SERIES_SETTLED) return;
  if (record.window == 0) takeWindow(record);
  if (steps > GAP_STEPS) clearWindow(record);
  const values = pushWindow(record, value);
  record.sinceFit++;
  if (values < settings.minPoints) return;
  const full = values == settings.window;
  const due = settings.refit == ONCE
    ? full || values == settings.minPoints
    : record.sinceFit >= <u32>settings.refit || (record.flags & SERIES_FITTED) == 0;
  if (!due) return;
  fitSeries(record, values, settings);
  if (settings.refit == ONCE && full) {
    giveWindowBack(record);
    record.flags |= SERIES_SETTLED;
  }
}

function fitSeries(record: Series, values: i32, settings: Model): void {
  fitWindow(
    straightWindow(record), values, settings.trend, settings.alpha, settings.beta, settings.phi, NaN, NaN,
    STARTS,
    changetype<usize>(fitted),
  );
  record.sinceFit = 0;
  if (!isFinite(fitted.level) || !isFinite(fitted.trend) || !isFinite(fitted.sse)) return;
  record.flags |= SERIES_FITTED;
  const lasts = settings.refit != 1 && isNaN(settings.alpha);
  record.alpha = lasts ? max(fitted.alpha, LEAST_ALPHA) : fitted.alpha;
  record.beta = fitted.beta;
  record.phi = fitted.phi;
  record.level = fitted.level;
  record.trend = fitted.trend;
  // as many degrees of freedom as parameters and starting values are spent
  record.variance = fitted.sse / <f64>max(1, values - 5);
}

/** The first path follows the tenth point, or the first fit where only fits are written. */
function pathIsDue(record: Series, settings: Model): bool {
  if (settings.horizon == 0 || record.step == 0 || record.points < QUIET_POINTS) return false;
  if (emit == Emit.Pairs && (record.flags & SERIES_FITTED) == 0) return false;
  return (record.points - QUIET_POINTS) % <u32>settings.forecastEvery == 0;
}

function takePath(record: Series): i32 {
  const index = appendPath();
  const row = path(index);
  row.level = record.level;
  row.trend = record.trend;
  row.alpha = record.alpha;
  row.beta = record.beta;
  row.phi = record.phi;
  row.variance = record.variance;
  row.step = record.step;
  return index;
}
