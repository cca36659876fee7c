import { appendSilence } from "../batch/additions";
import { channelsOf } from "./judge";
import { ALARM_POINTS } from "./age";
import { Event, followSilence, incidentOf } from "./incident";
import { Reason } from "./judgement";
import { allocate } from "../memory/memory";
import { SERIES_IGNORED, SERIES_SILENT, SERIES_TIMED, Series, series } from "../series/record";
import { gapWatched, model } from "../settings/settings";
import { silenceLimit } from "./stillness";

/**
 * Silences that are told of while they last: by the highest time of any scored line, a series is silent once its next
 * point would be a gap. When that will be is known at its newest point, and stands here for every series; series are
 * looked through only when the earliest of a block of them has come.
 */

/** Series in a block, as a power of two. */
const BLOCK_BITS: i32 = 8;
const BLOCK: i32 = 1 << BLOCK_BITS;
/** Of a series that is not watched, or has been told of. */
const NEVER: i64 = i64.MAX_VALUE;

/** By number of the series: the time, in nanoseconds, at which its silence is one. */
let dues: usize = 0;
/** By block, and for all blocks: a time before which none of them is due. */
let blockDues: usize = 0;
let nextDue: i64 = NEVER;
let blocks: i32 = 0;

/** Nanoseconds: the highest time seen, and whether the line in work raised it. */
let highest: i64 = i64.MIN_VALUE;
let isRaised: bool = false;

@inline
function dueAt(table: usize, index: i32): usize {
  return table + (<usize>index << 3);
}

/** Takes a point that has just been scored, late and repeated ones too. */
export function meetPoint(number: i32, isTimed: bool, time: i64): void {
  learnDue(number);
  if (!isTimed || time <= highest) return;
  highest = time;
  isRaised = true;
}

function learnDue(number: i32): void {
  if (number >= blocks << BLOCK_BITS) addBlocks(number);
  const due = dueOf(series(number));
  const block = dueAt(blockDues, number >> BLOCK_BITS);
  store<i64>(dueAt(dues, number), due);
  if (due < load<i64>(block)) store<i64>(block, due);
  nextDue = min(nextDue, due);
}

/** Watches a series that comes from a snapshot. */
export function watchSeries(number: i32): void {
  if (gapWatched) learnDue(number);
}

export function highestTime(): i64 {
  return highest;
}

export function restoreHighest(time: i64): void {
  highest = time;
}

/** No longer waits for a series. */
export function stopWatching(number: i32): void {
  if (number < blocks << BLOCK_BITS) store<i64>(dueAt(dues, number), NEVER);
}

/**
 * Tells, behind a line that raised the highest time, of the series that are silent by it; returns how many incidents
 * open.
 */
export function tellSilences(line: i32): i32 {
  const isDue = isRaised && highest >= nextDue;
  isRaised = false;
  if (!isDue) return 0;
  let opened = 0;
  nextDue = NEVER;
  for (let block = 0; block < blocks; block++) {
    if (load<i64>(dueAt(blockDues, block)) <= highest) opened += lookThrough(block, line);
    nextDue = min(nextDue, load<i64>(dueAt(blockDues, block)));
  }
  return opened;
}

function lookThrough(block: i32, line: i32): i32 {
  let opened = 0;
  let least = NEVER;
  const first = block << BLOCK_BITS;
  for (let number = first; number < first + BLOCK; number++) {
    let due = load<i64>(dueAt(dues, number));
    if (due <= highest && due != NEVER) {
      if (tell(series(number), number, line) == Event.Opened) opened++;
      due = NEVER;
      store<i64>(dueAt(dues, number), due);
    }
    least = min(least, due);
  }
  store<i64>(dueAt(blockDues, block), least);
  return opened;
}

function tell(record: Series, number: i32, line: i32): i32 {
  if (record.flags & SERIES_IGNORED) return Event.None;
  record.flags |= SERIES_SILENT;
  const event = followSilence(record, highest);
  if (event == Event.None) return event;
  const row = appendSilence();
  row.time = highest;
  row.line = line;
  row.series = number;
  row.event = event;
  row.reason = Reason.Gap;
  row.severity = incidentOf(record).severity;
  row.incident = record.incidents;
  // two times may lie further apart than a signed number tells
  row.value = <f64>(<u64>highest - <u64>record.time) / 1e9;
  row.high = silenceLimit(channelsOf(record)) * (<f64>record.step * 1e-9);
  row.current = NaN;
  return event;
}

/** The first time at which the series' next point would be a gap; see `stepsOf`, which rounds. */
function dueOf(record: Series): i64 {
  if (record.flags & SERIES_SILENT || (record.flags & SERIES_TIMED) == 0) return NEVER;
  if (model(record.rule).gapWatch == 0) return NEVER;
  if (record.points + 1 < ALARM_POINTS || record.step == 0) return NEVER;
  const steps = Math.floor(silenceLimit(channelsOf(record))) + 1;
  if (steps * <f64>record.step >= <f64>NEVER) return NEVER;
  const after = <i64>steps * record.step - (record.step >> 1);
  return record.time > NEVER - after ? NEVER : record.time + after;
}

/** Makes room for a series and as many again; those that are not met yet are never due. */
function addBlocks(number: i32): void {
  const count = max(2 * blocks, (number >> BLOCK_BITS) + 1);
  const largerDues = allocate(<usize>count << (BLOCK_BITS + 3));
  const largerBlockDues = allocate(<usize>count << 3);
  memory.copy(largerDues, dues, <usize>blocks << (BLOCK_BITS + 3));
  memory.copy(largerBlockDues, blockDues, <usize>blocks << 3);
  for (let block = blocks; block < count; block++) store<i64>(dueAt(largerBlockDues, block), NEVER);
  for (let i = blocks << BLOCK_BITS; i < count << BLOCK_BITS; i++) store<i64>(dueAt(largerDues, i), NEVER);
  dues = largerDues;
  blockDues = largerBlockDues;
  blocks = count;
}
