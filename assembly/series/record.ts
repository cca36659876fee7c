import { allocate } from "../memory/memory";
import { CHANNELS_BYTES } from "./channels";

/**
 * A series' record: a row of fixed size, with all that is known of the series in it or behind its pointers. Rows lie
 * one behind the other, by the series' number, from 1 on.
 */

/** A raw key that has never been seen has this instead of a series' number. */
export const UNKNOWN: i32 = 0;
/** The host does not want the points of this key. */
export const IGNORED: i32 = -1;
/** The key is not line protocol. */
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
/** It has had a value with a fraction. */
export const SERIES_FRACTION: u16 = 64;
/** A forecast of a whole path ahead waits for its time. */
export const SERIES_DUE: u16 = 128;

/** Its trend is a factor. */
export const SERIES_EXPONENTIAL: u16 = 256;
/** It has been counted as anomalous in the interval of the rates. */
export const SERIES_RATED: u16 = 512;
/** Its silence has been told of while it lasts. */
export const SERIES_SILENT: u16 = 1024;
/** It has been silent for so long that it is given up. */
export const SERIES_GONE: u16 = 4096;
/** It has had a value below 0, and above 100. */
export const SERIES_NEGATIVE: u16 = 8192;
export const SERIES_OVER_HUNDRED: u16 = 16384;
/** It was taken for a counter and was none. */
export const SERIES_REFUTED: u16 = 32768;
/** A point of it has been scored, late and repeated ones too. */
export const SERIES_SCORED: u16 = 2048;

/** All that is known of one series; numbers only, apart from the pointers to its key and its blocks. */
@unmanaged
export class Series {
  key: usize;
  /**
   * Blocks that only some series have, or that a series has for a while, or 0: what Holt's method knows, or else the
   * experts of the mixture; the seasons' profiles; differences of time; the newest value of a counter; the incident
   * that is open or may be one.
   */
  holt: usize;
  experts: usize;
  seasons: usize;
  intervals: usize;
  tally: usize;
  incident: usize;
  /** Points in a row that do not fit its clock. */
  late: usize;
  /** What the second mark knows of the time of day, or 0. */
  day: usize;
  /** Number of the newest incident. */
  incidents: u32;
  /** Points modelled. */
  points: u32;
  /** Point count when it was last seen; see lookup/recency.ts. */
  lastSeen: u32;
  /** Nanoseconds. */
  time: i64;
  /** Nanoseconds; 0 while unknown. */
  step: i64;
  /** The newest value as it is modelled: a counter's is its increase a second. */
  value: f64;
  /** What the newest value was beyond its forecast. */
  residual: f32;
  /** Typical size of a change of the value, and the least. */
  change: f32;
  resolution: f32;
  flags: u16;
  rule: u8;
  /** Changes that `change` has learnt; saturates. */
  changes: u8;
  /** Differences of time met, and how many were longer and shorter than the step. */
  intervalCount: u8;
  longer: u8;
  shorter: u8;
  /** Evidence that it is a counter, and that a counter is none; see model/counter.ts. */
  rises: u8;
  falls: u8;
}

/** Bytes of a series' record: what is above, and what the channels know behind it. */
export const CHANNELS_OFFSET: usize = (offsetof<Series>() + 7) & ~7;
export const RECORD_BYTES: usize = (CHANNELS_OFFSET + CHANNELS_BYTES + 7) & ~7;

let records: usize = 0;
/** Series that there may be at once. */
export let capacity: i32 = 0;
/** Numbers given out; they start at 1. */
export let seriesCount: i32 = 0;

@inline
export function series(number: i32): Series {
  return changetype<Series>(records + <usize>number * RECORD_BYTES);
}

export function layOutRecords(maxSeries: i32): void {
  records = allocate(<usize>(maxSeries + 1) * RECORD_BYTES);
  capacity = maxSeries;
}

/** Gives the next number out; ask `capacity` first. */
export function takeNextNumber(): i32 {
  return ++seriesCount;
}

/** Pointer to a series' Key. */
export function seriesKey(number: i32): usize {
  return series(number).key;
}
