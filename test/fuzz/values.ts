import type { Random } from "../../src/simulation/random.js";

const manyDigits = Array.from({ length: 5000 }, (_, index) => ((7 * index ** 3 + index ** 2) % 11) % 10).join("");

/** A part of many digits, which is quicker drawn than each of them. */
function digits(random: Random, count: number): string {
  const start = random.whole(0, manyDigits.length - count);
  return manyDigits.slice(start, start + count);
}

const pick = <T>(random: Random, all: readonly T[]): T => all[random.whole(0, all.length - 1)]!;

const strings = ['""', '"a b,c=d"', '"\\"\\\\"', '"one\ntwo, v=1 5\r\n# three"', '"\0\xff"', '"x v_message=1"'];
const truths = ["t", "T", "true", "True", "TRUE", "f", "F", "false", "False", "FALSE"];
const edges = (
  "0 -0 0i -0i 1. .5 -.5e-3 1E+5 1e+21 007 1e-400 5e-324 4.9e-324 1.7976931348623157e308 -1.7976931348623157e308 " +
  "9223372036854775807i -9223372036854775808i 18446744073709551615u 9007199254740993i 1e22 1e23 0e99999"
).split(" ");
/** What Telegraf refuses, the last ones as liberties. */
const refused = (
  "NaN inf -inf +1 1e400 0x10 1_000 9223372036854775808i 18446744073709551616u -1u 1.5i tru " +
  '01i -0009i 0000u "a\\,b" "\\t\\r"'
).split(" ");

/** How one field's value goes on from line to line. */
type Course = (random: Random, index: number) => string;

const courses: readonly Course[] = [
  (random) => (20 + random.normal()).toFixed(1),
  (random, index) => (20 + 5 * (index % 24) + random.normal() + (random.chance(0.02) ? 80 : 0)).toFixed(3),
  (random, index) => `${1000 * index + random.whole(0, 300)}i`,
  (random) => (random.chance(0.03) ? "1e308" : "-1e308"),
  (_, index) => `${index % 2 ? "-" : ""}1.7976931348623157e308`,
  () => "5",
  (random, index) => `${(random.normal() * 10 ** ((index % 40) - 20)).toExponential(12)}`,
  (random) => `${(random.normal() * 5e-320).toExponential()}`,
  (random) => `${digits(random, 400)}.${digits(random, 400)}`.replace(/^.{120}/, ""),
  (random) => `0.${"0".repeat(random.whole(0, 330))}${digits(random, 30)}`,
  (random) => `${random.whole(1, 9)}${digits(random, random.whole(0, 17))}${random.chance(0.5) ? "i" : "u"}`,
  (_, index) => `${Math.floor(index / 30) * 1e6 + 1}`,
  (_, index) => `${(1.05 ** (index % 4000)).toPrecision(9)}`,
  (random) => pick(random, edges),
  (random) => pick(random, strings),
  (random) => pick(random, truths),
];

/** A field's values: one course, and now and then what has nothing to do with it. */
export class Values {
  readonly #random: Random;
  readonly #course: Course;
  #index = 0;

  constructor(random: Random) {
    this.#random = random;
    this.#course = pick(random, courses);
  }

  next(): string {
    const random = this.#random;
    this.#index++;
    if (random.chance(0.002)) return pick(random, refused);
    return (random.chance(0.02) ? pick(random, courses) : this.#course)(random, this.#index);
  }
}

const LEAST = -(1n << 63n);
const MOST = (1n << 63n) - 1n;
const timeEdges = [LEAST, LEAST + 1n, -1n, 0n, 1n, MOST - 1n, MOST];
const steps = [1n, 7n, 1_000_000n, 1_000_000_000n, 10_000_000_000n, 86_400_000_000_000n, 1n << 61n];

/** A series' times: mostly a step apart, some running backwards, some at the edges of 64 bits, some missing. */
export class Times {
  readonly #random: Random;
  readonly #step: bigint;
  readonly #untimed: boolean;
  readonly #unruly: number;
  #time: bigint;

  constructor(random: Random) {
    this.#random = random;
    this.#step = pick(random, steps) * (random.chance(0.1) ? -1n : 1n);
    this.#untimed = random.chance(0.05);
    this.#unruly = random.chance(0.2) ? 0.2 : 0.01;
    this.#time = random.chance(0.2) ? pick(random, timeEdges) : 1_600_000_000_000_000_000n;
  }

  /** A blank and the timestamp, or nothing. */
  next(): string {
    const random = this.#random;
    if (this.#untimed) return "";
    this.#time = BigInt.asIntN(64, this.#time + this.#step);
    if (!random.chance(this.#unruly)) return ` ${this.#time}`;
    if (random.chance(0.2)) return ` ${pick(random, timeEdges)}`;
    if (random.chance(0.2)) return "";
    if (random.chance(0.2)) this.#time = BigInt.asIntN(64, this.#time + 1000n * this.#step);
    return ` ${BigInt.asIntN(64, this.#time - BigInt(random.whole(0, 3)) * this.#step)}`;
  }
}
