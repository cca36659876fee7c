/** Which of two numbers in front of a year is the month: `6/1/2026` is the first of June, or the sixth of January. */
export type DateOrder = "month-first" | "day-first";

/** Zones by their letters, in hours before UTC. */
const zones: Readonly<Record<string, number>> = {
  EST: -5,
  EDT: -4,
  CST: -6,
  CDT: -5,
  MST: -7,
  MDT: -6,
  PST: -8,
  PDT: -7,
  WET: 0,
  WEST: 1,
  BST: 1,
  CET: 1,
  CEST: 2,
  EET: 2,
  EEST: 3,
};

/** Time of day behind a date: `18:20`, `18:20:00.25`, `6:20:00 PM`, and where it is: `Z`, `UTC`, `+02:00`, `GMT+0100 (…)`. */
const CLOCK = String.raw`(?<hour>\d{1,2}):(?<minute>\d\d)(?::(?<second>\d\d)(?:[.,](?<fraction>\d{1,9})\d*)?)?\s*(?<half>[AP]\.?M\.?)?`;
const ZONE = String.raw`(?<zone>Z|(?:UTC|GMT)?[+-]\d\d?(?::?\d\d)?|UTC|GMT|${Object.keys(zones).join("|")})?(?: \([^)]*\))?`;
const REST = String.raw`(?:(?:T|,?\s+|_)(?:at )?${CLOCK})?\s*${ZONE}$`;
const WEEKDAY = String.raw`^(?:\p{L}{2,10}\.?,?\s+)?`;
const WORD = String.raw`(?<word>\p{L}{3,10})\.?`;

const pattern = (text: string) => new RegExp(text, "iu");
const forms = {
  yearFirst: pattern(String.raw`^(?<year>\d{4})(?<mark>[-/.])(?<month>\d{1,2})\k<mark>(?<day>\d{1,2})${REST}`),
  basic: /^(?<year>\d{4})(?<month>\d\d)(?<day>\d\d)T(?<hour>\d\d)(?<minute>\d\d)(?<second>\d\d)?(?<zone>Z)?$/i,
  yearLast: pattern(String.raw`^(?<one>\d{1,2})(?<mark>[-/.])(?<two>\d{1,2})\k<mark>(?<year>\d{4}|\d\d)${REST}`),
  dayWord: pattern(String.raw`${WEEKDAY}(?<day>\d{1,2})(?:st|nd|rd|th|\.)?[\s/-]*${WORD}[\s/,-]*(?<year>\d{4})${REST}`),
  wordDay: pattern(String.raw`${WEEKDAY}${WORD}\s+(?<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?<year>\d{4})${REST}`),
  yearBehind: pattern(String.raw`${WEEKDAY}${WORD}\s+(?<day>\d{1,2})\s+${CLOCK}\s*${ZONE}\s+(?<year>\d{4})$`),
};

/** Beginnings of the months' names, in English, and where German ones are others. */
const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const otherMonths: Record<string, number> = { mär: 3, mrz: 3, mai: 5, okt: 10, dez: 12 };

type Parts = Partial<Record<string, string>>;

/**
 * A text that is a date, with or without a time of day, as nanoseconds since 1970; in UTC unless it says otherwise.
 * undefined for any other text.
 */
export function readDate(text: string, order: DateOrder): bigint | undefined {
  const written = forms.yearFirst.exec(text)?.groups ?? forms.basic.exec(text)?.groups;
  if (written !== undefined) return timeOf(written, Number(written.month));
  const last = forms.yearLast.exec(text)?.groups;
  if (last !== undefined) return yearLastTime(last, order);
  if (!/\p{L}{3}/u.test(text)) return undefined;
  for (const form of [forms.dayWord, forms.wordDay, forms.yearBehind]) {
    const parts = form.exec(text)?.groups;
    if (parts !== undefined) return timeOf(parts, monthNamed(parts.word!));
  }
  return undefined;
}

/** Points part days from months where dates are written with them: the day comes first there. */
function yearLastTime(parts: Parts, order: DateOrder): bigint | undefined {
  const isDayFirst = parts.mark === "." || order === "day-first";
  const [day, month] = isDayFirst ? [parts.one, parts.two] : [parts.two, parts.one];
  const year = parts.year!.length === 2 ? `20${parts.year}` : parts.year;
  return timeOf({ ...parts, year, day }, Number(month));
}

function monthNamed(word: string): number {
  const start = word.slice(0, 3).toLowerCase();
  return otherMonths[start] ?? months.indexOf(start) + 1;
}

function timeOf(parts: Parts, month: number): bigint | undefined {
  const { year, day, minute = "0", second = "0", fraction = "" } = parts;
  const hour = hourOf(parts.hour ?? "0", parts.half);
  if (hour === undefined || Number(minute) > 59 || Number(second) > 59) return undefined;
  const date = new Date(Date.UTC(Number(year), month - 1, Number(day), hour, Number(minute), Number(second)));
  if (month < 1 || date.getUTCMonth() !== month - 1 || Number.isNaN(date.getTime())) return undefined;
  return BigInt(date.getTime()) * 1_000_000n + BigInt(fraction.padEnd(9, "0")) - zoneOffset(parts.zone ?? "Z");
}

/** Hours since midnight; 12 AM is midnight itself. */
function hourOf(text: string, half: string | undefined): number | undefined {
  const hour = Number(text);
  if (half === undefined) return hour < 24 ? hour : undefined;
  if (hour < 1 || hour > 12) return undefined;
  return (hour % 12) + (/^p/i.test(half) ? 12 : 0);
}

function zoneOffset(zone: string): bigint {
  const parts = /([+-])(\d\d?)(?::?(\d\d))?$/.exec(zone);
  if (parts === null) return BigInt(zones[zone.toUpperCase()] ?? 0) * 3_600_000_000_000n;
  const minutes = Number(parts[2]) * 60 + Number(parts[3] ?? 0);
  return BigInt(parts[1] === "-" ? -minutes : minutes) * 60_000_000_000n;
}

const clockAlone = pattern(`^${CLOCK}$`);

/** Whether a text is a time of day without a date. */
export function isClock(text: string): boolean {
  return clockAlone.test(text);
}

/** Whether a text is a date whose first two numbers may be day and month either way round. */
export function isYearLast(text: string): boolean {
  const mark = forms.yearLast.exec(text)?.groups?.mark;
  return mark === "/" || mark === "-";
}
