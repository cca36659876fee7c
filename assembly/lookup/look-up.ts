import { at4, closePart, isCut, line, partPointEnd, pointCount, pointSeries, pointText } from "../batch/batch";
import { giveUpParted } from "../group/group";
import { UNKNOWN } from "../series/record";
import { forgetStart } from "./admission";
import { forgetMarks } from "./eviction";
import { forgetSeen, markSeen } from "./seen";
import { advanceClock } from "./recency";
import { find } from "./table";

/**
 * From the hash of a raw key to a series' number. The bytes of measurement, tags and field are hashed as they stand on
 * the line, so that a hit needs neither sorting nor comparing.
 */

/** Points of the batch that have been looked up. */
let looked: i32 = 0;

/**
 * Finds the series of every point of the part in work, from where the last call stopped. Returns the first point whose
 * key has never been seen (the host decides it and calls again), or −1 behind the last. A part ends early where a new
 * series has to wait for the lines before it.
 */
export function lookUp(): i32 {
  // all parts before are written
  giveUpParted();
  closePart();
  while (looked < partPointEnd) {
    const text = pointText(looked);
    const number = find(text.hash, text.check).series;
    if (number == UNKNOWN) return looked;
    store<i32>(at4(pointSeries, looked), number);
    looked++;
  }
  markSeen(partPointEnd);
  forgetMarks();
  if (!isCut) endBatch();
  return -1;
}

function endBatch(): void {
  advanceClock(pointCount);
  forgetStart();
  forgetSeen();
  looked = 0;
}

/** Looks all points of a point's line up again: deciding one of its keys may have changed the others'. */
export function lookUpAgain(point: i32): void {
  looked = line(pointText(point).line).firstPoint;
  forgetMarks();
}

/** The series' number that a point's raw key has now, IGNORED or UNPARSABLE; 0 when it has not been decided. */
export function seriesOf(point: i32): i32 {
  const text = pointText(point);
  return find(text.hash, text.check).series;
}
