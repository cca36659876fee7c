import { PointFlag, type Points } from "../engine/points.js";

/** The points of one series that can be drawn, in columns of equal length, oldest first. */
export interface SeriesColumns {
  /** Milliseconds since 1970. */
  readonly time: Float64Array;
  readonly value: Float64Array;
  /** The one-step forecast and its band; NaN where a point has none. */
  readonly yhat: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** 1 is the limit; NaN where a point has none. */
  readonly score: Float64Array;
  /** `PointFlag` bits. */
  readonly flags: Uint16Array;
  /** Index in `reasons`. */
  readonly reason: Uint8Array;
  /** Which of the series' points it is, counted from 0 and with those that can't be drawn. */
  readonly ordinal: Uint32Array;
}

const doubles = ["value", "yhat", "lower", "upper", "score"] as const;
const FIRST_ROOM = 1 << 14;

/** Every point that was scored, in the order of the input: whole batches are copied, and one series is picked out later. */
export class ScoredPoints {
  count = 0;
  #sorted: Sorted | undefined;
  #room = 0;
  #series = new Int32Array(0);
  #flags = new Uint16Array(0);
  #reason = new Uint8Array(0);
  #time = new BigInt64Array(0);
  readonly #doubles = Object.fromEntries(doubles.map((name) => [name, new Float64Array(0)])) as Record<
    (typeof doubles)[number],
    Float64Array
  >;

