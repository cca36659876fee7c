// The bytes that mean something in line protocol.

export const TAB = 9;
export const NEWLINE = 10;
export const RETURN = 13;
export const SPACE = 32;
export const QUOTE = 34;
export const HASH = 35;
export const PLUS = 43;
export const COMMA = 44;
export const MINUS = 45;
export const POINT = 46;
export const ZERO = 48;
export const NINE = 57;
export const EQUALS = 61;
export const BACKSLASH = 92;

/** Space, tab, vertical tab, form feed: what separates the sections of a line. */
export function isBlank(byte: number): boolean {
  return byte === SPACE || (byte >= TAB && byte < RETURN && byte !== NEWLINE);
}

/** Tab, newline, vertical tab, form feed, carriage return: what no name can hold, not even after a backslash. */
export function isBreak(byte: number): boolean {
  return byte >= TAB && byte <= RETURN;
}

export function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= NINE;
}

/** Where Telegraf, which is stricter, gives a line up, and what it expects there. */
export interface Liberty {
  at: number;
  expected: string;
}

/** Where a reader stands in the bytes, and why it went no further. */
export class Cursor {
  /** What a failed reader expected at `at`. */
  expected = "";
  /** In a string that is still open at `end`: the first byte of it that is undecided. Otherwise -1. */
  undecided = -1;
  /** Whether a name held `\"`, which can be a second spelling of `"` (see `escape.ts`). */
  respelled = false;
  /** The first liberty of the line. */
  liberty: Liberty | undefined = undefined;

  constructor(
    readonly bytes: Uint8Array,
    public at: number,
    readonly end: number,
  ) {}

  /** The byte here; -1 at the end. */
  peek(): number {
    return this.at < this.end ? this.bytes[this.at]! : -1;
  }

  /** Goes on where Telegraf does not: from here on the line's first newline ends it, as it does for Telegraf. */
  allow(at: number, expected: string): void {
    this.liberty ??= { at, expected };
  }

  /** Stops the reading here. */
  fail(expected: string): false {
    this.expected = expected;
    return false;
  }
}
