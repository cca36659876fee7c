import { allocate, enlarged, scratch, PADDING } from "../memory/memory";
import { giveBlockBack, takeBlock } from "../memory/pool";
import { Key, keyText, textRoom } from "../series/key";
import { leaveKind } from "./kind";

/**
 * Groups of series, as the host says which series are one, and groups of groups: those of a host, of its region, and of
 * all. The last has no text and no parent. Who is in which group, and the order that groups were made in.
 */

/** What is told of a group while a story goes on, and what is left of it. */
@unmanaged
export class Story {
  /** The common clock when the group was met first, and when the story last gained a group; nanoseconds. */
  met: i64;
  joined: i64;
  /** When what it tells of began, and when there was evidence of it last. */
  since: i64;
  last: i64;
  /** What the series that is named had been at its strangest, and what was expected. */
  measured: f64;
  low: f64;
  high: f64;
  /** Evidence when it opened, of the strongest of its groups. */
  evidence: f64;
  /** The series to look at first, and the one with the highest score, by number; 0 where it has gone. */
  first: u32;
  strongest: u32;
  strongestScore: f32;
  /** Its number within its group. */
  incident: u32;
  /** Series in it that have reached their limits, and those when it opened. */
  anomalous: u32;
  told: u32;
  /** Number of the round that it opened in. */
  round: u32;
  /** Groups that it tells of: all there were, those when it opened, and those whose own stories go on. */
  groups: u32;
  toldGroups: u32;
  going: u32;
  /** Rounds in a row that were quiet. */
  quiet: u32;
  /** Levels up to the group whose story tells of this one; 0: its own does. */
  taken: u8;
  isOpen: bool;
  /** It was told, and its end is to be. */
  isTold: bool;
  hasGrown: bool;
  severity: u8;
  /** One of Reason, of the series that is named; its values are a counter's increase a second. */
  reason: u8;
  isRate: bool;
}

const COMMA: u8 = 44;
const BACKSLASH: u8 = 92;

@unmanaged
export class Group {
  /** Of line protocol: the tag with its comma. */
  text: usize;
  length: u32;
  /** Tags that all of its series have had, one after the other, in a block of so many bytes. */
  common: usize;
  commonLength: u32;
  commonRoom: u32;
  /** Of the interval that is counted: series that had a point, and those of them within an incident. */
  series: u32;
  anomalous: u32;
  /** Series, and groups, that belong to it. */
  members: u32;
  children: u32;
  parent: u32;
  /**
   * Its place in the order that groups were made in, as the last snapshot counted it; newer groups go on from there.
   */
  place: u32;
  /** The groups made before and after it, 0 for none; of a group that has been given up, the next such. */
  before: u32;
  next: u32;
  /** Number of the snapshot that holds its story already. */
  saved: u32;
  isMade: bool;
  /** Of the round that is judged: the first of its evidence, its groups that have opened lately, and its event. */
  chain: usize;
  fresh: u32;
  pending: i32;
  // behind it: its Story
}

/** A series' group, the interval in which it was counted last, its kind once that is known, and its evidence; or 0. */
@unmanaged
export class Member {
  group: u32;
  interval: u32;
  kind: u32;
  evidence: usize;
}

const STORY_AT: usize = (offsetof<Group>() + 7) & ~7;
const GROUP_BYTES: usize = STORY_AT + ((offsetof<Story>() + 7) & ~7);

let groups: usize = 0;
/** A member a series, by its number; untouched where nobody asks for groups. */
let members: usize = 0;
let groupCount: i32 = 0;
/** The groups that were made first and last of those there are, and the place of the last. */
export let oldest: u32 = 0;
export let newest: u32 = 0;
let places: u32 = 0;
/** Groups that have series. */
export let grouped: u32 = 0;
/** The first group that has been given up, as far as the host does not know of it, and as far as it does. */
let abandoned: u32 = 0;
let spare: u32 = 0;
/** Groups that there may be, and those that there is room for so far. */
let capacity: i32 = 0;
let room: i32 = 0;

@inline
export function group(number: u32): Group {
  return changetype<Group>(groups + <usize>number * GROUP_BYTES);
}

@inline
export function storyOf(number: u32): Story {
  return changetype<Story>(groups + <usize>number * GROUP_BYTES + STORY_AT);
}

@inline
export function member(series: i32): Member {
  return changetype<Member>(members + <usize>series * offsetof<Member>());
}

/** Groups that have lost their series but not yet their interval, or their story, beside those that have some. */
const PARTING: i32 = 1 << 10;

/** For as many groups as there may be series, those that they are in, and those that part; numbers start at 1. */
export function layOutGroups(maxSeries: i32): void {
  capacity = 2 * maxSeries + max(PARTING, maxSeries);
  members = allocate(<usize>(maxSeries + 1) * offsetof<Member>());
}

/** Makes room for a group's number: there are few groups, or none, where series are many. */
function makeRoom(number: i32): void {
  if (number < room) return;
  const larger = max(64, 2 * number);
  groups = enlarged(groups, <usize>room * GROUP_BYTES, <usize>larger * GROUP_BYTES);
  room = larger;
}

