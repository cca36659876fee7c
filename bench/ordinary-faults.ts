import type { Chance } from "./ordinary-kinds.js";

/** Plain faults that a person would want to hear of. */
export const faults = ["spike", "shift", "stuck", "zero", "creep", "noise"] as const;
export type Fault = (typeof faults)[number];

/** Rows, both included, in which an incident tells of a fault. */
export interface Spot {
  readonly first: number;
  readonly last: number;
}

export interface Faulty {
  readonly values: Float64Array;
  readonly spots: readonly Spot[];
}

const DAY = 86_400;
const WEEK = 7 * DAY;
const HOUR = 3_600;
/** Rows behind a fault in which an incident still tells of it. */
const GRACE = 3;

/**
 * A copy of a series with one fault a week, from the third day of a week on; undefined where the fault would be none for
 * this series. Sizes go by the span of the first day.
 */
export function withFault(values: Float64Array, step: number, fault: Fault, chance: Chance): Faulty | undefined {
  const day = values.subarray(0, Math.floor(DAY / step));
  const sorted = Float64Array.from(day).sort();
  const middle = sorted[sorted.length >> 1]!;
  const isFlat = sorted[0] === sorted.at(-1);
  const span = isFlat ? Math.max(1, Math.abs(middle)) : sorted.at(-1)! - sorted[0]!;
  const usual = Math.max(60, Math.round(HOUR / step));
  if (fault === "stuck" && (isFlat || 4 * longestRun(day) > usual)) return undefined;
  if (fault === "zero" && !isFlat && Math.abs(middle) <= 3 * span) return undefined;
  if (fault === "noise" && isFlat) return undefined;
  const length = fault === "spike" ? 1 : fault === "creep" ? 4 * usual : usual;
  const copy = Float64Array.from(values);
  const spots: Spot[] = [];
  for (let week = 0; ((week + 1) * WEEK) / step <= values.length; week++) {
    const first = Math.floor((week * WEEK + 2 * DAY + 4 * DAY * chance.uniform()) / step);
    const sign = middle < span || chance.uniform() < 0.5 ? 1 : -1;
    const last = Math.min(values.length, first + length) - 1;
    for (let row = first; row <= last; row++) {
      copy[row] = spoilt(copy[row]!, copy[first - 1]!, fault, sign * span, (row - first + 1) / length, chance);
    }
    spots.push({ first, last: last + GRACE });
  }
  return { values: copy, spots };
}

/** @param part of the fault's length that has gone by */
function spoilt(value: number, before: number, fault: Fault, span: number, part: number, chance: Chance): number {
  switch (fault) {
    case "spike":
      return value + 2 * span;
    case "shift":
      return value + 1.5 * span;
    case "stuck":
      return before;
    case "zero":
      return 0;
    case "creep":
      return value + 2 * span * part;
    case "noise":
      return value + 0.5 * span * chance.gauss();
  }
}

function longestRun(values: Float64Array): number {
  let longest = 1;
  let run = 1;
  for (let row = 1; row < values.length; row++) {
    run = values[row] === values[row - 1] ? run + 1 : 1;
    longest = Math.max(longest, run);
  }
  return longest;
}
