import type { InputProblem } from "../input/problem.js";
import type { Excerpt, ShownProblem } from "./protocol.js";

/** Bytes that are shown of a line, with the problem's place in the middle. */
const WIDTH = 72;
const NEWLINE = 10;
const decoder = new TextDecoder();

/** The problems with the lines that they are in, found in one pass over the input. Lines have to come in rising order. */
export function withExcerpts(problems: readonly InputProblem[], chunks: readonly Uint8Array[]): ShownProblem[] {
  const shown: ShownProblem[] = [];
  let line = 1;
  let held: Uint8Array[] = [];
  for (const chunk of chunks) {
    for (let from = 0; from < chunk.length && shown.length < problems.length; ) {
      const end = chunk.indexOf(NEWLINE, from);
      const isWanted = problems[shown.length]!.line === line;
      if (isWanted) held.push(chunk.subarray(from, end < 0 ? chunk.length : end));
      if (end < 0) break;
      if (isWanted) addAll(shown, problems, line, held);
      held = [];
      line++;
      from = end + 1;
    }
  }
  if (held.length > 0) addAll(shown, problems, line, held);
  return [...shown, ...problems.slice(shown.length).map((problem) => ({ ...problem, excerpt: undefined }))];
}

function addAll(shown: ShownProblem[], problems: readonly InputProblem[], line: number, pieces: Uint8Array[]): void {
  const bytes =
    pieces.length === 1 ? pieces[0]! : Uint8Array.from(pieces.flatMap((piece) => [...piece.subarray(0, 4096)]));
  for (let next = problems[shown.length]; next?.line === line; next = problems[shown.length]) {
    shown.push({ ...next, excerpt: excerptOf(bytes, next.column) });
  }
}

/** The line before and behind a column. */
function excerptOf(bytes: Uint8Array, column: number): Excerpt {
  const at = Math.min(column - 1, bytes.length);
  const from = Math.max(0, Math.min(at - WIDTH / 2, bytes.length - WIDTH));
  const to = Math.min(bytes.length, from + WIDTH);
  const text = (start: number, end: number) => decoder.decode(bytes.subarray(start, end)).replace(/\p{Cc}/gu, "�");
  return {
    before: `${from > 0 ? "…" : ""}${text(from, at)}`,
    behind: `${text(at, to)}${to < bytes.length ? "…" : ""}`,
  };
}
