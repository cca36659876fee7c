import { PointText } from "./batch";
import { input } from "./memory";
import { SERIES_COUNTER, SERIES_GAUGE, Series } from "./series";
import { Difference, Model } from "./settings";

/**
 * Counters: what only ever grows, and starts again from nothing when its host does. Their increase a second is modelled
 * instead of them. Where nobody says what a series is, whole numbers that never fall and mostly rise are a counter; a
 * counter that falls back by less than half was none.
 */

/** Differences that decide, and how many of them have to be rises. */
const DECIDING: u8 = 30;
const RISES: u8 = 20;

export function isCounter(record: Series): bool {
  return (record.flags & SERIES_COUNTER) != 0;
}

/** Whether the value's text was a whole number by type: `5i` or `5u`. */
function isWhole(text: PointText): bool {
  const suffix = load<u8>(input + text.valueEnd);
  return suffix == 105 || suffix == 117;
}

/** Looks at a value as it came, before it is the newest; true when the series turns out to be another kind. */
export function learnKind(record: Series, text: PointText, value: f64, settings: Model): bool {
  if (settings.difference != Difference.Auto || record.flags & SERIES_GAUGE || record.seen == 0) return false;
  if (isCounter(record)) {
    if (value >= record.raw || value < 0.5 * record.raw) return false;
    record.flags = (record.flags & ~SERIES_COUNTER) | SERIES_GAUGE;
    return true;
  }
  if (value < record.raw || !isWhole(text)) {
    record.flags |= SERIES_GAUGE;
    return false;
  }
  if (value > record.raw) record.rises++;
  if (record.seen < DECIDING) return false;
  record.flags |= record.rises >= RISES ? SERIES_COUNTER : SERIES_GAUGE;
  return isCounter(record);
}

/** Keeps a value as it came. */
export function keepRaw(record: Series, value: f64): void {
  record.raw = value;
  if (record.seen < DECIDING) record.seen++;
}

/** The increase a second over so many nanoseconds; NaN where the counter started again. */
export function increase(record: Series, value: f64, nanoseconds: i64): f64 {
  return value < record.raw ? NaN : ((value - record.raw) * 1e9) / <f64>nanoseconds;
}
