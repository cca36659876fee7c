import { appendSilence } from "../batch/additions";
import { channelsOf } from "./judge";
import { Event, followSilence, incidentOf } from "./incident";
import { Reason } from "./judgement";
import { allocate } from "../memory/memory";
import {
  SERIES_GONE, SERIES_IGNORED, SERIES_INCIDENT, SERIES_SILENT, SERIES_TIMED, Series, series,
} from "../series/record";
import { gapWatched, model } from "../settings/settings";
import { LONGEST_SILENCE, hasSilences, silenceLimit } from "./gap";

/**
 * Silences that are told of while they last: by the common clock, a series is silent once its next
 * point would be a gap. When that will be is known at its newest point, and stands here for every series; series are
 * looked through only when the earliest of a block of them has come.
 */

/** Series in a block, as a power of two. */
const BLOCK_BITS: i32 = 8;
const BLOCK: i32 = 1 << BLOCK_BITS;
/** A series is given up after so many times the silence that is told of, and after a day at least. */
const GIVEN_UP_AFTER: i64 = 10;
const DAY: i64 = 86_400_000_000_000;
/** Of a series that is not watched, or has been given up. */
const NEVER: i64 = i64.MAX_VALUE;

/** By number of the series: the time, in nanoseconds, at which its silence is one. */
let dues: usize = 0;
/** By block, and for all blocks: a time before which none of them is due. */
let blockDues: usize = 0;
let nextDue: i64 = NEVER;
let blocks: i32 = 0;

@inline
function dueAt(table: usize, index: i32): usize {
  return table + (<usize>index << 3);
}

/** Takes a series that a point has just been scored of, a late or repeated one too. */
export function learnDue(number: i32): void {
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

/** No longer waits for a series. */
export function stopWatching(number: i32): void {
  if (number < blocks << BLOCK_BITS) store<i64>(dueAt(dues, number), NEVER);
}

/** Tells, behind a line, of the series that are silent by a clock; returns how many incidents open. */
export function tellSilences(line: i32, now: i64): i32 {
  if (now < nextDue) return 0;
  let opened = 0;
  nextDue = NEVER;
  for (let block = 0; block < blocks; block++) {
    if (load<i64>(dueAt(blockDues, block)) <= now) opened += lookThrough(block, line, now);
    nextDue = min(nextDue, load<i64>(dueAt(blockDues, block)));
  }
  return opened;
}

function lookThrough(block: i32, line: i32, now: i64): i32 {
  let opened = 0;
  let least = NEVER;
  const first = block << BLOCK_BITS;
  for (let number = first; number < first + BLOCK; number++) {
    let due = load<i64>(dueAt(dues, number));
    if (due <= now && due != NEVER) {
      const record = series(number);
      const event = isTold(record) ? beSilent(record, now) : giveUp(record, now);
      if (event != Event.None) tell(record, number, line, event, now);
      if (event == Event.Opened) opened++;
      due = dueOf(record);
      store<i64>(dueAt(dues, number), due);
    }
    least = min(least, due);
  }
  store<i64>(dueAt(blockDues, block), least);
  return opened;
}

function beSilent(record: Series, now: i64): i32 {
  if (record.flags & SERIES_IGNORED) return Event.None;
  record.flags |= SERIES_SILENT;
  // two times may lie further apart than a signed number tells
  if (<u64>now - <u64>record.time > <u64>LONGEST_SILENCE) return Event.None;
  return followSilence(record, now);
}

/** Whether the next that is told of a silence is that it lasts, and not that it is given up. */
function isTold(record: Series): bool {
  return (record.flags & SERIES_SILENT) == 0 && hasSilences(record, channelsOf(record), record.points + 1);
}

/** Ends the incident of a series that does not come back. */
function giveUp(record: Series, now: i64): i32 {
  record.flags |= SERIES_SILENT | SERIES_GONE;
  if ((record.flags & SERIES_INCIDENT) == 0) return Event.None;
  record.flags &= ~SERIES_INCIDENT;
  incidentOf(record).lastTime = now;
  return Event.Closed;
}

function tell(record: Series, number: i32, line: i32, event: i32, now: i64): void {
  const its = incidentOf(record);
  const row = appendSilence();
  row.time = now;
  row.line = line;
  row.series = number;
  row.event = event;
  row.reason = Reason.Gap;
  row.severity = its.severity;
  row.incident = record.incidents;
  // two times may lie further apart than a signed number tells
  row.value = <f64>(<u64>now - <u64>record.time) / 1e9;
  row.high = silenceLimit(record, channelsOf(record)) * (<f64>record.step * 1e-9);
  row.current = NaN;
  row.duration = <f64>(its.lastTime - its.firstTime) * 1e-9;
  row.peak = its.peak;
}

/**
 * The next time at which something is told of a silence: when the series' next point would be a gap (see `stepsOf`,
 * which rounds), and then when it is given up. A series whose silence says nothing is given up within an incident.
 */
function dueOf(record: Series): i64 {
  if ((record.flags & SERIES_TIMED) == 0 || record.flags & SERIES_GONE) return NEVER;
  if (model(record.rule).gapWatch == 0) return NEVER;
  const isFirst = isTold(record);
  if (!isFirst && (record.flags & (SERIES_SILENT | SERIES_INCIDENT)) == 0) return NEVER;
  const steps = silenceLimit(record, channelsOf(record)) + 1;
  if (steps * <f64>record.step * <f64>GIVEN_UP_AFTER >= <f64>NEVER) return NEVER;
  let after = <i64>steps * record.step - (record.step >> 1);
  if (!isFirst) after = max(DAY, GIVEN_UP_AFTER * after);
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
