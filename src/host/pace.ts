/** When a line is to be written, and what time it is given, both as nanoseconds after the first line. */
export interface Moment {
  readonly due: bigint;
  readonly stamp: bigint;
}

/** Nanoseconds of silence that nobody waits out: a longer one is taken for the seam between two recordings. */
const LONGEST_SILENCE = 3_600_000_000_000n;
/** A line that is this many steps older than the newest is late; an older one begins a recording anew. */
const LATE_STEPS = 10n;
const SECOND = 1_000_000_000n;

/**
 * The pace of a replay: turns the times of a file's lines into times since its start that never go back.
 *
 * A line that is a little older than the newest one (ten steps, and a second at least) is late: due at once. Where time
 * jumps back further another recording begins, as in a file that holds one series after the other; it goes on one step
 * after the last line. The same at a silence that would last over an hour at the replay's speed.
 */
export class Pace {
  readonly #speed: number;
  #newest: bigint | undefined;
  #elapsed = 0n;
  #step = 0n;

  /** @param speed how many times faster than the timestamps */
  constructor(speed: number) {
    this.#speed = speed;
  }

  /**
   * Places the next line.
   *
   * @param time its timestamp; a line without one belongs to the line before it
   */
  place(time: bigint | undefined): Moment {
    const newest = this.#newest;
    if (time === undefined) return { due: this.#elapsed, stamp: this.#elapsed };
    if (newest !== undefined && this.#isLate(newest - time)) {
      return { due: this.#elapsed, stamp: this.#elapsed - this.#scaled(newest - time) };
    }
    this.#newest = time;
    if (newest !== undefined) this.#elapsed += this.#advance(time - newest);
    return { due: this.#elapsed, stamp: this.#elapsed };
  }

  /** The file begins again: its first line comes one step after the last. */
  restart(): void {
    this.#newest = undefined;
    this.#elapsed += this.#step === 0n ? this.#scaled(SECOND) : this.#step;
  }

  #isLate(age: bigint): boolean {
    if (age <= 0n) return false;
    const scaled = this.#scaled(age);
    return age <= SECOND || scaled <= LATE_STEPS * this.#step;
  }

  /** How long to wait, really, for a line that is `distance` newer than the newest before it. */
  #advance(distance: bigint): bigint {
    const wait = this.#scaled(distance);
    if (wait < 0n) return this.#step;
    if (wait > LONGEST_SILENCE) return this.#step === 0n ? LONGEST_SILENCE : this.#step;
    if (wait > 0n) this.#step = wait;
    return wait;
  }

  #scaled(distance: bigint): bigint {
    return this.#speed === 1 ? distance : BigInt(Math.round(Number(distance) / this.#speed));
  }
}

/** What a pass through a file covers, so that the times of the next pass can go on where it ended. All in nanoseconds. */
export class Lap {
  /** What the timestamps of this pass are moved by: one span of the file and one step for each pass before it. */
  shift = 0n;
  #empty = true;
  #oldest: bigint | undefined;
  #newest: bigint | undefined;
  #step = SECOND;

  /** Whether the file had no line. */
  get empty(): boolean {
    return this.#empty;
  }

  see(time: bigint | undefined): void {
    this.#empty = false;
    if (time === undefined) return;
    if (this.#oldest === undefined || time < this.#oldest) this.#oldest = time;
    if (this.#newest === undefined || time > this.#newest) {
      if (this.#newest !== undefined) this.#step = time - this.#newest;
      this.#newest = time;
    }
  }

  restart(): void {
    if (this.#oldest !== undefined) this.shift += this.#newest! - this.#oldest + this.#step;
  }
}
