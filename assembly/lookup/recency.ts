import { allocate } from "../memory/memory";
import { series, seriesCount } from "../series/record";

/**
 * Which series has not been seen for longest. A series' record keeps when it was last seen, as a count of points; who
 * that leaves oldest is asked only when all numbers are in use. Then all series are queued in that order, and taken
 * from the queue as long as it lasts: one that was seen since it was queued is younger than all others there, and is
 * passed over.
 */

/** Points in a batch at most, and rather more. */
const BATCH_ROOM: u32 = 1 << 21;
const FIRST: u32 = 1;
const DIGIT_BITS: u32 = 11;
const DIGITS: u32 = 1 << DIGIT_BITS;

/**
 * Points seen before the batch in work; a batch's points count on from here. At the end of 32 bits series are numbered
 * anew in their order. The count starts near it, so that every long run has been there.
 */
export let clock: u32 = u32.MAX_VALUE - BATCH_ROOM - (1 << 18);

// the queue and room to sort it: u64 each, when it was last seen in the upper half, its number in the lower
let queue: usize = 0;
let sorting: usize = 0;
let counts: usize = 0;
let capacity: i32 = 0;
let queueAt: i32 = 0;
let queueEnd: i32 = 0;

@inline
function item(list: usize, index: i32): usize {
  return list + (<usize>index << 3);
}

/** Goes on by a batch's points. */
export function advanceClock(points: i32): void {
  clock += points;
  if (clock > u32.MAX_VALUE - BATCH_ROOM) renumber();
}

/** Goes on from another count, before any series has been seen. */
export function restoreClock(points: u32): void {
  clock = points;
}

/**
 * Goes on behind a point of a snapshot: one that is written in pieces has series that were seen after its count was.
 */
export function goOnBehind(point: u32): void {
  clock = max(clock, point + 1);
}

/**
 * The number of the series that was seen longest ago, of those that were seen before a point by that count; 0: none
 * was.
 */
export function oldestSeries(before: u32): i32 {
  while (true) {
    if (queueAt == queueEnd) fillQueue(before);
    if (queueAt == queueEnd) return 0;
    const entry = load<u64>(item(queue, queueAt));
    if (series(<i32>entry).lastSeen == <u32>(entry >>> 32)) return <i32>entry;
    queueAt++;
  }
}

/** Queues the series that were seen before a point: all others, and all that are seen from here on, are younger. */
function fillQueue(before: u32): void {
  if (capacity < seriesCount) {
    capacity = seriesCount;
    queue = allocate(<usize>capacity << 3);
    sorting = allocate(<usize>capacity << 3);
    if (counts == 0) counts = allocate(<usize>DIGITS << 2);
  }
  for (let number = 1; number <= seriesCount; number++) {
    store<u64>(item(queue, number - 1), (<u64>series(number).lastSeen << 32) | <u64>number);
  }
  for (let shift: u32 = 32; shift < 64; shift += DIGIT_BITS) sortBy(shift);
  queueAt = 0;
  queueEnd = seriesCount;
  while (queueEnd > 0 && <u32>(load<u64>(item(queue, queueEnd - 1)) >>> 32) >= before) queueEnd--;
}

/** One pass of a radix sort, by the digit at a bit. */
function sortBy(shift: u32): void {
  memory.fill(counts, 0, <usize>DIGITS << 2);
  for (let i = 0; i < seriesCount; i++) {
    const slot = slotOf(load<u64>(item(queue, i)), shift);
    store<u32>(slot, load<u32>(slot) + 1);
  }
  let before: u32 = 0;
  for (let digit: u32 = 0; digit < DIGITS; digit++) {
    const slot = counts + (<usize>digit << 2);
    const count = load<u32>(slot);
    store<u32>(slot, before);
    before += count;
  }
  for (let i = 0; i < seriesCount; i++) {
    const entry = load<u64>(item(queue, i));
    const slot = slotOf(entry, shift);
    const place = load<u32>(slot);
    store<u32>(slot, place + 1);
    store<u64>(item(sorting, place), entry);
  }
  const sorted = sorting;
  sorting = queue;
  queue = sorted;
}

@inline
function slotOf(entry: u64, shift: u32): usize {
  return counts + (<usize>((entry >>> shift) & (DIGITS - 1)) << 2);
}

function renumber(): void {
  if (seriesCount > 0) fillQueue(u32.MAX_VALUE);
  for (let i = 0; i < seriesCount; i++) series(<i32>load<u64>(item(queue, i))).lastSeen = FIRST + i;
  queueAt = queueEnd;
  clock = FIRST + seriesCount;
}
