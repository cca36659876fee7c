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

/** An incident may open this many points behind the event. */
export const GRACE = 2;
/** No alarm is raised before this point, so what is labelled only before it is no event. */
const WARM_UP = 60;

/**
 * Judges incidents by events: one that opens inside a labelled stretch, or up to two points after it, is right and finds
 * it. Where stretches overlap, as a misread digit in a drift, it belongs to the one that began last.
 */
export function judgeBrew(verdict: Verdict, labels: readonly Label[]): Judgement {
  const events = labels.filter(({ last }) => last >= WARM_UP).sort((one, other) => one.first - other.first);
  const delays = new Map<Label, number>();
  const incidents: IncidentVerdict[] = [];
  verdict.opened.forEach((opened, row) => {
    if (opened === 0) return;
    const event = events.findLast(({ first, last }) => row >= first && row <= last + GRACE);
    if (event !== undefined && !delays.has(event)) delays.set(event, row - event.first);
    incidents.push({ row, reason: verdict.reason[row]!, severity: verdict.severity[row]!, fault: event?.fault });
  });
  return {
    events: events.map((event) => ({
      fault: event.fault,
      delay: delays.get(event),
      behind: (delays.get(event) ?? 0) > event.last - event.first,
      covered: verdict.anomalous.subarray(event.first, event.last + 1).includes(1),
    })),
    incidents,
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

/** The smallest of the values that a share of them does not exceed; NaN of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
