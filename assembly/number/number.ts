/**
 * Text to doubles and back, with the digits that JavaScript would give. Every path is exact: with powers of 128 bits
 * no value in range is left undecided, as test/kernel/powers.test.ts proves for each power.
 */
import { placeDigits, placeEight, placeSeventeen } from "./digits";
import {
  POWER_MINIMUM, binaryExponent, decimalExponent, exactPower, integerPower, multiplyHigh, powerHigh, powerLow,
} from "./powers";

export { NUMBER_LENGTH, NUMBER_PADDING, writeInteger } from "./digits";

const FRACTION_BITS: i32 = 52;
const FRACTION: u64 = 0x000fffffffffffff;
const HIDDEN: u64 = 0x0010000000000000;
const INFINITY: u64 = 0x7ff0000000000000;
/** A double is significand · 2^(biased − BIAS). */
const BIAS: i32 = 1075;

/** Whether the eight bytes at `text` are all ASCII digits. */
@inline
export function areEightDigits(text: usize): bool {
  const bytes: u64 = load<u64>(text);
  const carried: u64 = bytes + 0x0606060606060606;
  return ((bytes & 0xf0f0f0f0f0f0f0f0) | ((carried & 0xf0f0f0f0f0f0f0f0) >> 4)) == 0x3333333333333333;
}

/** Value of the eight ASCII digits at `text`. */
@inline
export function eightDigits(text: usize): u64 {
  const ones: u64 = load<u64>(text) & 0x0f0f0f0f0f0f0f0f;
  const tens: u64 = ((ones * 2561) >> 8) & 0x00ff00ff00ff00ff;
  const hundreds: u64 = ((tens * 6553601) >> 16) & 0x0000ffff0000ffff;
  return (hundreds * 42949672960001) >> 32;
}

/**
 * The double nearest to mantissa · 10^exponent, ties to even; 0 below the range, Infinity above. Always decided:
 * there is no fallback. Lemire, "Number parsing at a gigabyte per second" (2021), with Mushtak and Lemire, "Fast
 * number parsing without fallback" (2023); the powers here are rounded up throughout.
 */
export function decimalToDouble(mantissa: u64, exponent: i32): f64 {
  if (mantissa <= HIDDEN << 1 && <u32>(exponent + 22) <= 44) {
    const exact: f64 = <f64>mantissa;
    return exponent < 0 ? exact / exactPower(-exponent) : exact * exactPower(exponent);
  }
  if (mantissa == 0 || exponent < POWER_MINIMUM) return 0;
  if (exponent > 308) return Infinity;
  return roundProduct(mantissa, exponent);
}

function roundProduct(mantissa: u64, exponent: i32): f64 {
  const leading: i32 = <i32>clz<u64>(mantissa);
  const scaled: u64 = mantissa << leading;
  const power: u64 = powerHigh(exponent);
  let high: u64 = multiplyHigh(scaled, power);
  let low: u64 = scaled * power;
  if ((high & 0x1ff) == 0x1ff) {
    const carry: u64 = multiplyHigh(scaled, powerLow(exponent));
    low += carry;
    high += <u64>(low < carry);
  }
  // 53 bits of significand and one below them: the value is significand · 2^(biased − BIAS) / 2.
  const top: i32 = <i32>(high >> 63);
  let significand: u64 = high >> (9 + top);
  const biased: i32 = binaryExponent(exponent) + 1086 + top - leading;
  if (biased <= 0) {
    if (biased < -52) return 0;
    significand >>= 1 - biased;
    return reinterpret<f64>((significand + 1) >> 1);
  }
  // A tie has 54 bits: 5^exponent fits in those, or 5^-exponent in the other ten of the mantissa.
  const tie: bool = low == 0 && exponent >= -4 && exponent <= 23 && significand << (9 + top) == high;
  significand += <u64>(!tie || (significand & 3) == 3);
  const bits: u64 = ((<u64>(biased - 1)) << FRACTION_BITS) + (significand >> 1);
  return reinterpret<f64>(min<u64>(bits, INFINITY));
}

/**
 * Writes a finite double at `out` and returns the end; up to NUMBER_PADDING bytes after it are overwritten.
 * `digits` 1–17: that many significant digits, rounded as JavaScript's toPrecision does (ties away from zero) without
 * trailing zeros; 0: the shortest digits that read back, those of JavaScript's String. The layout is String's: plain
 * from 1e-6 to below 1e21, else `1.5e-7`, `1e+21`; zero of either sign is `0`. A rounding that would leave the range
 * of doubles is cut off instead, since readers refuse 1.8e+308.
 */
export function writeDouble(out: usize, value: f64, digits: i32): usize {
  const bits: u64 = reinterpret<u64>(value);
  const magnitude: u64 = bits & ~(<u64>1 << 63);
  if (magnitude == 0) {
    store<u8>(out, 0x30);
    return out + 1;
  }
  store<u8>(out, 0x2d);
  out += <usize>(bits >> 63);
  return digits == 0 ? writeShortest(out, magnitude) : writeRounded(out, magnitude, digits);
}

/**
 * For k = digits − 1 − ⌊log10 2^e⌋ and x in [2^e, 2^(e+1)), x · 10^k is in [10^(digits − 1),
 * 2 · 10^digits). The product of the significands of x and 10^k gives ⌊2 · x · 10^k⌋ exactly, and the bit or digit
 * after the wanted ones decides the rounding. The lower half of 10^k's significand counts only where it may carry.
 */
