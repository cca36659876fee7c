import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Met, Row } from "./forecasts.js";

/** AutoETS of statsforecast (PyPI), as a child process; it is left out where no Python has it. */

const script = fileURLToPath(new URL("../../bench/auto-ets.py", import.meta.url));
/** Values of a history that are fitted at most. */
const HISTORY = 500;

export interface AutoEts {
  readonly version: string;
  /** The next value and the one `steps` ahead, for each history. */
  forecast(histories: readonly (readonly number[])[], steps: number): { next: number; last: number }[];
}

/** Undefined where it is not there: `pip install statsforecast`, and PYTHON names a Python that is not `python3`. */
export function findAutoEts(): AutoEts | undefined {
  const python = process.env.PYTHON ?? "python3";
  const run = (input: string) =>
    spawnSync(python, [script], { input, encoding: "utf8", maxBuffer: 2 ** 28, stdio: ["pipe", "pipe", "ignore"] });
  const trial = run("1\n");
  if (trial.status !== 0) return undefined;
  return {
    version: trial.stdout.trim(),
    forecast(histories, steps) {
      const lines = histories.map((values) => `${values.slice(-HISTORY).join(" ")}\n`).join("");
      const { status, stdout } = run(`${steps}\n${lines}`);
      const answers = stdout.trim().split("\n").slice(1);
      if (status !== 0 || answers.length !== histories.length) throw new Error(`${python} ${script} failed`);
      return answers.map((line) => {
        const [next, last] = line.split(" ").map(Number);
        return { next: next!, last: last! };
      });
    },
  };
}

/** An origin of a path, with the forecast of the value after it. */
export interface Origin {
  readonly history: readonly number[];
  readonly next: Met;
  readonly path: Met;
}

/** Values that a history has at least. */
const LEAST_HISTORY = 30;

/** At most so many of a series' origins, evenly spread. */
export function originsOf(rows: readonly Row[], met: readonly Met[], most: number): Origin[] {
  const next = new Map(met.filter(({ ahead }) => ahead === "next").map((one) => [one.origin, one]));
  const all = met.filter(({ ahead, origin }) => ahead === "path" && origin >= LEAST_HISTORY && next.has(origin));
  const part = (index: number) => Math.floor((index * most) / all.length);
  return all
    .filter((_, index) => all.length <= most || part(index + 1) > part(index))
    .map((path) => ({
      history: rows.slice(0, path.origin).map(({ value }) => value),
      next: next.get(path.origin)!,
      path,
    }));
}
