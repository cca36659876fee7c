import { Engine, PointFlag, type Points } from "../src/engine/engine.js";
import { readKernel } from "../src/host/kernel-file.js";
import { resolve, type Settings } from "../src/options.js";
import type { Series } from "./data.js";

/** What a detector says of a series, a number for each row. */
export interface Verdict {
  /** 1 is the limit. */
  readonly score: Float64Array;
  /** 1 where an incident opens. */
  readonly opened: Uint8Array;
  /** Of the event at this row, an opening or an escalation: 1 or 2; 0 where there is none. */
  readonly severity: Uint8Array;
  /** 1 within an incident, from its opening to its closing. */
  readonly anomalous: Uint8Array;
  /** Index in `reasons` of what was surprising. */
  readonly reason: Uint8Array;
}

/** Anything that reads a series once, from its first row to its last: the engine, or a prototype of what it shall become. */
export type Detector = (series: Pick<Series, "times" | "values">) => Verdict;

export function emptyVerdict(rows: number): Verdict {
  return {
    score: new Float64Array(rows),
    opened: new Uint8Array(rows),
    severity: new Uint8Array(rows),
    anomalous: new Uint8Array(rows),
    reason: new Uint8Array(rows),
  };
}

/** Rows that one call of the engine takes. */
const BATCH = 1_000;

/** The engine as it ships, fed with line protocol: a fresh one for each series. */
export function engineDetector(settings: Partial<Settings> = {}): Detector {
  const kernel = readKernel();
  const resolved = resolve({ horizon: 0, ...settings });
  return ({ times, values }) => {
    const verdict = emptyVerdict(values.length);
    // a row without a number is no line protocol, and makes no point
    const rows = Array.from(values.keys()).filter((row) => !Number.isNaN(values[row]));
    let seen = 0;
    const engine = Engine.create(kernel, resolved, {
      onPoints: (points) => {
        for (let point = 0; point < points.count; point++) takePoint(verdict, rows[seen++]!, points, point);
      },
    });
    for (let start = 0; start < rows.length; start += BATCH) {
      const lines = rows.slice(start, start + BATCH).map((row) => {
        return `bench value=${values[row]} ${nanoseconds(times[row]!)}\n`;
      });
      engine.push(Buffer.from(lines.join("")));
    }
    engine.end();
    return verdict;
  };
}

function takePoint(verdict: Verdict, row: number, points: Points, point: number): void {
  const flags = points.flags[point]!;
  if ((flags & PointFlag.Scored) === 0) return;
  const score = points.score[point]!;
  verdict.score[row] = score;
  verdict.reason[row] = points.reason[point]!;
  if (flags & PointFlag.Anomalous) verdict.anomalous[row] = 1;
  if (flags & PointFlag.Opened) verdict.opened[row] = 1;
  if (flags & (PointFlag.Opened | PointFlag.Escalated)) verdict.severity[row] = flags & PointFlag.Severe ? 2 : 1;
}

/** Whole microseconds are all that a double holds of today's seconds. */
function nanoseconds(seconds: number): string {
  return `${Math.round(seconds * 1e6)}000`;
}
