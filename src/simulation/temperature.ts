import type { Random } from "./random.js";

/** The temperature of a beer, second by second. */
export interface Temperature {
  readonly degrees: number;
  /** Goes on from another temperature, without a jump. */
  take(degrees: number): void;
  /** The beer is moved to where it is warmer or colder by so many degrees. */
  move(by: number): void;
  next(random: Random): number;
}

/**
 * A thermostat, set to what it takes over: slow heating to a limit, a rest there, and cooling by half of the way a second.
 */
export class Sawtooth implements Temperature {
  degrees = 0;
  #floor = 0;
  #ceiling = 0;
  #rate = 0.01;
  #rest = 0;
  #cooling = false;
  #target = 0;

  take(degrees: number): void {
    this.degrees = degrees;
    this.#floor = degrees;
    this.#ceiling = degrees + 1.2;
    this.#cooling = false;
  }

  move(by: number): void {
    this.degrees += by;
    this.#floor += by;
    this.#ceiling += by;
  }

  next(random: Random): number {
    if (this.#cooling) this.#cool(random);
    else if (this.degrees < this.#ceiling) this.degrees += this.#rate * random.between(0.7, 1.3);
    else if (this.#rest > 0) this.#rest--;
    else {
      this.#cooling = true;
      this.#target = this.#floor + random.between(-0.2, 0.2);
    }
    return this.degrees;
  }

  #cool(random: Random): void {
    this.degrees += (this.#target - this.degrees) * random.between(0.35, 0.6);
    if (this.degrees - this.#target > 0.05) return;
    this.#cooling = false;
    this.#ceiling = this.#floor + random.between(0.9, 1.9);
    this.#rate = random.between(0.007, 0.014);
    this.#rest = random.whole(0, 40);
  }
}

/** No thermostat: the beer follows the room, in waves of about an hour around a mean. */
export class Wander implements Temperature {
  degrees: number;
  #mean: number;
  #slope = 0;

  constructor(mean: number) {
    this.degrees = mean;
    this.#mean = mean;
  }

  take(degrees: number): void {
    this.degrees = degrees;
  }

  move(by: number): void {
    this.degrees += by;
    this.#mean += by;
  }

  next(random: Random): number {
    this.#slope += 1.5e-4 * random.normal() - this.#slope / 300 - 2.5e-6 * (this.degrees - this.#mean);
    this.degrees += this.#slope;
    return this.degrees;
  }
}
