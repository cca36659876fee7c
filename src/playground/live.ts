import { brews } from "../simulation/brews.js";
import { type Clock, lineOf, type Sample } from "../simulation/sample.js";

/** Points of each beer that are there at first; twice as many whenever they run out, the first ones unchanged. */
const FIRST_POINTS = 6_000;
const MOST_POINTS = 200_000;
/** What a misread adds, in counts: the digit of the units, a 1, is taken for an 8. */
const MISREAD = 70;

const encoder = new TextEncoder();

/** Two beers that go on and on, a point a second by their own clock, and a probe that can be made to misread. */
export class LiveStream {
  readonly #seed: number;
  readonly #clock: Clock;
  #samples: readonly Sample[];
  #points = FIRST_POINTS;
  #next = 0;
  #misreads = false;

  constructor(seed: number, start: bigint) {
    this.#seed = seed;
    this.#clock = { start, interval: 1_000_000_000n };
    this.#samples = brews(this.#points, seed);
  }

  /** The next point of the first beer is off by several degrees. */
  misread(): void {
    this.#misreads = true;
  }

  /** The lines of so many further points of each beer; fewer, in the end none, when the longest stream is over. */
  take(count: number): Uint8Array {
    const end = Math.min(this.#next + count, MOST_POINTS);
    if (end > this.#points) {
      this.#points = Math.min(2 * this.#points, MOST_POINTS);
      this.#samples = brews(this.#points, this.#seed);
    }
    let lines = "";
    for (; this.#next < end; this.#next++) {
      for (const [index, sample] of this.#samples.entries()) {
        if (index === 0 && this.#misreads) sample.fields[0]!.values[this.#next]! += MISREAD;
        lines += `${lineOf(sample, this.#next, this.#clock)}\n`;
      }
      this.#misreads = false;
    }
    return encoder.encode(lines);
  }
}
