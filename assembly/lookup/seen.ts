import { at4, pointSeries, pointText } from "../batch/batch";
import { IGNORED, series } from "../series/record";
import { clock } from "./recency";

/** Points of the batch whose series have been marked as seen. */
let seenPoints: i32 = 0;

/**
 * Touches the record of every point before `end` once, in a loop without waiting, and drops all but the last of a
 * line's points of one key.
 */
export function markSeen(end: i32): void {
  for (let point = seenPoints; point < end; point++) {
    const number = load<i32>(at4(pointSeries, point));
    if (number <= 0) continue;
    const record = series(number);
    // beyond all points of the batch where it was seen in an earlier one
    const before = record.lastSeen - clock;
    if (before < <u32>point && isSame(before, point)) store<i32>(at4(pointSeries, before), IGNORED);
    record.lastSeen = clock + point;
  }
  seenPoints = end;
}

/** The batch's points are counted from 0 again. */
export function forgetSeen(): void {
  seenPoints = 0;
}

@inline
function isSame(one: i32, other: i32): bool {
  return load<i32>(at4(pointSeries, one)) == load<i32>(at4(pointSeries, other)) &&
    pointText(one).line == pointText(other).line;
}
