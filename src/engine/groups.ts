import type { Kernel } from "./kernel.js";
import type { Line, Tag } from "./line.js";
import { isTagKey, tagText } from "./names.js";

/**
 * The kernel's numbers of the groups of series: one for each value of a tag, in one for each value of the next tag, and so
 * on; all of them are in one without a tag.
 */
export class Groups {
  readonly #kernel: Kernel;
  readonly #tags: readonly string[];
  readonly #numbers = new Map<string, number>();
  readonly #keys: (string | undefined)[] = [];

  /** @param tags the tags' keys, the smallest groups first; without one there are no groups */
  constructor(kernel: Kernel, tags: readonly string[]) {
    this.#kernel = kernel;
    this.#tags = tags;
  }

  /** The group of a line; 0 when it is in none: it does not have the first tag, or no more fit. */
  of(bytes: Uint8Array, line: Line): number {
    if (this.#tags.length === 0) return 0;
    const tags = this.#tags.map((key) => line.tags.find((tag) => isTagKey(bytes, tag, key)));
    return tags[0] === undefined ? 0 : this.#numberOf(bytes, tags, 0);
  }

  /** The group of the first of these tags, within those of the others; a tag that is missing is left out. */
  #numberOf(bytes: Uint8Array, tags: readonly (Tag | undefined)[], level: number): number {
    const at = tags.findIndex((tag, index) => index >= level && tag !== undefined);
    const tag = at < 0 ? undefined : tags[at];
    const text = tag === undefined ? new Uint8Array() : tagText(bytes, tag);
    this.#forgetAbandoned();
    const key = `${at} ${text.join()}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const parent = tag === undefined ? 0 : this.#numberOf(bytes, tags, at + 1);
    if (tag !== undefined && parent === 0) return 0;
    this.#kernel.leave(text);
    const added = this.#kernel.exports.addGroup(text.length, parent);
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
