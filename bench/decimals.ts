/**
 * A number with four decimals, the rivals' way to write one: put together from two whole numbers, which takes a third of
 * the time of toPrecision or toFixed, and less than JavaScript's own shortest digits.
 */
export function fourDecimals(value: number): string {
  const scaled = Math.round(Math.abs(value) * 1e4);
  if (!(scaled < 2 ** 53)) return String(value);
  const whole = Math.floor(scaled / 1e4);
  return `${value < 0 ? "-" : ""}${whole}.${padded[scaled - whole * 1e4]}`;
}

/** What stands behind the point. */
const padded = Array.from({ length: 10_000 }, (_, number) => String(number).padStart(4, "0"));
