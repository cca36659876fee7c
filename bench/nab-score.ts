import type { Run } from "./data.js";
import type { Verdict } from "./detector.js";

/**
 * The scoring of the Numenta Anomaly Benchmark (Lavin & Ahmad 2015, section III): an early detection within a labelled
 * window counts most, one outside costs, and one threshold serves the whole corpus.
 */

/** What a window found, a false alarm and a window missed count. */
export interface Profile {
  readonly name: string;
  readonly falsePositive: number;
  readonly falseNegative: number;
}

export const profiles: readonly Profile[] = [
  { name: "standard", falsePositive: 0.11, falseNegative: 1 },
  { name: "low FP", falsePositive: 0.22, falseNegative: 1 },
  { name: "low FN", falsePositive: 0.11, falseNegative: 2 },
];

/** A series as the scoring sees it: a value for each row, and the windows in rows. */
export interface Scored {
  readonly category: string;
  readonly values: Float64Array;
  readonly windows: readonly Run[];
}

export interface Result {
  readonly profile: string;
  /** Rows of at least this value are detections; Infinity where none is best. */
  readonly threshold: number;
  /** 100 for a detector that marks the first row of each window and nothing else, 0 for one that marks nothing. */
  readonly normalised: number;
  /** Of the same threshold, within each category that has a window. */
  readonly categories: ReadonlyMap<string, number>;
}

/** NAB's value of each row: the score at an event of severity 2, 1 at one of severity 1, else 0. */
export function rowValues({ score, severity }: Verdict): Float64Array {
  return Float64Array.from(score, (value, row) => (severity[row] === 2 ? value : severity[row]!));
}

/** Rows at the beginning that are not scored: NAB takes no more than of 5,000 rows. */
export function probation(rows: number): number {
  return Math.min(Math.floor(0.15 * rows), 750);
}

/** The worth of a detection by its place: −1 at a window's beginning, 0 at its end, then in widths of the window. */
export function sigmoid(place: number): number {
  return place > 3 ? -1 : 2 / (1 + Math.exp(5 * place)) - 1;
}

/** What one detection does. */
interface Detection {
  readonly value: number;
  /** Number of the series, and of the window within it; −1 for a row outside. */
  readonly series: number;
  readonly window: number;
  /** Not weighed yet. */
  readonly worth: number;
}

/** Scores a corpus by each profile, at the threshold that is best for it. */
export function scoreCorpus(corpus: readonly Scored[]): Result[] {
  const detections = corpus.flatMap((series, number) => detectionsOf(series, number));
  detections.sort((one, other) => other.value - one.value);
  return profiles.map((profile) => {
    const { threshold } = sweep(detections, profile);
    const above = detections.filter(({ value }) => value >= threshold);
    const categories = new Map<string, number>();
    for (const category of new Set(corpus.map((series) => series.category))) {
      const members = corpus.map((series) => series.category === category);
      const windows = corpus.reduce((sum, series, number) => sum + (members[number] ? series.windows.length : 0), 0);
      const own = above.filter(({ series }) => members[series]);
      if (windows > 0) categories.set(category, normalise(gainOf(own, profile), windows, profile));
    }
    const windows = corpus.reduce((sum, series) => sum + series.windows.length, 0);
    const normalised = normalise(gainOf(above, profile), windows, profile);
    return { profile: profile.name, threshold, normalised, categories };
  });
}

/** The rows of a series that a threshold can make a detection of, with what each is worth. */
function detectionsOf({ values, windows }: Scored, series: number): Detection[] {
  const detections: Detection[] = [];
  let next = 0;
  for (let row = 0; row < values.length; row++) {
    while (next < windows.length && row > windows[next]!.last) next++;
    const value = values[row]!;
    if (row < probation(values.length) || !(value > 0)) continue;
    const window = windows[next];
    const before = windows[next - 1];
    if (window !== undefined && row >= window.first) {
      const place = -(window.last - row + 1) / (window.last - window.first + 1);
      detections.push({ value, series, window: next, worth: sigmoid(place) / sigmoid(-1) });
    } else {
      const worth = before === undefined ? -1 : sigmoid((row - before.last) / (before.last - before.first));
      detections.push({ value, series, window: -1, worth });
    }
  }
  return detections;
}

/** The threshold of the highest gain over a detector that marks nothing; detections come in falling order. */
function sweep(detections: readonly Detection[], profile: Profile): { threshold: number; gain: number } {
  const tally = new Tally(profile);
  let best = { threshold: Number.POSITIVE_INFINITY, gain: 0 };
  detections.forEach((detection, index) => {
    tally.add(detection);
    const last = detections[index + 1]?.value !== detection.value;
    if (last && tally.gain > best.gain) best = { threshold: detection.value, gain: tally.gain };
  });
  return best;
}

function gainOf(detections: readonly Detection[], profile: Profile): number {
  const tally = new Tally(profile);
  for (const detection of detections) tally.add(detection);
  return tally.gain;
}

/** What detections gain over none, in NAB's points. */
class Tally {
  gain = 0;
  readonly #best = new Map<string, number>();
  readonly #profile: Profile;

  constructor(profile: Profile) {
    this.#profile = profile;
  }

  add({ series, window, worth }: Detection): void {
    if (window < 0) {
      this.gain += this.#profile.falsePositive * worth;
      return;
    }
    const key = `${series}:${window}`;
    const before = this.#best.get(key);
    if (before !== undefined && before >= worth) return;
    this.#best.set(key, worth);
    this.gain += worth - (before ?? -this.#profile.falseNegative);
  }
}

/** 100 · (S − S_null) / (S_perfect − S_null). */
function normalise(gain: number, windows: number, profile: Profile): number {
  return (100 * gain) / (windows * (1 + profile.falseNegative));
}
