import { line, pointText } from "../batch/batch";
import { joinGroup } from "../group/group";
import { scratch } from "../memory/memory";
import { Key, addAlias, copyKey, dropAliases, keyText, takeKey } from "../series/key";
import { IGNORED, SERIES_IGNORED, capacity, series, seriesCount, takeNextNumber } from "../series/record";
import { canonicalHash, hashKey } from "./canonical";
import { makeRoom } from "./eviction";
import { markSeen } from "./seen";
import { clock } from "./recency";
import { emptyTable, find, growFullTable, isTableFull, setEntry } from "./table";

/**
 * New keys. The host decides each raw spelling of a series' key once; every further spelling is an alias of the
 * canonical key's series.
 */

/** The batch's line at which the table has started again, or −1. */
let startedAgain: i32 = -1;

/** The batch's lines are counted from 0 again. */
export function forgetStart(): void {
  startedAgain = -1;
}

/** Enters what a key stands for, met at a point. */
function enter(point: i32, hash: u64, check: u32, number: i32): void {
  if (isTableFull()) {
    const row = pointText(point).line;
    // a line of more keys than there is room for would be decided for ever: for it the table grows
    if (startedAgain == row) growFullTable();
    else forgetAliases();
    startedAgain = row;
  }
  setEntry(hash, check, number);
}

/** A full table starts again from the canonical keys: aliases and unwanted keys are learnt anew. */
function forgetAliases(): void {
  emptyTable();
  for (let number = 1; number <= seriesCount; number++) {
    const record = series(number);
    // a series that is just being admitted has no key yet
    if (record.key == 0) continue;
    dropAliases(record.key);
    const wanted = (record.flags & SERIES_IGNORED) == 0;
    const hash = canonicalHash(record.key);
    setEntry(hash.hash, hash.check, wanted ? number : IGNORED);
  }
}

/** Enters the host's decision on a point's raw key: IGNORED or UNPARSABLE. */
export function decide(point: i32, decision: i32): void {
  const text = pointText(point);
  const known = find(text.hash, text.check).series;
  if (known > 0) series(known).flags |= SERIES_IGNORED;
  enter(point, text.hash, text.check, decision);
}

/**
 * Makes a point's raw key one of the series whose canonical key lies in scratch; a new series starts there when there
 * is none, in the group of that number, and where all numbers are in use another series goes for it. `underscores` are
 * those of our tags source, field and step, a byte each from the lowest on. Returns the series' number, CROWDED, or
 * CUT: the part in work now ends before the point's line.
 */
export function admit(
  point: i32, measurementLength: i32, prefixLength: i32, fieldLength: i32, rule: i32, group: i32, underscores: i32,
): i32 {
  const found = hashKey(scratch, prefixLength, fieldLength);
  const hash = found.hash;
  const check = found.check;
  let number = find(hash, check).series;
  if (number <= 0) {
    number = takeNumber(point);
    if (number <= 0) return number;
    const record = series(number);
    record.key = takeKey(measurementLength, prefixLength, fieldLength, underscores);
    record.rule = <u8>rule;
    if (group != 0) joinGroup(number, record.key, group);
    enter(point, hash, check, number);
  }
  series(number).lastSeen = clock + point;
  const text = pointText(point);
  if (text.hash != hash || text.check != check) {
    enter(point, text.hash, text.check, number);
    addAlias(series(number).key, text.hash, text.check);
  }
  return number;
}

/** A number that no series has, with an empty record; or CROWDED or CUT. */
function takeNumber(point: i32): i32 {
  if (seriesCount < capacity) return takeNextNumber();
  markSeen(line(pointText(point).line).firstPoint);
  return makeRoom(point);
}

/**
 * Makes a series whose key is a copy of that one, without a decision of the host's on a spelling; as `forgetAliases`
 * does. The rest of its record is the caller's. Returns its number, or 0 when there is one of that key, or no more
 * series fit.
 */
export function addSeries(key: usize, isIgnored: bool): i32 {
  const row = changetype<Key>(key);
  const found = hashKey(keyText(key), row.prefixLength, row.fieldLength);
  const hash = found.hash, check = found.check;
  if (seriesCount == capacity || find(hash, check).series > 0) return 0;
  const number = takeNextNumber();
  series(number).key = copyKey(key);
  if (isTableFull()) forgetAliases();
  setEntry(hash, check, isIgnored ? IGNORED : number);
  return number;
}
