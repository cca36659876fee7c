import { PointText } from "../batch/batch";
import { input } from "../memory/memory";
import { giveBlockBack, takeBlock } from "../memory/pool";
import { SERIES_COUNTER, SERIES_FRACTION, SERIES_REFUTED, Series } from "../series/record";
import { Difference, Model } from "../settings/settings";

/**
 * Counters: they only grow, and start again when their host does. Their increase a second is modelled instead of them.
 *
 * Where nobody says what a series is, its own values do, for as long as it lives. Evidence for a counter is a long
 * stretch in which the value mostly rises and never falls; a restart or a wrap is no fall. A number with a fraction
 * needs a restart in that stretch as well, so that a slow ramp stays what it is. Evidence against one is a fall by less
 * than half, or a restart that has hardly risen since the last: the second within a few rises makes it a gauge again.
 * From then on a restart is needed, too: a queue grows for long and is drained.
 */

/** What is kept of a series that is a counter. */
@unmanaged
export class Tally {
  /** The newest value as it came. */
  raw: f64;
  /** Decayed mean of its increases from point to point. */
  increase: f32;
}

/** A rise counts for a counter, a value that stays counts against one half as much. */
const RISE: i32 = 2;
const STAY: i32 = 1;
/** Evidence that makes a counter: of a number that is whole by type, and of any other. */
const DECIDED: i32 = 40;
const DECIDED_FLOAT: i32 = 120;
/** Evidence of a fall, which each rise takes one off, and what makes a gauge: two falls within 32 rises. */
const FALL: i32 = 80;
const REFUTED: i32 = 128;
/** A counter rises at least so many times between two restarts. */
const LEAST_RISES: u8 = 4;
const MOST: i32 = 255;
/** A fall to less than this part is a restart; where one is needed it has to be deeper to be evidence. */
const RESTART: f64 = 0.5;
const DEEP_RESTART: f64 = 0.1;
/** Where counters of 32 and of 64 bits wrap. */
const WRAPS_32: f64 = 4294967296.0;
const WRAPS_64: f64 = WRAPS_32 * WRAPS_32;
/** A fall is a wrap where it makes an increase of at most so many usual ones. */
const WRAP_INCREASES: f64 = 16;
const INCREASE_RATE: f64 = 0.05;

@inline
function tallyOf(record: Series): Tally {
  return changetype<Tally>(record.tally);
}

@inline
export function isCounter(record: Series): bool {
  return (record.flags & SERIES_COUNTER) != 0;
}

/** Whether the value's text was a whole number by type: `5i` or `5u`. */
@inline
function isInteger(text: PointText): bool {
  const suffix = load<u8>(input + text.valueEnd);
  return suffix == 105 || suffix == 117;
}

/**
 * Looks at a value as it came, before it is the newest. True where the series turns out to be of another kind: what has
 * been learnt of it is of no use then.
 */
export function learnKind(record: Series, text: PointText, value: f64, settings: Model): bool {
  if (settings.difference != Difference.Auto) return false;
  if (Math.floor(value) != value) record.flags |= SERIES_FRACTION;
  if (isCounter(record)) return isRefuted(record, value);
  if (record.points == 0) return false;
  const before = record.value;
  const isDoubtful = (record.flags & (SERIES_FRACTION | SERIES_REFUTED)) != 0;
  const isRestart = hasRestarted(before, value, isDoubtful ? DEEP_RESTART : RESTART);
  if (value < before && !isRestart) {
    record.rises = 0;
    return false;
  }
  const rises = <i32>record.rises + (value > before ? RISE : value == before ? -STAY : 0);
  record.rises = <u8>max(0, min(MOST, rises));
  if (rises < (isInteger(text) ? DECIDED : DECIDED_FLOAT) || (isDoubtful && !isRestart)) return false;
  becomeCounter(record, before);
  return true;
}

/** Counters are never below 0; after a restart or a wrap they are far below what they were. */
@inline
function hasRestarted(before: f64, value: f64, part: f64): bool {
  return value >= 0 && value < part * before;
}

/** Takes a value of a counter as evidence; true where it is none after all. */
function isRefuted(record: Series, value: f64): bool {
  // a snapshot of a gauge that goes on as a counter has none
  if (record.tally == 0) return false;
  const before = tallyOf(record).raw;
  let falls = <i32>record.falls;
  if (value > before) {
    falls--;
    if (<i32>record.rises < MOST) record.rises++;
  } else if (value < before) {
    if (record.rises < LEAST_RISES || !hasRestarted(before, value, RESTART)) falls += FALL;
    record.rises = 0;
  }
  record.falls = <u8>max(0, min(MOST, falls));
  if (falls < REFUTED) return false;
  record.flags = (record.flags & ~SERIES_COUNTER) | SERIES_REFUTED;
  record.rises = 0;
  record.falls = 0;
  dropTally(record);
  return true;
}

function becomeCounter(record: Series, raw: f64): void {
  record.flags |= SERIES_COUNTER;
  record.falls = 0;
  record.rises = <u8>MOST;
  record.tally = takeBlock(offsetof<Tally>());
  tallyOf(record).raw = raw;
}

export function dropTally(record: Series): void {
  if (record.tally == 0) return;
  giveBlockBack(record.tally, offsetof<Tally>());
  record.tally = 0;
}

/** Keeps a counter's value as it came, to be compared with the next. */
export function keepRaw(record: Series, value: f64): void {
  if (record.tally == 0) record.tally = takeBlock(offsetof<Tally>());
  tallyOf(record).raw = value;
}

/**
 * The increase a second over so many nanoseconds. NaN at the first value, where the counter has fallen or started
 * again, and where it overflows.
 */
export function increase(record: Series, value: f64, nanoseconds: i64): f64 {
  if (record.tally == 0) return NaN;
  const its = tallyOf(record);
  const usual = <f64>its.increase;
  let increase = value - its.raw;
  if (increase < 0) increase = wrapped(its.raw, value, usual);
  if (!(increase >= 0)) return NaN;
  its.increase += <f32>((usual == 0 ? 1 : INCREASE_RATE) * (increase - usual));
  const rate = (increase * 1e9) / <f64>nanoseconds;
  return isFinite(rate) ? rate : NaN;
}

/** The increase of a counter that has run over its bits; NaN where it has not, but started again. */
function wrapped(before: f64, value: f64, usual: f64): f64 {
  const most = WRAP_INCREASES * usual;
  const over32 = value + WRAPS_32 - before;
  if (before < WRAPS_32 && over32 <= most) return over32;
  const over64 = value + WRAPS_64 - before;
  return over64 <= most ? over64 : NaN;
}
