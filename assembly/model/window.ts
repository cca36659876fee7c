import { allocate } from "../memory/memory";
import { giveBlockBack, takeBlock } from "../memory/pool";
import { holtOf } from "./holt";
import { Series } from "../series/record";
import { model } from "../settings/settings";

/**
 * Windows: the newest values of the series that are fitted. A ring in a block of its rule's window length.
 *
 *     | i32 count | i32 next | u32 points since the last fit | u32 – | f64 value × window length |
 */
@unmanaged
export class Window {
  count: i32;
  next: i32;
  sinceFit: u32;
  unused: u32;
}

const HEADER: usize = offsetof<Window>();

/** Windows that may be held at once, and how many are. */
let capacity: i32 = 0;
let taken: i32 = 0;
// where a ring is laid out straight for the fit
let straight: usize = 0;
let straightLength: i32 = 0;

export function layOutWindows(maxWindows: i32): void {
  capacity = maxWindows;
}

@inline
export function windowOf(record: Series): Window {
  return changetype<Window>(holtOf(record).window);
}

@inline
export function hasWindow(record: Series): bool {
  return holtOf(record).window != 0;
}

@inline
export function windowBytes(record: Series): usize {
  return HEADER + (<usize>model(record.rule).window << 3);
}

/** Gives a series a window; false when all are in use. */
export function takeWindow(record: Series): bool {
  if (taken == capacity) return false;
  taken++;
  holtOf(record).window = takeBlock(windowBytes(record));
  return true;
}

export function giveWindowBack(record: Series): void {
  const holt = holtOf(record);
  giveBlockBack(holt.window, windowBytes(record));
  holt.window = 0;
  taken--;
}

export function clearWindow(record: Series): void {
  const window = windowOf(record);
  window.count = 0;
  window.next = 0;
}

/** Adds a value, pushing out the oldest of a full window; returns how many there are now. */
export function pushWindow(record: Series, value: f64): i32 {
  const length = <i32>model(record.rule).window;
  const window = windowOf(record);
  store<f64>(changetype<usize>(window) + HEADER + (<usize>window.next << 3), value);
  window.next = window.next + 1 == length ? 0 : window.next + 1;
  if (window.count < length) window.count++;
  return window.count;
}

/** Pointer to the window's values, oldest first, valid until the next call. */
export function straightWindow(record: Series): usize {
  const length = <i32>model(record.rule).window;
  const window = windowOf(record);
  const values = changetype<usize>(window) + HEADER;
  if (window.count < length) return values;
  if (straightLength < length) {
    straight = allocate(<usize>length << 3);
    straightLength = length;
  }
  const older = <usize>(length - window.next) << 3;
  memory.copy(straight, values + (<usize>window.next << 3), older);
  memory.copy(straight + older, values, <usize>window.next << 3);
  return straight;
}

/** Gives a series the window of a snapshot, of so many bytes, as far as one is free and as long as its rule's is. */
export function restoreWindow(record: Series, from: usize, bytes: usize): void {
  if (!takeWindow(record)) return;
  if (bytes == windowBytes(record)) {
    memory.copy(holtOf(record).window, from, bytes);
    return;
  }
  const saved = changetype<Window>(from);
  const length = <i32>((bytes - HEADER) >> 3);
  let at = saved.count < length ? 0 : saved.next;
  for (let i = 0; i < saved.count; i++) {
    pushWindow(record, load<f64>(from + HEADER + (<usize>at << 3)));
    at = at + 1 == length ? 0 : at + 1;
  }
  windowOf(record).sinceFit = saved.sinceFit;
}
