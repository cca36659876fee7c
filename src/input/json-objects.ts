/** An object of JSON, and the line that it begins on. */
export interface JsonObject {
  readonly line: number;
  readonly value: Readonly<Record<string, unknown>>;
}

/** Characters of one object at most: of more it is none. */
const LONGEST = 1 << 20;

/**
 * Splits text into the objects of JSON that it holds: one a line, or over several lines, with or without the brackets and
 * commas of an array around them. Pieces may end anywhere.
 */
export class JsonObjects {
  readonly #object: (line: number, text: string) => void;
  #rest = "";
  #line = 0;
  /** Lines of an object that is not whole yet. */
  #open = "";
  #openLine = 0;

  /** @param onProblem is told of a line with something else */
  constructor(onProblem: (line: number, text: string) => void) {
    this.#object = onProblem;
  }

  *read(text: string, atEnd: boolean): Generator<JsonObject> {
    const lines = (this.#rest + text).split("\n");
    this.#rest = atEnd ? "" : lines.pop()!;
    for (const line of lines) yield* this.#take(line);
    if (atEnd && this.#open !== "") this.#giveUp();
  }

  *#take(line: string): Generator<JsonObject> {
    this.#line++;
    const text = bare(line);
    if (text === "" && (this.#open === "" || /^\s*$/.test(line))) return;
    const alone = text.startsWith("{") ? parsed(text) : undefined;
    if (alone !== undefined && this.#open !== "" && isFlush(line)) this.#giveUp();
    if (alone !== undefined && this.#open === "") {
      yield* alone.map((value) => ({ line: this.#line, value }));
      return;
    }
    if (this.#open === "") this.#openLine = this.#line;
    this.#open += `${line}\n`;
    const whole = parsed(bare(this.#open));
    if (whole !== undefined) {
      this.#open = "";
      yield* whole.map((value) => ({ line: this.#openLine, value }));
    } else if (!bare(this.#open).startsWith("{") || this.#open.length > LONGEST) this.#giveUp();
  }

  #giveUp(): void {
    const [first] = this.#open.split("\n", 1);
    this.#object(this.#openLine, first!);
    this.#open = "";
  }
}

/** Without what an array has around its objects. */
function bare(text: string): string {
  return text
    .trim()
    .replace(/\s*,?\s*\]?\s*,?$/, "")
    .replace(/^\ufeff?\[?\s*,?\s*/, "");
}

/** Whether a line begins with an object, as one of its own does. */
function isFlush(line: string): boolean {
  return line.startsWith("{");
}

/** Digits of a number that a double may not hold: nanoseconds since 1970 have 19. */
const long = /\d{16}/;
const stringOrNumber = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;
const wholeNumber = /^-?[1-9]\d{15,}$/;

/** JSON whose long whole numbers are texts, so that they keep their digits. */
function withDigits(text: string): string {
  if (!long.test(text)) return text;
  return text.replace(stringOrNumber, (token) => (wholeNumber.test(token) ? `"${token}"` : token));
}

/** One object, or several with commas between them. */
function parsed(text: string): Record<string, unknown>[] | undefined {
  if (!text.endsWith("}")) return undefined;
  try {
    return JSON.parse(`[${withDigits(text)}]`) as Record<string, unknown>[];
  } catch {
    return undefined;
  }
}
