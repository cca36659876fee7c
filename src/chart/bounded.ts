import { PointFlag, type Points } from "../engine/points.js";
import { ScoredPoints, type SeriesColumns } from "./store.js";

/** Rows of a series that are thinned together: at most four stay, the first, the least, the greatest and the worst. */
const GROUP = 8;
/** What is always kept, so that no alarm is lost. */
const EVENTS = PointFlag.Opened | PointFlag.Closed | PointFlag.Escalated;

/**
 * The points of any number of series in a bounded number of rows, for charts. While they are few all are held. When they
 * become too many, every series is thinned to about half, and again; of neighbouring points those with the least and the
 * greatest value and with the greatest score stay, and every point at which an incident opens, grows or closes.
 */
export class BoundedPoints {
  readonly #most: number;
  /** Rows that have been thinned `#rounds` times, and new ones that have not. */
  #held = new ScoredPoints();
  #spare = new ScoredPoints();
  readonly #fresh = new ScoredPoints();
  #rounds = 0;
  #taken = 0;

  /** @param most rows that are held, alarms apart */
  constructor(most: number) {
    this.#most = most;
  }

  /** Points that have been taken. */
  get taken(): number {
    return this.#taken;
  }

  /** Whether some of them are not held any more. */
  get isThinned(): boolean {
    return this.#rounds > 0;
  }

  /** Takes a batch as the engine hands it out. */
  take(points: Points): void {
    this.#taken += points.count;
    this.#fresh.take(points);
    if (this.#fresh.count > this.#most / 4) this.#settle();
  }

  /** The drawable points of a series. */
  columnsOf(series: number): SeriesColumns {
    this.#settle();
    return this.#held.columnsOf(series);
  }

  /** Thins further until no more rows are held, or nothing more can go. */
  shrink(most: number): void {
    this.#settle();
    for (let before = Number.POSITIVE_INFINITY; this.#held.count > most && this.#held.count < before; ) {
      before = this.#held.count;
      this.#thin();
    }
  }

  /** Puts the fresh rows behind the others, as thin as those. */
  #settle(): void {
    const fresh = this.#fresh;
    if (fresh.count === 0) return;
    let from = fresh;
    for (let round = 0; round < this.#rounds; round++) {
      const thinner = new ScoredPoints();
      thinner.takeRows(from, thinned(from));
      from = thinner;
    }
    this.#held.takeRows(
      from,
      Uint32Array.from({ length: from.count }, (_, row) => row),
    );
    fresh.clear();
    if (this.#held.count > this.#most) this.#thin();
  }

  #thin(): void {
    this.#spare.clear();
    this.#spare.takeRows(this.#held, thinned(this.#held));
    [this.#held, this.#spare] = [this.#spare, this.#held];
    this.#rounds++;
  }
}

/** What is known of the group that a series is in: three rows and the number of rows. */
const [LEAST, GREATEST, WORST, SIZE, WIDTH] = [0, 1, 2, 3, 4] as const;

/** Which rows stay when each series is thinned to half at most, alarms apart; rising. What can't be drawn goes. */
function thinned(points: ScoredPoints): Uint32Array {
  const { series, flags, value, score } = points.view;
  const keep = new Uint8Array(points.count);
  let groups = new Int32Array(1 << 10);
  for (let row = 0; row < points.count; row++) {
    const group = series[row]! * WIDTH;
    if (group <= 0 || (flags[row]! & PointFlag.Late) !== 0 || Number.isNaN(value[row]!)) continue;
    if (group + WIDTH > groups.length) groups = grown(groups, group + WIDTH);
    const size = groups[group + SIZE]!++;
    if (size === 0) groups.fill(row, group, group + SIZE);
    if (size === 0 || (flags[row]! & EVENTS) !== 0) keep[row] = 1;
    if (value[row]! < value[groups[group + LEAST]!]!) groups[group + LEAST] = row;
    if (value[row]! > value[groups[group + GREATEST]!]!) groups[group + GREATEST] = row;
    if (isWorse(flags, score, row, groups[group + WORST]!)) groups[group + WORST] = row;
    if (size + 1 === GROUP) closeGroup(groups, group, keep);
  }
  for (let group = 0; group < groups.length; group += WIDTH) {
    if (groups[group + SIZE]! > 0) closeGroup(groups, group, keep);
  }
  return rowsOf(keep);
}

function isWorse(flags: Uint16Array, score: Float64Array, row: number, than: number): boolean {
  if ((flags[row]! & PointFlag.Scored) === 0) return false;
  return (flags[than]! & PointFlag.Scored) === 0 || score[row]! > score[than]!;
}

function closeGroup(groups: Int32Array, group: number, keep: Uint8Array): void {
  for (const place of [LEAST, GREATEST, WORST]) keep[groups[group + place]!] = 1;
  groups[group + SIZE] = 0;
}

function grown(groups: Int32Array<ArrayBuffer>, least: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * least);
  larger.set(groups);
  return larger;
}

function rowsOf(keep: Uint8Array): Uint32Array {
  const rows = new Uint32Array(keep.reduce((sum, bit) => sum + bit, 0));
  let count = 0;
  for (let row = 0; row < keep.length; row++) if (keep[row] === 1) rows[count++] = row;
  return rows;
}
