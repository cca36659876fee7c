import { Evidence, evidenceAt } from "./evidence";
import { Group } from "./group";

/** The evidence of one group, the strongest first. */

/** So much of it is weighed. */
const MOST: i32 = 64;
const list: usize = memory.data(MOST * 4);
export let count: i32 = 0;

@inline
export function listed(index: i32): Evidence {
  return evidenceAt(load<usize>(list + (<usize>index << 2)));
}

/** Lists a group's evidence, the strongest first, and of equal ones by the series' number. */
export function listEvidence(its: Group): void {
  count = 0;
  for (let pointer = its.chain; pointer != 0; pointer = evidenceAt(pointer).chained) {
    let at = count < MOST ? count++ : isBefore(evidenceAt(pointer), listed(MOST - 1)) ? MOST - 1 : -1;
    if (at < 0) continue;
    for (; at > 0 && isBefore(evidenceAt(pointer), listed(at - 1)); at--) {
      store<usize>(list + (<usize>at << 2), changetype<usize>(listed(at - 1)));
    }
    store<usize>(list + (<usize>at << 2), pointer);
  }
}

@inline
function isBefore(one: Evidence, other: Evidence): bool {
  return one.weight > other.weight || (one.weight == other.weight && one.series < other.series);
}
