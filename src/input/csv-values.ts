/** Texts that stand for no value in files of numbers. */
const missing = /^(|nan|na|n\/a|null|none|-)$/i;

/** A cell as a number of line protocol; empty where it stands for no value; undefined where it is something else. */
export function readNumber(text: string): string | undefined {
  if (missing.test(text)) return "";
  const plain = /^[+-]?\d+,\d+$/.test(text) ? text.replace(",", ".") : text;
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) || !Number.isFinite(Number(plain))) return undefined;
  return plain.replace(/^\+/, "");
}

const dated =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9})\d*)?)?)?\s*(Z|UTC|[+-]\d\d(?::?\d\d)?)?$/i;

/**
 * A cell as nanoseconds since 1970: a date with or without a time of day, in UTC unless it says otherwise, or a number of
 * seconds, milliseconds, microseconds or nanoseconds, whichever its size makes a time since 1970.
 */
export function readTime(text: string): bigint | undefined {
  const parts = dated.exec(text);
  if (parts === null) return /^\d+(\.\d+)?$/.test(text) ? countedTime(text) : undefined;
  const [, year, month, day, hour = "00", minute = "00", second = "00", fraction = "", zone = "Z"] = parts;
  const milliseconds = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (Number.isNaN(milliseconds)) return undefined;
  return BigInt(milliseconds) * 1_000_000n + BigInt(fraction.padEnd(9, "0")) - zoneOffset(zone);
}

function zoneOffset(zone: string): bigint {
  const parts = /^([+-])(\d\d):?(\d\d)?$/.exec(zone);
  if (parts === null) return 0n;
  const minutes = Number(parts[2]) * 60 + Number(parts[3] ?? 0);
  return BigInt(parts[1] === "-" ? -minutes : minutes) * 60_000_000_000n;
}

/** The whole digits of a number of seconds, up to the year 5138; more of them count smaller units. */
const SECOND_DIGITS = 11;

function countedTime(text: string): bigint | undefined {
  const [whole = "", fraction = ""] = text.split(".");
  const digits = whole.replace(/^0+(?=\d)/, "");
  const power = digits.length <= SECOND_DIGITS ? 9 : digits.length <= 14 ? 6 : digits.length <= 17 ? 3 : 0;
  if (digits.length > 19) return undefined;
  return BigInt(digits + fraction.padEnd(power, "0").slice(0, power));
}
