import { closeSync, openSync, readSync, statSync } from "node:fs";

/** Where two outputs part: the line, counted from 1, and how it goes on in each. */
export interface Parting {
  readonly line: number;
  readonly ours: string;
  readonly theirs: string;
}

const PIECE = 1 << 20;
/** Of a line that is shown. */
const SHOWN = 240;
const NEWLINE = 10;

/** The first difference of two files; undefined when they hold the same bytes. */
export function partingOf(ours: string, theirs: string): Parting | undefined {
  const [one, other] = [openSync(ours, "r"), openSync(theirs, "r")];
  const [mine, yours] = [Buffer.alloc(PIECE), Buffer.alloc(PIECE)];
  try {
    let line = 1;
    let lineStart = 0;
    for (let at = 0; ; ) {
      const got = readSync(one, mine, 0, PIECE, at);
      const beside = readSync(other, yours, 0, PIECE, at);
      const same = sameBytes(mine.subarray(0, got), yours.subarray(0, beside));
      for (let newline = mine.indexOf(NEWLINE); newline >= 0 && newline < same; ) {
        line++;
        lineStart = at + newline + 1;
        newline = mine.indexOf(NEWLINE, newline + 1);
      }
      if (same < Math.max(got, beside)) return { line, ours: lineAt(one, lineStart), theirs: lineAt(other, lineStart) };
      if (got === 0) return undefined;
      at += got;
    }
  } finally {
    closeSync(one);
    closeSync(other);
  }
}

/** How many bytes two pieces have in common at their beginning. */
function sameBytes(one: Buffer, other: Buffer): number {
  if (one.equals(other)) return one.length;
  const end = Math.min(one.length, other.length);
  for (let at = 0; at < end; at++) if (one[at] !== other[at]) return at;
  return end;
}

/** A line of a file, its end cut off where it is long; "(the end)" behind the last. */
function lineAt(descriptor: number, start: number): string {
  const bytes = Buffer.alloc(SHOWN);
  const got = readSync(descriptor, bytes, 0, SHOWN, start);
  if (got === 0) return "(the end)";
  const newline = bytes.indexOf(NEWLINE);
  return bytes.toString("latin1", 0, newline >= 0 && newline < got ? newline : got);
}

/** The bytes of some files together. */
export const sizeOf = (files: readonly string[]) => files.reduce((sum, file) => sum + statSync(file).size, 0);
