import { allocate, enlarged } from "../memory/memory";
import { greater, lesser } from "../number/extent";
import { logarithm } from "../number/power";

/**
 * Kinds of series: those with one measurement, one field, and the same tags but those that all of a group have. What
 * is known of one is learnt over all groups: how often its series alarm and how far beyond their limits, and which
 * other kinds come to be unusual at the same time again and again: those are echoes of one cause, and count once.
 */

/** Partners of a kind whose joint beginnings are counted (Misra & Gries, 1982). */
const PARTNERS: i32 = 16;

@unmanaged
export class Kind {
  hash: u64;
  /** The common clock up to which its series' days have been counted; nanoseconds. */
  until: i64;
  /** The next kind of its bucket; of a number that is free, the next such. */
  next: u32;
  /** Series. */
  members: u32;
  // fading: days of its series, episodes beyond the limit in them, and the sum of their peaks' logarithms
  days: f32;
  episodes: f32;
  excess: f32;
  /** Beginnings, halved with those of its partners. */
  onsets: f32;
  /** Number of the snapshot that holds it already. */
  saved: u32;
  unused: u32;
  // behind it: its partners by number, and how often each began with it
}

const PARTNERS_AT: usize = offsetof<Kind>();
const SHARED_AT: usize = PARTNERS_AT + <usize>PARTNERS * 4;
export const KIND_BYTES: usize = SHARED_AT + <usize>PARTNERS * 4;

// What a series is taken for before its kind is known: it reaches its limit once a week, and peaks are spread like
// those of a power law. So many days, and episodes, that weighs.
const USUAL_RATE: f64 = 1.0 / 7;
const USUAL_POWER: f64 = 5;
const RATE_WEIGHT: f64 = 100;
const POWER_WEIGHT: f64 = 20;
/** Days after which what has been learnt has faded to a half, about. */
const MEMORY: f64 = 14;
const DAY: f64 = 86_400_000_000_000;
/** Onsets after which they are halved. */
const MOST_ONSETS: f32 = 64;
/** Onsets that a share of joint ones is taken to have had without any, and what it is raised by. */
const ONSET_WEIGHT: f64 = 4;
const ECHO: f64 = 3;
/** Scores beyond this tell no more. */
const LARGEST: f64 = 20;

let kinds: usize = 0;
let buckets: usize = 0;
let bucketMask: u32 = 0;
/** Kinds that there may be, and those that there is room for so far. */
let capacity: u32 = 0;
let room: u32 = 0;
let count: u32 = 0;
let spare: u32 = 0;

export function layOutKinds(maxSeries: i32): void {
  capacity = maxSeries;
  bucketMask = (1 << (32 - clz<u32>(maxSeries))) - 1;
  buckets = allocate(<usize>(bucketMask + 1) << 2);
}

/** Makes room for a kind's number: kinds are few beside series. */
function makeRoom(number: u32): void {
  if (number < room) return;
  const larger = max(64, 2 * number);
  kinds = enlarged(kinds, <usize>room * KIND_BYTES, <usize>larger * KIND_BYTES);
  room = larger;
}

@inline
export function kind(number: u32): Kind {
  return changetype<Kind>(kinds + <usize>number * KIND_BYTES);
}

@inline
function bucketOf(hash: u64): usize {
  return buckets + (<usize>(<u32>hash & bucketMask) << 2);
}

@inline
function partnerAt(number: u32, index: i32): usize {
  return kinds + <usize>number * KIND_BYTES + PARTNERS_AT + (<usize>index << 2);
}

@inline
function sharedAt(number: u32, index: i32): usize {
  return kinds + <usize>number * KIND_BYTES + SHARED_AT + (<usize>index << 2);
}

/** Takes another series of the kind with a hash; returns its number. */
export function joinKind(hash: u64, now: i64): u32 {
  const number = findKind(hash);
  if (kind(number).until == i64.MIN_VALUE) kind(number).until = now;
  return number;
}

function findKind(hash: u64): u32 {
  for (let number = load<u32>(bucketOf(hash)); number != 0; number = kind(number).next) {
    if (kind(number).hash != hash) continue;
    kind(number).members++;
    return number;
  }
  return takeKind(hash, freeNumber());
}

/** Takes a series of the kind that had a number in a snapshot, or of that with a hash where there is none yet. */
export function restoreKind(number: u32, hash: u64): u32 {
  if (number > capacity) return findKind(hash);
  makeRoom(number);
  if (kind(number).members > 0) {
    kind(number).members++;
    return number;
  }
  // the numbers that are passed over are free
  while (count < number) {
    kind(++count).next = spare;
    spare = count;
  }
  return takeKind(hash, number);
}

/** A number that no kind has; those that a snapshot took from among the free ones are passed over. */
function freeNumber(): u32 {
  while (spare != 0) {
    const number = spare;
    spare = kind(number).next;
    if (kind(number).members == 0) return number;
  }
  makeRoom(++count);
  return count;
}

function takeKind(hash: u64, number: u32): u32 {
  const its = kind(number);
  memory.fill(changetype<usize>(its), 0, KIND_BYTES);
  its.hash = hash;
  its.members = 1;
  its.until = i64.MIN_VALUE;
  its.next = load<u32>(bucketOf(hash));
  store<u32>(bucketOf(hash), number);
  return number;
}

