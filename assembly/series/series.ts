import { Channels } from "../detect/channels";
import { line, pointCount, pointSeries, pointText, at4 } from "../batch/batch";
import { forgetMarks, makeRoom } from "../lookup/eviction";
import { Key, addAlias, copyKey, dropAliases, keyText, takeKey } from "./key";
import { allocate, scratch } from "../memory/memory";
import { giveUpParted, joinGroup } from "../detect/rate";
import { advanceClock, clock } from "../lookup/recency";
import { UNKNOWN, emptyTable, find, growFullTable, isTableFull, layOutTable, setEntry } from "../lookup/table";

/**
 * The series table: from the hash of a raw key to a series' record. The raw bytes of measurement, tags and field are
 * hashed as they stand on the line, so that a hit needs neither sorting nor comparing; the host decides each raw
 * spelling once, and every further one is an alias of the canonical key's series.
 */

/** Instead of a series' number: the host does not want these points. */
export const IGNORED: i32 = -1;
/** The line's key is not line protocol. */
export const UNPARSABLE: i32 = -2;
export const SERIES_TIMED: u16 = 1;
/** Parameters come from a fit. */
export const SERIES_FITTED: u16 = 2;
/** `--refit once` has had its last fit. */
export const SERIES_SETTLED: u16 = 4;
export const SERIES_INCIDENT: u16 = 8;
/** The host no longer wants its points. */
export const SERIES_IGNORED: u16 = 16;
/** Its increase a second is modelled. */
export const SERIES_COUNTER: u16 = 32;
/** It has been seen to be no counter. */
export const SERIES_GAUGE: u16 = 64;
/** A forecast of a whole path ahead waits for its time. */
export const SERIES_DUE: u16 = 128;

/** Its trend is a factor. */
export const SERIES_EXPONENTIAL: u16 = 256;
/** It has been counted as anomalous in the interval of the rates. */
export const SERIES_RATED: u16 = 512;
/** Its silence has been told of while it lasts. */
export const SERIES_SILENT: u16 = 1024;
/** A point of it has been scored, late and repeated ones too. */
export const SERIES_MET: u16 = 2048;

/** All that is known of one series; numbers only, apart from the pointers to its key and its blocks. */
@unmanaged
export class Series {
  key: usize;
  /**
   * Blocks that only some series have, or that a series has for a while, or 0: the window of the fit; the season's
   * profile and tests; differences of time; a forecast of a whole path; the counter that it is or may be; the incident
   * that is open or may be one.
   */
  window: usize;
  seasons: usize;
  intervals: usize;
  ahead: usize;
  tally: usize;
  incident: usize;
  /** Number of the newest incident. */
  incidents: u32;
  /** Points modelled. */
  points: u32;
  /** As which point it was met last, as recency.ts counts them. */
  met: u32;
  /** Nanoseconds. */
  time: i64;
  /** Nanoseconds; 0 while unknown. */
  step: i64;
  /** The newest value as it is modelled: a counter's is its increase a second. */
  value: f64;
  /** Without the season; an exponential trend is a factor. */
  level: f64;
  trend: f64;
  alpha: f64;
  beta: f64;
  phi: f64;
  /** Standard deviation of the one-step residual; with an exponential trend, of its logarithm. */
  sigma: f32;
  /** What the newest value was beyond its forecast, and that forecast's standard deviation. */
  residual: f32;
  deviation: f32;
  /** Typical size of a change of the value, and the least. */
  change: f32;
  resolution: f32;
  /** Half-width of the band in standard deviations, a step ahead. */
  near: f32;
  flags: u16;
  rule: u8;
  /** Side on which the newest value was out of reach: −1, 0 or 1. */
  refusedSide: i8;
  /** Changes that `change` has learnt; saturates. */
  changes: u8;
  /** Differences of time met, and how many were longer and shorter than the step. */
  intervalCount: u8;
  longer: u8;
  shorter: u8;
}

/** Bytes of a series' record: what is above, and what the channels know behind it. */
export const CHANNELS_OFFSET: usize = (offsetof<Series>() + 7) & ~7;
export const RECORD_BYTES: usize = (CHANNELS_OFFSET + offsetof<Channels>() + 7) & ~7;

/** What stands for a key in the table. */
@unmanaged
export class Hash {
  hash: u64;
  check: u32;
}

let records: usize = 0;
/** Series that there may be at once. */
export let capacity: i32 = 0;
/** Numbers given out; they start at 1. */
export let seriesCount: i32 = 0;

// keys of the hash, drawn by the host: without them keys could be made to collide
let seedA: u64 = 0;
let seedB: u64 = 0;

@inline
export function series(number: i32): Series {
  return changetype<Series>(records + <usize>number * RECORD_BYTES);
}

export function layOutSeries(maxSeries: i32, seed: u64): void {
  layOutTable(maxSeries);
  records = allocate(<usize>(maxSeries + 1) * RECORD_BYTES);
  capacity = maxSeries;
  seedA = seed;
  seedB = rotl(seed, 32) ^ 0x9e3779b97f4a7c15;
}

// the hash: two 64-bit lanes over 8 bytes at a time; a lane's state behind the prefix is continued with the field

export let laneA: u64 = 0;
export let laneB: u64 = 0;

export function hashStart(): void {
  laneA = seedA;
  laneB = seedB;
}

