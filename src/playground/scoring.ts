import { ScoredPoints } from "../chart/store.js";
import { StoryBook, type ToldStory } from "../chart/stories.js";
import { Engine, type Points, type Problem, type SeriesName } from "../engine/engine.js";
import { keyOf } from "../engine/names.js";
import { SeriesTally } from "../engine/tally.js";
import { type Settings, scoresOnly } from "../options.js";
import { SeriesLines } from "./path.js";
import type { SeriesSummary } from "./protocol.js";

/** Problems that a page can show. */
const MOST_PROBLEMS = 200;

/** Points that one series had, and more that is asked for in the table. */
export interface ScoringCounts {
  readonly lines: number;
  readonly unparsable: number;
  readonly late: number;
}

/** One run of the engine over an input, with all that is to be seen of it. */
export class Scoring {
  readonly points = new ScoredPoints();
  readonly problems: Problem[] = [];
  readonly #stories = new StoryBook();
  problemCount = 0;
  readonly #engine: Engine;
  readonly #tallies: (SeriesTally | undefined)[] = [];
  readonly #lines: Map<number, SeriesLines>;

  /**
   * The settings' output is not looked at here, so the cheapest is asked for: scores do not depend on it.
   *
   * @param lines the lines of these series, by number, are added as they pass
   */
  constructor(kernel: Uint8Array, settings: Settings, lines: Map<number, SeriesLines> = new Map()) {
    this.#lines = lines;
    this.#engine = Engine.create(kernel, scoresOnly(settings), {
      onPoints: (points) => this.#take(points),
      onStory: (story) => this.#stories.take(story),
      onProblem: (problem) => {
        this.problemCount++;
        if (this.problems.length < MOST_PROBLEMS) this.problems.push(problem);
      },
    });
  }

  push(chunk: Uint8Array): void {
    this.#engine.push(chunk);
  }

  end(): void {
    this.#engine.end();
  }

  counts(): ScoringCounts {
    const { lines, unparsable, late } = this.#engine.statistics();
    return { lines, unparsable, late };
  }

  /** The series' names; they are whole as long as the engine is. */
  nameOf(series: number): SeriesName {
    return this.#engine.seriesName(series);
  }

  summaries(): SeriesSummary[] {
    return this.#tallies.flatMap((tally, number) => (tally === undefined ? [] : [this.#summary(tally, number)]));
  }

  stories(series: readonly SeriesSummary[]): ToldStory[] {
    return this.#stories.told(series);
  }

  /** The number of points of every series, by its number. */
  sizes(): number[] {
    return Array.from(this.#tallies, (tally) => tally?.points ?? 0);
  }

  #summary(tally: SeriesTally, number: number): SeriesSummary {
    const name = this.nameOf(number);
    return { number, key: keyOf(name), name, ...tally.summary };
  }

  #take(points: Points): void {
    this.points.take(points);
    const { series } = points;
    for (let row = 0; row < points.count; row++) {
      const number = series[row]!;
      if (number <= 0) continue;
      let tally = this.#tallies[number];
      if (tally === undefined) {
        tally = new SeriesTally();
        this.#tallies[number] = tally;
      }
      tally.take(points, row);
      if (this.#lines.size > 0) this.#lines.get(number)?.add(this.#engine.lineOf(row));
    }
  }
}

/** The lines of one series of an input, in the engine's numbering; given piece by piece. */
export class LinePicker {
  readonly lines = new SeriesLines();
  readonly #engine: Engine;

  /** @param settings decide which fields are series, and so how they are counted; all else is cheap */
  constructor(kernel: Uint8Array, settings: Settings, series: number) {
    const cheap: Settings = { ...settings, trend: "none", season: "none", refit: 0, horizon: 0, emit: "changes" };
    const free = { alpha: undefined, beta: undefined, phi: undefined, preset: undefined, groupBy: [] };
    this.#engine = Engine.create(
      kernel,
      { ...cheap, ...free },
      {
        onPoints: ({ series: numbers, count }) => {
          for (let row = 0; row < count; row++) if (numbers[row] === series) this.lines.add(this.#engine.lineOf(row));
        },
      },
    );
  }

  push(chunk: Uint8Array): void {
    this.#engine.push(chunk);
  }

  end(): void {
    this.#engine.end();
  }
}
