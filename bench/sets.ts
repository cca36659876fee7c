import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { readBrews, readCloud, readNab } from "./data.js";
import { readSeries } from "./m4.js";

/** The data sets that forecasts are judged on. */

export interface Series {
  /** Seconds since 1970. */
  readonly times: ArrayLike<number>;
  readonly values: ArrayLike<number>;
}

const WEEK = 604_800;

export async function readSets(): Promise<[string, readonly Series[]][]> {
  const shared = (name: string) => fileURLToPath(new URL(`../../../shared/data/${name}`, import.meta.url));
  if (!existsSync(shared(""))) throw new Error("../shared/data is absent: its data sets are what is measured");
  const weekly = readSeries().map(({ history }) => ({
    times: history.map((_, week) => week * WEEK),
    values: history,
  }));
  return [
    ["M4 weekly", weekly],
    ["bundled brews", readBrews(fileURLToPath(new URL("../../data/brews.lp.gz", import.meta.url)))],
    ["real brews", readBrews(shared("brew-temps.lp.gz"))],
    ["NAB half", readNab(shared("nab"))],
    ["cloud half", readCloud(shared("cloud"))],
  ];
}
