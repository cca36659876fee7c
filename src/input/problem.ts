/** Why an input can't be used at all, in words for a person. */
export class InputError extends Error {
  override readonly name = "InputError";
}

/** A place in the input that could not be used. */
export interface InputProblem {
  /** Counted from 1, as is the column. */
  readonly line: number;
  readonly column: number;
  readonly text: string;
}

/** Problems that are kept: the first ones tell. */
const MOST_PROBLEMS = 1_000;
/** Characters of the input that a message quotes. */
const QUOTED = 40;

/** What a person should know about how an input was read. */
export class Findings {
  readonly problems: InputProblem[] = [];
  /** With those beyond the first ones. */
  problemCount = 0;
  /** What was assumed, or left out: a sentence each. */
  readonly notices: string[] = [];

  object(line: number, column: number, text: string): void {
    this.problemCount++;
    if (this.problems.length < MOST_PROBLEMS) this.problems.push({ line, column, text });
  }

  /** Says something once. */
  notice(text: string): void {
    if (!this.notices.includes(text)) this.notices.push(text);
  }
}

/** A piece of the input between quotes, cut where it is long. */
export function quoted(text: string): string {
  return `"${text.length > QUOTED ? `${text.slice(0, QUOTED)}…` : text}"`;
}
