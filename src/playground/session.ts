import { buffersOf } from "../chart/store.js";
import { Engine } from "../engine/engine.js";
import { InputError } from "../input/problem.js";
import type { Unit } from "../input/time-unit.js";
import type { Settings } from "../options.js";
import { withExcerpts } from "./excerpts.js";
import { feed } from "./feed.js";
import { hostLines } from "./host-sample.js";
import { type Input, MOST_BYTES, readInput } from "./input.js";
import { LiveStream } from "./live.js";
import { PathDesk } from "./path-desk.js";
import { type Answer, type Origin, type Request, SHAPE_LENGTH } from "./protocol.js";
import { Scoring } from "./scoring.js";

/** Problems that are told, and those of them whose lines are shown. */
const PROBLEMS = 200;
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
  readonly #seed: number;
  readonly #paths: PathDesk;
  #input: Input | undefined;
  #name = "";
  #scoring: Scoring | undefined;
  #run = 0;
  /** Counts what takes long; a number that is not the newest has to stop. */
  #work = 0;
  /** While an input is being read: what stops it, and the settings that it is to be scored under. */
  #opening: { readonly stop: AbortController; settings: Settings } | undefined;
  #stream: LiveStream | undefined;
  #speed = 0;

  /**
   * @param breathe lets newer requests in before it resolves
   * @param seed of the streams
   */
  constructor(kernel: Uint8Array, post: Post, breathe: () => Promise<void>, seed: number) {
    this.#kernel = kernel;
    this.#post = post;
    this.#breathe = breathe;
    this.#seed = seed;
    this.#paths = new PathDesk(kernel, breathe);
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
        return this.#open(request.origin, request.settings, request.precision);
      case "score":
        return this.#change(request.settings);
      case "cancel":
        return this.#cancel();
      case "columns":
        return this.#columns(request.run, request.series);
      case "path":
        return this.#path(request.run, request.series, request.ordinal);
      case "write-scored":
        return this.#writeScored(request.settings);
      case "write-input":
        return this.#writeInput();
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

  #begin(): number {
    this.#opening?.stop.abort();
    this.#opening = undefined;
    return ++this.#work;
  }

  #cancel(): void {
    this.#begin();
    this.#speed = 0;
    this.#post({ kind: "cancelled" });
  }

  // input

  async #open(origin: Origin, settings: Settings, precision: Unit | undefined): Promise<void> {
    const work = this.#begin();
    const opening = { stop: new AbortController(), settings };
    this.#opening = opening;
    try {
      const input = await this.#read(origin, opening.stop.signal, precision);
      if (work !== this.#work) return;
      this.#stream = undefined;
      this.#take(origin.name, input);
    } finally {
      if (this.#opening === opening) this.#opening = undefined;
    }
    await this.#score(opening.settings);
  }

  async #read(origin: Origin, signal: AbortSignal, precision: Unit | undefined): Promise<Input> {
    if (origin.kind === "hosts") return inputOf(hostLines());
    const { name, blob } = origin;
    let read = 0;
    const onRead = (bytes: number) => {
      read += bytes;
      this.#post({ kind: "progress", stage: "reading", share: read / blob.size });
    };
    return readInput({ name, size: blob.size, stream: () => blob.stream() }, onRead, signal, MOST_BYTES, precision);
  }

  #take(name: string, input: Input): void {
    this.#input = input;
    this.#name = name;
    this.#paths.clear();
    const { bytes, converted, notices } = input;
    this.#post({ kind: "opened", name, bytes, converted, notices });
  }

  // scores

  async #change(settings: Settings): Promise<void> {
    if (this.#opening !== undefined) this.#opening.settings = settings;
    else if (this.#stream !== undefined) await this.#play(settings);
    else await this.#score(settings);
  }

  async #score(settings: Settings): Promise<void> {
    const input = this.#input;
    if (input === undefined) return;
    const work = this.#begin();
    const begun = performance.now();
    const scoring = new Scoring(this.#kernel, settings);
    const isDone = await feed(input.chunks, (piece) => scoring.push(piece), this.#pause("scoring", work, input));
    if (!isDone) return;
    scoring.end();
    this.#adopt(scoring, settings);
    this.#report((performance.now() - begun) / 1_000);
  }

  /** Tells how far a stage is, and lets newer requests in; false when one of them ended the work. */
  #pause(stage: "scoring" | "writing", work: number, { bytes }: Input): (fed: number) => Promise<boolean> {
    return async (fed) => {
      this.#post({ kind: "progress", stage, share: fed / bytes });
      await this.#breathe();
      return work === this.#work;
    };
  }

  /** Makes a run the one that is shown. */
  #adopt(scoring: Scoring, settings: Settings): void {
    const { chunks } = this.#input!;
    const nameOf = (series: number) => scoring.nameOf(series);
    this.#paths.adopt({ settings, chunks, isLive: this.#stream !== undefined, nameOf });
    this.#scoring = scoring;
    this.#run++;
  }

  #report(seconds: number): void {
    const [scoring, input] = [this.#scoring!, this.#input!];
    const series = scoring.summaries();
    const numbers = series.map(({ number }) => number);
    const shapes = scoring.points.shapes(numbers, scoring.sizes(), SHAPE_LENGTH);
    const found = [...scoring.problems].sort((one, other) => one.line - other.line);
    const first = withExcerpts(found.slice(0, EXCERPTS), input.chunks);
    const rest = [...input.problems, ...found.slice(EXCERPTS)].map((problem) => ({ ...problem, excerpt: undefined }));
    const results = {
      run: this.#run,
      live: this.#stream !== undefined,
      seconds,
      ...scoring.counts(),
      series,
      stories: scoring.stories(series),
      shapes,
      problems: [...first, ...rest].slice(0, PROBLEMS),
      problemCount: scoring.problemCount + input.problems.length,
    };
    this.#post({ kind: "results", ...results }, [shapes.buffer as ArrayBuffer]);
  }

  #columns(run: number, series: readonly number[]): void {
    const scoring = this.#scoring;
    if (scoring === undefined || run !== this.#run) return;
    const columns = series.map((number) => [number, scoring.points.columnsOf(number)] as const);
    const buffers = columns.flatMap(([, one]) => buffersOf(one));
    this.#post({ kind: "columns", run, columns }, buffers);
  }

  async #path(run: number, series: number, asked: number): Promise<void> {
    if (run !== this.#run) return;
    await this.#paths.ask(series, asked, (ordinal, said) => {
      if (run === this.#run) this.#post({ kind: "path", run, series, ordinal, said });
    });
  }

  // files

  async #writeScored(settings: Settings): Promise<void> {
    const input = this.#input;
    if (input === undefined) return;
    const engine = Engine.create(this.#kernel, settings);
    const parts: Uint8Array<ArrayBuffer>[] = [];
    const keep = (bytes: Uint8Array) => parts.push(Uint8Array.from(bytes));
    const pause = this.#pause("writing", this.#work, input);
    if (!(await feed(input.chunks, (piece) => keep(engine.push(piece)), pause))) return;
    keep(engine.end());
    this.#post({ kind: "written", name: `${this.#stem()}.scored.lp`, blob: textBlob(parts) });
  }

  #writeInput(): void {
    if (this.#input === undefined) return;
    const blob = textBlob(this.#input.chunks as Uint8Array<ArrayBuffer>[]);
    this.#post({ kind: "written", name: `${this.#stem()}.lp`, blob });
  }

  #stem(): string {
    return this.#name.replace(/(\.[a-z]+)+$/i, "") || "lines";
  }

  // stream

  /** Starts the stream, or, under new settings, goes on with it: what came so far is scored anew at once. */
  async #play(settings: Settings): Promise<void> {
    const work = this.#begin();
    if (this.#stream === undefined) this.#startStream();
    const { lines } = this.#paths;
    // the lines that are kept are those of this input already
    const kept = [...lines];
    lines.clear();
    const scoring = new Scoring(this.#kernel, settings, lines);
    for (const chunk of this.#input!.chunks) scoring.push(chunk);
    for (const [series, own] of kept) lines.set(series, own);
    this.#adopt(scoring, settings);
    this.#report(0);
    for (let owed = 0; work === this.#work; ) {
      await new Promise((resolve) => setTimeout(resolve, TICK));
      owed += (this.#speed * TICK) / 1_000;
      const due = Math.floor(owed);
      owed -= due;
      if (due > 0 && work === this.#work) this.#advance(scoring, due);
    }
  }

  #startStream(): void {
    const start = BigInt(Math.floor(Date.now() / 1_000)) * 1_000_000_000n;
    this.#stream = new LiveStream(this.#seed, start);
    this.#take("live.lp", inputOf(this.#stream.take(LIVE_START)));
  }

  #advance(scoring: Scoring, points: number): void {
    const lines = this.#stream!.take(points);
    if (lines.length === 0) return;
    this.#input!.chunks.push(lines);
    this.#input = { ...this.#input!, bytes: this.#input!.bytes + lines.length };
    scoring.push(lines);
    this.#report(0);
  }
}

function inputOf(lines: Uint8Array): Input {
  return { chunks: [lines], bytes: lines.length, converted: false, notices: [], problems: [] };
}

function textBlob(parts: readonly Uint8Array<ArrayBuffer>[]): Blob {
  return new Blob([...parts], { type: "text/plain" });
}

function textOf(error: Error): string {
  if (error instanceof InputError) return error.message;
  if (error instanceof RangeError || /memory|allocation/i.test(error.message)) {
    return `There is not enough memory for this input (${error.message}). "holtline score" reads files of any size.`;
  }
  return `This should not have happened: ${error.message}`;
}
