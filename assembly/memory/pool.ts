import { allocate } from "./memory";

/**
 * Blocks that series take and give back: windows, intervals, profiles. A block that was given back is used again by the
 * next that asks for its size; its first word then points to the next free one.
 */

/** Sizes are counted in words of eight bytes, up to the largest window's. */
const LARGEST: usize = 1 << 16;

// by size: the first free block
let free: usize = 0;

export function layOutPool(): void {
  free = allocate(((LARGEST >> 3) + 1) << 2);
}

@inline
function slotOf(bytes: usize): usize {
  return free + (((bytes + 7) >> 3) << 2);
}

/** A block of zeroed bytes, 8-byte aligned. */
export function takeBlock(bytes: usize): usize {
  const slot = slotOf(bytes);
  const block = load<usize>(slot);
  if (block == 0) return allocate((bytes + 7) & ~(<usize>7));
  store<usize>(slot, load<usize>(block));
  memory.fill(block, 0, bytes);
  return block;
}

/** Gives a block back that was taken with as many bytes. */
export function giveBlockBack(block: usize, bytes: usize): void {
  const slot = slotOf(bytes);
  store<usize>(block, load<usize>(slot));
  store<usize>(slot, block);
}

// blocks in a snapshot: their bytes, padded with zeros to whole words

@inline
export function padded(bytes: usize): usize {
  return (bytes + 7) & ~(<usize>7);
}

/** The bytes of a block that has so many, or 0 where there is none. */
@inline
export function sizeOf(block: usize, bytes: usize): usize {
  return block == 0 ? 0 : bytes;
}

/** Writes a block, if there is one; returns the end. */
export function put(block: usize, bytes: usize, to: usize): usize {
  if (block == 0) return to;
  const end = to + padded(bytes);
  store<u64>(end - 8, 0);
  memory.copy(to, block, bytes);
  return end;
}

/** A block with what was written of one that had so many bytes; 0 for none. */
export function copyOf(from: usize, bytes: usize): usize {
  if (bytes == 0) return 0;
  const block = takeBlock(bytes);
  memory.copy(block, from, bytes);
  return block;
}
