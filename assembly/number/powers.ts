/**
 * Powers of ten, for text to doubles and back. 10^k = significand · 2^(⌊k·log2 10⌋ − 127); the significand has
 * 128 bits, the top one set, and is rounded up (exact for 0 ≤ k ≤ 55). The tables are computed when the module
 * starts (683 steps on 256-bit integers), so they cost memory and not bytes of the binary.
 */

export const POWER_MINIMUM: i32 = -342;
const POWER_MAXIMUM: i32 = 340;
/** 10^0 … 10^19 fit a u64. */
const INTEGER_POWERS: i32 = 20;
/** 10^0 … 10^22 are doubles without rounding. */
const EXACT_POWERS: i32 = 23;
/** Limbs of 32 bits in the integer that walks through the powers. */
const LIMBS: i32 = 8;

/** Low half, high half: 16 bytes a power. */
const significands: usize = memory.data(10928, 16);
const integers: usize = memory.data(160, 8);
const exacts: usize = memory.data(184, 8);
/** The walking significand as u32, least first. */
const walking: usize = memory.data(32, 8);

/** Upper half of 10^k's significand. */
@inline
export function powerHigh(k: i32): u64 {
  return load<u64>(significands + ((<usize>(k - POWER_MINIMUM)) << 4), 8);
}

/** Lower half of 10^k's significand. */
@inline
export function powerLow(k: i32): u64 {
  return load<u64>(significands + ((<usize>(k - POWER_MINIMUM)) << 4));
}

/** 10^k as an integer, 0 ≤ k ≤ 19. */
@inline
export function integerPower(k: i32): u64 {
  return load<u64>(integers + ((<usize>k) << 3));
}

/** 10^k as a double, 0 ≤ k ≤ 22: exact. */
@inline
export function exactPower(k: i32): f64 {
  return load<f64>(exacts + ((<usize>k) << 3));
}

/** ⌊log10 2^e⌋, |e| ≤ 1100. */
@inline
export function decimalExponent(e: i32): i32 {
  return (e * 315653) >> 20;
}

/** ⌊log2 10^k⌋, |k| ≤ 400. */
@inline
export function binaryExponent(k: i32): i32 {
  return (k * 1741647) >> 19;
}

/** Upper 64 bits of a · b. */
@inline
export function multiplyHigh(a: u64, b: u64): u64 {
  const aLow: u64 = a & 0xffffffff;
  const aHigh: u64 = a >> 32;
  const bLow: u64 = b & 0xffffffff;
  const bHigh: u64 = b >> 32;
  const middle: u64 = aHigh * bLow + ((aLow * bLow) >> 32);
  const cross: u64 = aLow * bHigh + (middle & 0xffffffff);
  return aHigh * bHigh + (middle >> 32) + (cross >> 32);
}

/** Shifts the walking significand left by `bits`, or right when negative; |bits| < 32. `above` enters at the top. */
function shiftWalking(bits: i32, above: u64): void {
  if (bits >= 0) {
    for (let i: i32 = LIMBS - 1; i > 0; --i) {
      const pair: u64 = load<u64>(walking + ((<usize>(i - 1)) << 2));
      store<u32>(walking + ((<usize>i) << 2), <u32>((pair << bits) >> 32));
    }
    store<u32>(walking, load<u32>(walking) << bits);
  } else {
    for (let i: i32 = 0; i < LIMBS; ++i) {
      const upper: u64 = i + 1 < LIMBS ? <u64>load<u32>(walking + ((<usize>(i + 1)) << 2)) : above;
      const pair: u64 = (upper << 32) | <u64>load<u32>(walking + ((<usize>i) << 2));
      store<u32>(walking + ((<usize>i) << 2), <u32>(pair >> -bits));
    }
  }
}

/** Writes the walking significand, rounded up to 128 bits, as that of 10^k. */
function keepWalking(k: i32): void {
  const dropped: u64 = load<u64>(walking) | load<u64>(walking, 8);
  const low: u64 = load<u64>(walking, 16) + <u64>(dropped != 0);
  const entry: usize = significands + ((<usize>(k - POWER_MINIMUM)) << 4);
  store<u64>(entry, low);
  store<u64>(entry, load<u64>(walking, 24) + <u64>(dropped != 0 && low == 0), 8);
}

/** The walking significand becomes one half, that of 10^0. */
function startWalking(): void {
  memory.fill(walking, 0, 32);
  store<u8>(walking, 0x80, 31);
}

/**
 * Both walks lose less than 2^-252 of the value a step, 2^-243 in all; that this changes none of the 128-bit
 * entries is checked against exact arithmetic in test/kernel/number.test.ts.
 */
function fillSignificands(): void {
  startWalking();
  for (let k: i32 = 0; k <= POWER_MAXIMUM; ++k) {
    keepWalking(k);
    let carry: u64 = 0;
    for (let i: i32 = 0; i < LIMBS; ++i) {
      const limb: u64 = <u64>load<u32>(walking + ((<usize>i) << 2)) * 5 + carry;
      store<u32>(walking + ((<usize>i) << 2), <u32>limb);
      carry = limb >> 32;
    }
    shiftWalking(carry >= 4 ? -3 : -2, carry);
  }
  startWalking();
  for (let k: i32 = -1; k >= POWER_MINIMUM; --k) {
    let remainder: u64 = 0;
    for (let i: i32 = LIMBS - 1; i >= 0; --i) {
      const limb: u64 = (remainder << 32) | <u64>load<u32>(walking + ((<usize>i) << 2));
      store<u32>(walking + ((<usize>i) << 2), <u32>(limb / 5));
      remainder = limb % 5;
    }
    shiftWalking(load<u8>(walking, 31) >= 0x20 ? 2 : 3, 0);
    keepWalking(k);
  }
}

function fillSmallPowers(): void {
  let integer: u64 = 1;
  for (let k: i32 = 0; k < INTEGER_POWERS; ++k) {
    store<u64>(integers + ((<usize>k) << 3), integer);
    integer *= 10;
  }
  let exact: f64 = 1;
  for (let k: i32 = 0; k < EXACT_POWERS; ++k) {
    store<f64>(exacts + ((<usize>k) << 3), exact);
    exact *= 10;
  }
}

fillSignificands();
fillSmallPowers();
