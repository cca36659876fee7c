import { Fit, fitWindow } from "../fit/fit";
import { holtOf } from "./holt";
import { allocate } from "../memory/memory";
import { SERIES_FITTED, SERIES_SETTLED, Series } from "../series/record";
import { Model, ONCE, Trend } from "../settings/settings";
import { becomeAdditive, isExponential } from "./trend";
import { clearWindow, giveWindowBack, hasWindow, pushWindow, straightWindow, takeWindow, windowOf } from "./window";

/** When a series' window is fitted, and what becomes of the fit. */

/** A gap of more steps starts the window anew. */
export const GAP_STEPS: i64 = 10;
/**
 * Newton's starts from the grid's best minima, at each fit: over the 37,578 windows of the real brews and the 1,065 of
 * the oracle three find what the library's five do.
 */
const STARTS: i32 = 3;
/**
 * Least alpha of a fit that has to last: a window's best is often 0, and the level would never learn again. See
 * "Defaults by evidence" in docs/model.md.
 */
const LEAST_ALPHA: f64 = 0.3;

let fitted: Fit = changetype<Fit>(0);

export function layOutFits(): void {
  fitted = changetype<Fit>(allocate(offsetof<Fit>()));
}

/**
 * Takes the newest value, without its season, into the window and fits where it is time: once at `minPoints` and once
 * when full, or at every Nth point. A series that finds no window free goes on with the parameters it has.
 */
export function refit(record: Series, value: f64, steps: i64, settings: Model): void {
  if (settings.refit == 0 || record.flags & SERIES_SETTLED) return;
  if (!hasWindow(record) && !takeWindow(record)) return;
  if (steps > GAP_STEPS) clearWindow(record);
  const values = pushWindow(record, value);
  windowOf(record).sinceFit++;
  if (values < <i32>settings.minPoints) return;
  const full = values == <i32>settings.window;
  const isFirst = (record.flags & SERIES_FITTED) == 0;
  const due = settings.refit == ONCE
    ? full || (isFirst && values == <i32>settings.minPoints)
    : isFirst || windowOf(record).sinceFit >= <u32>settings.refit;
  if (!due) return;
  fitSeries(record, values, settings);
  if (settings.refit == ONCE && full) {
    giveWindowBack(record);
    record.flags |= SERIES_SETTLED;
  }
}

/** What the window holds can't be compared with what follows. */
export function restartWindow(record: Series): void {
  if (hasWindow(record)) clearWindow(record);
  record.flags &= ~SERIES_SETTLED;
}

function fitSeries(record: Series, values: i32, settings: Model): void {
  fitWindow(
    straightWindow(record), values, isExponential(record) ? Trend.Exponential : additiveTrendOf(settings),
    settings.alpha, settings.beta, settings.phi, NaN, NaN, STARTS, changetype<usize>(fitted),
  );
  windowOf(record).sinceFit = 0;
  if (!isFinite(fitted.level) || !isFinite(fitted.trend) || !isFinite(fitted.sse)) return;
  if (isExponential(record) && fitted.kind != Trend.Exponential) becomeAdditive(record);
  record.flags |= SERIES_FITTED;
  const lasts = settings.refit == ONCE && isNaN(settings.alpha);
  const holt = holtOf(record);
  holt.alpha = lasts ? max(fitted.alpha, LEAST_ALPHA) : fitted.alpha;
  holt.beta = fitted.beta;
  holt.phi = fitted.phi;
  holt.level = fitted.level;
  holt.trend = fitted.trend;
  const squares = isExponential(record) ? fitted.relative : fitted.sse;
  holt.sigma = <f32>Math.sqrt(squares / <f64>max(1, values - spent(fitted.kind)));
}

/** What a series that has left the exponential trend goes on with. */
function additiveTrendOf(settings: Model): i32 {
  if (settings.trend != Trend.Exponential) return <i32>settings.trend;
  return isNaN(settings.phi) ? Trend.Linear : Trend.Damped;
}

/** Degrees of freedom that parameters and starting values take. */
function spent(trend: i32): i32 {
  return trend == Trend.None ? 2 : trend == Trend.Damped ? 5 : 4;
}
