import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type FitProbe, Trend } from "../test/kernel/fit-probe.js";
import { loadProbe } from "../test/kernel/probe.js";
import { plainFit } from "./plain-fit.js";

/** What a fit took, and the sum of squared errors that it reached; NaN where the peer does not tell. */
export interface Sample {
  micros: number;
  sse: number;
}

export type TrendName = "damped" | "linear";

/** Somebody who fits Holt's method. */
export interface Peer {
  readonly name: string;
  readonly version: string;
  /** Fits in this process, so that many rounds cost little. */
  readonly isQuick: boolean;
  fit(windows: readonly number[][], trend: TrendName): Sample[];
}

/** Why a peer is left out. */
export interface Absent {
  readonly name: string;
  readonly reason: string;
}

/** Starts that a fit follows, as in the engine. */
const STARTS = 3;

/** All peers, the kernel first, and those that are not on this machine. */
export async function findPeers(): Promise<{ peers: [Peer, ...Peer[]]; absent: Absent[] }> {
  const found = [
    inProcess("plain JavaScript", "a grid and Newton's method (plain-fit.ts)", (values, trend) => {
      return plainFit(values, trend === Trend.Damped ? "damped" : "linear").sse;
    }),
    await augurs(),
    // the second is Debian's own, whose packages another Python before it does not see
    child("statsmodels", ["python3", "/usr/bin/python3"], "fit-statsmodels.py"),
    child("R forecast", ["Rscript"], "fit-forecast.R"),
  ];
  const isPeer = (one: Peer | Absent): one is Peer => "fit" in one;
  return { peers: [kernel(), ...found.filter(isPeer)], absent: found.filter((one): one is Absent => !isPeer(one)) };
}

/** A fit that runs here: `fit` gets a window and returns the sum of squares, `Trend` is the kernel's. */
export function inProcess(
  name: string,
  version: string,
  fit: (values: readonly number[], trend: number) => number,
): Peer {
  return {
    name,
    version,
    isQuick: true,
    fit: (windows, trend) =>
      windows.map((values) => {
        const started = performance.now();
        const sse = fit(values, trend === "damped" ? Trend.Damped : Trend.Linear);
        return { micros: 1000 * (performance.now() - started), sse };
      }),
  };
}

/** The kernel's fit, optimised as in the release, by the tests' entrance to it. */
function kernel(): Peer {
  const probe = loadProbe<FitProbe>();
  const manifest = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return inProcess("kernel", `holtline ${(JSON.parse(manifest) as { version: string }).version}`, (values, trend) => {
    const room = probe.fitProbeRoom();
    new Float64Array(probe.memory.buffer, room, values.length).set(values);
    const free = Number.NaN;
    const at = probe.fitProbe(values.length, trend, free, free, free, free, free, STARTS);
    return new Float64Array(probe.memory.buffer, at, 1)[0]!;
  });
}

/** Its model AAN, which takes a damped trend or a linear one by an information criterion of its own. */
async function augurs(): Promise<Peer | Absent> {
  const name = "augurs";
  try {
    const { AutoETS, initSync } = await import("@bsull/augurs/ets");
    const script = import.meta.resolve("@bsull/augurs/ets");
    initSync({ module: readFileSync(new URL("ets_bg.wasm", script)) });
    const manifest = readFileSync(new URL("package.json", script), "utf8");
    const { version } = JSON.parse(manifest) as { version: string };
    return inProcess(name, `@bsull/augurs ${version}`, (values) => {
      const model = new AutoETS(1, "AAN");
      model.fit(new Float64Array(values));
      model.free();
      return Number.NaN;
    });
  } catch (error) {
    return { name, reason: firstLine((error as Error).message) };
  }
}

/** The first of some programs that can run a script: see its head for what passes between them. */
function child(name: string, programs: readonly [string, ...string[]], file: string): Peer | Absent {
  const script = fileURLToPath(new URL(`../../bench/${file}`, import.meta.url));
  const runWith = (program: string, trend: TrendName, input: string) =>
    spawnSync(program, [script, trend], { input, encoding: "utf8", maxBuffer: 2 ** 28 });
  const trials = programs.map((program) => ({ program, trial: runWith(program, "damped", "") }));
  const works = trials.find(({ trial }) => trial.status === 0);
  if (works === undefined) {
    const { error, stderr } = trials[0]!.trial;
    return { name, reason: error?.message ?? stderr.trim().split("\n").pop()! };
  }
  return {
    name,
    version: firstLine(works.trial.stdout),
    isQuick: false,
    fit: (windows, trend) => {
      const { stdout, stderr, status } = runWith(
        works.program,
        trend,
        windows.map((values) => `${values.join(" ")}\n`).join(""),
      );
      const rows = stdout.trim().split("\n").slice(1);
      if (status !== 0 || rows.length !== windows.length) throw new Error(`${name} failed: ${stderr}`);
      return rows.map((row) => {
        const [micros, sse] = row.split(" ").map(Number);
        return { micros: micros!, sse: sse! };
      });
    },
  };
}

const firstLine = (text: string) => text.split("\n", 1)[0]!;
