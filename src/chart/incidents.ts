import { PointFlag, type Reason, reasons } from "../engine/points.js";
import type { SeriesColumns } from "./store.js";

/** A stretch of alarm in a series' columns. */
export interface Stretch {
  /** Row at which it opened. */
  readonly opened: number;
  /** Row at which it closed, or the newest. */
  readonly closed: number;
  readonly reason: Reason;
  /** 2 where an alert of the second mark belongs to it. */
  readonly severity: 1 | 2;
  readonly peak: number;
}

/** The incidents of a series, oldest first. */
export function stretchesOf({ flags, reason, score }: SeriesColumns): Stretch[] {
  const found: Stretch[] = [];
  let open: { opened: number; reason: Reason; severity: 1 | 2; peak: number } | undefined;
  const close = (closed: number) => {
    if (open !== undefined) found.push({ ...open, closed });
    open = undefined;
  };
  for (let row = 0; row < flags.length; row++) {
    const bits = flags[row]!;
    if (bits & PointFlag.Opened) {
      close(row - 1);
      open = { opened: row, reason: reasons[reason[row]!]!, severity: 1, peak: 0 };
    }
    if (open === undefined) continue;
    if (bits & PointFlag.Severe) open.severity = 2;
    if (score[row]! > open.peak) open.peak = score[row]!;
    if (bits & PointFlag.Closed) close(row);
  }
  close(flags.length - 1);
  return found;
}

/** How often each reason made an incident open, most frequent first. */
export function countReasons(stretches: readonly Stretch[]): [Reason, number][] {
  const counts = new Map<Reason, number>();
  for (const { reason } of stretches) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one);
}
