import { existsSync } from "node:fs";
import { readBrews, realBrews, simulatedBrews } from "../test/oracle/brews.js";
import { generate, type Kind } from "../test/oracle/windows.js";

const KINDS: Kind[] = ["walk", "noise", "brew", "limit", "holt", "two", "double", "saw", "step"];
const SEED = 100_000;

/** Windows of all kinds by turns, none of which has to do with the one before: the same at every run. */
export function coldWindows(count: number, length: number): number[][] {
  return Array.from({ length: count }, (_, i) => generate(KINDS[i % KINDS.length]!, SEED + i, length));
}

/** Windows a point apart over the start of a brew, real where there is one. */
export function slidingWindows(count: number, length: number): number[][] {
  const values = existsSync(realBrews) ? readBrews(realBrews).get("haze_v5")! : readBrews(simulatedBrews).get("ipa_3")!;
  return Array.from({ length: count }, (_, i) => values.slice(i, i + length));
}

/** What `slidingWindows` are taken from. */
export const slidingSource = existsSync(realBrews) ? "the real brew haze_v5" : "the simulated brew ipa_3";
