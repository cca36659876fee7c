import { BoundedPoints } from "../chart/bounded.js";
import { StoryBook } from "../chart/stories.js";
import { counted } from "../chart/words.js";
import { Engine, type Points, type Problem } from "../engine/engine.js";
import { rulesWith } from "../engine/series-rule.js";
import { SeriesTally } from "../engine/tally.js";
import { FileError, fileSize, readChunks } from "../host/file.js";
import { readKernel } from "../host/kernel-file.js";
import { Progress } from "../host/progress.js";
import { Log, RepeatedProblem } from "../host/stderr.js";
import { expectedFormats } from "../input/format.js";
import { InputLines } from "../input/lines.js";
import { InputError } from "../input/problem.js";
import type { Unit } from "../input/time-unit.js";
import type { Label } from "../labels/read.js";
import { LabelTally } from "../labels/tally.js";
import type { LabelWatch } from "../labels/watch.js";
import { scoresOnly } from "../options.js";
import type { FileSettings } from "./config-file.js";
import type { Scored } from "./report.js";

/** Points that are held for charts, of all series together: about 30 MB, and as much again while they are thinned. */
const HELD = 1 << 19;

/**
 * Series that an engine holds here: as many as it can. What a file holds of a series that went for another could not be
 * told apart from that one's.
 */
const MOST_SERIES = 2_000_000;

/** What is wanted beside the tallies. */
export interface Wanted {
  /** Of any series; undefined: the incidents are not judged. */
  readonly labels: readonly Label[] | undefined;
  /** Whether there are to be charts. */
  readonly points: boolean;
  /** What the timestamps count; undefined: what makes them times of today. */
  readonly precision: Unit | undefined;
}

/**
 * Runs the engine over a file, whatever it holds, with a progress bar where somebody sees it. Of a .gz that ends too early
 * what came before counts, and that is said.
 *
 * @throws FileError when it can't be read, InputError when there is nothing in it that can be scored
 */
export async function scoreFile(file: string, settled: FileSettings, wanted: Wanted): Promise<Scored> {
  const run = new FileRun(file, settled, wanted);
  const progress = new Progress(`score ${file}`, fileSize(file), process.stderr.isTTY === true);
  const begun = performance.now();
  try {
    for await (const chunk of readChunks(file, (bytes) => progress.advance(bytes))) run.push(chunk);
  } catch (error) {
    if (!(error instanceof FileError) || !run.hasBegun) throw error;
    new Log().error(error.message);
    process.exitCode = 2;
  } finally {
    progress.finish();
  }
  return run.end(() => (performance.now() - begun) / 1_000);
}

/** One run of an engine over the bytes of a file. */
class FileRun {
  readonly #file: string;
  readonly #lines: InputLines;
  readonly #engine: Engine;
  readonly #labels: LabelTally | undefined;
  readonly #keepsPoints: boolean;
  readonly #points = new BoundedPoints(HELD);
  readonly #tallies: (SeriesTally | undefined)[] = [];
  readonly #watches: (LabelWatch | undefined)[] = [];
  readonly #stories = new StoryBook();
  readonly #log = new Log();
  readonly #unreadable = new RepeatedProblem(this.#log, "warn");
  #firstProblem: string | undefined;
  hasBegun = false;

  constructor(file: string, { settings, rules }: FileSettings, { labels, points, precision }: Wanted) {
    this.#file = file;
    this.#lines = new InputLines(nameOf(file), precision);
    this.#keepsPoints = points;
    this.#labels = labels === undefined ? undefined : new LabelTally(labels);
    this.#engine = Engine.create(
      readKernel(),
      { ...scoresOnly(settings), maxSeries: MOST_SERIES },
      {
        rules: rulesWith(rules, { horizon: 0 }),
        onProblem: (problem) => this.#object(problem),
        onPoints: (points) => this.#take(points),
        onStory: (story) => this.#stories.take(story),
      },
    );
  }

  push(chunk: Uint8Array): void {
    this.hasBegun = true;
    this.#engine.push(this.#lines.push(chunk));
  }

  /** @param clock tells the seconds that it took */
  end(clock: () => number): Scored {
    if (!this.hasBegun)
      throw new InputError(`${nameOf(this.#file)} is empty: expected lines like "temperature value=18.8"`);
    this.#engine.push(this.#lines.end());
    this.#engine.end();
    const seconds = clock();
    for (const problem of this.#lines.problems) this.#object(problem);
    for (const notice of this.#lines.notices) this.#log.info(`${this.#file}: ${notice}`);
    const { lines, unparsable, passed, scored, late } = this.#engine.statistics();
    if (late > scored) this.#log.warn(lateText(this.#file, late));
    const series = this.#tallies.flatMap((tally, number) =>
      tally === undefined ? [] : [{ number, name: this.#engine.seriesName(number), tally }],
    );
    const unread = unparsable + this.#lines.problemCount;
    if (series.length === 0 && (unread > lines / 2 || lines === 0)) throw this.#useless();
    const labels = this.#labels?.scores();
    const stories = this.#stories.told(series);
    const found = { series, points: this.#points, stories, labels };
    return { file: this.#file, lines, unparsable: unread, passed, seconds, ...found };
  }

  #useless(): InputError {
    const first = this.#firstProblem === undefined ? "" : `, ${this.#firstProblem}`;
    return new InputError(`${nameOf(this.#file)} holds nothing that can be scored${first}\n${expectedFormats}`);
  }

  #object({ line, column, text }: Problem): void {
    this.#firstProblem ??= `line ${line}, column ${column}: ${text}`;
    this.#unreadable.say(`${this.#file}:${line}:${column}: ${text}`);
  }

  #take(points: Points): void {
    if (this.#keepsPoints) this.#points.take(points);
    for (let row = 0; row < points.count; row++) {
      const series = points.series[row]!;
      if (series <= 0) continue;
      this.#tallies[series] ??= this.#begin(series);
      this.#tallies[series].take(points, row);
      this.#watches[series]?.take(points, row);
    }
  }

  #begin(series: number): SeriesTally {
    if (this.#labels !== undefined) this.#watches[series] = this.#labels.watch(this.#engine.seriesName(series));
    return new SeriesTally();
  }
}

/** A file with its newest rows first has nothing but points that are older than the one before. */
function lateText(file: string, late: number): string {
  const points = counted(late, "point");
  return `${file}: ${points} left out, as they are older than the one before of their series: sort the file, oldest first`;
}

function nameOf(file: string): string {
  return file === "-" ? "standard input" : file;
}
