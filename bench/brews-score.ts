import { GRACE, judge } from "../src/labels/judge.js";
import type { Fault, Label } from "../src/simulation/sample.js";
import type { Verdict } from "./detector.js";

/** What can be told of the incidents of one series; those of several are put together. */
export interface Judgement {
  readonly events: readonly EventVerdict[];
  readonly incidents: readonly IncidentVerdict[];
}

export interface EventVerdict {
  readonly fault: Fault;
  /** Points from the first labelled one to the opening of the first incident of this event; none: not found. */
  readonly delay: number | undefined;
  /** That opening lies behind the last labelled point: the value's return has opened it. */
  readonly behind: boolean;
  /** Some point of it lies in an incident, whatever opened that. */
  readonly covered: boolean;
}

export interface IncidentVerdict {
  readonly row: number;
  /** Index in `reasons`. */
  readonly reason: number;
  readonly severity: number;
  /** What is labelled where it opens; none: it is false. */
  readonly fault: Fault | undefined;
}

/** Judges a detector's incidents as `judge` has it. */
export function judgeBrew(verdict: Verdict, labels: readonly Label[]): Judgement {
  const rows = Array.from(verdict.opened.keys()).filter((row) => verdict.opened[row] === 1);
  const openings = rows.map((row) => ({ row, reason: verdict.reason[row]!, severity: verdict.severity[row]! }));
  const { events, incidents } = judge(labels, openings);
  return {
    events: events.map(({ label: { fault, first, last }, foundBy }) => ({
      fault,
      delay: foundBy === undefined ? undefined : foundBy.row - first,
      behind: foundBy !== undefined && foundBy.row > last,
      covered: verdict.anomalous.subarray(first, last + 1).includes(1),
    })),
    incidents: incidents.map(({ opening, label }) => ({ ...opening, fault: label?.fault })),
  };
}

/** 1 at the points of a label and at the two behind it, where an incident is right. */
export function allowedRows(
  rows: number,
  labels: readonly { readonly first: number; readonly last: number }[],
): Uint8Array {
  const allowed = new Uint8Array(rows);
  for (const { first, last } of labels) allowed.fill(1, first, last + 1 + GRACE);
  return allowed;
}

/** The stretches of at least `length` points of one value, none of which is labelled. */
export function plateaus(
  values: ArrayLike<number>,
  labelled: Uint8Array,
  length: number,
): { first: number; last: number }[] {
  const found: { first: number; last: number }[] = [];
  let first = 0;
  for (let row = 0; row <= values.length; row++) {
    const goesOn = row < values.length && values[row] === values[first] && labelled[row] === 0 && labelled[first] === 0;
    if (goesOn) continue;
    if (row - first >= length) found.push({ first, last: row - 1 });
    first = row;
  }
  return found;
}
