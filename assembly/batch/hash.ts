/** The hash of a raw key's bytes, keyed by a seed of the host's: without it keys could be made to collide. */

let seedA: u64 = 0;
let seedB: u64 = 0;

export function seedHash(seed: u64): void {
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
