import { allocate, scratch } from "../memory/memory";

/**
 * Local time: UTC plus an offset that changes at certain times, as summer time does. The host leaves the changes in scratch,
 * in their order: for each two i64, the time of UTC from which on an offset holds and the offset, both in nanoseconds.
 */

const CHANGE_BYTES: usize = 16;

let changes: usize = 0;
let count: i32 = 0;
// the stretch that was asked for last, and its offset
let from: i64 = i64.MIN_VALUE;
let until: i64 = i64.MAX_VALUE;
let offset: i64 = 0;

/** Takes so many changes from scratch, in place of those before. */
export function setZone(changeCount: i32): void {
  count = changeCount;
  changes = allocate(<usize>count * CHANGE_BYTES);
  memory.copy(changes, scratch, <usize>count * CHANGE_BYTES);
  from = i64.MAX_VALUE;
  until = i64.MIN_VALUE;
}

@inline
function changeAt(index: i32): i64 {
  return load<i64>(changes + <usize>index * CHANGE_BYTES);
}

/** The local time at a time of UTC. */
@inline
export function localTime(time: i64): i64 {
  if (time < from || time >= until) find(time);
  return time + offset;
}

/** Before the first change there is no offset. */
function find(time: i64): void {
  let low = 0, high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (changeAt(middle) <= time) low = middle + 1;
    else high = middle;
  }
  from = low == 0 ? i64.MIN_VALUE : changeAt(low - 1);
  until = low == count ? i64.MAX_VALUE : changeAt(low);
  offset = low == 0 ? 0 : load<i64>(changes + <usize>(low - 1) * CHANGE_BYTES, 8);
}
