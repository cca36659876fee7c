import { type Engine, type Restored, SnapshotError } from "../engine/engine.js";
import type { HoldingPassage } from "./guard.js";
import { Lock } from "./lock.js";
import { StateFile } from "./state-file.js";
import { type Log, RepeatedProblem } from "./stderr.js";

/**
 * Keeps an engine's state in a file over the ends and crashes of processes. Lock and state are taken at the engine's first
 * series: Telegraf may start a second copy of a processor, before the one that gets the points, and the file is for the
 * one that scores. Whatever goes wrong with the file, lines are scored all the same.
 */
export class Keeper {
  readonly #file: StateFile;
  readonly #every: number;
  readonly #log: Log;
  readonly #unwritten: RepeatedProblem;
  #engine: Engine | undefined;
  #lock: Lock | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** The engine is between two chunks, and has not failed. */
  #isSound = false;
  /** It has taken something since the last snapshot was begun. */
  #isChanged = false;
  #isWriting = false;

  /**
   * @param path of the file; beside it lie `.lock`, `.tmp` while it is written, and `.refused`
   * @param every seconds from one snapshot to the next
   */
  constructor(path: string, every: number, log: Log) {
    this.#file = new StateFile(path);
    this.#every = every;
    this.#log = log;
    this.#unwritten = new RepeatedProblem(log, "error", 600_000);
  }

  /** The engine's passage, which tells the keeper when there is something to keep. */
  watching(engine: Engine): HoldingPassage {
    const observed = (work: () => Uint8Array) => {
      this.#isSound = false; // and stays so when the work throws
      const bytes = work();
      this.#isSound = true;
      this.#isChanged = true;
      return bytes;
    };
    return {
      held: () => engine.held(),
      push: (chunk) => observed(() => engine.push(chunk)),
      // a copy: the last snapshot is written before these bytes are, through the same memory
      end: () => observed(() => Uint8Array.from(engine.end())),
    };
  }

  /** Takes the lock and gives the engine, which has no series yet, its past. */
  begin(engine: Engine): void {
    const { path } = this.#file;
    try {
      const lock = Lock.take(`${path}.lock`);
      if (typeof lock === "number") {
        this.#log.warn(
          `the state ${path} is in use by process ${lock}: this one scores without state. That is as it should be for the second copy that Telegraf starts beside an aggregator; any other processor needs a file of its own`,
        );
        return;
      }
      this.#lock = lock;
      this.#file.clear();
      if (this.#load(engine)) this.#keep(engine);
      else this.#leave();
    } catch (error) {
      this.#log.error(
        `the state ${path} can't be used: ${reasonOf(error)}; scoring goes on without state until Holtline is started again`,
      );
      this.#leave();
    }
  }

  /** Writes what has changed and gives the file to others. */
  finish(): void {
    if (this.#lock === undefined || this.#engine === undefined) return;
    try {
      if (this.#isSound && this.#isChanged && this.#isOurs()) this.#file.writeNow(this.#engine.snapshotWriter());
      if (this.#lock !== undefined) this.#file.clear();
    } catch (error) {
      this.#log.error(`the state ${this.#file.path} can't be written: ${reasonOf(error)}; the one before is kept`);
    }
    this.#leave();
  }

  #keep(engine: Engine): void {
    this.#engine = engine;
    this.#timer = setInterval(() => void this.#save(), 1_000 * this.#every).unref();
    process.once("exit", () => this.finish());
  }

  #leave(): void {
    clearInterval(this.#timer);
    try {
      this.#lock?.release();
    } catch (error) {
      this.#log.debug(`the lock of ${this.#file.path} can't be removed: ${reasonOf(error)}`);
    }
    this.#lock = undefined;
  }

  /** False when the file is to be left alone. */
  #load(engine: Engine): boolean {
    const { path, refusedPath } = this.#file;
    const bytes = this.#file.read();
    if (bytes === undefined) {
      this.#log.debug(`there is no state ${path} yet`);
      return true;
    }
    try {
      this.#tell(engine.restore(bytes));
    } catch (error) {
      if (!(error instanceof SnapshotError)) throw error;
      if (error.isForeign) {
        this.#log.error(
          `${path} ${error.message} and is left as it is: give --state another file; until then there is none`,
        );
        return false;
      }
      this.#file.refuse();
      this.#log.error(
        `the state ${path} ${error.message}: scoring starts afresh, and the file is kept as ${refusedPath}`,
      );
    }
    return true;
  }

  #tell({ series, models, bands, unwanted, crowded, changed, newest }: Restored): void {
    const since = newest === undefined ? "" : `, from ${new Date(Number(newest / 1_000_000n)).toISOString()} on`;
    this.#log.info(`${counted(series, "series goes", "series go")} on with the state ${this.#file.path}${since}`);
    const options = Object.entries(changed).map(([setting, value]) =>
      setting === "rules" ? "the rules were others" : `${optionOf(setting)} was ${inWords(value)}`,
    );
    const because = options.length === 0 ? "" : ` (${options.join(", ")})`;
    if (models > 0)
      this.#log.warn(`${counted(models, "model starts", "models start")} anew: settings differ${because}`);
    if (bands > 0) this.#log.warn(`${counted(bands, "band starts", "bands start")} anew: settings differ${because}`);
    if (unwanted > 0) this.#log.warn(`${unwanted} series of the state are no longer asked for${because}`);
    if (crowded > 0) {
      this.#log.warn(
        `there is no room for ${crowded} series of the state, and those not seen for longest are left out: --max-series makes room`,
      );
    }
  }

  /** Whether the file may be written still. */
  #isOurs(): boolean {
    if (this.#lock?.isHeld()) return true;
    this.#log.warn(`another process has taken the state ${this.#file.path}: this one goes on without state`);
    clearInterval(this.#timer);
    this.#lock = undefined;
    return false;
  }

  async #save(): Promise<void> {
    if (this.#isWriting || !this.#isChanged || !this.#isSound || this.#engine === undefined) return;
    this.#isWriting = true;
    try {
      if (!this.#isOurs()) return;
      this.#isChanged = false;
      const goesOn = () => this.#isSound && this.#lock !== undefined;
      await this.#file.write(this.#engine.snapshotWriter(), goesOn);
    } catch (error) {
      this.#isChanged = true;
      if (this.#lock !== undefined) {
        this.#unwritten.say(
          `the state ${this.#file.path} can't be written: ${reasonOf(error)}; the one before is kept`,
        );
      }
    } finally {
      this.#isWriting = false;
    }
  }
}

const reasons: Record<string, string> = {
  ENOENT: "its folder does not exist; make it",
  ENOTDIR: "its folder is none",
  EACCES: "this user may not write there; give it the folder, or --state another one",
  EPERM: "this user may not write there; give it the folder, or --state another one",
  EROFS: "its file system can't be written",
  EISDIR: "it is a folder; give --state a file",
  ENOSPC: "the disk is full",
};

function reasonOf(error: unknown): string {
  const { code = "", message } = error as NodeJS.ErrnoException;
  return reasons[code] ?? message;
}

function counted(count: number, one: string, many: string): string {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}

function optionOf(setting: string): string {
  return `--${setting.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function inWords(value: unknown): string {
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return "not given";
  return String(value);
}
