import { RateRow, appendRates, appendRateRow } from "../batch/additions";
import { textRoom } from "../series/key";
import { allocate, scratch, PADDING } from "../memory/memory";
import { giveBlockBack, takeBlock } from "../memory/pool";
import { SERIES_INCIDENT, SERIES_RATED, Series } from "../series/record";
import { rateEvery } from "../settings/settings";

/**
 * How much of a group of series is anomalous at once: for every interval of the data's own time, by the highest time
 * seen, the series of each group that had a point in it, and those of them that were within an incident. The host says
 * which series are a group.
 */
@unmanaged
class Group {
  /** Of line protocol: the tag with its comma. */
  text: usize;
  length: u32;
  series: u32;
  anomalous: u32;
  /** Series that belong to it. */
  members: u32;
  /**
   * Its place in the order that groups were made in, as the last snapshot counted it; newer groups go on from there.
   */
  place: u32;
  /** The groups made before and after it, 0 for none; of a group that has been given up, the next such. */
  before: u32;
  next: u32;
}

/** The group of a series, 0 for none, and the interval in which it was last counted. */
@unmanaged
class Member {
  group: u32;
  interval: u32;
}

let groups: usize = 0;
/** A member a series, by its number; untouched where nobody asks for rates. */
let members: usize = 0;
let groupCount: i32 = 0;
/** The groups that were made first and last of those there are, and the place of the last. */
let oldest: u32 = 0;
let newest: u32 = 0;
let places: u32 = 0;
/** The first group that has been given up, as far as the host does not know of it, and as far as it does. */
let abandoned: u32 = 0;
let spare: u32 = 0;
let capacity: i32 = 0;
/** Number of the interval in work; 0 before the first. */
let interval: u32 = 0;
/** Nanoseconds: where the interval in work ends. */
let end: i64 = 0;

@inline
function group(number: i32): Group {
  return changetype<Group>(groups + <usize>number * offsetof<Group>());
}

@inline
function member(series: i32): Member {
  return changetype<Member>(members + <usize>series * offsetof<Member>());
}

/** Groups that have lost their series but not yet their interval, beside those that have some. */
const PARTING: i32 = 1 << 10;

/** Lays out as many groups as there may be series, and those that part; numbers start at 1. */
export function layOutGroups(maxSeries: i32): void {
  capacity = maxSeries + max(PARTING, maxSeries);
  groups = allocate(<usize>(capacity + 1) * offsetof<Group>());
  members = allocate(<usize>(maxSeries + 1) * offsetof<Member>());
}

/** Makes a group of the tag in scratch; returns its number, or 0 when no more fit. */
export function addGroup(length: i32): i32 {
  if (spare == 0 && groupCount == capacity) return 0;
  const number = spare == 0 ? ++groupCount : spare;
  const added = group(number);
  if (number == spare) spare = added.next;
  added.text = takeBlock(textRoom(<usize>length + PADDING));
  added.length = length;
  memory.copy(added.text, scratch, length);
  added.place = ++places;
  added.before = newest;
  added.next = 0;
  if (newest == 0) oldest = number;
  else group(newest).next = number;
  newest = number;
  return number;
}

export function joinGroup(series: i32, number: i32): void {
  member(series).group = number;
  group(number).members++;
}

/** Takes a series out of its group; a group without series is given up when nothing more is to be told of it. */
export function leaveGroup(series: i32): void {
  const number = member(series).group;
  if (number == 0) return;
  member(series).group = 0;
  member(series).interval = 0;
  group(number).members--;
  giveUpEmpty(number);
}

function giveUpEmpty(number: i32): void {
  const its = group(number);
  if (its.members > 0 || its.series > 0 || its.text == 0) return;
  giveBlockBack(its.text, textRoom(<usize>its.length + PADDING));
  its.text = 0;
  if (number == oldest) oldest = its.next;
  else group(its.before).next = its.next;
  if (number == newest) newest = its.before;
  else group(its.next).before = its.before;
  its.next = abandoned;
  abandoned = number;
}

