import { EtaRow, Path, appendEta, etaRow } from "../batch/additions";
import { nextStep } from "./forecast";
import { layPath, startSteps, stepForecast, stepHigh, stepLow, takeFarStep } from "./path";
import { seasonAt, shownPeriod } from "./season";
import { Series } from "../series/record";
import { Model } from "../settings/settings";
import { dampedSteps } from "./smoothing";

/**
 * In how many seconds the forecast crosses a limit, and its band's two ends: the nearer end makes the earliest, the farther
 * the latest time. Steps are looked at ever farther apart, and between two of them the way is straight. A limit that is
 * crossed already is 0 away. Nothing is said of a band whose nearer end lies beyond the limit from the first step on while
 * the forecast does not cross it: that is noise.
 */

/** From one step that is looked at to the next: all up to this one, and then this part of the way so far. */
const DENSE: f64 = 16;
const APART: f64 = 0.125;
/** Of a season's period; and never more steps than this in all. */
const PERIOD_PART: f64 = 1.0 / 16;
const MOST_LOOKED_AT: f64 = 512;
/** Holt's recursion is followed so far; the band then grows no more. */
const MOST_FOLLOWED: f64 = 1000;

/** Seconds until a line crosses, followed step by step. */
@unmanaged
class Crossing {
  /** The line's value at the step before. */
  before: f64;
  seconds: f64;
}

// forecast, lower and upper end, first for the limit above and then for the one below
const crossings: usize = memory.data(6 * 16, 8);
const row: Path = changetype<Path>(memory.data(<i32>offsetof<Path>(), 8));

@inline
function crossing(index: i32): Crossing {
  return changetype<Crossing>(crossings + (<usize>index << 4));
}

/** Writes a row for the newest point of a series; returns its index. */
export function takeEta(record: Series, settings: Model): i32 {
  for (let index = 0; index < 6; index++) crossing(index).seconds = NaN;
  trace(0, 0, record.value, record.value, record.value, settings);
  layPath(row, record, settings);
  startSteps();
  const seconds = <f64>record.step * 1e-9;
  const last = record.step == 0 ? 0 : settings.etaWithin / <f64>record.step;
  const widest = lengthOf(record, last);
  let followed: f64 = 0, sum: f64 = 0, before: f64 = 0;
  for (let steps: f64 = 1; steps <= last && !areAllCrossed(settings); ) {
    if (!row.isMixture) {
      for (; followed < min(steps, MOST_FOLLOWED); followed++) sum = nextStep(row.alpha, row.beta, row.phi);
      if (steps > followed) sum = dampedSteps(row.phi, <i64>steps);
    }
    takeFarStep(row, steps, sum, seasonAt(record, record.time + <i64>steps * record.step));
    trace(before * seconds, steps * seconds, stepForecast, stepLow, stepHigh, settings);
    before = steps;
    const next = steps < DENSE ? steps + 1 : Math.floor(steps + max(1, min(steps * APART, widest)));
    steps = steps < last ? min(next, max(steps + 1, Math.floor(last))) : next;
  }
  const index = appendEta();
  keep(etaRow(index), seconds);
  return index;
}

/** Steps that may lie between two that are looked at, of so many in all. */
function lengthOf(record: Series, last: f64): f64 {
  const period = <f64>shownPeriod(record);
  return period == 0 ? Infinity : max(PERIOD_PART * period / <f64>record.step, last / MOST_LOOKED_AT);
}

function trace(from: f64, to: f64, forecast: f64, low: f64, high: f64, settings: Model): void {
  for (let line = 0; line < 3; line++) {
    const value = line == 0 ? forecast : line == 1 ? low : high;
    cross(crossing(line), from, to, value, settings.etaAbove, 1);
    cross(crossing(3 + line), from, to, value, settings.etaBelow, -1);
  }
}

/** Notes where the line first lies beyond the limit, to the side of `sign`. */
function cross(line: Crossing, from: f64, to: f64, value: f64, limit: f64, sign: f64): void {
  if (isNaN(line.seconds) && sign * (value - limit) > 0) {
    const part = to == 0 ? 0 : (limit - line.before) / (value - line.before);
    line.seconds = from + max(0, min(1, part)) * (to - from);
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

/** `step` is in seconds. */
function keep(to: EtaRow, step: f64): void {
  to.above = crossing(0).seconds;
  to.aboveLatest = crossing(1).seconds;
  to.aboveEarliest = earliest(to.above, crossing(2).seconds, step);
  to.below = crossing(3).seconds;
  to.belowEarliest = earliest(to.below, crossing(4).seconds, step);
  to.belowLatest = crossing(5).seconds;
}

/** Where the forecast crosses nothing, a band that does so in the first step says nothing. */
@inline
function earliest(forecast: f64, nearer: f64, step: f64): f64 {
  return isNaN(forecast) && nearer <= step ? NaN : nearer;
}
