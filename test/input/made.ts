import { InputLines } from "../../src/input/lines.js";
import type { Unit } from "../../src/input/time-unit.js";

export interface Made {
  readonly lines: string[];
  readonly problems: string[];
  readonly notices: readonly string[];
}

/** What is made of a text, whole and in pieces: the same, or it throws. */
export function made(name: string, text: string, precision?: Unit): Made {
  const whole = madeOf(name, text, precision, 1 << 20);
  for (const piece of [1, 7, 1_000]) {
    const other = madeOf(name, text, precision, piece);
    if (JSON.stringify(other) !== JSON.stringify(whole)) throw new Error(`pieces of ${piece} bytes give other lines`);
  }
  return whole;
}

function madeOf(name: string, text: string, precision: Unit | undefined, piece: number): Made {
  const input = new InputLines(name, precision);
  const bytes = Buffer.from(text);
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += piece) pieces.push(Buffer.from(input.push(bytes.subarray(at, at + piece))));
  pieces.push(Buffer.from(input.end()));
  const lines = Buffer.concat(pieces).toString().replace(/\n$/, "").split("\n").filter(Boolean);
  return {
    lines,
    problems: input.problems.map(({ line, column, text }) => `${line}:${column}: ${text}`),
    notices: input.notices,
  };
}

/** Rows of a table, one a minute from 2026-11-28 18:20 on. */
export function rows(count: number, row: (time: Date, at: number) => string): string {
  return Array.from({ length: count }, (_, at) => `${row(new Date(START + at * 60_000), at)}\n`).join("");
}

export const START = Date.UTC(2026, 10, 28, 18, 20);
