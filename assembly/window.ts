import { allocate } from "./memory";
import { Series } from "./series";
import { RULE_CAPACITY, model } from "./settings";

/**
 * Windows: the newest values of the series that are fitted. A ring in a block of its rule's window length; blocks that
 * are given back are used again by series of the same rule.
 *
 *     | i32 count | i32 next | f64 value × window length |
 */
@unmanaged
class Window {
  count: i32;
  next: i32;
}

const HEADER: usize = offsetof<Window>();

// by rule: a block that is free, whose first word points to the next
let free: usize = 0;
// where a ring is laid out straight for the fit
let straight: usize = 0;
let straightLength: i32 = 0;

export function layOutWindows(): void {
  free = allocate(<usize>RULE_CAPACITY << 2);
}

export function takeWindow(record: Series): void {
  const slot = free + (<usize>record.rule << 2);
  const reused = load<usize>(slot);
  if (reused != 0) store<usize>(slot, load<usize>(reused));
  record.window = reused != 0 ? reused : allocate(HEADER + (<usize>model(record.rule).window << 3));
  clearWindow(record);
}

export function giveWindowBack(record: Series): void {
  const slot = free + (<usize>record.rule << 2);
  store<usize>(record.window, load<usize>(slot));
  store<usize>(slot, record.window);
  record.window = 0;
}

export function clearWindow(record: Series): void {
  const window = changetype<Window>(record.window);
  window.count = 0;
  window.next = 0;
}

/** Adds a value, pushing out the oldest of a full window; returns how many there are now. */
export function pushWindow(record: Series, value: f64): i32 {
  const length = model(record.rule).window;
  const window = changetype<Window>(record.window);
  store<f64>(record.window + HEADER + (<usize>window.next << 3), value);
  window.next = window.next + 1 == length ? 0 : window.next + 1;
  if (window.count < length) window.count++;
  return window.count;
}

/** Pointer to the window's values, oldest first, valid until the next call. */
export function straightWindow(record: Series): usize {
  const length = model(record.rule).window;
  const window = changetype<Window>(record.window);
  const values = record.window + HEADER;
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
