import { loadProbe } from "../test/kernel/probe.js";
import type { Seasons } from "./plain-mixture.js";

/** The kernel's own seasons of `--season auto`, one series at a time, by the tests' entrance to it. */

interface SeasonProbe {
  seasonProbeStart(): void;
  seasonProbeLearn(time: bigint, value: number, step: bigint, points: number): number;
  seasonProbeAt(time: bigint): number;
  seasonProbeShows(): number;
}

const probe = loadProbe<SeasonProbe>();
const nanoseconds = (microseconds: number) => 1_000n * BigInt(microseconds);

/** Those of a new series; the series before it must not be asked any more. */
export function kernelSeasons(): Seasons {
  probe.seasonProbeStart();
  return {
    isShown: () => probe.seasonProbeShows() !== 0,
    at: (time) => probe.seasonProbeAt(nanoseconds(time)),
    learn: (time, value, step, points) =>
      probe.seasonProbeLearn(nanoseconds(time), value, nanoseconds(step), points) !== 0,
  };
}
