import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

/** The project's directory, as a compiled test or benchmark sees it. */
const root = new URL("../../../", import.meta.url);

/** Two simulated brews of 6,000 points, which the project brings along. */
export const simulatedBrews = new URL("data/brews.lp.gz", root);

/** Two real ones of 37,816 points, which may be absent. */
export const realBrews = new URL("../shared/data/brew-temps.lp.gz", root);

/** The temperatures of a gzipped file by brew, in the file's order. */
export function readBrews(file: URL): Map<string, number[]> {
  const series = new Map<string, number[]>();
  for (const line of gunzipSync(readFileSync(file)).toString().trim().split("\n")) {
    const [, brew, value] = /brew=(\w+) temperature=(\S+)/.exec(line)!;
    const values = series.get(brew!) ?? [];
    values.push(Number(value));
    series.set(brew!, values);
  }
  return series;
}
