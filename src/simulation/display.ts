import type { Random } from "./random.js";

/** What a digit of a seven-segment display is taken for, where that is at least half a degree off. */
const tenthsTakenFor: Record<number, number> = { 1: 8, 8: 1, 3: 8, 7: 1 };
const unitsTakenFor: Record<number, number> = { 1: 8, 8: 1, 3: 8, 7: 1, 9: 8 };

const MISREAD = 0.008;
const MISREAD_UNITS = 0.2;
const MISREAD_AGAIN = 0.4;
/** A 7 in the last place may be taken for a 1 for as long as it stands. */
const MISREAD_THROUGHOUT = 0.15;
const FLICKER = 0.0017;
const FLICKER_LENGTH = 42;
const FLICKER_CHANGE = 0.3;

interface Misread {
  /** Tenths of a degree that the digit counts. */
  readonly place: 1 | 10;
  readonly digit: number;
  readonly taken: number;
  readonly throughout: boolean;
  readonly first: number;
}

/** A display in steps of 0.1 degree, and the camera that reads it. */
export class Display {
  readonly #random: Random;
  readonly #onMisread: (first: number, length: number) => void;
  #misread: Misread | undefined;
  #flicker = 0;
  #offset = 0;

  /** @param onMisread is told the first point and the number of points of each misread digit, when it is over */
  constructor(random: Random, onMisread: (first: number, length: number) => void) {
    this.#random = random;
    this.#onMisread = onMisread;
  }

  /** What is read at a point, in tenths of a degree. */
  read(degrees: number, point: number): number {
    const shown = this.#show(degrees);
    const misread = this.#misread;
    const goesOn =
      misread !== undefined &&
      digitAt(shown, misread.place) === misread.digit &&
      (misread.throughout || this.#random.chance(MISREAD_AGAIN));
    if (!goesOn) {
      this.rest(point);
      this.#misread = this.#random.chance(MISREAD) ? this.#mistake(shown, point) : undefined;
    }
    const now = this.#misread;
    return now === undefined ? shown : shown + (now.taken - now.digit) * now.place;
  }

  /** Before this point any misread is over. */
  rest(point: number): void {
    if (this.#misread !== undefined) this.#onMisread(this.#misread.first, point - this.#misread.first);
    this.#misread = undefined;
  }

  #show(degrees: number): number {
    const random = this.#random;
    if (this.#flicker === 0 && random.chance(FLICKER)) this.#flicker = random.chance(0.5) ? 0.08 : -0.08;
    else if (this.#flicker !== 0 && random.chance(1 / FLICKER_LENGTH)) this.#flicker = 0;
    if (this.#flicker === 0) this.#offset = 0;
    else if (random.chance(FLICKER_CHANGE)) this.#offset = this.#flicker - this.#offset;
    return Math.floor((degrees + this.#offset + 0.003 * random.normal()) * 10 + 0.5);
  }

  #mistake(shown: number, first: number): Misread | undefined {
    const place = this.#random.chance(MISREAD_UNITS) ? 10 : 1;
    const digit = digitAt(shown, place);
    const taken = (place === 10 ? unitsTakenFor : tenthsTakenFor)[digit];
    const throughout = place === 1 && digit === 7 && this.#random.chance(MISREAD_THROUGHOUT);
    return taken === undefined ? undefined : { place, digit, taken, throughout, first };
  }
}

function digitAt(tenths: number, place: 1 | 10): number {
  return Math.floor(tenths / place) % 10;
}
