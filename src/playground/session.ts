import { Engine } from "../engine/engine.js";
import type { Settings } from "../options.js";
import { withExcerpts } from "./excerpts.js";
import { hostLines } from "./host-sample.js";
import { type Input, InputError, readInput } from "./input.js";
import { LiveStream } from "./live.js";
import { PathFinder, type SeriesLines } from "./path.js";
import { type Answer, type Origin, type Request, SHAPE_LENGTH } from "./protocol.js";
import { LinePicker, Scoring } from "./scoring.js";
import { buffersOf } from "./store.js";

/** Bytes of input from one look at the newest requests to the next: some 10 ms of work. */
const PIECE = 1 << 19;
/** Lines of a series that a path finder takes in one go. */
const PATH_PIECE = 20_000;
/** Problems whose lines are shown. */
const EXCERPTS = 20;
/** Milliseconds from one batch of a stream to the next. */
const TICK = 100;
/** Points that a stream begins with. */
const LIVE_START = 400;

/** Sends an answer; buffers are handed over. */
export type Post = (answer: Answer, transfer?: ArrayBuffer[]) => void;

/** What the worker does: it keeps the input, runs the engine over it, and answers. A newer request ends an older one. */
export class Session {
  readonly #kernel: Uint8Array;
  readonly #post: Post;
  readonly #breathe: () => Promise<void>;
  #input: Input | undefined;
  #name = "";
  #settings: Settings | undefined;
  #scoring: Scoring | undefined;
  #run = 0;
  /** Counts what takes long; a number that is not the newest has to stop. */
  #work = 0;
  #reading: AbortController | undefined;
  /** Of series that paths were asked for. */
  #lines = new Map<number, SeriesLines>();
  #finders = new Map<number, PathFinder>();
  /** The newest point that a path is wanted from, by series, while one is at work. */
  readonly #wanted = new Map<number, number>();
  #stream: LiveStream | undefined;
  #speed = 0;

  /** @param breathe lets newer requests in before it resolves */
  constructor(kernel: Uint8Array, post: Post, breathe: () => Promise<void>) {
    this.#kernel = kernel;
    this.#post = post;
    this.#breathe = breathe;
  }

  /** Answers a request; resolves when it is done with, or given up for a newer one. */
  async handle(request: Request): Promise<void> {
    try {
      await this.#answer(request);
    } catch (error) {
      if ((error as Error).name === "AbortError") return;
      this.#post({ kind: "failed", text: textOf(error as Error) });
    }
  }

