import { Channels, LOGGED, logOf } from "../series/channels";

/** The log of a series' last incidents: the second at which each began, its peak, and which way the values went. */

export const DAY: i64 = 86_400;
export const WEEK: i64 = 7 * DAY;
/** Seconds that what comes back by the clock may come earlier or later, beside a step. */
export const TOLERANCE: i64 = 600;
/** Bytes of one octave of a peak. */
export const OCTAVE: u32 = 8;

export enum EventState {
  None,
  News,
  Expected,
}

@inline
export function timeAt(channels: Channels, index: i32): i64 {
  return <i64>load<u32>(logOf(channels) + (<usize>index << 2));
}

@inline
export function peakAt(channels: Channels, index: i32): u32 {
  return load<u8>(logOf(channels) + (<usize>LOGGED << 2) + index);
}

/** A peak in a byte: eight to an octave of 1 + the ratio, straight within each. */
export function byteOf(ratio: f32): u32 {
  const bits = reinterpret<u32>(min<f32>(1 + max<f32>(0, ratio), <f32>1e30));
  return min(255, (((bits >> 23) - 127) << 3) | ((bits >> 20) & 7));
}

/** The least ratio of a byte. */
export function ratioOf(byte: u32): f64 {
  return <f64>reinterpret<f32>((((byte >> 3) + 127) << 23) | ((byte & 7) << 20)) - 1;
}

/** Puts the event that has just ended in the place of the oldest. */
export function logEvent(channels: Channels): void {
  const log = logOf(channels), next = <i32>channels.logNext;
  store<u32>(log + (<usize>next << 2), channels.eventStart);
  store<u8>(log + (<usize>LOGGED << 2) + next, <u8>byteOf(channels.eventPeak));
  const bit = <u16>(<u32>1 << next);
  channels.logRose = channels.eventSide > 0 ? channels.logRose | bit : channels.logRose & ~bit;
  channels.logFell = channels.eventSide < 0 ? channels.logFell | bit : channels.logFell & ~bit;
  channels.logNext = <u8>((next + 1) % LOGGED);
}

/** Whether one of those that have their bit in `among` began at about a time, with a peak of at least `least`. */
export function isLogged(channels: Channels, at: i64, within: i64, least: u32, among: u32): bool {
  for (let index = 0; index < LOGGED; index++) {
    const time = timeAt(channels, index);
    if (time == 0 || peakAt(channels, index) < least || (among & (1 << index)) == 0) continue;
    if (abs<i64>(time - at) <= within) return true;
  }
  return false;
}
