import { giveBlockBack, takeBlock } from "../memory/pool";
import { Series } from "../series/record";

/**
 * The step of a series: the median of its first nine differences of time. When more than half of nine differences are
 * longer, or shorter, than the step by more than a tenth, the cadence has changed and the next nine are its new step's.
 */
const INTERVALS: u8 = 9;
/** Of the differences only so many are kept, the least, in their order: the last of them is the median. */
const KEPT: u8 = INTERVALS / 2 + 1;
/** Bytes of the block that they are kept in. */
export const INTERVALS_BYTES: usize = <usize>KEPT << 3;

/** Takes the time since the newest point, in nanoseconds, at least 1. True where it makes the step. */
export function learnInterval(record: Series, difference: i64): bool {
  if (record.step == 0 || record.intervals != 0) return collect(record, difference);
  const tenth = record.step / 10;
  if (difference > record.step + tenth) record.longer++;
  else if (difference < record.step - tenth) record.shorter++;
  if (++record.intervalCount < INTERVALS) return false;
  const changed = record.longer > INTERVALS / 2 || record.shorter > INTERVALS / 2;
  startCount(record);
  if (changed) record.intervals = takeBlock(INTERVALS_BYTES);
  return false;
}

/** Keeps the difference, if it is among the least; the ninth makes the step. */
function collect(record: Series, difference: i64): bool {
  if (record.intervals == 0) record.intervals = takeBlock(INTERVALS_BYTES);
  let at = min(record.intervalCount, KEPT);
  while (at > 0 && kept(record, at - 1) > difference) {
    if (at < KEPT) keep(record, at, kept(record, at - 1));
    at--;
  }
  if (at < KEPT) keep(record, at, difference);
  if (++record.intervalCount < INTERVALS) return false;
  record.step = kept(record, KEPT - 1);
  startCount(record);
  dropIntervals(record);
  return true;
}

@inline
function kept(record: Series, index: u8): i64 {
  return load<i64>(record.intervals + (<usize>index << 3));
}

@inline
function keep(record: Series, index: u8, difference: i64): void {
  store<i64>(record.intervals + (<usize>index << 3), difference);
}

export function dropIntervals(record: Series): void {
  if (record.intervals == 0) return;
  giveBlockBack(record.intervals, INTERVALS_BYTES);
  record.intervals = 0;
}

function startCount(record: Series): void {
  record.intervalCount = 0;
  record.longer = 0;
  record.shorter = 0;
}

/** How many steps a difference of time is: rounded, at least 1; 1 while the step is unknown. */
@inline
export function stepsOf(record: Series, difference: i64): i64 {
  if (record.step == 0) return 1;
  if (difference < record.step + (record.step >> 1)) return 1;
  // the rounding term can't overflow: a step is at most half of the times' range
  return <i64>((<u64>difference + (<u64>record.step >> 1)) / <u64>record.step);
}
