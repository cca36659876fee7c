import type { Run } from "./data.js";

/** Counts of events and incidents; those of several series are added. */
export interface EventCounts {
  readonly events: number;
  readonly found: number;
  readonly incidents: number;
  readonly right: number;
}

export interface Rates {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** Share of rows at the beginning that are not judged. */
const LEARNING = 0.15;
/** An incident may open this many rows behind the event. */
const GRACE = 2;

export const noCounts: EventCounts = { events: 0, found: 0, incidents: 0, right: 0 };

/**
 * Judges incidents by events: one that opens inside a labelled run, or up to two rows after it, is right, and the run is
 * found. The first 15 % of rows count neither way; a run that reaches beyond them is an event.
 *
 * @param opened 1 at the rows where an incident opens
 */
export function judgeEvents(opened: Uint8Array, labelled: readonly Run[]): EventCounts {
  const start = Math.floor(LEARNING * opened.length);
  const events = labelled.filter((run) => run.last >= start);
  const found = new Set<Run>();
  let incidents = 0;
  let right = 0;
  for (let row = start; row < opened.length; row++) {
    if (opened[row] === 0) continue;
    incidents++;
    const hit = events.findLast((run) => row >= run.first && row <= run.last + GRACE);
    if (hit === undefined) continue;
    right++;
    found.add(hit);
  }
  return { events: events.length, found: found.size, incidents, right };
}

export function addCounts(one: EventCounts, other: EventCounts): EventCounts {
  return {
    events: one.events + other.events,
    found: one.found + other.found,
    incidents: one.incidents + other.incidents,
    right: one.right + other.right,
  };
}

/** Precision by incidents, recall by events, and their harmonic mean; 0 where there is nothing to divide by. */
export function ratesOf({ events, found, incidents, right }: EventCounts): Rates {
  const precision = incidents === 0 ? 0 : right / incidents;
  const recall = events === 0 ? 0 : found / events;
  const f1 = precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
  return { precision, recall, f1 };
}
