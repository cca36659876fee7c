import { PointFlag, type Points, type Reason, reasons, type Told } from "./points.js";

/** A stretch of alarm, by the most surprising point that is told of it. Times are nanoseconds since 1970. */
export interface Incident extends Told {
  readonly opened: bigint;
  time: bigint;
  value: number;
  lower: number;
  upper: number;
  /** Why it was told. */
  told: Reason;
  /** Its highest score. */
  score: number;
  /** What made it open. */
  readonly reason: Reason;
  /** 2 when it reached the second mark. */
  severity: 1 | 2;
}

/** A tally in a few numbers; coverage and MASE are NaN where there is nothing to tell. */
export interface TallySummary {
  points: number;
  scored: number;
  incidents: number;
  /** Incidents by what made them open, most frequent first. */
  reasons: [Reason, number][];
  coverage: number;
  mase: number;
  /** The highest score of a point that may alarm; −1 without one. */
  worst: number;
}

/** What became of one series' points. */
export class SeriesTally {
  points = 0;
  scored = 0;
  first = 0n;
  last = 0n;
  readonly incidents: Incident[] = [];
  /** The most surprising point of those that may alarm. */
  worst: { score: number; time: bigint } | undefined;
  #open: Incident | undefined;
  /** Score of what was told of it. */
  #told = 0;
  #inside = 0;
  #missed = 0;
  #moved = 0;
  #compared = 0;
  #previous = Number.NaN;

  /** Takes a row of the columns. */
  take(points: Points, row: number): void {
    const time = points.time[row]!;
    if (this.points === 0 || time < this.first) this.first = time;
    if (this.points === 0 || time > this.last) this.last = time;
    this.points++;
    const flags = points.flags[row]!;
    if ((flags & PointFlag.Scored) === 0) return;
    if ((flags & PointFlag.Repeated) === 0) this.#compare(points, row);
    this.#watch(points, row, flags);
  }

  /** Incidents by what made them open, most frequent first. */
  get byReason(): [Reason, number][] {
    const counts = new Map<Reason, number>();
    for (const { reason } of this.incidents) counts.set(reason, (counts.get(reason) ?? 0) + 1);
    return [...counts].sort(([, one], [, other]) => other - one);
  }

  /** Share of the scored points within their band; NaN without any. */
  get coverage(): number {
    return this.#inside / this.scored;
  }

  /** Mean absolute error over that of the naive forecast, the value before; NaN without two points. */
  get mase(): number {
    return this.#missed / this.scored / (this.#moved / this.#compared);
  }

  get summary(): TallySummary {
    const { points, scored, incidents, byReason: reasons, coverage, mase, worst } = this;
    return { points, scored, incidents: incidents.length, reasons, coverage, mase, worst: worst?.score ?? -1 };
  }

  #compare(points: Points, row: number): void {
    const value = points.value[row]!;
    this.scored++;
    if (value >= points.lower[row]! && value <= points.upper[row]!) this.#inside++;
    this.#missed += Math.abs(points.residual[row]!);
    if (!Number.isNaN(this.#previous)) {
      this.#moved += Math.abs(value - this.#previous);
      this.#compared++;
    }
    this.#previous = value;
  }

  #watch(points: Points, row: number, flags: number): void {
    const score = points.score[row]!;
    const time = points.time[row]!;
    const mayAlarm = (flags & PointFlag.Warming) === 0 || (flags & PointFlag.Anomalous) !== 0;
    if (mayAlarm && (this.worst === undefined || score > this.worst.score)) this.worst = { score, time };
    if (flags & (PointFlag.Opened | PointFlag.Escalated)) this.#hear(points, row, flags);
    if (this.#open === undefined) return;
    this.#open.score = Math.max(this.#open.score, score);
    if (flags & PointFlag.Severe) this.#open.severity = 2;
    if (flags & PointFlag.Closed) this.#open = undefined;
  }

  /** Takes what is told of an incident. */
  #hear(points: Points, row: number, flags: number): void {
    const [time, score, told] = [points.time[row]!, points.score[row]!, reasons[points.reason[row]!]!];
    const telling = { time, ...points.told(row), told };
    if (flags & PointFlag.Opened) {
      this.#open = { opened: time, ...telling, score, reason: told, severity: 1 };
      this.#told = score;
      this.incidents.push(this.#open);
    } else if (this.#open !== undefined && score > this.#told) {
      Object.assign(this.#open, telling);
      this.#told = score;
    }
  }
}
