import { incidentOf } from "../detect/incident";
import { Reason } from "../detect/judgement";
import { levelOf, sigmaOf, trendOf } from "../model/model";
import { hasSeason } from "../model/season";
import { SERIES_INCIDENT, SERIES_TIMED, series } from "../series/record";

/** What a person is told of a series that no point is being scored of. */
export enum Fact {
  Points,
  /** 1: its points have times. */
  Timed,
  /** Seconds; 0 while unknown. */
  Step,
  /** The newest value, the level without the season, the trend a step, the standard deviation of the residual. */
  Value,
  Level,
  Trend,
  Deviation,
  /** 1: a pattern of a day or a week, or the given one, is taken off. */
  Season,
  /** Incidents so far; severity and reason of the open one, 0 where none is open. */
  Incidents,
  Severity,
  Reason,
}

export function fact(number: i32, which: i32): f64 {
  const record = series(number);
  const isOpen = (record.flags & SERIES_INCIDENT) != 0;
  switch (which) {
    case Fact.Points: return record.points;
    case Fact.Timed: return record.flags & SERIES_TIMED ? 1 : 0;
    case Fact.Step: return <f64>record.step / 1e9;
    case Fact.Value: return record.value;
    case Fact.Level: return levelOf(record);
    case Fact.Trend: return trendOf(record);
    case Fact.Deviation: return sigmaOf(record);
    case Fact.Season: return hasSeason(record) ? 1 : 0;
    case Fact.Incidents: return record.incidents;
    case Fact.Severity: return isOpen ? <f64>incidentOf(record).severity : 0;
    case Fact.Reason: return isOpen ? <f64>incidentOf(record).reason : Reason.None;
    default: return NaN;
  }
}

/** Nanoseconds since 1970: the newest point's. */
export function seriesTime(number: i32): i64 {
  return series(number).time;
}
