import { test } from "uvu";
import * as assert from "uvu/assert";
import { loadProbe } from "./probe.js";

interface Probe {
  powerHigh(k: number): bigint;
  powerLow(k: number): bigint;
}

/** 10^k = significand · 2^(exponent − 127), the significand of 128 bits rounded up. */
interface Power {
  significand: bigint;
  exponent: number;
  exact: boolean;
}

const bitLength = (value: bigint) => value.toString(2).length;

function exactPower(k: number): Power {
  const integer = 10n ** BigInt(Math.abs(k));
  const exponent = k >= 0 ? bitLength(integer) - 1 : -bitLength(integer);
  let above = k >= 0 ? integer : 1n;
  let below = k >= 0 ? 1n : integer;
  if (exponent <= 127) above <<= BigInt(127 - exponent);
  else below <<= BigInt(exponent - 127);
  return { significand: (above + below - 1n) / below, exponent, exact: above % below === 0n };
}

const LEAST = -342;
const MOST = 340;
const powers = new Map<number, Power>();
for (let k = LEAST; k <= MOST; k++) powers.set(k, exactPower(k));

/**
 * Least w · factor mod modulus for 1 ≤ w ≤ limit, by the records from below and above, as in Euclid's algorithm:
 * `low` is the least residue so far, at w = `lowAt`; `high` the modulus less the greatest, at `highAt`.
 */
function leastResidue(factor: bigint, modulus: bigint, limit: bigint): bigint {
  let low = factor % modulus;
  let high = modulus - low;
  let lowAt = 1n;
  let highAt = 1n;
  while (low > 0n && lowAt + highAt <= limit) {
    if (low >= high) {
      const room = (limit - lowAt) / highAt;
      let steps = low / high;
      if (steps > room) steps = room;
      low -= steps * high;
      lowAt += steps * highAt;
    } else {
      const room = (limit - highAt) / lowAt;
      let steps = (high - 1n) / low;
      if (steps > room) steps = room;
      high -= steps * low;
      highAt += steps * lowAt;
    }
  }
  return low;
}

/**
 * A power rounded up makes each product too great by less than its other factor w. That changes nothing above bit b
 * when no product is below a multiple of 2^b and at or past it once rounded, so when w · significand mod 2^b is never
 * less than w's limit. Exact powers need no proof; those of −27…−1 have products that are exact, and the others are
 * multiples of 2^j / 5^27 and too far from any whole number.
 */
const inexact = (k: number) => k < -27 || k > 55;

const decimalExponent = (e: number) => (e * 315653) >> 20;

test("leastResidue agrees with trying every factor", () => {
  for (let i = 0; i < 2000; i++) {
    const modulus = BigInt(2 + ((i * 7919) % 301));
    const factor = BigInt(1 + ((i * 104729) % 409));
    const limit = BigInt(1 + (i % 53));
    let expected = modulus;
    for (let w = 1n; w <= limit; w++) if ((w * factor) % modulus < expected) expected = (w * factor) % modulus;
    assert.is(leastResidue(factor, modulus, limit), expected, `${factor} mod ${modulus} up to ${limit}`);
  }
});

test("the computed powers of ten are the exact ones, rounded up to 128 bits", () => {
  const probe = loadProbe<Probe>();
  for (const [k, power] of powers) {
    const computed = (BigInt.asUintN(64, probe.powerHigh(k)) << 64n) | BigInt.asUintN(64, probe.powerLow(k));
    assert.is(computed, power.significand, `10^${k}`);
    assert.is(power.exponent, (k * 1741647) >> 19, `binary exponent of 10^${k}`);
    assert.is(power.exact, k >= 0 && k <= 55);
  }
});

test("the decimal exponent of every power of two is right", () => {
  for (let e = -1100; e <= 1100; e++) {
    const two = 2n ** BigInt(Math.abs(e));
    const expected = e >= 0 ? two.toString().length - 1 : -(two - 1n).toString().length;
    assert.is(decimalExponent(e), expected, `2^${e}`);
  }
});

test("no mantissa of 64 bits leaves a parse undecided", () => {
  const limit = 2n ** 64n - 1n;
  // the half of the last place of a double is bit 137 of the product, or 138
  for (const [k, power] of powers) {
    if (!inexact(k)) continue;
    assert.ok(leastResidue(power.significand, 2n ** 137n, limit) > limit, `10^${k}`);
  }
});

test("no double leaves a rounding to 1–17 digits undecided", () => {
  for (let e = -1074; e <= 1023; e++) {
    for (let digits = 1; digits <= 17; digits++) {
      const k = digits - 1 - decimalExponent(e);
      if (!inexact(k)) continue;
      const power = powers.get(k)!;
      const bits = e >= -1022 ? 53 : e + 1075;
      const limit = 2n ** BigInt(bits) - 1n;
      const half = BigInt(125 + bits - e - power.exponent);
      assert.ok(leastResidue(power.significand, 2n ** half, limit) > limit, `2^${e} to ${digits} digits`);
    }
  }
});

test("no double or bound between doubles leaves the shortest text undecided", () => {
  for (let q = -1074; q <= 971; q++) {
    for (const closer of [0, 524031]) {
      const k = -((q * 1262611 - closer) >> 22);
      const power = powers.get(k)!;
      const shift = q + power.exponent + 1;
      assert.ok(shift >= 1 && shift <= 4, `shift of 2^${q}`);
      if (!inexact(k)) continue;
      // quarters of a unit begin at bit 128; a fraction below 2^60 counts as none
      const residue = leastResidue(power.significand, 2n ** BigInt(128 - shift), 2n ** 55n + 2n) << BigInt(shift);
      assert.ok(residue >= 2n ** 60n, `2^${q}`);
    }
  }
});

test.run();
