import { writeError } from "./stderr.js";

const WIDTH = 30;
/** Milliseconds of work before a bar is worth looking at, and between two of its pictures. */
const PATIENCE = 400;
const INTERVAL = 100;

/** A bar on standard error while long work goes on; nothing where that is no terminal, or where lines go to one. */
export class Progress {
  readonly #title: string;
  readonly #total: number;
  readonly #visible: boolean;
  #reached = 0;
  #drawn = false;
  #next = performance.now() + PATIENCE;

  /**
   * @param total in whatever unit `advance` is told
   * @param visible whether a bar would be seen, and be in nobody's way
   */
  constructor(title: string, total: number, visible = process.stderr.isTTY === true && process.stdout.isTTY !== true) {
    this.#title = title;
    this.#total = total;
    this.#visible = visible && total > 0;
  }

  advance(amount: number): void {
    this.#reached += amount;
    if (!this.#visible || performance.now() < this.#next) return;
    this.#next = performance.now() + INTERVAL;
    this.#drawn = true;
    const share = Math.min(1, this.#reached / this.#total);
    const full = Math.round(share * WIDTH);
    const bar = "█".repeat(full) + "░".repeat(WIDTH - full);
    writeError(`\r${this.#title} ${bar} ${String(Math.floor(share * 100)).padStart(3)} %\x1b[K`);
  }

  /** Takes the bar away. */
  finish(): void {
    if (this.#drawn) writeError("\r\x1b[K");
    this.#drawn = false;
  }
}
