import { writeError } from "./stderr.js";

/** Characters of the longest bar and of the shortest, and of what stands beside bar and title. */
const WIDTH = 30;
const LEAST_WIDTH = 8;
const BESIDE = " ".length + " 100 %".length;
/** Characters of a line where the terminal does not tell. */
const COLUMNS = 80;
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
    writeError(`\r${barText(this.#title, this.#reached / this.#total, process.stderr.columns ?? COLUMNS)}\x1b[K`);
  }

  /** Takes the bar away. */
  finish(): void {
    if (this.#drawn) writeError("\r\x1b[K");
    this.#drawn = false;
  }
}

/**
 * A title, a bar and a percentage, within one line: a long title loses its beginning.
 *
 * @param columns characters of the line; one of them stays free, so that no terminal begins another
 */
export function barText(title: string, share: number, columns: number): string {
  const room = columns - 1 - BESIDE;
  const most = Math.max(1, room - LEAST_WIDTH);
  const shown = title.length > most ? `…${title.slice(title.length - most + 1)}` : title;
  const width = Math.max(0, Math.min(WIDTH, room - shown.length));
  const done = Math.min(1, share);
  const full = Math.round(done * width);
  const bar = "█".repeat(full) + "░".repeat(width - full);
  return `${shown} ${bar} ${String(Math.floor(done * 100)).padStart(3)} %`;
}
