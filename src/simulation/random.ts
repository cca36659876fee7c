/**
 * A seeded generator, sfc32 (Chris Doty-Humphrey, PractRand). All that is drawn from it rests on integer operations and on
 * + − × ÷, which give the same bits on every machine; Math.log and Math.sin would not.
 */
export class Random {
  #a: number;
  #b: number;
  #c = 0x9e3779b9 | 0;
  #counter = 1;

  /**
   * @param seed any 32-bit number
   * @param stream another number gives an independent sequence of the same seed
   */
  constructor(seed: number, stream = 0) {
    this.#a = seed | 0;
    this.#b = stream | 0;
    for (let round = 0; round < 15; round++) this.#next();
  }

  /** 32 bits, signed. */
  #next(): number {
    const drawn = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + drawn) | 0;
    return drawn;
  }

  /** From 0 up to, not including, 1. */
  uniform(): number {
    return (this.#next() >>> 0) / 2 ** 32;
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.uniform();
  }

  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number {
    return low + Math.floor((high - low + 1) * this.uniform());
  }

  chance(probability: number): boolean {
    return this.uniform() < probability;
  }

  /** Mean 0 and variance 1, bell-shaped within ±6: the sum of twelve uniforms. */
  normal(): number {
    let sum = -6;
    for (let term = 0; term < 12; term++) sum += this.uniform();
    return sum;
  }
}
