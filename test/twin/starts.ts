import { ALPHA_HIGHEST, ALPHA_LOWEST } from "./box.js";

/** A best φ nearer than this to x = 0 is the face's. */
const ON_FACE = 1e-9;

/** Where a descent may begin; x is B/α. */
export class Start {
  value = 0;
  alpha = 0;
  x = 0;
  phi = 0;
}

/** Twin of the list of starts in assembly/fit-plane.ts. */
class Starts {
  count = 0;
  private readonly list: Start[] = [];

  at(index: number): Start {
    return this.list[index]!;
  }

  clear(): void {
    this.count = 0;
  }

  add(value: number, alpha: number, x: number, phi: number): void {
    if (this.count === this.list.length) this.list.push(new Start());
    const added = this.list[this.count++]!;
    added.value = value;
    added.alpha = alpha;
    added.x = x;
    added.phi = phi;
  }

  /** Adds a start inside the box at the best φ of a (T, D). */
  addInside(value: number, T: number, D: number, phi: number): void {
    const alpha = Math.min(Math.max(1 - D / phi, ALPHA_LOWEST), ALPHA_HIGHEST);
    const x = (1 - (T - D / phi) / phi) / (alpha * alpha);
    if (x > ON_FACE) this.add(value, alpha, Math.min(x, 1), phi);
  }

  /** Keeps the best `wanted` starts, best first; of equal ones the earlier. */
  keepBest(wanted: number): void {
    const { list, count } = this;
    const kept = Math.min(wanted, count);
    for (let i = 0; i < kept; i++) {
      let best = i;
      for (let j = i + 1; j < count; j++) {
        if (list[j]!.value < list[best]!.value) best = j;
      }
      const swapped = list[i]!;
      list[i] = list[best]!;
      list[best] = swapped;
    }
    this.count = kept;
  }
}

export const starts = new Starts();
