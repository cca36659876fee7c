import { EtaRow, appendEta, etaRow } from "../batch/additions";
import { farOf, highEnd, lowEnd, multiplierAt } from "../model/band";
import { pathForecast } from "../model/exponential";
import { nextStep, startPath, widening } from "../model/forecast";
import { seasonAt } from "../model/season";
import { Series } from "../series/record";
import { Model } from "../settings/settings";
import { isExponential } from "../model/trend";

/**
 * In how many seconds the forecast crosses a limit, and its band's two ends: the nearer end makes the earliest, the
 * farther the latest time. Between two steps of the path the way is straight; a limit that is crossed already is 0
 * away.
 */

/** Steps that are looked ahead. */
const FARTHEST: i32 = 1000;

/** Seconds until a line crosses, followed step by step. */
@unmanaged
class Crossing {
  /** The line's value at the step before. */
  before: f64;
  seconds: f64;
}

// forecast, lower and upper end, first for the limit above and then for the one below
const crossings: usize = memory.data(6 * 16, 8);

@inline
function crossing(index: i32): Crossing {
  return changetype<Crossing>(crossings + (<usize>index << 4));
}

/** Writes a row for the newest point of a series; returns its index. */
export function takeEta(record: Series, settings: Model): i32 {
  for (let index = 0; index < 6; index++) crossing(index).seconds = NaN;
  const now = record.level + seasonAt(record, record.time);
  trace(0, now, now, now, settings, 0);
  const step = <f64>record.step * 1e-9;
  startPath();
  for (let steps = 1; steps <= FARTHEST && !areAllCrossed(settings); steps++) {
    const sum = nextStep(record.alpha, record.beta, record.phi);
    const isFactor = isExponential(record);
    const forecast = isFactor ? pathForecast(record.level, record.trend, sum) : record.level + sum * record.trend;
    const season = seasonAt(record, record.time + <i64>steps * record.step);
    const horizon = <i32>settings.horizon;
    const multiplier = multiplierAt(record.near, farOf(record, settings), min(steps, max(horizon, 1)), horizon);
    const deviation = record.sigma * Math.sqrt(widening);
    const low = lowEnd(forecast, multiplier, deviation, record.resolution, isFactor);
    const high = highEnd(forecast, multiplier, deviation, record.resolution, isFactor);
    trace(steps, forecast + season, low + season, high + season, settings, step);
  }
  const index = appendEta();
  keep(etaRow(index));
  return index;
}

function trace(steps: i32, forecast: f64, low: f64, high: f64, settings: Model, step: f64): void {
  for (let line = 0; line < 3; line++) {
    const value = line == 0 ? forecast : line == 1 ? low : high;
    cross(crossing(line), steps, value, settings.etaAbove, 1, step);
    cross(crossing(3 + line), steps, value, settings.etaBelow, -1, step);
  }
}

/** Notes where the line first lies beyond the limit, to the side of `sign`. */
function cross(line: Crossing, steps: i32, value: f64, limit: f64, sign: f64, step: f64): void {
  if (isNaN(line.seconds) && sign * (value - limit) > 0) {
    const part = steps == 0 ? 0 : (limit - line.before) / (value - line.before);
    line.seconds = steps == 0 ? 0 : (<f64>(steps - 1) + max(0, part)) * step;
  }
  line.before = value;
}

function areAllCrossed(settings: Model): bool {
  for (let line = 0; line < 3; line++) {
    if (!isNaN(settings.etaAbove) && isNaN(crossing(line).seconds)) return false;
    if (!isNaN(settings.etaBelow) && isNaN(crossing(3 + line).seconds)) return false;
  }
  return true;
}

function keep(row: EtaRow): void {
  row.above = crossing(0).seconds;
  row.aboveLatest = crossing(1).seconds;
  row.aboveEarliest = crossing(2).seconds;
  row.below = crossing(3).seconds;
  row.belowEarliest = crossing(4).seconds;
  row.belowLatest = crossing(5).seconds;
}