  /** Takes a batch as the engine hands it out. */
  take(points: Points): void {
    const end = this.count + points.count;
    if (end > this.#room) this.#grow(end);
    this.#series.set(points.series, this.count);
    this.#flags.set(points.flags, this.count);
    this.#reason.set(points.reason, this.count);
    this.#time.set(points.time, this.count);
    for (const name of doubles) this.#doubles[name].set(points[name], this.count);
    this.count = end;
  }

  /** Takes rows of another store, which is to have rows of its own. */
  takeRows(other: ScoredPoints, rows: Uint32Array): void {
    const end = this.count + rows.length;
    if (end > this.#room) this.#grow(end);
    const into = <Column extends Picked>(own: Column, from: Column) => {
      for (let index = 0; index < rows.length; index++) own[this.count + index] = from[rows[index]!]!;
    };
    into(this.#series, other.#series);
    into(this.#flags, other.#flags);
    into(this.#reason, other.#reason);
    for (let index = 0; index < rows.length; index++) this.#time[this.count + index] = other.#time[rows[index]!]!;
    for (const name of doubles) into(this.#doubles[name], other.#doubles[name]);
    this.count = end;
  }

  /** Forgets all rows. */
  clear(): void {
    this.count = 0;
  }

  /** The columns that say which rows are worth keeping; good until the next row is taken. */
  get view(): Pick<Points, "series" | "value" | "score"> & { readonly flags: Uint16Array } {
    return { series: this.#series, flags: this.#flags, value: this.#doubles.value, score: this.#doubles.score };
  }

  /** The drawable points of a series: late points and those without a value are left out. */
  columnsOf(series: number): SeriesColumns {
    const all = this.#rowsOf(series);
    const rows = new Uint32Array(all.length);
    const ordinals = new Uint32Array(all.length);
    let drawn = 0;
    for (let ordinal = 0; ordinal < all.length; ordinal++) {
      rows[drawn] = all[ordinal]!;
      ordinals[drawn] = ordinal;
      if (this.#isDrawn(all[ordinal]!)) drawn++;
    }
    const skipped = this.#rawPoints(rows.subarray(0, drawn));
    return this.#gather(rows.subarray(skipped, drawn), ordinals.slice(skipped, drawn));
  }

  /**
   * The shape of every series in `length` means each, one after the other in the order of `series`; NaN where there is
   * nothing. Means are of values, by place in the series, not by time.
   *
   * @param counts points of each series, by its number
   */
  shapes(series: readonly number[], counts: readonly number[], length: number): Float32Array {
    const place = new Int32Array(counts.length).fill(-1);
    for (const [index, number] of series.entries()) place[number] = index;
    const sums = new Float64Array(series.length * length);
    const sizes = new Uint32Array(series.length * length);
    const seen = new Uint32Array(counts.length);
    const counters = this.#counters();
    for (let row = 0; row < this.count; row++) {
      const number = this.#series[row]!;
      if (number <= 0 || place[number]! < 0) continue;
      const bucket = place[number]! * length + Math.floor((seen[number]!++ * length) / counts[number]!);
      const isRaw = counters.has(number) && (this.#flags[row]! & PointFlag.Increase) === 0;
      if (isRaw || !this.#isDrawn(row)) continue;
      sums[bucket]! += this.#doubles.value[row]!;
      sizes[bucket]!++;
    }
    return Float32Array.from(sums, (sum, index) => sum / sizes[index]!);
  }

  /** All rows of a series, in order. They are sorted by series once, for whoever asks for many of them. */
  #rowsOf(series: number): Uint32Array {
    if (this.#sorted?.count !== this.count) this.#sorted = sortedBySeries(this.#series.subarray(0, this.count));
    const { rows, ends } = this.#sorted;
    return rows.subarray(series > 0 ? ends[series - 1] : 0, ends[series] ?? 0);
  }

  /** Series that are counters, whose first points are totals. */
  #counters(): Set<number> {
    const found = new Set<number>();
    for (let row = 0; row < this.count; row++) {
      if (this.#flags[row]! & PointFlag.Increase) found.add(this.#series[row]!);
    }
    return found;
  }

  #isDrawn(row: number): boolean {
    return (this.#flags[row]! & PointFlag.Late) === 0 && !Number.isNaN(this.#doubles.value[row]!);
  }

  /** Points before a counter was known as one: totals, which have no place beside its increases. */
  #rawPoints(rows: Uint32Array): number {
    const first = rows.findIndex((row) => (this.#flags[row]! & PointFlag.Increase) !== 0);
    if (first < 0) return 0;
    let start = first;
    // the first increases are not scored yet, and so not flagged
    while (start > 0 && first - start < 9 && (this.#flags[rows[start - 1]!]! & PointFlag.Scored) === 0) start--;
    return start;
  }

  #gather(rows: Uint32Array, ordinal: Uint32Array): SeriesColumns {
    const { value, yhat, lower, upper, score } = this.#doubles;
    const flags = picked(this.#flags, rows, new Uint16Array(rows.length));
    const scored = (column: Float64Array) => {
      const own = picked(column, rows, new Float64Array(rows.length));
      for (let row = 0; row < own.length; row++) if ((flags[row]! & PointFlag.Scored) === 0) own[row] = Number.NaN;
      return own;
    };
    return {
      time: this.#milliseconds(rows),
      value: picked(value, rows, new Float64Array(rows.length)),
      yhat: scored(yhat),
      lower: scored(lower),
      upper: scored(upper),
      score: scored(score),
      flags,
      reason: picked(this.#reason, rows, new Uint8Array(rows.length)),
      ordinal,
    };
  }

  /** The times of rows, by halves: a BigInt for each would take longer than the scoring. */
  #milliseconds(rows: Uint32Array): Float64Array {
    const high = new Int32Array(this.#time.buffer);
    const low = new Uint32Array(this.#time.buffer);
    const time = new Float64Array(rows.length);
    for (let index = 0; index < rows.length; index++) {
      const row = 2 * rows[index]!;
      time[index] = (high[row + 1]! * 2 ** 32 + low[row]!) / 1e6;
    }
    return time;
  }

  #grow(least: number): void {
    this.#room = Math.max(FIRST_ROOM, least, Math.ceil(1.6 * this.#room));
    const grown = <Column extends { set(from: Column): void }>(column: Column, larger: Column) => {
      larger.set(column);
      return larger;
    };
    this.#series = grown(this.#series, new Int32Array(this.#room));
    this.#flags = grown(this.#flags, new Uint16Array(this.#room));
    this.#reason = grown(this.#reason, new Uint8Array(this.#room));
    this.#time = grown(this.#time, new BigInt64Array(this.#room));
    for (const name of doubles) this.#doubles[name] = grown(this.#doubles[name], new Float64Array(this.#room));
  }
}

/** Rows by series: those of series n end before `ends[n]`. */
interface Sorted {
  readonly count: number;
  readonly rows: Uint32Array;
  readonly ends: Uint32Array;
}

function sortedBySeries(series: Int32Array): Sorted {
  const most = series.reduce((greatest, number) => Math.max(greatest, number), 0);
  const starts = new Uint32Array(most + 2);
  for (const number of series) if (number > 0) starts[number + 1]!++;
  for (let number = 1; number < starts.length; number++) starts[number]! += starts[number - 1]!;
  const rows = new Uint32Array(starts[most + 1]!);
  for (let row = 0; row < series.length; row++) {
    const number = series[row]!;
    if (number > 0) rows[starts[number]!++] = row;
  }
  return { count: series.length, rows, ends: starts };
}

type Picked = { [index: number]: number };

function picked<Column extends Picked>(from: Column, rows: Uint32Array, into: Column): Column {
  for (let index = 0; index < rows.length; index++) into[index] = from[rows[index]!]!;
  return into;
}

/** What has to be handed over with the columns when they are sent to another thread. */
export function buffersOf(columns: SeriesColumns): ArrayBuffer[] {
  return Object.values(columns).map((column) => (column as Float64Array<ArrayBuffer>).buffer);
}
