import { at4, line, pointSeries, pointText } from "../batch/batch";
import { touchExperts } from "../model/experts";
import { touchSeasons } from "../model/season";
import { RECORD_BYTES, Series, series } from "../series/record";

/**
 * Brings what scoring reads of a few series into the processor's cache, all at once: read one after the other, as
 * scoring comes to them, a million series would cost a wait for main memory at every step.
 */

/** Points whose series are brought together; all that is read of so many fits the first cache. */
export const TOGETHER: i32 = 16;
/** Bytes that come at once. */
const CACHE_LINE: usize = 64;

/** Where what was read ends: a read that nothing comes of would be left out. */
const sink: usize = memory.data(8);

/** Reads a part of each line of the series of the points from `first` on, before `end`. */
export function prefetch(first: i32, end: i32): void {
  let all: u32 = 0;
  for (let point = first; point < end; point++) {
    const record = recordOf(point);
    for (let at: usize = 0; at < RECORD_BYTES; at += CACHE_LINE) all ^= load<u32>(record + at);
    all ^= load<u32>(record + RECORD_BYTES - 4);
  }
  for (let point = first; point < end; point++) {
    const record = changetype<Series>(recordOf(point));
    all ^= touchExperts(record) ^ touchSeasons(record, line(pointText(point).line).time);
  }
  store<u32>(sink, all);
}

/** The record of a point's series; that of no series, which is there but empty, where there is none. */
@inline
function recordOf(point: i32): usize {
  return changetype<usize>(series(max(0, load<i32>(at4(pointSeries, point)))));
}
