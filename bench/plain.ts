import { readSync } from "node:fs";
import { argv } from "node:process";
import { writeFully } from "../src/host/stdout.js";
import { fitTwin } from "../test/twin/fit.js";
import { Trend } from "../test/twin/model.js";

/**
 * Holtline's rival in plain JavaScript, as one would write it who minds its speed: standard input in large pieces, a map of
 * series, numbers and lines as strings. `fields` smooths each value and splices the same five fields as `--emit fields` in;
 * it does less: no season, no channels, no incidents, one limit for all, and no line that is not plain. `tg-brew` does the
 * preset's job with the kernel's fit in JavaScript, the same bits.
 */

const PIECE = 1 << 18;
const ALPHA = 0.7;
const RATE = 0.02;
const Z = 1.96;
const LIMIT = 5;
const WINDOW = 120;
const LEAST = 10;
const HORIZON = 40;
const STARTS = 3;
const SECOND = 1_000_000_000n;

interface Series {
  points: number;
  level: number;
  variance: number;
}

const all = new Map<string, Series>();

/** A line with its forecast, band, score and verdict before its own fields. */
function scored(line: string): string {
  const space = line.indexOf(" ");
  const equals = line.indexOf("=", space);
  const end = line.indexOf(" ", equals);
  const field = line.slice(space + 1, equals);
  const value = Number(line.slice(equals + 1, end));
  const key = line.slice(0, equals);
  let series = all.get(key);
  if (series === undefined) {
    series = { points: 0, level: value, variance: 0 };
    all.set(key, series);
  }
  const forecast = series.level;
  const error = value - forecast;
  const deviation = Math.sqrt(series.variance);
  const score = deviation > 0 ? Math.abs(error) / (LIMIT * deviation) : 0;
  series.level += ALPHA * error;
  const rate = Math.max(RATE, 1 / ++series.points);
  series.variance += rate * (error * error - series.variance);
  if (series.points < LEAST) return line;
  const half = Z * deviation;
  const results = `${field}_yhat=${short(forecast)},${field}_yhat_lower=${short(forecast - half)},${field}_yhat_upper=${short(forecast + half)},${field}_anomaly_score=${short(score)},${field}_is_anomaly=${score >= 1},`;
  return line.slice(0, space + 1) + results + line.slice(space + 1);
}

/** Six significant digits. */
function short(value: number): string {
  return String(Number(value.toPrecision(6)));
}

const windows = new Map<string, number[]>();

/** A line, and behind it 40 forecasts and 40 residuals. */
function refitted(line: string): string {
  const [key = "", fields = "", time = "0"] = line.split(" ");
  const [name = "", value = ""] = fields.split("=");
  const tags = key.slice(key.indexOf(","));
  let window = windows.get(key);
  if (window === undefined) {
    window = [];
    windows.set(key, window);
  }
  window.push(Number(value));
  if (window.length > WINDOW) window.shift();
  if (window.length < LEAST) return line;
  const { level, trend, phi } = fitTwin(window, Trend.Damped, {}, STARTS);
  const path: number[] = [];
  let sum = 0;
  for (let step = 1, damping = phi; step <= HORIZON; step++, damping *= phi) {
    sum += damping;
    path.push(level + sum * trend);
  }
  const residual = short(Math.abs(path[HORIZON - 1]! - Number(value)));
  let text = line;
  for (let step = 0; step < HORIZON; step++) {
    const at = BigInt(time) + BigInt(step + 1) * SECOND;
    text += `\nfcast${tags} ${name}=${short(path[step]!)} ${at}\nanomaly${tags} ${name}=${residual} ${at}`;
  }
  return text;
}

/** Takes standard input to its end, line by line, and writes what becomes of each piece at once. */
function pass(work: (line: string) => string): void {
  const buffer = Buffer.allocUnsafe(PIECE);
  let rest = "";
  for (let length = readSync(0, buffer); length > 0; length = readSync(0, buffer)) {
    const lines = (rest + buffer.toString("latin1", 0, length)).split("\n");
    rest = lines.pop()!;
    let text = "";
    for (const line of lines) text += `${work(line)}\n`;
    writeFully(Buffer.from(text, "latin1"));
  }
}

pass(argv[2] === "tg-brew" ? refitted : scored);
