import { type DateOrder, isYearLast, readDate } from "./date.js";
import { isNumber, readNumber } from "./number.js";
import { plausibleUnit, toNanoseconds, type Unit } from "./time-unit.js";

/** How the times of a column are written. */
export interface TimeForm {
  readonly kind: "date" | "count" | "serial";
  /** Nanoseconds since 1970; undefined for a text of another form. */
  read(text: string): bigint | undefined;
  /** What a person should know about it. */
  readonly notice: string | undefined;
}

/** Share of a column's cells that have to be of a form. */
const MOST = 0.5;

/** The form of texts that are dates; undefined where they are none. */
export function dateForm(texts: readonly string[]): TimeForm | undefined {
  if (texts.length === 0 || !/\D/.test(texts[0]!) || isNumber(texts[0]!)) return undefined;
  const { order, isCertain } = texts.some(isYearLast)
    ? orderOf(texts)
    : ({ order: "month-first", isCertain: true } as const);
  const read = (text: string) => readDate(text, order);
  if (count(texts, (text) => read(text) !== undefined) < MOST * texts.length) return undefined;
  const shown = order === "day-first" ? "day/month/year" : "month/day/year";
  return { kind: "date", read, notice: isCertain ? undefined : `dates like ${texts[0]} are read as ${shown}` };
}

/** Day or month first: the one that makes dates of all, else the one by which they follow each other more closely. */
function orderOf(texts: readonly string[]): { readonly order: DateOrder; readonly isCertain: boolean } {
  const readings = (order: DateOrder) => texts.flatMap((text) => readDate(text, order) ?? []);
  const [byDay, byMonth] = [readings("day-first"), readings("month-first")];
  const [dayWay, monthWay] = [wayOf(byDay), wayOf(byMonth)];
  const fewer = byMonth.length - byDay.length || dayWay - monthWay;
  const isDayFirst = fewer < 0 || (fewer === 0 && texts[0]!.includes("-"));
  return { order: isDayFirst ? "day-first" : "month-first", isCertain: fewer !== 0 };
}

/** The sum of all steps, forth and back. */
function wayOf(times: readonly bigint[]): number {
  let way = 0;
  for (let at = 1; at < times.length; at++) way += Math.abs(Number(times[at]! - times[at - 1]!));
  return way;
}

/** The form of numbers that count from 1970, in the given unit or in the one that makes them dates. */
export function countForm(texts: readonly string[], given: Unit | undefined): TimeForm | undefined {
  const counts = numbersOf(texts);
  if (counts.length < MOST * texts.length || counts.length === 0) return undefined;
  const unit = given ?? plausibleUnit(counts);
  return unit === undefined ? undefined : { kind: "count", read: reader(unit), notice: undefined };
}

/** The same for a column whose name says that it is the time, whatever its numbers are: seconds then. */
export function anyCountForm(texts: readonly string[]): TimeForm | undefined {
  if (texts.length === 0 || numbersOf(texts).length < texts.length) return undefined;
  const notice = `times like ${texts[0]} are read as seconds since 1970`;
  return { kind: "count", read: reader("s"), notice };
}

const reader = (unit: Unit) => (text: string) => toNanoseconds(text, unit);

/** Days from the beginning of a spreadsheet's calendar to 1970, and to 2100. */
const FIRST_DAY = 25_569;
const LAST_DAY = 73_051;
/** A serial date has about five digits behind the point: it is as exact as a second at best, and is rounded to one. */
const DAY = 86_400;

/** The form of a spreadsheet's dates as numbers: days since the end of 1899, as 45987.56. */
export function serialForm(texts: readonly string[]): TimeForm | undefined {
  const days = numbersOf(texts);
  if (days.length < MOST * texts.length || days.length === 0) return undefined;
  if (days.some((day) => day < FIRST_DAY || day > LAST_DAY)) return undefined;
  if (texts.every((text) => /^\d+$/.test(text)) && new Set(days).size * 2 < days.length) return undefined;
  return { kind: "serial", read: readSerial, notice: `numbers like ${texts[0]} are read as a spreadsheet's dates` };
}

function readSerial(text: string): bigint | undefined {
  const day = Number(readNumber(text) || Number.NaN);
  if (!(day >= FIRST_DAY && day <= LAST_DAY)) return undefined;
  return BigInt(Math.round((day - FIRST_DAY) * DAY)) * 1_000_000_000n;
}

function numbersOf(texts: readonly string[]): number[] {
  return texts.flatMap((text) => {
    const number = readNumber(text);
    return number === undefined || number === "" ? [] : [Number(number)];
  });
}

function count(texts: readonly string[], holds: (text: string) => boolean): number {
  return texts.reduce((sum, text) => sum + (holds(text) ? 1 : 0), 0);
}

/** A date, or a number of whichever unit makes it one: for a text that stands alone. */
export function readTime(text: string): bigint | undefined {
  const date = readDate(text, "month-first");
  if (date !== undefined || !/^\d+([.,]\d+)?$/.test(text)) return date;
  const unit = plausibleUnit([Number(text.replace(",", "."))]);
  return toNanoseconds(text, unit ?? unitBySize(text));
}

/** Whole digits of a number of seconds, up to the year 5138; more of them count smaller units. */
const SECOND_DIGITS = 11;

function unitBySize(text: string): Unit {
  const { length } = text.split(/[.,]/, 1)[0]!.replace(/^0+(?=\d)/, "");
  return length <= SECOND_DIGITS ? "s" : length <= 14 ? "ms" : length <= 17 ? "us" : "ns";
}
