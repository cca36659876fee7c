import type { SeriesName } from "../engine/engine.js";
import type { Settings } from "../options.js";
import { feed } from "./feed.js";
import { PathFinder, type Said, type SeriesLines } from "./path.js";
import { LinePicker } from "./scoring.js";

/** Lines of a series that a path finder takes from one pause to the next. */
const PATH_PIECE = 20_000;

/** A run of the engine, whose series paths are asked of. */
export interface PathRun {
  readonly settings: Settings;
  readonly chunks: readonly Uint8Array[];
  /** Whether more chunks come; then what comes is added to `PathDesk.lines`, and lines are picked in one go. */
  readonly isLive: boolean;
  nameOf(series: number): SeriesName;
}

/** Answers what the engine says about points. Of many wishes for one series the newest counts. */
export class PathDesk {
  /** The lines of series that were asked for, by number. */
  readonly lines = new Map<number, SeriesLines>();
  readonly #kernel: Uint8Array;
  readonly #breathe: () => Promise<void>;
  readonly #finders = new Map<number, PathFinder>();
  /** The newest point that is wanted, by series, while one is at work. */
  readonly #wanted = new Map<number, number>();
  #run: PathRun | undefined;

  /** @param breathe lets newer requests in before it resolves */
  constructor(kernel: Uint8Array, breathe: () => Promise<void>) {
    this.#kernel = kernel;
    this.#breathe = breathe;
  }

  /** Another run. The lines stay where they are the same and counted alike. */
  adopt(run: PathRun): void {
    if (this.#run === undefined || selection(this.#run.settings) !== selection(run.settings)) this.lines.clear();
    this.#finders.clear();
    this.#run = run;
  }

  /** Another input. */
  clear(): void {
    this.lines.clear();
    this.#finders.clear();
    this.#run = undefined;
  }

  /** Looks a point of a series up; `answer` is told of it, and of any that was wished for meanwhile. */
  async ask(series: number, ordinal: number, answer: (ordinal: number, said: Said) => void): Promise<void> {
    const run = this.#run;
    const isAtWork = this.#wanted.has(series);
    this.#wanted.set(series, ordinal);
    if (isAtWork || run === undefined) return;
    try {
      const finder = await this.#finderOf(run, series);
      while (finder !== undefined && run === this.#run) {
        const wanted = this.#wanted.get(series)!;
        const said = finder.approach(wanted, PATH_PIECE);
        if (said !== undefined) answer(wanted, said);
        await this.#breathe();
        if (said !== undefined && this.#wanted.get(series) === wanted) return;
      }
    } finally {
      this.#wanted.delete(series);
    }
  }

  /** undefined when the run is no longer the newest. */
  async #finderOf(run: PathRun, series: number): Promise<PathFinder | undefined> {
    const known = this.#finders.get(series);
    if (known !== undefined) return known;
    const lines = this.lines.get(series) ?? (await this.#pick(run, series));
    if (lines === undefined) return undefined;
    this.lines.set(series, lines);
    const finder = new PathFinder(this.#kernel, run.settings, run.nameOf(series), lines);
    this.#finders.set(series, finder);
    return finder;
  }

  async #pick(run: PathRun, series: number): Promise<SeriesLines | undefined> {
    const picker = new LinePicker(this.#kernel, run.settings, series);
    if (run.isLive) for (const chunk of run.chunks) picker.push(chunk);
    else {
      const pause = async () => {
        await this.#breathe();
        return run === this.#run;
      };
      if (!(await feed(run.chunks, (piece) => picker.push(piece), pause))) return undefined;
    }
    picker.end();
    return picker.lines;
  }
}

/** What decides how series are counted. */
function selection({ measurement, field }: Settings): string {
  return JSON.stringify([measurement, field]);
}
