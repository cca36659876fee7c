import { PointFlag, type Points, type Reason, reasons } from "../engine/points.js";
import { judge } from "./judge.js";
import type { Label } from "./read.js";

/** What became of a label that an incident could be expected for. */
export interface EventVerdict {
  readonly label: Label;
  /** When the first incident of this label opened; undefined: it was not found. */
  readonly opened: bigint | undefined;
  /** Points from the first labelled one to that opening. */
  readonly delay: number | undefined;
  /** Some point of it lies in an incident, whatever opened that. */
  readonly covered: boolean;
}

/** An incident, and whether something is labelled where it opened. */
export interface IncidentVerdict {
  readonly time: bigint;
  readonly reason: Reason;
  readonly label: Label | undefined;
}

/** What is known of one series' incidents. */
export interface SeriesVerdict {
  readonly events: readonly EventVerdict[];
  readonly incidents: readonly IncidentVerdict[];
  /** Labels that lie before the first point that may alarm. */
  readonly early: number;
  /** Labels in whose time the series has no point. */
  readonly empty: number;
}

/** A label's points, as far as they have come. */
interface Seen {
  readonly label: Label;
  first: number;
  last: number;
  covered: boolean;
}

interface Opening {
  readonly row: number;
  readonly time: bigint;
  readonly reason: Reason;
}

/** Watches the points of one series, and what is labelled and what alarms among them. */
export class LabelWatch {
  readonly #labels: readonly Label[];
  readonly #seen: Seen[] = [];
  readonly #openings: Opening[] = [];
  #open: Seen[] = [];
  #next = 0;
  #row = 0;

  /** @param labels of this series, in any order */
  constructor(labels: readonly Label[]) {
    this.#labels = [...labels].sort((one, other) => (one.start < other.start ? -1 : one.start > other.start ? 1 : 0));
  }

  /** Takes a row of the columns. Points that move nothing, late ones and those of a time that was there, are no rows. */
  take(points: Points, at: number): void {
    const flags = points.flags[at]!;
    if (flags & PointFlag.Late) return;
    const time = points.time[at]!;
    const isRow = (flags & PointFlag.Repeated) === 0;
    const row = isRow ? this.#row++ : this.#row - 1;
    if (flags & PointFlag.Opened) this.#openings.push({ row, time, reason: reasons[points.reason[at]!]! });
    if (!isRow) return;
    for (let next = this.#labels[this.#next]; next && next.start <= time; next = this.#labels[++this.#next]) {
      const seen: Seen = { label: next, first: row, last: -1, covered: false };
      this.#seen.push(seen);
      this.#open.push(seen);
    }
    if (this.#open.length === 0) return;
    this.#open = this.#open.filter(({ label }) => label.end >= time);
    for (const seen of this.#open) {
      seen.last = row;
      seen.covered ||= (flags & PointFlag.Anomalous) !== 0;
    }
  }

  verdict(): SeriesVerdict {
    const met = this.#seen.filter(({ last }) => last >= 0);
    const { events, incidents } = judge(met, this.#openings);
    return {
      events: events.map(({ label, foundBy }) => ({
        label: label.label,
        opened: foundBy?.time,
        delay: foundBy === undefined ? undefined : foundBy.row - label.first,
        covered: label.covered || foundBy !== undefined,
      })),
      incidents: incidents.map(({ opening: { time, reason }, label }) => ({ time, reason, label: label?.label })),
      early: met.length - events.length,
      empty: this.#labels.length - met.length,
    };
  }
}