function writeRounded(out: usize, magnitude: u64, digits: i32): usize {
  const biased: i32 = <i32>(magnitude >> FRACTION_BITS);
  const significand: u64 = biased != 0 ? (magnitude & FRACTION) | HIDDEN : magnitude;
  const leading: i32 = <i32>clz<u64>(significand);
  const binary: i32 = max<i32>(biased, 1) - BIAS + 63 - leading;
  let decimal: i32 = decimalExponent(binary);
  const k: i32 = digits - 1 - decimal;
  const scaled: u64 = significand << leading;
  const power: u64 = powerHigh(k);
  let high: u64 = multiplyHigh(scaled, power);
  const shift: i32 = 61 - binary - binaryExponent(k);
  if (((high + 1) & (((<u64>1) << shift) - 1)) == 0) {
    const carry: u64 = multiplyHigh(scaled, powerLow(k));
    high += <u64>(scaled * power + carry < carry);
  }
  const twice: u64 = high >> shift;
  const limit: u64 = integerPower(digits);
  let rounded: u64 = (twice + 1) >> 1;
  if (twice >> 1 >= limit) {
    rounded = ((twice >> 1) + 5) / 10;
    ++decimal;
  }
  if (rounded == limit) {
    rounded = integerPower(digits - 1);
    ++decimal;
  }
  if (decimal >= 308 && decimalToDouble(rounded, decimal + 1 - digits) == Infinity) --rounded;
  if (digits <= 8) return placeEight(out, <u32>(rounded * integerPower(8 - digits)), decimal + 1);
  return placeSeventeen(out, rounded * integerPower(17 - digits), decimal + 1);
}

/**
 * Giulietti, "The Schubfach way to render doubles" (2020): of the decimals that read back as x, k is chosen so that
 * at most one multiple of 10 · 10^k and at least one of 10^k is among them. Everything is counted in quarters of
 * 10^k, as a whole part and a fraction of 128 bits; the bounds of what reads back are x plus and minus half a step
 * between doubles, which is 2^(shift + 1) times the power's significand.
 */
function writeShortest(out: usize, magnitude: u64): usize {
  const biased: i32 = <i32>(magnitude >> FRACTION_BITS);
  const fraction: u64 = magnitude & FRACTION;
  const significand: u64 = biased != 0 ? fraction | HIDDEN : fraction;
  // Below a power of two the doubles lie half as far apart.
  const closer: bool = fraction == 0 && biased > 1;
  const binary: i32 = max<i32>(biased, 1) - BIAS;
  const k: i32 = (binary * 1262611 - (closer ? 524031 : 0)) >> 22;
  const powerTop: u64 = powerHigh(-k);
  const powerBottom: u64 = powerLow(-k);
  const shift: i32 = binary + binaryExponent(-k) + 1;
  const scaled: u64 = significand << (shift + 2);

  const bottom: u64 = scaled * powerBottom;
  const carry: u64 = multiplyHigh(scaled, powerBottom);
  const middle: u64 = scaled * powerTop + carry;
  const whole: u64 = multiplyHigh(scaled, powerTop) + <u64>(middle < carry);

  const above: i32 = shift + 1;
  const highBottom: u64 = bottom + (powerBottom << above);
  const highCarry: u64 = <u64>(highBottom < bottom);
  const highStep: u64 = middle + ((powerTop << above) | (powerBottom >> (64 - above)));
  const highMiddle: u64 = highStep + highCarry;
  const high: u64 = whole + (powerTop >> (64 - above)) + <u64>(highStep < middle) + <u64>(highMiddle < highCarry);

  const below: i32 = above - <i32>closer;
  const lowStep: u64 = (powerTop << below) | (powerBottom >> (64 - below));
  const lowBottom: u64 = bottom - (powerBottom << below);
  const lowCarry: u64 = <u64>(lowBottom > bottom);
  const lowMiddle: u64 = middle - lowStep - lowCarry;
  const low: u64 = whole - (powerTop >> (64 - below)) - (<u64>(middle < lowStep) | <u64>(middle - lowStep < lowCarry));

  // The bounds themselves read back as x when its significand is even.
  const odd: u64 = significand & 1;
  const least: u64 = low + (odd | isFraction(lowMiddle, lowBottom));
  const most: u64 = high - (odd & ~isFraction(highMiddle, highBottom));
  return placeDigits(out, shortest(whole, isFraction(middle, bottom), least, most), k);
}

/**
 * Of the multiples of ten units around x the one from `least` to `most`, or else of one unit; the nearer of two, and
 * of two as near the even one. In quarters of a unit; `fraction`: whether x is more than `whole`.
 */
@inline
function shortest(whole: u64, fraction: u64, least: u64, most: u64): u64 {
  const unit: u64 = whole >> 2;
  const ten: u64 = (unit / 10) * 10;
  const tenAbove: bool = 4 * ten + 40 <= most;
  if (least <= 4 * ten != tenAbove) return ten + (<u64>tenAbove) * 10;
  const unitAbove: bool = 4 * unit + 4 <= most;
  if (least <= 4 * unit != unitAbove) return unit + <u64>unitAbove;
  return unit + <u64>((whole & 3) + ((unit & 1) | fraction) > 2);
}

/** 1 when the 128 bits after the whole part are more than what rounding up the power can leave behind. */
@inline
function isFraction(middle: u64, bottom: u64): u64 {
  return <u64>((middle | (bottom >> 60)) != 0);
}
