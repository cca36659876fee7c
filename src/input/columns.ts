import { isMissing, isNumber, readTruth } from "./number.js";
import type { Findings } from "./problem.js";
import { findTime, isTimeAgain, type TimeColumn } from "./time-column.js";
import type { Unit } from "./time-unit.js";

/** What a column of a table becomes; an open one has held nothing so far. */
export type Role = "time" | "clock" | "field" | "truth" | "tag" | "open" | "ignored";

/** What the columns of a table are. */
export interface Columns {
  readonly roles: Role[];
  readonly time: TimeColumn;
}

/** Rows up to which every column of texts becomes a tag: too few to tell more of it. */
const FEW = 20;
/** Rows with another text than the one before, where texts take turns, and texts that there may be then: shares of all. */
const TURNS = 0.9;
const MOST_TURNS = 0.2;

/**
 * Decides by a table's first rows what its columns are. Columns of numbers become fields; columns of texts become tags
 * where these tell series apart, and are ignored, with a word, where they are remarks.
 *
 * @param rows the cells' texts
 * @returns what was expected and is not there, where nothing can be made of it
 */
export function columnsOf(
  names: readonly string[],
  rows: readonly (readonly string[])[],
  precision: Unit | undefined,
  findings: Findings,
): Columns | string {
  const width = Math.max(names.length, ...rows.map((row) => row.length));
  const texts = Array.from({ length: width }, (_, index) => rows.map((row) => row[index] ?? ""));
  const filled = texts.map((column) => column.filter((text) => !isMissing(text)));
  const time = findTime(names, filled, precision);
  if (time === undefined) return "a column with times, as 2026-01-01T00:00:00Z or in seconds since 1970";
  if (time.form.notice !== undefined) findings.notice(time.form.notice);
  const times = texts[time.index]!.map((text, row) => time.form.read(timeText(time, text, texts[time.clock]?.[row])));
  const roles = texts.map((column, index): Role => {
    if (index === time.index) return "time";
    if (index === time.clock) return "clock";
    const name = `column ${index + 1}${names[index] ? `, ${names[index]}` : ""}`;
    if (isTimeAgain(names[index] ?? "", column, times)) {
      findings.notice(`${name}: left out, as it is the time once more`);
      return "ignored";
    }
    const role = roleOf(column, filled[index]!, times);
    if (role === "ignored") findings.notice(`${name}: left out, as its texts are neither numbers nor names of series`);
    return role;
  });
  return roles.some((role) => role === "field" || role === "open")
    ? { roles, time }
    : "a column with numbers beside the times";
}

/** What is read as the time of a row. */
export function timeText({ clock }: TimeColumn, date: string, ofDay: string | undefined): string {
  return clock < 0 || !ofDay ? date : `${date} ${ofDay}`;
}

function roleOf(column: readonly string[], filled: readonly string[], times: readonly (bigint | undefined)[]): Role {
  if (filled.length === 0) return "open";
  if (filled.filter(isNumber).length * 2 >= filled.length) return "field";
  if (filled.every((text) => readTruth(text) !== undefined)) return "truth";
  if (column.length > 1 && filled.length * 2 <= column.length) return "ignored";
  if (column.length <= FEW) return "tag";
  return tellsSeries(column, times) ? "tag" : "ignored";
}

/** Whether texts name series: they stay for a while, or they take turns from row to row. */
function tellsSeries(column: readonly string[], times: readonly (bigint | undefined)[]): boolean {
  const different = new Set(column).size;
  let [changes, sameTimes] = [0, 0];
  for (let row = 1; row < column.length; row++) {
    if (column[row] !== column[row - 1]) changes++;
    if (times[row] === times[row - 1]) sameTimes++;
  }
  const isStretch = changes < Math.max(different, column.length / FEW);
  const takesTurns = changes >= TURNS * column.length && different <= MOST_TURNS * column.length;
  const sharesTimes = sameTimes * 4 >= column.length && changes * 4 >= column.length;
  return (isStretch && different * 2 <= column.length) || takesTurns || sharesTimes;
}
