import { writeAll } from "./stdout.js";

/** From what must be heard to what only a developer wants to hear. */
export const levels = ["error", "warn", "info", "debug", "trace"] as const;
export type Level = (typeof levels)[number];

/** Telegraf reads the level of a line from these, and logs any other line as an error. */
const prefixes: Record<Level, string> = { error: "E! ", warn: "W! ", info: "I! ", debug: "D! ", trace: "T! " };

/** Bytes of one line, far below the 64 KiB at which Telegraf stops reading its child's stderr for good. */
const LINE_LIMIT = 4096;
const CUT = " … (cut)";

/** What would end a line, move a terminal's cursor or reorder the text around it. */
const harmful = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;
const namedEscapes: Record<string, string> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** One message as one line: unprintable characters as escapes, lone surrogates replaced, at most 4 KiB with its newline. */
export function toLine(level: Level, text: string): Uint8Array {
  // Cut before the escapes as well: a message may quote a line of megabytes.
  const safe = text.slice(0, LINE_LIMIT).replace(harmful, escapeCharacter);
  const whole = Buffer.from(prefixes[level] + safe);
  if (whole.length < LINE_LIMIT && text.length <= LINE_LIMIT) return Buffer.concat([whole, Buffer.from("\n")]);
  let end = Math.min(whole.length, LINE_LIMIT - Buffer.byteLength(CUT) - 1);
  while (end > 0 && (whole[end]! & 0xc0) === 0x80) end--; // never inside a character
  return Buffer.concat([whole.subarray(0, end), Buffer.from(`${CUT}\n`)]);
}

function escapeCharacter(character: string): string {
  const named = namedEscapes[character];
  if (named !== undefined) return named;
  const code = character.codePointAt(0)!;
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u{${code.toString(16)}}`;
}

/** Writes text to standard error as it stands, for a person at a terminal. A reader that has gone is no problem. */
export function writeError(text: string | Uint8Array): void {
  try {
    writeAll(2, text);
  } catch {
    // Nothing is left to tell it to.
  }
}

/** Messages for Telegraf's log, or for a person: one line each on standard error, with the level in front. */
export class Log {
  readonly #limit: number;
  readonly #write: (line: Uint8Array) => void;

  /**
   * @param level messages below it are left out
   * @param write where a finished line goes (standard error)
   */
  constructor(level: Level = "info", write: (line: Uint8Array) => void = writeError) {
    this.#limit = levels.indexOf(level);
    this.#write = write;
  }

  say(level: Level, text: string): void {
    if (levels.indexOf(level) <= this.#limit) this.#write(toLine(level, text));
  }

  error(text: string): void {
    this.say("error", text);
  }

  warn(text: string): void {
    this.say("warn", text);
  }

  info(text: string): void {
    this.say("info", text);
  }

  debug(text: string): void {
    this.say("debug", text);
  }

  trace(text: string): void {
    this.say("trace", text);
  }
}

/** One kind of problem that may come again with every line: said at once, then a few times an interval, with the count. */
export class RepeatedProblem {
  readonly #log: Log;
  readonly #level: Level;
  readonly #interval: number;
  readonly #most: number;
  readonly #now: () => number;
  #began = Number.NEGATIVE_INFINITY;
  #said = 0;
  #unsaid = 0;

  /**
   * @param interval milliseconds
   * @param most messages in an interval
   * @param now a clock in milliseconds
   */
  constructor(log: Log, level: Level, interval = 60_000, most = 1, now: () => number = () => performance.now()) {
    this.#log = log;
    this.#level = level;
    this.#interval = interval;
    this.#most = most;
    this.#now = now;
  }

  say(text: string): void {
    const now = this.#now();
    if (now - this.#began >= this.#interval) {
      this.#began = now;
      this.#said = 0;
    }
    if (this.#said === this.#most) {
      this.#unsaid++;
      return;
    }
    this.#log.say(this.#level, this.#unsaid > 0 ? `${text} (and ${this.#unsaid} more before it)` : text);
    this.#said++;
    this.#unsaid = 0;
  }
}