export function hashText(a: u64, b: u64, start: usize, length: usize): void {
  let at = start;
  const wholeEnd = start + (length & ~(<usize>7));
  while (at < wholeEnd) {
    const bytes = load<u64>(at);
    a = rotl((a ^ bytes) * 0xff51afd7ed558ccd, 29);
    b = (rotl(b, 31) + bytes) * 0xc4ceb9fe1a85ec53;
    at += 8;
  }
  const rest = length & 7;
  // the length in the free top byte keeps "a" and "a\0" apart; other factors keep an end apart from eight bytes of text
  // that look like one, so that a prefix can't end elsewhere than its own
  const bytes = (load<u64>(at) & ((<u64>1 << (rest << 3)) - 1)) | ((<u64>rest + 1) << 56);
  laneA = rotl((a ^ bytes) * 0x9fb21c651e98df25, 29);
  laneB = (rotl(b, 31) + bytes) * 0xd6e8feb86659fd93;
}

@inline
export function hashOf(a: u64, b: u64): u64 {
  let h = a ^ rotl(b, 17);
  h = (h ^ (h >>> 32)) * 0xd6e8feb86659fd93;
  return h ^ (h >>> 29);
}

@inline
export function checkOf(a: u64, b: u64): u32 {
  const h = (b ^ (a >>> 31)) * 0xa0761d6478bd642f;
  return <u32>(h >>> 32);
}

// the table

/** The batch's line at which the table has started again, or −1. */
let startedAgain: i32 = -1;

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

const canonical: usize = memory.data(<i32>offsetof<Hash>());

/** The hash of a series' canonical key; good until the next call. */
export function canonicalHash(pointer: usize): Hash {
  const key = changetype<Key>(pointer);
  return hashKey(keyText(pointer), key.prefixLength, key.fieldLength);
}

function hashKey(text: usize, prefixLength: usize, fieldLength: usize): Hash {
  hashStart();
  hashText(laneA, laneB, text, prefixLength);
  hashText(laneA, laneB, text + prefixLength, fieldLength);
  const hash = changetype<Hash>(canonical);
  hash.hash = hashOf(laneA, laneB);
  hash.check = checkOf(laneA, laneB);
  return hash;
}

let looked: i32 = 0;

/**
 * Finds the series of every point from where the last call stopped. Returns the first point whose key has never been
 * seen (the host decides it and calls again), or -1 behind the last.
 */
export function lookUp(): i32 {
  // all batches before are written
  giveUpParted();
  while (looked < pointCount) {
    const text = pointText(looked);
    const number = find(text.hash, text.check).series;
    if (number == UNKNOWN) return looked;
    store<i32>(at4(pointSeries, looked), number);
    looked++;
  }
  meetSeries(pointCount);
  advanceClock(pointCount);
  forgetMarks();
  startedAgain = -1;
  looked = 0;
  metPoints = 0;
  return -1;
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

/** Pointer to a series' Key. */
export function seriesKey(number: i32): usize {
  return series(number).key;
}

/** Points of the batch whose series have been marked as met. */
let metPoints: i32 = 0;

/**
 * Touches the record of every point before `end` once, in a loop without waiting, and drops all but the last of a line's
 * points of one key.
 */
function meetSeries(end: i32): void {
  for (let point = metPoints; point < end; point++) {
    const number = load<i32>(at4(pointSeries, point));
    if (number <= 0) continue;
    const record = series(number);
    // beyond all points of the batch where it was met in an earlier one
    const before = record.met - clock;
    if (before < <u32>point && isSame(before, point)) store<i32>(at4(pointSeries, before), IGNORED);
    record.met = clock + point;
  }
  metPoints = end;
}

@inline
function isSame(one: i32, other: i32): bool {
  return load<i32>(at4(pointSeries, one)) == load<i32>(at4(pointSeries, other)) &&
    pointText(one).line == pointText(other).line;
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
 * those of our tags source, field and step, a byte each from the lowest on. Returns the series' number, CROWDED, or CUT:
 * the batch now ends before the point's line.
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
    if (group != 0) joinGroup(number, group);
    enter(point, hash, check, number);
  }
  series(number).met = clock + point;
  const text = pointText(point);
  if (text.hash != hash || text.check != check) {
    enter(point, text.hash, text.check, number);
    addAlias(series(number).key, text.hash, text.check);
  }
  return number;
}

/** A number that no series has, with an empty record; or CROWDED or CUT. */
function takeNumber(point: i32): i32 {
  if (seriesCount < capacity) return ++seriesCount;
  meetSeries(line(pointText(point).line).firstPoint);
  return makeRoom(point);
}

/**
 * Makes a series whose key is a copy of that one, without a decision of the host's on a spelling; as `forgetAliases` does.
 * The rest of its record is the caller's. Returns its number, or 0 when there is one of that key, or no more series fit.
 */
export function addSeries(key: usize, isIgnored: bool): i32 {
  const row = changetype<Key>(key);
  const found = hashKey(keyText(key), row.prefixLength, row.fieldLength);
  const hash = found.hash, check = found.check;
  if (seriesCount == capacity || find(hash, check).series > 0) return 0;
  const number = ++seriesCount;
  series(number).key = copyKey(key);
  if (isTableFull()) forgetAliases();
  setEntry(hash, check, isIgnored ? IGNORED : number);
  return number;
}
