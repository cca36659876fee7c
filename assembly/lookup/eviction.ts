import { cutPart, line, partLine, partPoint, pointText } from "../batch/batch";
import { dropTally } from "../model/counter";
import { dropLate } from "../model/late";
import { dropIncident } from "../detect/incident";
import { dropModel } from "../model/model";
import { Alias, dropKey, firstAlias } from "../series/key";
import { dropEvidence } from "../group/evidence";
import { leaveGroup } from "../group/group";
import { clock, oldestSeries } from "./recency";
import { RECORD_BYTES, series } from "../series/record";
import { canonicalHash } from "./canonical";
import { gapWatched, hasGroups } from "../settings/settings";
import { dropDay } from "../detect/day";
import { stopWatching } from "../detect/silence";
import { dropIntervals } from "../model/step";
import { find, removeEntry } from "./table";

/**
 * Making room for a new series when all numbers are in use: the one that has not been seen for longest is forgotten,
 * with all that it holds. Where a batch ends must not show: a series of which points wait to be scored is only
 * forgotten after them, and so is any series where something is written that tells of all of them.
 */

/** Instead of a number: the lines before the point's have to be worked off first. */
export const CUT: i32 = -3;
/** Instead of a number: all series are of the point's own line. */
const CROWDED: i32 = 0;

/** The batch's line whose series have been marked as seen. */
let marked: i32 = -1;
/** The batch's line that has been found to have all series itself. */
let crowded: i32 = -1;

/** Forgets the least recently seen series; returns its number, CUT or CROWDED. */
export function makeRoom(point: i32): i32 {
  const index = <i32>pointText(point).line;
  const first = line(index).firstPoint;
  if (crowded == index) return CROWDED;
  if (marked != index) markLine(first, line(index).pointCount);
  marked = index;
  const number = oldestSeries(clock + first);
  if (number == 0) {
    crowded = index;
    return CROWDED;
  }
  if (index > partLine && (series(number).lastSeen >= clock + partPoint || hasGroups || gapWatched)) {
    cutPart(index);
    return CUT;
  }
  evict(number);
  return number;
}

/** The batch's lines are counted anew. */
export function forgetMarks(): void {
  marked = -1;
  crowded = -1;
}

/** Marks the known series of a line as seen: none of them goes for another of the line. */
function markLine(first: u32, count: u32): void {
  for (let point = first; point < first + count; point++) {
    const text = pointText(point);
    const number = find(text.hash, text.check).series;
    if (number > 0) series(number).lastSeen = clock + point;
  }
}

function evict(number: i32): void {
  const record = series(number);
  const hash = canonicalHash(record.key);
  removeEntry(hash.hash, hash.check, number);
  for (let at = firstAlias(record.key); at != 0; at = changetype<Alias>(at).next) {
    removeEntry(changetype<Alias>(at).hash, changetype<Alias>(at).check, number);
  }
  dropModel(record);
  dropIntervals(record);
  dropTally(record);
  dropLate(record);
  dropIncident(record);
  dropDay(record);
  dropEvidence(number);
  leaveGroup(number);
  stopWatching(number);
  dropKey(record.key);
  memory.fill(changetype<usize>(record), 0, RECORD_BYTES);
}
