import type { Kernel } from "./kernel.js";
import type { Line } from "./line.js";
import { isTagKey, tagText } from "./names.js";

/** The kernel's numbers of the groups whose rate of anomalous series is written: one for each value of a tag. */
export class RateGroups {
  readonly #kernel: Kernel;
  readonly #tag: string | undefined;
  readonly #numbers = new Map<string, number>();
  readonly #keys: (string | undefined)[] = [];

  /** @param tag the tag's key; without one there are no groups */
  constructor(kernel: Kernel, tag: string | undefined) {
    this.#kernel = kernel;
    this.#tag = tag;
  }

  /** The group of a line; 0 when it is in none. */
  of(bytes: Uint8Array, line: Line): number {
    const key = this.#tag;
    const tag = key === undefined ? undefined : line.tags.find((one) => isTagKey(bytes, one, key));
    return tag === undefined ? 0 : this.ofText(tagText(bytes, tag));
  }

  /** The group of a tag, as text of line protocol with its comma; 0 when no more fit. */
  ofText(text: Uint8Array): number {
    this.#forgetAbandoned();
    const key = text.join();
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#kernel.leave(text);
    const added = this.#kernel.exports.addGroup(text.length);
    if (added === 0) return 0;
    this.#numbers.set(key, added);
    this.#keys[added] = key;
    return added;
  }

  /** The kernel gives the number of a group that lost its last series to another. */
  #forgetAbandoned(): void {
    const next = this.#kernel.exports.nextAbandonedGroup;
    for (let number = next(); number > 0; number = next()) {
      this.#numbers.delete(this.#keys[number]!);
      this.#keys[number] = undefined;
    }
  }
}
