import {
  additiveTrend, advanceExponential, exponentialForecast, nextFactor, nextLevel, relativeError,
} from "./exponential";
import { holtOf } from "./holt";
import { SERIES_DUE, SERIES_EXPONENTIAL, Series } from "../series/record";
import { advance, additiveForecast } from "./smoothing";

/**
 * A series' own recursions: those of additive smoothing, or of the exponential trend for as long as its values, without
 * their season, are positive; from the first that is not it goes on with a linear trend.
 */

@inline
export function isExponential(record: Series): bool {
  return (record.flags & SERIES_EXPONENTIAL) != 0;
}

/** The forecast `steps` steps after the newest point, without the season. */
export function forecastOf(record: Series, steps: i64): f64 {
  if (!isExponential(record)) return additiveForecast(record, steps);
  const holt = holtOf(record);
  return exponentialForecast(holt.level, holt.trend, holt.phi, steps);
}

/** How far a value is from its forecast, in the unit of the record's deviation. */
export function apart(record: Series, value: f64, forecast: f64): f64 {
  return isExponential(record) ? relativeError(value, forecast) : value - forecast;
}

/** Moves level and trend by a value, or by none where it is refused, which was forecast `steps` steps ahead. */
export function smooth(record: Series, forecast: f64, value: f64, steps: i64, alpha: f64): void {
  const holt = holtOf(record);
  if (!isExponential(record)) {
    advance(record, forecast, value - forecast, steps, alpha);
  } else if (advanceExponential(holt.level, holt.trend, forecast, value, steps, alpha, holt.beta, holt.phi)) {
    holt.level = nextLevel;
    holt.trend = nextFactor;
  } else {
    becomeAdditive(record);
    holt.level = value;
  }
}

/** Goes over to the trend that adds what the factor does, and to deviations in the values' own unit. */
export function becomeAdditive(record: Series): void {
  record.flags &= ~(SERIES_EXPONENTIAL | SERIES_DUE);
  const holt = holtOf(record);
  holt.trend = additiveTrend(holt.level, holt.trend);
  holt.sigma *= <f32>holt.level;
  holt.deviation *= <f32>holt.level;
}
