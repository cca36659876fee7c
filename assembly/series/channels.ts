import { greater, lesser } from "../number/extent";

/** The largest f32. */
const LARGEST: f64 = 3.4028234663852886e38;

/** Bins of the sizes that incidents have grown to: two to an octave, from 1 on. */
export const SIZE_BINS: i32 = 24;
/** Incidents that are remembered with their times. */
export const LOGGED: i32 = 16;

/** How large the incidents of one channel have grown lately, and the size beyond which the next one is told. */
@unmanaged
export class Sizes {
  limit: f32;
  /** Bins of the last five points, each one more than its number, in five bits; 0: smaller than 1. */
  recent: u32;
  // behind it SIZE_BINS counts, as u16
}

const SIZES_BYTES: usize = offsetof<Sizes>() + <usize>SIZE_BINS * 2;

/** What the scoring knows of a series; it lies behind its Series record. */
@unmanaged
export class Channels {
  /** The slow level of the values without their season. */
  level: f64;
  /** The value that the series has most of the time, where it seldom changes. */
  home: f64;
  // other levels, from the slow one: what stands beyond the limit, and the second mark's two
  newAbove: f32;
  spikeAbove: f32;
  shiftAbove: f32;
  /** Usual distances from the level, and from the new one. */
  spread: f32;
  newSpread: f32;
  // the largest sizes that have been seen above the level, and below it, forgotten with the others
  mostAbove: f32;
  mostBelow: f32;
  /** Smallest change of the value, growing slowly. */
  smallest: f32;
  /** The season that was taken off the newest value. */
  season: f32;
  // mean changes of the value without its season, quick and slow
  quickChange: f32;
  slowChange: f32;
  /** Jump that may be taken back, and share of the changes that are the smallest one. */
  jump: f32;
  single: f32;
  /** Share of the points at which the value changes. */
  moving: f32;
  // the second mark: shift of the level, now and slow mean changes
  shift: f32;
  agitation: f32;
  calm: f32;
  // mean and decaying extreme of each, as Extreme; the time of day's stand in its Day
  spikeMean: f32; spikeMost: f32;
  shiftMean: f32; shiftMost: f32;
  varianceMean: f32; varianceMost: f32;
  /** What alerts raise and points lower, and the height that the next alert has to pass. */
  budget: f32;
  bar: f32;
  /** Values in a row that stand still, and the longest such run, slowly forgotten. */
  run: u32;
  longestRun: f32;
  /** Longest silence, in seconds. */
  longestGap: f32;
  /** Points that the sizes are counted over, and those since they were halved last. */
  counted: f32;
  sinceHalved: u32;
  /** Of what is beyond a limit now: when it began, in seconds, and its peak. */
  eventStart: u32;
  eventPeak: f32;
  /** What is awaited by the clock next: the second by which it has to have begun, 0 for nothing; see missing.ts. */
  due: u32;
  /** The second up to which all that was awaited is settled. */
  settled: u32;
  /** The least distance lately that was beyond the level's limit, growing with every event. */
  reach: f32;
  /** Changes of the value; saturates. */
  changes: u32;
  /** Points that the spread has learnt; saturates. */
  spreadPoints: u16;
  /** Points that the value was at home, less those that it was not. */
  stay: u16;
  /** Of the log, a bit for each: whether the values rose or fell, and a person would want to be told of it. */
  logRose: u16;
  logFell: u16;
  /** Points beyond the limit that the level has been held against. */
  held: u8;
  /** Points since the jump; saturates. */
  jumpAge: u8;
  /** Values beyond the limit in a row, on the side that the sign says. */
  beyond: i8;
  /** The seasons that are taken off: a bit for each. */
  likelySeasons: u8;
  /** One of EventState in clock.ts, and points below the limits in a row. */
  eventState: u8;
  eventQuiet: u8;
  /** Which way the values of the event went at its peak: 1, -1; 0 where that is not told. */
  eventSide: i8;
  /** Days of the week, a bit for each, on which something was told to be missing and nothing has come since. */
  idleDays: u8;
  /** Place in the log that is written next. */
  logNext: u8;
  /** Evidence that the series reports when it likes; see detect/stillness.ts. */
  scattered: u8;
  // behind it: Sizes of the level, Sizes of the variance, the log: LOGGED times in seconds, LOGGED peaks of a byte
}

const SIZES_AT: usize = (offsetof<Channels>() + 7) & ~7;
const LOG_AT: usize = SIZES_AT + 2 * SIZES_BYTES;
/** Bytes of Channels and of what is behind it. */
export const CHANNELS_BYTES: usize = LOG_AT + <usize>LOGGED * 5;

@inline
export function levelSizes(channels: Channels): Sizes {
  return changetype<Sizes>(changetype<usize>(channels) + SIZES_AT);
}

@inline
export function varianceSizes(channels: Channels): Sizes {
  return changetype<Sizes>(changetype<usize>(channels) + SIZES_AT + SIZES_BYTES);
}

/** Where the log begins. */
@inline
export function logOf(channels: Channels): usize {
  return changetype<usize>(channels) + LOG_AT;
}

/** How far another level is above the slow one. */
@inline
export function above(channels: Channels, level: f64): f32 {
  return <f32>greater(lesser(level - channels.level, LARGEST), -LARGEST);
}
