import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

const file = new URL("../../../../shared/data/brew-temps.lp.gz", import.meta.url);

/** The temperatures of the real brews by series, or nothing where the data set is absent. */
export function readBrews(): Map<string, number[]> | undefined {
  if (!existsSync(file)) return undefined;
  const series = new Map<string, number[]>();
  for (const line of gunzipSync(readFileSync(file)).toString().trim().split("\n")) {
    const [, brew, value] = /brew=(\w+) temperature=(\S+)/.exec(line)!;
    const values = series.get(brew!) ?? [];
    values.push(Number(value));
    series.set(brew!, values);
  }
  return series;
}
