import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Command } from "./whole-process.js";

const beside = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** The command line of this checkout. */
export const holtline = (...args: string[]): Command => [process.execPath, beside("../../bin/holtline.js"), ...args];

/** The command line of a build, by its arguments. */
export type Build = (...args: string[]) => Command;

export const thisBuild: Build = holtline;

/**
 * The command line of another checkout, which the arguments of a benchmark name.
 *
 * @throws Error when they do not, or when nothing is built there
 */
export function otherBuild([checkout, ...more]: readonly string[]): Build {
  if (checkout === undefined || more.length > 0) throw new Error("name one folder: another checkout, built");
  const script = join(checkout, "bin", "holtline.js");
  for (const file of [script, join(checkout, "build", "program")])
    if (!existsSync(file)) throw new Error(`${file}: is not there; build that checkout first (npm run build)`);
  return (...args) => [process.execPath, script, ...args];
}

/** Node with nothing between its ends. */
export const nodePipe: Command = [process.execPath, "-e", "process.stdin.pipe(process.stdout)"];

export const cat: Command = ["cat"];

/** A processor in plain JavaScript: `fields` is plain.ts, `brew` plain-brew.ts. */
export const plain = (job: "fields" | "brew"): Command => [process.execPath, beside("plain-run.js"), job];

/** The job of the 2020 example with statsmodels; undefined where no Python has it. PYTHON names another one. */
export function example2020(): Command | undefined {
  // the last is Debian's own, whose packages another Python before it does not see
  const candidates = [process.env.PYTHON, "python3", "/usr/bin/python3"].filter((one) => one !== undefined);
  const python = candidates.find(
    (program) => spawnSync(program, ["-c", "import pandas, statsmodels.tsa.api"]).status === 0,
  );
  return python === undefined ? undefined : [python, beside("../../bench/example-2020.py")];
}
