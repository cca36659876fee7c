import { allocate, lendRegion } from "../memory/memory";
import { UNKNOWN } from "../series/record";

/**
 * The hash table from raw keys to series' numbers: open addressing, linear probing, deletion by moving entries back, so
 * that no place is ever spoiled. It grows with what it holds up to a full size, of which series take half at most.
 */

/** A table entry; `series` UNKNOWN is an empty one. */
@unmanaged
class Entry {
  hash: u64;
  check: u32;
  series: i32;
}

const LEAST_SIZE: u32 = 1024;

let entries: usize = 0;
let mask: u32 = 0;
let entryCount: u32 = 0;
let fullSize: u32 = LEAST_SIZE;

@inline
function entryAt(index: u32): Entry {
  return changetype<Entry>(entries + <usize>index * offsetof<Entry>());
}

export function layOutTable(maxSeries: i32): void {
  while (fullSize < <u32>maxSeries * 2) fullSize <<= 1;
  startTable(LEAST_SIZE);
}

function startTable(size: u32): void {
  entries = allocate(<usize>size * offsetof<Entry>());
  mask = size - 1;
}

/** The entry of a key, an empty one when there is none. */
@inline
export function find(hash: u64, check: u32): Entry {
  let index = <u32>hash & mask;
  while (true) {
    const entry = entryAt(index);
    if (entry.series == UNKNOWN || (entry.hash == hash && entry.check == check)) return entry;
    index = (index + 1) & mask;
  }
}

/**
 * Whether a further key would leave too few empty places for short searches; the table then has to be emptied or grow.
 */
export function isTableFull(): bool {
  if (mask + 1 < fullSize && entryCount > mask >>> 1) growTable();
  return entryCount > mask - (mask >>> 2);
}

/** Lets the table become larger than it was to be. */
export function growFullTable(): void {
  fullSize <<= 1;
  growTable();
}

/** Sets what is known of a key; for a new one ask `isTableFull` first. */
export function setEntry(hash: u64, check: u32, series: i32): void {
  const entry = find(hash, check);
  if (entry.series == UNKNOWN) {
    entryCount++;
    entry.hash = hash;
    entry.check = check;
  }
  entry.series = series;
}

export function emptyTable(): void {
  memory.fill(entries, 0, (<usize>mask + 1) * offsetof<Entry>());
  entryCount = 0;
}

function growTable(): void {
  const before = entries;
  const size = mask + 1;
  startTable(size * 2);
  for (let index: u32 = 0; index < size; index++) {
    const entry = changetype<Entry>(before + <usize>index * offsetof<Entry>());
    if (entry.series == UNKNOWN) continue;
    const place = find(entry.hash, entry.check);
    place.hash = entry.hash;
    place.check = entry.check;
    place.series = entry.series;
  }
  lendRegion(before, <usize>size * offsetof<Entry>());
}

/**
 * Takes a key out when it is the series'; what follows it closes up, as far as it may stand there (Knuth 6.4, algorithm
 * R).
 */
export function removeEntry(hash: u64, check: u32, series: i32): void {
  const found = find(hash, check);
  if (found.series != series) return;
  entryCount--;
  let hole = <u32>((changetype<usize>(found) - entries) / offsetof<Entry>());
  let index = hole;
  while (true) {
    index = (index + 1) & mask;
    const entry = entryAt(index);
    if (entry.series == UNKNOWN) break;
    const home = <u32>entry.hash & mask;
    if (((index - home) & mask) < ((index - hole) & mask)) continue;
    memory.copy(changetype<usize>(entryAt(hole)), changetype<usize>(entry), offsetof<Entry>());
    hole = index;
  }
  entryAt(hole).series = UNKNOWN;
}
