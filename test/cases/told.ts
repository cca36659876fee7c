import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { finish, start } from "../host/child.js";
import { caseFile } from "./case-file.js";

/** What `holtline run --horizon 0 --emit changes` tells of an input. */
export interface Outcome {
  readonly events: Told[];
  /** All lines of ours. */
  readonly lines: string[];
  readonly stderr: string;
}

/** An event; times are seconds since 1970. */
export interface Told {
  readonly time: number;
  readonly tags: string;
  readonly event: string;
  readonly message: string;
  readonly score: number;
}

export const HOUR = 3_600;
export const DAY = 24 * HOUR;
/** Midnight, a Thursday: 2026-01-01. */
export const START = 1_767_225_600;

/** The lines of a case; undefined where there is none here. */
export function caseLines(name: string): string | undefined {
  const file = caseFile(`${name}.lp.gz`);
  return file === undefined ? undefined : gunzipSync(readFileSync(file)).toString();
}

/** The made input, and the case where it is here. */
export function inputsOf(name: string, made: string): string[] {
  const given = caseLines(name);
  return given === undefined ? [made] : [made, given];
}

export async function tell(input: string, ...args: string[]): Promise<Outcome> {
  const { stdout, stderr } = await finish(start(["run", "--horizon", "0", "--emit", "changes", ...args]), input);
  const originals = new Set(input.split("\n"));
  const lines = String(stdout)
    .split("\n")
    .filter((line) => line !== "" && !originals.has(line));
  const events = lines.flatMap((line): Told[] => {
    const parts = line.match(
      /^anomaly(\S*),source=.*anomaly_score=([^,]+),.*event="(\w+)".*message="([^"]*)".* (\d+)\d{9}$/,
    );
    if (parts === null) return [];
    const [, tags = "", score, event = "", message = "", time] = parts;
    return [{ time: Number(time), tags, event, message, score: Number(score) }];
  });
  return { events, lines, stderr };
}

/** Lines of a series with a point every so many seconds. */
export function linesOf(
  key: string,
  field: string,
  step: number,
  count: number,
  value: (at: number, second: number) => string,
  from = START,
): string {
  return Array.from({ length: count }, (_, at) => {
    const second = from + at * step;
    return `${key} ${field}=${value(at, second)} ${second}000000000\n`;
  }).join("");
}

/** Lines in the order of their times. */
export function merged(...inputs: string[]): string {
  const lines = inputs.flatMap((input) => input.trimEnd().split("\n"));
  const time = (line: string) => Number(line.slice(line.lastIndexOf(" ") + 1, -9));
  return `${lines.sort((one, other) => time(one) - time(other)).join("\n")}\n`;
}

export const opened = ({ events }: Outcome) => events.filter(({ event }) => event === "opened");
export const sentences = (events: readonly Told[]) => events.map(({ event, message }) => `${event}: ${message}`);

/** Numbers of a normal distribution, the same at every run. */
export function normal(seed: number): () => number {
  let state = seed >>> 0;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const mixed = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d);
    return (((mixed ^ (mixed >>> 13)) >>> 0) + 0.5) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(next())) * Math.cos(2 * Math.PI * next());
}
