import { fourDecimals } from "./decimals.js";
import { type Fitted, plainFit } from "./plain-fit.js";

const WINDOW = 120;
const MIN_POINTS = 10;
const HORIZON = 40;

interface Brew {
  readonly times: bigint[];
  readonly values: number[];
}

/**
 * The job of the 2020 example in plain JavaScript, as example-2020.py has it in Python: from the tenth point of a series on
 * a damped Holt is fitted to its newest 120 values at every point, by plainFit; the line is followed by
 * 40 forecasts and, at each of their times, the distance of the last of them from the value. Knows lines of one field and
 * nothing of escapes.
 */
export class PlainBrew {
  readonly #brews = new Map<string, Brew>();
  #rest = "";

  /** Takes any part of the input, gives the whole lines of it and what came before, each with what it brings. */
  push(chunk: Buffer): Buffer {
    const lines = (this.#rest + chunk.toString("latin1")).split("\n");
    this.#rest = lines.pop()!;
    return Buffer.from(lines.map((line) => `${line}\n${this.#after(line)}`).join(""), "latin1");
  }

  /** The unfinished line at the end, unscored. */
  end(): Buffer {
    return Buffer.from(this.#rest, "latin1");
  }

  #after(line: string): string {
    const [key, field, stamp] = line.split(" ");
    if (key === undefined || field === undefined || stamp === undefined) return "";
    const brew = this.#brews.get(key) ?? { times: [], values: [] };
    this.#brews.set(key, brew);
    brew.times.push(BigInt(stamp));
    brew.values.push(Number(field.slice(field.indexOf("=") + 1)));
    if (brew.values.length > WINDOW) {
      brew.times.shift();
      brew.values.shift();
    }
    return brew.values.length < MIN_POINTS ? "" : forecastLines(key, field.slice(0, field.indexOf("=")), brew);
  }
}

function forecastLines(key: string, field: string, { times, values }: Brew): string {
  const path = forecast(plainFit(values, "damped"));
  const residual = fourDecimals(Math.abs(path[HORIZON - 1]! - values.at(-1)!));
  const comma = key.indexOf(",");
  const tags = comma < 0 ? "" : key.slice(comma);
  const step = times.at(-1)! - times.at(-2)!;
  let time = times.at(-1)!;
  let output = "";
  for (const value of path) {
    time += step;
    output += `fcast${tags} ${field}=${fourDecimals(value)} ${time}\nanomaly${tags} ${field}=${residual} ${time}\n`;
  }
  return output;
}

/** The damped path: level + (φ + φ² + … + φ^h)·trend (Hyndman & Athanasopoulos, Forecasting 3, 8.2). */
function forecast({ level, trend, phi }: Fitted): number[] {
  let weight = 0;
  let power = 1;
  return Array.from({ length: HORIZON }, () => {
    power *= phi;
    weight += power;
    return level + weight * trend;
  });
}
