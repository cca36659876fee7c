import type { Reason, Told } from "../engine/points.js";

export { seriesText } from "../engine/names.js";

/** `1,234`. */
export function count(number: number): string {
  return number.toLocaleString("en-US");
}

/** `1 alarm`, `1,234 alarms`. */
export function counted(number: number, noun: string, plural = `${noun}s`): string {
  return `${count(number)} ${number === 1 ? noun : plural}`;
}

/** `level shift`. */
export function reasonText(reason: string): string {
  return reason.replaceAll("_", " ");
}

/** `9 spike, 1 level_shift`; a dash where there is none. */
export function reasonsText(reasons: readonly (readonly [reason: string, times: number])[]): string {
  return reasons.map(([reason, times]) => `${count(times)} ${reason}`).join(", ") || "–";
}

/** `2026-01-01 00:00:01.5`, in UTC; milliseconds since 1970. */
export function timeText(time: number): string {
  if (!(Math.abs(time) <= 8.64e15)) return "–";
  const text = new Date(Math.floor(time)).toISOString().replace("T", " ").replace("Z", "");
  return text.replace(/\.?0+$/, (zeros) => (zeros.startsWith(".") ? "" : zeros)).replace(/(\.\d*?)0+$/, "$1");
}

/** A measured value, with no more digits than tell something. */
export function valueText(value: number): string {
  if (!Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e15 || size < 1e-4)) return value.toExponential(3);
  return value.toLocaleString("en-US", { maximumSignificantDigits: 7 });
}

/** What was told of an incident: what was measured, and what was expected instead. */
export function toldText({ value, lower, upper }: Told, reason: Reason): [measured: string, expected: string] {
  const measured = valueText(value);
  if (reason === "gap") return [`silent for ${measured} s`, `a point within ${valueText(upper)} s`];
  if (reason === "stuck") return [`unchanged for ${measured} s`, `a change within ${valueText(upper)} s`];
  if (reason === "missing") {
    const side = lower > 0 ? "rise" : "fall";
    const often = upper > 86_400 ? "every week" : "every day";
    return [`no ${side} around ${timeText(value * 1_000)}`, `a ${side} as ${often}`];
  }
  if (!Number.isFinite(lower)) return [measured, `at most ${valueText(upper)}`];
  if (!Number.isFinite(upper)) return [measured, `at least ${valueText(lower)}`];
  const range = rangeText(lower, upper, Math.max(lower - value, value - upper));
  return reason === "variance" ? [`changes of ${measured}`, range] : [measured, range];
}

/**
 * Two ends of a range, with as many digits as its width is worth, and as tell a value from it.
 *
 * @param distance of the value from the nearer end
 */
export function rangeText(lower: number, upper: number, distance = Number.POSITIVE_INFINITY): string {
  const width = upper - lower;
  if (!Number.isFinite(width)) return "–";
  const worth = width > 0 ? Math.min(Math.max(1 - Math.floor(Math.log10(width)), 0), 6) : 2;
  const needed = distance > 0 && Number.isFinite(distance) ? Math.min(Math.ceil(-Math.log10(distance)), 15) : 0;
  const digits = Math.max(worth, needed);
  const text = (value: number) =>
    Math.abs(value) >= 1e15
      ? value.toExponential(3)
      : value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return `${text(lower)} to ${text(upper)}`;
}

/** A ratio with two decimals; a dash where there is none. */
export function fixed(number: number): string {
  if (!Number.isFinite(number)) return "–";
  return Math.abs(number) < 10_000 ? number.toFixed(2) : number.toExponential(1);
}

export function percent(share: number): string {
  return Number.isFinite(share) ? `${(share * 100).toFixed(1)} %` : "–";
}

export function bytesText(bytes: number): string {
  if (bytes < 1_000) return counted(bytes, "byte");
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(0)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

/** `12 ms`, `1.2 s`. */
export function secondsText(seconds: number): string {
  return seconds < 1 ? `${Math.max(1, Math.round(seconds * 1_000))} ms` : `${seconds.toFixed(1)} s`;
}
