/** Nanoseconds of each unit that Telegraf's users write: Go's, and days and weeks. */
const units: Record<string, bigint> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
  d: 86_400_000_000_000n,
  w: 604_800_000_000_000n,
};

/** 64 bits of nanoseconds, some 292 years, as in Go and in timestamps. */
const LONGEST = 2n ** 63n - 1n;

/**
 * Reads a duration as Go and Telegraf write it, with days and weeks besides: `10s`, `-1h30m`, `1.5h`, `2d`. A fraction
 * below a nanosecond is dropped; 0 needs no unit.
 *
 * @returns nanoseconds
 * @throws Error that says what can't be read and what a duration looks like
 */
export function parseDuration(text: string): bigint {
  const sign = text.startsWith("-") ? -1n : 1n;
  const amounts = text.replace(/^[+-]/, "");
  if (amounts === "0") return 0n;
  let total = 0n;
  let at = 0;
  while (at < amounts.length) {
    const part = /^(\d*)(?:\.(\d*))?([a-zµμ]*)/i.exec(amounts.slice(at))!;
    const [whole, digits = "", fraction = "", unit = ""] = part;
    if (digits === "" && fraction === "") throw malformed(text, "expected a number");
    const size = Object.hasOwn(units, unit) ? units[unit]! : undefined;
    if (size === undefined) {
      const reason = unit === "" ? `${digits} has no unit` : `"${unit}" is no unit of time`;
      throw malformed(text, reason);
    }
    total += BigInt(digits === "" ? 0 : digits) * size;
    if (fraction !== "") total += (BigInt(fraction) * size) / 10n ** BigInt(fraction.length);
    at += whole.length;
  }
  if (amounts === "") throw malformed(text, "it is empty");
  if (total > LONGEST) throw malformed(text, "it is longer than 292 years");
  return sign * total;
}

function malformed(text: string, reason: string): Error {
  const quoted = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  return new Error(`"${quoted}" is no duration, ${reason}: write 10s, 1h30m or 2d (units ns, us, ms, s, m, h, d, w)`);
}