  async #answer(request: Request): Promise<void> {
    switch (request.kind) {
      case "open":
        return this.#open(request.origin, request.settings);
      case "score":
        return this.#stream === undefined ? this.#score(request.settings) : this.#play(request.settings);
      case "cancel":
        return this.#cancel();
      case "columns":
        return this.#columns(request.run, request.series);
      case "path":
        return this.#path(request.run, request.series, request.ordinal);
      case "write":
        return this.#write(request.what);
      case "live":
        this.#speed = request.speed;
        return this.#play(request.settings);
      case "speed":
        this.#speed = request.speed;
        return;
      case "misread":
        return this.#stream?.misread();
    }
  }

  async #open(origin: Origin, settings: Settings): Promise<void> {
    const work = this.#begin();
    this.#stream = undefined;
    const input = await this.#read(origin);
    if (work !== this.#work) return;
    this.#take(origin.name, input);
    await this.#score(settings);
  }

  #take(name: string, input: Input): void {
    this.#input = input;
    this.#name = name;
    this.#lines.clear();
    const { bytes, converted, notice } = input;
    this.#post({ kind: "opened", name, bytes, converted, notice });
  }

  #begin(): number {
    this.#reading?.abort();
    return ++this.#work;
  }

  async #read(origin: Origin): Promise<Input> {
    if (origin.kind === "hosts") {
      const lines = hostLines();
      return { chunks: [lines], bytes: lines.length, converted: false, notice: undefined, problems: [] };
    }
    const { name, blob } = origin;
    this.#reading = new AbortController();
    let read = 0;
    const onRead = (bytes: number) => {
      read += bytes;
      this.#post({ kind: "progress", stage: "reading", share: read / blob.size });
    };
    return readInput({ name, size: blob.size, stream: () => blob.stream() }, onRead, this.#reading.signal);
  }

  async #score(settings: Settings): Promise<void> {
    const input = this.#input;
    if (input === undefined) return;
    const work = this.#begin();
    const begun = performance.now();
    const scoring = new Scoring(this.#kernel, settings);
    const isDone = await this.#feed(
      input,
      "scoring",
      () => work === this.#work,
      (piece) => scoring.push(piece),
    );
    if (!isDone) return;
    scoring.end();
    this.#adopt(scoring, settings);
    this.#report((performance.now() - begun) / 1_000, input);
  }

  /** Gives all of the input to `take`, piece by piece; false when it was given up. */
  async #feed(
    { chunks, bytes }: Input,
    stage: "scoring" | "writing" | undefined,
    isWanted: () => boolean,
    take: (piece: Uint8Array) => void,
  ): Promise<boolean> {
    let fed = 0;
    for (const chunk of [...chunks]) {
      for (let at = 0; at < chunk.length; at += PIECE) {
        const piece = chunk.subarray(at, at + PIECE);
        take(piece);
        const before = Math.floor(fed / PIECE);
        fed += piece.length;
        if (Math.floor(fed / PIECE) === before) continue;
        if (stage !== undefined) this.#post({ kind: "progress", stage, share: fed / bytes });
        await this.#breathe();
        if (!isWanted()) return false;
      }
    }
    return isWanted();
  }

  /** Makes a run the one that is shown. */
  #adopt(scoring: Scoring, settings: Settings): void {
    if (!isSameSelection(this.#settings, settings)) this.#lines.clear();
    this.#finders.clear();
    this.#scoring = scoring;
    this.#settings = settings;
    this.#run++;
  }

  #report(seconds: number, input: Input): void {
    const scoring = this.#scoring!;
    const series = scoring.summaries();
    const numbers = series.map(({ number }) => number);
    const shapes = scoring.points.shapes(numbers, scoring.sizes(), SHAPE_LENGTH);
    const found = [...scoring.problems].sort((one, other) => one.line - other.line);
    const first = withExcerpts(found.slice(0, EXCERPTS), input.chunks);
    const rest = [...input.problems, ...found.slice(EXCERPTS)].map((problem) => ({ ...problem, excerpt: undefined }));
    const problemCount = scoring.problemCount + input.problems.length;
    const live = this.#stream !== undefined;
    const counts = scoring.counts();
    const problems = [...first, ...rest].slice(0, 200);
    const results = { run: this.#run, live, seconds, ...counts, series, shapes, problems, problemCount };
    this.#post({ kind: "results", ...results }, [shapes.buffer as ArrayBuffer]);
  }

  #cancel(): void {
    this.#begin();
    this.#speed = 0;
    this.#post({ kind: "cancelled" });
  }

  #columns(run: number, series: readonly number[]): void {
    const scoring = this.#scoring;
    if (scoring === undefined || run !== this.#run) return;
    const columns = series.map((number) => [number, scoring.points.columnsOf(number)] as const);
    this.#post(
      { kind: "columns", run, columns },
      columns.flatMap(([, one]) => buffersOf(one)),
    );
  }

  async #path(run: number, series: number, ordinal: number): Promise<void> {
    if (run !== this.#run) return;
    const isAtWork = this.#wanted.has(series);
    this.#wanted.set(series, ordinal);
    if (isAtWork) return;
    try {
      const finder = await this.#finderOf(run, series);
      for (let said = undefined as ReturnType<PathFinder["approach"]>; finder !== undefined && run === this.#run; ) {
        const wanted = this.#wanted.get(series)!;
        said = finder.approach(wanted, PATH_PIECE);
        if (said !== undefined) this.#post({ kind: "path", run, series, ordinal: wanted, said });
        await this.#breathe();
        if (said !== undefined && this.#wanted.get(series) === wanted) return;
      }
    } finally {
      this.#wanted.delete(series);
    }
  }

  /** undefined when the run is no longer the newest. */
  async #finderOf(run: number, series: number): Promise<PathFinder | undefined> {
    const known = this.#finders.get(series);
    if (known !== undefined) return known;
    const [settings, scoring] = [this.#settings!, this.#scoring!];
    let lines = this.#lines.get(series);
    if (lines === undefined) {
      const picker = new LinePicker(this.#kernel, settings, series);
      // a stream goes on meanwhile, so its lines are picked in one go
      if (this.#stream !== undefined) for (const chunk of this.#input!.chunks) picker.push(chunk);
      else
        await this.#feed(
          this.#input!,
          undefined,
          () => run === this.#run,
          (piece) => picker.push(piece),
        );
      if (run !== this.#run) return undefined;
      picker.end();
      lines = picker.lines;
      this.#lines.set(series, lines);
    }
    const finder = new PathFinder(this.#kernel, settings, scoring.nameOf(series), lines);
    this.#finders.set(series, finder);
    return finder;
  }

  async #write(what: "scored" | "input"): Promise<void> {
    const [input, settings] = [this.#input, this.#settings];
    if (input === undefined || settings === undefined) return;
    const [work, stem] = [this.#work, this.#name.replace(/(\.[a-z]+)+$/i, "") || "lines"];
    const parts: Uint8Array<ArrayBuffer>[] = [];
    const copied = (bytes: Uint8Array) => parts.push(Uint8Array.from(bytes));
    if (what === "scored") {
      const engine = Engine.create(this.#kernel, settings);
      const isWanted = () => work === this.#work;
      if (!(await this.#feed(input, "writing", isWanted, (piece) => copied(engine.push(piece))))) return;
      copied(engine.end());
    } else parts.push(...(input.chunks as Uint8Array<ArrayBuffer>[]));
    const name = `${stem}${what === "scored" ? ".scored" : ""}.lp`;
    this.#post({ kind: "written", what, name, blob: new Blob(parts, { type: "text/plain" }) });
  }

  /** Starts the stream, or, under new settings, goes on with it: what came so far is scored anew at once. */
  async #play(settings: Settings): Promise<void> {
    const work = this.#begin();
    if (this.#stream === undefined) {
      this.#stream = new LiveStream(
        Math.floor(Math.random() * 2 ** 32),
        BigInt(Math.floor(Date.now() / 1_000)) * 1_000_000_000n,
      );
      const first = this.#stream.take(LIVE_START);
      this.#take("live.lp", {
        chunks: [first],
        bytes: first.length,
        converted: false,
        notice: undefined,
        problems: [],
      });
    }
    const input = this.#input!;
    const scoring = new Scoring(this.#kernel, settings, this.#lines);
    // the lines that are kept are those of this input already
    const kept = new Map(this.#lines);
    this.#lines.clear();
    for (const chunk of input.chunks) scoring.push(chunk);
    for (const [series, lines] of kept) this.#lines.set(series, lines);
    this.#adopt(scoring, settings);
    this.#report(0, input);
    for (let owed = 0; work === this.#work; ) {
      await new Promise((resolve) => setTimeout(resolve, TICK));
      if (work !== this.#work) return;
      owed += (this.#speed * TICK) / 1_000;
      const due = Math.floor(owed);
      owed -= due;
      if (due > 0) this.#advance(scoring, due);
    }
  }

  #advance(scoring: Scoring, points: number): void {
    const lines = this.#stream!.take(points);
    if (lines.length === 0) return;
    this.#input!.chunks.push(lines);
    this.#input = { ...this.#input!, bytes: this.#input!.bytes + lines.length };
    scoring.push(lines);
    this.#report(0, this.#input);
  }
}

function isSameSelection(one: Settings | undefined, other: Settings): boolean {
  const selection = ({ measurement, field }: Settings) => JSON.stringify([measurement, field]);
  return one !== undefined && selection(one) === selection(other);
}

function textOf(error: Error): string {
  if (error instanceof InputError) return error.message;
  if (error instanceof RangeError || /memory|allocation/i.test(error.message)) {
    return `There is not enough memory for this input (${error.message}). "holtline score" reads files of any size.`;
  }
  return `This should not have happened: ${error.message}`;
}
