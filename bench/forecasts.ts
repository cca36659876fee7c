import { Engine, PointFlag, type Points } from "../src/engine/engine.js";
import { readKernel } from "../src/host/kernel-file.js";
import { resolve, type Settings } from "../src/options.js";

/** How well the engine's forecasts foretold one series, a step ahead and a whole path of 40 ahead. */

export const STEPS = 40;
/** A step of the path's middle that is looked at, too. */
export const MIDDLE = 12;

export interface Accuracy {
  count: number;
  /** Sum of |y − yhat|, and of the naive forecast's: the value that was the newest. */
  missed: number;
  naive: number;
  /** Values within the band, and the sum of interval scores at 95 % (Gneiting & Raftery 2007). */
  inside: number;
  interval: number;
}

export interface Forecasts {
  readonly next: Accuracy;
  readonly middle: Accuracy;
  readonly path: Accuracy;
}

const decoder = new TextDecoder();
const kernel = readKernel();
const BATCH = 2_000;

/**
 * Runs a series through the engine as line protocol.
 *
 * @param times seconds since 1970, to the microsecond
 * @param learning rows from the start whose forecasts do not count
 */
export function forecastsOf(
  times: ArrayLike<number>,
  values: ArrayLike<number>,
  settings: Partial<Settings>,
  learning = 0,
): Forecasts {
  const rows = Array.from({ length: values.length }, (_, row) => row).filter((row) => !Number.isNaN(values[row]));
  const stamps = rows.map((row) => `${Math.round(times[row]! * 1e6)}000`);
  const byTime = new Map(rows.map((row, index) => [stamps[index]!, values[row]!]));
  const next = nothing();
  const middle = nothing();
  const path = nothing();
  let point = 0;
  let previous = Number.NaN;
  const onPoints = (points: Points) => {
    for (let index = 0; index < points.count; index++) {
      const flags = points.flags[index]!;
      if (flags & (PointFlag.Late | PointFlag.Repeated)) continue;
      if (flags & PointFlag.Scored && point++ >= learning) {
        const row = { yhat: points.yhat[index]!, lower: points.lower[index]!, upper: points.upper[index]! };
        take(next, points.value[index]!, previous, row);
      }
      previous = points.value[index]!;
    }
  };
  const resolved = resolve({ digits: "shortest", difference: "off", horizon: STEPS, ...settings });
  const engine = Engine.create(kernel, resolved, { onPoints });
  let newest = Number.NaN;
  let seen = 0;
  for (let start = 0; start < rows.length; start += BATCH) {
    const lines = rows.slice(start, start + BATCH).map((row, i) => `m y=${values[row]} ${stamps[start + i]}\n`);
    for (const line of decoder.decode(engine.push(Buffer.from(lines.join("")))).split("\n")) {
      if (line.startsWith("m ")) {
        newest = Number(line.slice(4, line.indexOf(" ", 4)));
        seen++;
      } else if (seen > learning && line.startsWith("fcast")) {
        const of = line.includes(`,step=${STEPS}i `) ? path : line.includes(`,step=${MIDDLE}i `) ? middle : undefined;
        const value = of && byTime.get(line.slice(line.lastIndexOf(" ") + 1));
        if (of !== undefined && value !== undefined) take(of, value, newest, bandOf(line));
      }
    }
  }
  return { next, middle, path };
}

function nothing(): Accuracy {
  return { count: 0, missed: 0, naive: 0, inside: 0, interval: 0 };
}

interface Band {
  yhat: number;
  lower: number;
  upper: number;
}

function take(accuracy: Accuracy, value: number, newest: number, { yhat, lower, upper }: Band): void {
  accuracy.count++;
  accuracy.missed += Math.abs(value - yhat);
  accuracy.naive += Math.abs(value - newest);
  if (value >= lower && value <= upper) accuracy.inside++;
  accuracy.interval += upper - lower + 40 * Math.max(0, lower - value, value - upper);
}

function bandOf(line: string): Band {
  const [, yhat, lower, upper] = / yhat=([^,]+),yhat_lower=([^,]+),yhat_upper=([^,]+),/.exec(line)!;
  return { yhat: Number(yhat), lower: Number(lower), upper: Number(upper) };
}