/** A series of a kind goes; a kind without series is forgotten. */
export function leaveKind(number: u32): void {
  const its = kind(number);
  if (--its.members > 0) return;
  let at = bucketOf(its.hash);
  while (load<u32>(at) != number) at = changetype<usize>(kind(load<u32>(at))) + offsetof<Kind>("next");
  store<u32>(at, its.next);
  its.next = spare;
  spare = number;
}

/** Goes on with what a snapshot knew of a kind; its series are counted as they come. */
export function restoreKnown(number: u32, from: usize): void {
  const its = kind(number);
  const next = its.next, members = its.members;
  memory.copy(changetype<usize>(its), from, KIND_BYTES);
  its.next = next;
  its.members = members;
  its.saved = 0;
}

/** Counts the days of a kind's series up to now, and lets what is known fade. */
function age(its: Kind, now: i64): void {
  if (now < its.until) its.until = now;
  const days = <f64>(now - its.until) / DAY;
  if (days < 0.01) return;
  its.until = now;
  const kept = <f32>(MEMORY / (MEMORY + days));
  its.days = its.days * kept + <f32>(days * <f64>its.members);
  its.episodes *= kept;
  its.excess *= kept;
}

/** Evidence starts at this part of the limit. */
const FAINT: f64 = 0.8;
/** Surprise of what comes once a week, as a natural logarithm: evidence of 1; and what each further one adds. */
const USUAL: f64 = 2;
const SURPRISE: f64 = 1.26;
/** Below the second mark, beyond which the series has shown nothing lately, evidence counts for this part. */
const COMMON: f64 = 0.25;
/** From the one score to the other it comes to count in full. */
const SECOND_FROM: f64 = 1.8;
const SECOND_TO: f64 = 2.4;
/** The most that one series can tell. */
const MOST_EVIDENCE: f64 = 16;

/** How much a score tells, by how often the series of its kind have one as high. */
export function evidenceOf(number: u32, score: f64, now: i64): f64 {
  if (score < 1) return COMMON * greater(0, (score - FAINT) / (1 - FAINT));
  const its = kind(number);
  age(its, now);
  const rate = (<f64>its.episodes + RATE_WEIGHT * USUAL_RATE) / (<f64>its.days + RATE_WEIGHT);
  const power = (<f64>its.episodes + POWER_WEIGHT) / (<f64>its.excess + POWER_WEIGHT / USUAL_POWER);
  const surprise = power * excessOf(score) - logarithm(rate);
  const beyond = greater(0, lesser(1, (score - SECOND_FROM) / (SECOND_TO - SECOND_FROM)));
  const part = COMMON + (1 - COMMON) * beyond;
  return part * greater(0, lesser(MOST_EVIDENCE, 1 + SURPRISE * (surprise - USUAL)));
}

/** The logarithm of a score of 1 or more. */
export function excessOf(score: f64): f64 {
  return logarithm(greater(1, lesser(score, LARGEST)));
}

/** Learns an episode beyond the limit, or that one has gone further beyond it. */
export function learnExcess(number: u32, isNew: bool, excess: f64): void {
  const its = kind(number);
  if (isNew) its.episodes += 1;
  its.excess += <f32>excess;
}

/** Learns that a kind has begun to be unusual. */
export function learnOnset(number: u32): void {
  const its = kind(number);
  its.onsets += 1;
  if (its.onsets < MOST_ONSETS) return;
  its.onsets *= 0.5;
  for (let index = 0; index < PARTNERS; index++) {
    const shared = sharedAt(number, index);
    store<f32>(shared, 0.5 * load<f32>(shared));
  }
}

/** Learns that another kind began with one, or just before it. */
export function learnJoint(number: u32, other: u32): void {
  let free = -1;
  for (let index = 0; index < PARTNERS; index++) {
    const shared = load<f32>(sharedAt(number, index));
    if (shared > 0 && load<u32>(partnerAt(number, index)) == other) {
      store<f32>(sharedAt(number, index), shared + 1);
      return;
    }
    if (shared <= 0 && free < 0) free = index;
  }
  if (free >= 0) {
    store<u32>(partnerAt(number, free), other);
    store<f32>(sharedAt(number, free), 1);
    return;
  }
  for (let index = 0; index < PARTNERS; index++) {
    store<f32>(sharedAt(number, index), max<f32>(0, load<f32>(sharedAt(number, index)) - 1));
  }
}

/** What of a kind's evidence another one tells already: from 0 to 1. */
export function echoOf(one: u32, other: u32): f64 {
  if (one == other) return 0;
  return lesser(1, ECHO * greater(jointShare(one, other), jointShare(other, one)));
}

function jointShare(number: u32, other: u32): f64 {
  for (let index = 0; index < PARTNERS; index++) {
    if (load<u32>(partnerAt(number, index)) != other) continue;
    return <f64>load<f32>(sharedAt(number, index)) / (<f64>kind(number).onsets + ONSET_WEIGHT);
  }
  return 0;
}
