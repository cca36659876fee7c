/**
 * Who owns which byte. The only file that lays out or grows memory.
 *
 *     0          __heap_base
 *     | statics  | scratch | input | output | lines | points, paths | rules | table | series | keys, blocks …
 *
 * Everything behind the statics is taken once from one moving end and never given back, but for regions that have been
 * outgrown; what series take and give back goes through pool.ts. Pages that nobody touches cost nothing resident, so
 * the series' records are laid out for the largest allowed number of series from the start.
 */

/** Bytes that may be read or written past the end of any region: SIMD loads and over-long copies. */
export const PADDING: usize = 64;

let top: usize = __heap_base;
// what is left of an outgrown region
let spare: usize = 0;
let spareEnd: usize = 0;

/**
 * Takes `bytes` zeroed bytes, 16-byte aligned; traps when memory is used up. PADDING bytes behind them can be read;
 * who writes past the end asks for the room.
 */
export function allocate(bytes: usize): usize {
  if (bytes + PADDING < spareEnd - spare) return allocateSpare(bytes);
  const start = (top + 15) & ~(<usize>15);
  top = start + bytes;
  const pages = <i32>((top + PADDING + 0xffff) >>> 16);
  const missing = pages - memory.size();
  if (missing > 0) grow(missing);
  return start;
}

/**
 * Grows memory by an eighth at once where that can be had: the host's engine counts all of memory anew at every growth,
 * and soon collects its garbage for it.
 */
function grow(missing: i32): void {
  if (memory.grow(max(missing, memory.size() >> 3)) < 0 && memory.grow(missing) < 0) unreachable();
}

/** A larger region with what the first `used` bytes of another hold. */
export function enlarged(start: usize, used: usize, bytes: usize): usize {
  const larger = allocate(bytes);
  memory.copy(larger, start, used);
  return larger;
}

function allocateSpare(bytes: usize): usize {
  const start = (spare + 15) & ~(<usize>15);
  spare = start + bytes;
  memory.fill(start, 0, bytes);
  return start;
}

/** Gives an outgrown region back: what fits into it is taken from there, until a larger one comes. */
export function lendRegion(start: usize, bytes: usize): void {
  if (bytes <= spareEnd - spare) return;
  spare = start;
  spareEnd = start + bytes;
}

// input: the chunk in work, behind what the last one left over

export let input: usize = 0;
let inputCapacity: usize = 0;

/** Makes room for at least `bytes` bytes of input and keeps the first `kept` of those that are there. */
export function reserveInput(bytes: usize, kept: usize): void {
  if (bytes <= inputCapacity) return;
  const larger = max(bytes, inputCapacity * 2);
  const moved = allocate(larger + PADDING);
  memory.copy(moved, input, kept);
  lendRegion(input, inputCapacity);
  input = moved;
  inputCapacity = larger;
}

// scratch: where the host leaves a text for the next call

export let scratch: usize = 0;
let scratchCapacity: usize = 0;

export function reserveScratch(bytes: usize): usize {
  if (bytes > scratchCapacity) {
    scratchCapacity = max(bytes, scratchCapacity * 2);
    scratch = allocate(scratchCapacity + PADDING);
  }
  return scratch;
}

// output: what one call of write leaves for the host

export let output: usize = 0;
export const OUTPUT_CAPACITY: usize = 1 << 20;

export function layOut(): void {
  reserveScratch(1 << 16);
  reserveInput(1 << 17, 0);
  output = allocate(OUTPUT_CAPACITY + PADDING);
}
