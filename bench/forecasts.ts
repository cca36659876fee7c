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

export type Ahead = keyof Forecasts;

/** A forecast of the engine whose value has come. */
export interface Met {
  readonly ahead: Ahead;
  /** Rows without NaN before the forecast was made; the last of them is the newest. */
  readonly origin: number;
  /** Microseconds: when the value came. */
  readonly time: number;
  readonly value: number;
  readonly newest: number;
  readonly yhat: number;
  readonly lower: number;
  readonly upper: number;
}

const decoder = new TextDecoder();
const kernel = readKernel();
const BATCH = 2_000;

export interface Row {
  /** Microseconds since 1970. */
  readonly time: number;
  readonly value: number;
}

/** The rows of a series that have a value. */
export function rowsOf(times: ArrayLike<number>, values: ArrayLike<number>): Row[] {
  return Array.from({ length: values.length }, (_, row) => ({
    time: Math.round(times[row]! * 1e6),
    value: values[row]!,
  })).filter(({ value }) => !Number.isNaN(value));
}

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
  const all = { next: nothing(), middle: nothing(), path: nothing() };
  eachForecast(times, values, settings, learning, (met) => take(all[met.ahead], met));
  return all;
}

/** As `forecastsOf`, one forecast after the other: those of single steps behind a batch's paths. */
export function eachForecast(
  times: ArrayLike<number>,
  values: ArrayLike<number>,
  settings: Partial<Settings>,
  learning: number,
  onForecast: (met: Met) => void,
): void {
  const rows = rowsOf(times, values);
  const byTime = new Map(rows.map(({ time, value }) => [`${time}000`, value]));
  let scored = 0;
  let row = 0;
  let previous = Number.NaN;
  const onPoints = (points: Points) => {
    for (let index = 0; index < points.count; index++, row++) {
      const flags = points.flags[index]!;
      if (flags & (PointFlag.Late | PointFlag.Repeated)) continue;
      const value = points.value[index]!;
      if (flags & PointFlag.Scored && scored++ >= learning) {
        const band = { yhat: points.yhat[index]!, lower: points.lower[index]!, upper: points.upper[index]! };
        onForecast({ ahead: "next", origin: row, time: rows[row]!.time, value, newest: previous, ...band });
      }
      previous = value;
    }
  };
  const resolved = resolve({ digits: "shortest", difference: "off", horizon: STEPS, ...settings });
  const engine = Engine.create(kernel, resolved, { onPoints });
  let newest = Number.NaN;
  let seen = 0;
  for (let start = 0; start < rows.length; start += BATCH) {
    const lines = rows.slice(start, start + BATCH).map(({ time, value }) => `m y=${value} ${time}000\n`);
    for (const line of decoder.decode(engine.push(Buffer.from(lines.join("")))).split("\n")) {
      if (line.startsWith("m ")) {
        newest = Number(line.slice(4, line.indexOf(" ", 4)));
        seen++;
      } else if (seen > learning && line.startsWith("fcast")) {
        const ahead = line.includes(`,step=${STEPS}i `)
          ? "path"
          : line.includes(`,step=${MIDDLE}i `)
            ? "middle"
            : undefined;
        const stamp = line.slice(line.lastIndexOf(" ") + 1);
        const value = ahead && byTime.get(stamp);
        if (ahead === undefined || value === undefined) continue;
        onForecast({ ahead, origin: seen, time: Number(stamp.slice(0, -3)), value, newest, ...bandOf(line) });
      }
    }
  }
}

function nothing(): Accuracy {
  return { count: 0, missed: 0, naive: 0, inside: 0, interval: 0 };
}

type Outcome = Pick<Met, "value" | "newest" | "yhat" | "lower" | "upper">;

function take(accuracy: Accuracy, { value, newest, yhat, lower, upper }: Outcome): void {
  accuracy.count++;
  accuracy.missed += Math.abs(value - yhat);
  accuracy.naive += Math.abs(value - newest);
  if (value >= lower && value <= upper) accuracy.inside++;
  accuracy.interval += upper - lower + 40 * Math.max(0, lower - value, value - upper);
}

function bandOf(line: string): Pick<Met, "yhat" | "lower" | "upper"> {
  const [, yhat, lower, upper] = / yhat=([^,]+),yhat_lower=([^,]+),yhat_upper=([^,]+),/.exec(line)!;
  return { yhat: Number(yhat), lower: Number(lower), upper: Number(upper) };
}
