import { Random } from "../../src/simulation/random.js";
import { mutated } from "./mutations.js";
import type { Skeleton } from "./skeletons.js";
import { Times, Values } from "./values.js";

/** One series of lines with the texts of a skeleton. */
class Course {
  readonly #skeleton: Skeleton;
  readonly #values: Values[];
  readonly #times: Times;

  constructor(skeleton: Skeleton, random: Random) {
    this.#skeleton = skeleton;
    this.#values = skeleton.fields.map(() => new Values(random));
    this.#times = new Times(random);
  }

  next(): string {
    const fields = this.#skeleton.fields.map((key, index) => `${key}=${this.#values[index]!.next()}`);
    return `${this.#skeleton.key} ${fields.join(",")}${this.#times.next()}\n`;
  }
}

const endings = ["\r\n", " \n", "\n\n", '\n# v=1 "\n', "\n \t\r\n"];

/**
 * So many lines of series with these texts in a mixed order, a share of them mutated: the same for the same seed. The
 * last line has its newline, unless a mutation took it.
 */
export function linesOf(skeletons: readonly Skeleton[], count: number, mutatedShare: number, seed: number): Uint8Array {
  const random = new Random(seed);
  const courses = skeletons.map((skeleton) => new Course(skeleton, random));
  const lines: string[] = [];
  let line = "m v=1\n";
  while (lines.length < count) {
    const before = line;
    line = courses[random.whole(0, courses.length - 1)]!.next();
    if (random.chance(mutatedShare)) lines.push(mutated(line, before, random));
    else if (random.chance(0.02)) lines.push(line.slice(0, -1) + endings[random.whole(0, endings.length - 1)]!);
    else lines.push(line);
  }
  return Buffer.from(lines.join(""), "latin1");
}
