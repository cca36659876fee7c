import { PointText } from "../batch/batch";
import { input } from "../memory/memory";
import { giveBlockBack, takeBlock } from "../memory/pool";
import { SERIES_COUNTER, SERIES_GAUGE, Series } from "../series/record";
import { Difference, Model } from "../settings/settings";

/**
 * Counters: what only ever grows, and starts again from nothing when its host does. Their increase a second is modelled
 * instead of them. Where nobody says what a series is, whole numbers that never fall and mostly rise are a counter; a
 * counter that falls back by less than half was none.
 */

/** What is kept of a series that is a counter, or of which nobody knows yet whether it is one. */
@unmanaged
export class Tally {
  /** The newest value as it came. */
  raw: f64;
  /** Values met and rises among them, until it is decided whether this is a counter. */
  seen: u8;
  rises: u8;
}

/** Differences that decide, and how many of them have to be rises. */
const DECIDING: u8 = 30;
const RISES: u8 = 20;

@inline
function tallyOf(record: Series): Tally {
  return changetype<Tally>(record.tally);
}

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
  if (settings.difference != Difference.Auto) return false;
  if (record.tally == 0) {
    if (!isWhole(text)) record.flags |= SERIES_GAUGE;
    return false;
  }
  const its = tallyOf(record);
  if (isCounter(record)) {
    if (value >= its.raw || value < 0.5 * its.raw) return false;
    record.flags &= ~SERIES_COUNTER;
    becomeGauge(record);
    return true;
  }
  if (value < its.raw || !isWhole(text)) {
    becomeGauge(record);
    return false;
  }
  if (value > its.raw) its.rises++;
  if (its.seen < DECIDING) return false;
  if (its.rises >= RISES) record.flags |= SERIES_COUNTER;
  else becomeGauge(record);
  return isCounter(record);
}

function becomeGauge(record: Series): void {
  record.flags |= SERIES_GAUGE;
  dropTally(record);
}

export function dropTally(record: Series): void {
  if (record.tally == 0) return;
  giveBlockBack(record.tally, offsetof<Tally>());
  record.tally = 0;
}

/** Keeps a value as it came, where it may have to be compared with the next. */
export function keepRaw(record: Series, value: f64, settings: Model): void {
  if (settings.difference == Difference.Off || record.flags & SERIES_GAUGE) return;
  if (record.tally == 0) record.tally = takeBlock(offsetof<Tally>());
  const its = tallyOf(record);
  its.raw = value;
  if (its.seen < DECIDING) its.seen++;
}

/**
 * The increase a second over so many nanoseconds; NaN at the first value, where the counter started again, and where it
 * overflows.
 */
export function increase(record: Series, value: f64, nanoseconds: i64): f64 {
  if (record.tally == 0) return NaN;
  const before = tallyOf(record).raw;
  const increased = ((value - before) * 1e9) / <f64>nanoseconds;
  return value < before || !isFinite(increased) ? NaN : increased;
}
