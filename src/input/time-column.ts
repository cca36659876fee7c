import { isClock } from "./date.js";
import { anyCountForm, countForm, dateForm, serialForm, type TimeForm } from "./time-form.js";
import type { Unit } from "./time-unit.js";

/** Where a row's time stands, and how it is written. */
export interface TimeColumn {
  readonly index: number;
  readonly form: TimeForm;
  /** The column with the time of day, where the other one has the date alone; else -1. */
  readonly clock: number;
}

/** Names of a column that is the time, the likeliest first; and of one that may be it. */
const exactNames = ["time", "timestamp", "_time", "datetime", "ts", "date", "ds", "_timestamp"];
const looseName = /time|date|stamp|serial/i;

/** Whether a column's name says that it is the time. */
export function isTimeName(name: string): boolean {
  return rankOf(name) >= 0;
}

function rankOf(name: string): number {
  return exactNames.indexOf(name.toLowerCase());
}

/** Share of neighbours that have to rise in a column that only by its numbers may be the time. */
const RISING = 0.95;

/**
 * Finds the column that is the time: by its name and what it holds, dates before numbers.
 *
 * @param columns of each column the texts that are not empty
 */
export function findTime(
  names: readonly string[],
  columns: readonly (readonly string[])[],
  precision: Unit | undefined,
): TimeColumn | undefined {
  const all = columns.map((_, index) => index);
  const rank = (index: number) => rankOf(names[index] ?? "");
  const exact = all.filter((index) => rank(index) >= 0).sort((one, other) => rank(one) - rank(other));
  const loose = all.filter((index) => !exact.includes(index) && looseName.test(names[index] ?? ""));
  const named = [...exact, ...loose];
  const date = (index: number) => dateForm(columns[index]!);
  const counted = (index: number) => countForm(columns[index]!, precision);
  const serial = (index: number) => (precision === undefined ? serialForm(columns[index]!) : undefined);
  const rising = (index: number) =>
    isRising(columns[index]!) ? (countForm(columns[index]!, undefined) ?? risingSerial(columns[index]!)) : undefined;
  const ways: [indices: readonly number[], form: (index: number) => TimeForm | undefined][] = [
    [named, (index) => date(index) ?? counted(index)],
    [all, date],
    [named, (index) => serial(index)],
    [all, rising],
    [exact, (index) => anyCountForm(columns[index]!)],
  ];
  for (const [indices, form] of ways) {
    for (const index of indices) {
      const found = form(index);
      if (found !== undefined) return { index, form: found, clock: clockFor(index, found, columns) };
    }
  }
  return undefined;
}

function isRising(texts: readonly string[]): boolean {
  let rises = 0;
  for (let at = 1; at < texts.length; at++) if (Number(texts[at]) >= Number(texts[at - 1])) rises++;
  return texts.length > 0 && rises >= RISING * (texts.length - 1) && (texts.length === 1 || texts[0] !== texts.at(-1));
}

/** Numbers without a name for it are a spreadsheet's dates only where they have a time of day. */
function risingSerial(texts: readonly string[]): TimeForm | undefined {
  return texts.some((text) => /[.,]\d{2}/.test(text)) ? serialForm(texts) : undefined;
}

function clockFor(index: number, { kind }: TimeForm, columns: readonly (readonly string[])[]): number {
  if (kind !== "date" || columns[index]!.some((text) => text.includes(":"))) return -1;
  return columns.findIndex((texts) => texts.length > 0 && texts.every(isClock));
}

/** Nanoseconds that a second time of a row may go another way than the first. */
const SAME = 2_000_000_000n;

/** Whether a column tells the time once more: as dates, or as numbers that go on as the times do. */
export function isTimeAgain(name: string, texts: readonly string[], times: readonly (bigint | undefined)[]): boolean {
  const filled = texts.filter((text) => text !== "");
  if (dateForm(filled) !== undefined) return true;
  const form = countForm(filled, undefined) ?? serialForm(filled);
  if (form === undefined || filled.length < 2) return false;
  let first: bigint | undefined;
  const same = texts.every((text, row) => {
    const [own, time] = [form.read(text), times[row]];
    if (own === undefined || time === undefined) return true;
    first ??= own - time;
    const apart = own - time - first;
    return apart < SAME && apart > -SAME;
  });
  return same && (filled[0] !== filled.at(-1) || looseName.test(name));
}