/** A group that the host has to forget before its number is used again; 0 when there is none. */
export function nextAbandonedGroup(): i32 {
  const number = abandoned;
  if (number == 0) return 0;
  abandoned = group(number).next;
  group(number).next = spare;
  spare = number;
  return number;
}

/** The place of a series' group in their order; 0 where it is in none. */
@inline
export function placeOf(series: i32): u32 {
  const number = member(series).group;
  return number == 0 ? 0 : group(number).place;
}

/** Number of the interval that has counted a series last; 0 where none has. */
@inline
export function intervalOf(series: i32): u32 {
  return member(series).interval;
}

/** Number of the interval in work, 0 before the first, and where it ends. */
export function rateInterval(): u32 {
  return interval;
}

export function rateEnd(): i64 {
  return end;
}

/** Goes on with the interval of a snapshot. */
export function restoreRates(number: u32, intervalEnd: i64): void {
  interval = number;
  end = intervalEnd;
}

/** Numbers the groups' places from 1 on, for a snapshot. */
export function numberPlaces(): void {
  // a group that has parted is nothing to go on with
  giveUpParted();
  places = 0;
  for (let number = oldest; number != 0; number = group(number).next) {
    // one that only waits for the end of its interval is not in a snapshot
    if (group(number).members > 0) group(number).place = ++places;
  }
}

/** Puts a series of a snapshot into its group; `counted`: the interval that has counted it last. */
export function restoreMember(series: i32, record: Series, number: i32, counted: u32): void {
  if (number != 0) joinGroup(series, number);
  if (number == 0 || counted == 0) {
    record.flags &= ~SERIES_RATED;
    return;
  }
  member(series).interval = counted;
  if (counted != interval) return;
  group(number).series++;
  if (record.flags & SERIES_RATED) group(number).anomalous++;
}

@inline
export function groupText(number: i32): usize {
  return group(number).text;
}

@inline
export function groupLength(number: i32): usize {
  return group(number).length;
}

/**
 * Counts a point of a series, given by number and record, that has just been scored. Returns what is to be written of
 * the interval that it ends, or −1.
 */
export function countPoint(series: i32, record: Series, time: i64): i32 {
  let ended = -1;
  // where the clock has gone back, the interval of before has no end
  if (interval == 0 || time >= end || time < end - rateEvery) {
    if (interval != 0) ended = takeRates();
    interval++;
    end = intervalEnd(time, rateEvery);
  }
  const counted = member(series);
  if (counted.group == 0) return ended;
  const its = group(counted.group);
  if (counted.interval != interval) {
    counted.interval = interval;
    record.flags &= ~SERIES_RATED;
    its.series++;
  }
  if (record.flags & SERIES_INCIDENT && (record.flags & SERIES_RATED) == 0) {
    record.flags |= SERIES_RATED;
    its.anomalous++;
  }
  return ended;
}

/** Where the interval of a time ends: intervals are counted from 1970 on. Nanoseconds. */
export function intervalEnd(time: i64, every: i64): i64 {
  const past = time % every;
  return time - (past < 0 ? past + every : past) + every;
}

/** A group has lost its series, and its interval has ended; its text is wanted until that has been written. */
let hasParted: bool = false;

/** Keeps the interval's counts for the writer and starts them anew. */
function takeRates(): i32 {
  const list = appendRates(end);
  for (let number = oldest; number != 0; number = group(number).next) {
    const its = group(number);
    if (its.series > 0) {
      const row: RateRow = appendRateRow();
      row.group = number;
      row.series = its.series;
      row.anomalous = its.anomalous;
    }
    its.series = 0;
    its.anomalous = 0;
    if (its.members == 0) hasParted = true;
  }
  return list;
}

/** Gives up the groups that have parted; all that the batches before have told of them has to be written. */
export function giveUpParted(): void {
  if (!hasParted) return;
  hasParted = false;
  let next: u32 = 0;
  for (let number = oldest; number != 0; number = next) {
    next = group(number).next;
    giveUpEmpty(number);
  }
}