/** Makes a group of the tag in scratch, within another one or 0; returns its number, or 0 when no more fit. */
export function addGroup(length: i32, parent: u32): i32 {
  if (spare == 0 && groupCount == capacity) return 0;
  const number = spare == 0 ? ++groupCount : spare;
  makeRoom(number);
  const added = group(number);
  if (number == spare) spare = added.next;
  memory.fill(changetype<usize>(added), 0, GROUP_BYTES);
  added.text = takeBlock(textRoom(<usize>length + PADDING));
  added.length = length;
  memory.copy(added.text, scratch, length);
  added.isMade = true;
  added.parent = parent;
  if (parent != 0) group(parent).children++;
  added.place = ++places;
  added.before = newest;
  storyOf(number).met = i64.MIN_VALUE;
  if (newest == 0) oldest = number;
  else group(newest).next = number;
  newest = number;
  return number;
}

/** Takes a series into a group. */
export function joinGroup(series: i32, key: usize, number: u32): void {
  member(series).group = number;
  takeTags(group(number), key);
  if (group(number).members++ == 0) grouped++;
}

/** Keeps those of a group's common tags that a series has, too. */
function takeTags(its: Group, pointer: usize): void {
  const key = changetype<Key>(pointer);
  const tags = keyText(pointer) + key.measurementLength, end = keyText(pointer) + key.prefixLength;
  if (its.common == 0) {
    its.commonRoom = <u32>textRoom(end - tags + PADDING);
    its.common = takeBlock(its.commonRoom);
    its.commonLength = <u32>(end - tags);
    memory.copy(its.common, tags, end - tags);
    return;
  }
  const last = its.common + its.commonLength;
  let to = its.common;
  for (let at = its.common; at < last; ) {
    const next = tagEnd(at, last);
    if (hasTag(tags, end, at, next - at)) {
      memory.copy(to, at, next - at);
      to += next - at;
    }
    at = next;
  }
  its.commonLength = <u32>(to - its.common);
}

function hasTag(tags: usize, end: usize, tag: usize, length: usize): bool {
  for (let at = tags; at < end; ) {
    const next = tagEnd(at, end);
    if (next - at == length && memory.compare(at, tag, length) == 0) return true;
    at = next;
  }
  return false;
}

/** Whether all series of a group have had a tag: it tells none of them from the others. */
export function isCommonTag(number: u32, tag: usize, length: usize): bool {
  const its = group(number);
  return hasTag(its.common, its.common + its.commonLength, tag, length);
}

/** What a series' kind is known by (FNV-1a): its key without the tags that all series of its group have. */
export function kindHash(pointer: usize, number: u32): u64 {
  const key = changetype<Key>(pointer), text = keyText(pointer);
  const end = text + key.prefixLength;
  let at = text + key.measurementLength;
  let hash = hashOn(0xcbf29ce484222325, text, at);
  while (at < end) {
    const next = tagEnd(at, end);
    if (!isCommonTag(number, at, next - at)) hash = hashOn(hash, at, next);
    at = next;
  }
  return hashOn(hash * 0x100000001b3, end, end + key.fieldLength);
}

function hashOn(hash: u64, from: usize, end: usize): u64 {
  for (let at = from; at < end; at++) hash = (hash ^ <u64>load<u8>(at)) * 0x100000001b3;
  return hash;
}

/** Where the tag ends that begins with a comma: before the next comma that no backslash makes part of a name. */
function tagEnd(tag: usize, end: usize): usize {
  let at = tag + 1;
  while (at < end && (load<u8>(at) != COMMA || load<u8>(at - 1) == BACKSLASH)) at++;
  return at;
}

/** Takes a series out of its group; one without series is given up when all of it is told. */
export function leaveGroup(series: i32): void {
  const its = member(series);
  const number = its.group;
  if (number == 0) return;
  if (its.kind != 0) leaveKind(its.kind);
  for (let up = number; up != 0; up = group(up).parent) {
    const story = storyOf(up);
    if (story.first == series) story.first = 0;
    if (story.strongest == series) story.strongest = 0;
  }
  memory.fill(changetype<usize>(its), 0, offsetof<Member>());
  if (--group(number).members == 0) grouped--;
  giveUpEmpty(number);
}

function giveUpEmpty(number: u32): void {
  const its = group(number);
  if (its.members > 0 || its.children > 0 || its.series > 0 || storyOf(number).isOpen || !its.isMade) return;
  giveBlockBack(its.text, textRoom(<usize>its.length + PADDING));
  if (its.common != 0) giveBlockBack(its.common, its.commonRoom);
  its.isMade = false;
  const parent = its.parent;
  if (number == oldest) oldest = its.next;
  else group(its.before).next = its.next;
  if (number == newest) newest = its.before;
  else group(its.next).before = its.before;
  its.next = abandoned;
  abandoned = number;
  if (parent == 0) return;
  group(parent).children--;
  giveUpEmpty(parent);
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

/** A group has lost its series, and its interval or story has ended; its text is wanted until that has been written. */
let hasParted: bool = false;

export function part(number: u32): void {
  if (group(number).members == 0 && group(number).children == 0) hasParted = true;
}

/** Gives up the groups that have parted; all that the batches before have told of them has to be written. */
export function giveUpParted(): void {
  if (!hasParted) return;
  hasParted = false;
  // the newest first: a group is made after the one that it is in
  let before: u32 = 0;
  for (let number = newest; number != 0; number = before) {
    before = group(number).before;
    giveUpEmpty(number);
  }
}
