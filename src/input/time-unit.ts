/** What timestamps count since 1970. */
export type Unit = (typeof units)[number];

export const units = ["s", "ms", "us", "ns"] as const;

export const unitNames: Record<Unit, string> = {
  s: "seconds",
  ms: "milliseconds",
  us: "microseconds",
  ns: "nanoseconds",
};

/** Nanoseconds as a power of ten. */
const powers: Record<Unit, number> = { s: 9, ms: 6, us: 3, ns: 0 };

/** Seconds from 1970 to 1980, to 2100, and of a year: where measured times lie, and the most from one to the next. */
const EARLIEST = 315_532_800;
const LATEST = 4_102_444_800;
const YEAR = 31_557_600;

/** The unit in which all counts are times from 1980 to 2100; undefined where none is. */
export function plausibleUnit(counts: readonly number[]): Unit | undefined {
  if (counts.length === 0) return undefined;
  let [least, most] = [Infinity, -Infinity];
  for (const count of counts) [least, most] = [Math.min(least, count), Math.max(most, count)];
  return units.find((unit) => {
    const second = 10 ** (9 - powers[unit]);
    const step = (most - least) / Math.max(1, counts.length - 1);
    return least >= EARLIEST * second && most <= LATEST * second && step < YEAR * second;
  });
}

/** The zeros that make nanoseconds of a whole number of units. */
export function zerosOf(unit: Unit): string {
  return "0".repeat(powers[unit]);
}

/** A decimal number of units as nanoseconds; undefined for any other text, and beyond 64 bits. */
export function toNanoseconds(text: string, unit: Unit): bigint | undefined {
  const parts = /^(-?)0*(\d+)(?:[.,](\d*))?$/.exec(text) ?? exponential(text);
  if (parts === null) return undefined;
  const [, sign, whole = "", fraction = ""] = parts;
  const power = powers[unit];
  if (whole.length + power > 19) return undefined;
  const count = BigInt(whole + fraction.padEnd(power, "0").slice(0, power));
  return count > 0x7fff_ffff_ffff_ffffn ? undefined : sign === "-" ? -count : count;
}

/** `1.7672256e+09`, as some programs write seconds. */
function exponential(text: string): RegExpExecArray | null {
  if (!/^-?\d(\.\d+)?e\+?\d{1,2}$/i.test(text)) return null;
  return /^(-?)(\d+)(?:\.(\d*))?$/.exec(Number(text).toFixed(6));
}
