import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Command } from "./whole-process.js";

const beside = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** The command line of this checkout. */
export const holtline = (...args: string[]): Command => [process.execPath, beside("../../bin/holtline.js"), ...args];

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
