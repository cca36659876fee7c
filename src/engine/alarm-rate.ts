import { parseDuration } from "../duration.js";

/** How often something may happen: of a series' points, or in a second. */
export interface AlarmRate {
  readonly rate: number;
  readonly unit: "point" | "second";
}

/** Seconds of the words that a rate may have behind its slash. */
const periods: Record<string, number> = {
  second: 1,
  minute: 60,
  hour: 3_600,
  day: 86_400,
  week: 604_800,
  month: 2_629_800,
  year: 31_557_600,
};

/** Reads `1e-4`, a share of the points, and `1/week` or `2/12h`. */
export function alarmRate(text: string): AlarmRate {
  const [count = "", period] = text.split("/", 2);
  if (period === undefined) return { rate: Number(count), unit: "point" };
  const duration = /^\d/.test(period) ? period : `1${period}`;
  const seconds = periods[period.toLowerCase()] ?? Number(parseDuration(duration)) / 1e9;
  return { rate: Number(count) / seconds, unit: "second" };
}
