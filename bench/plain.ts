import { fourDecimals } from "./decimals.js";

/**
 * The rival in plain JavaScript: the job of `holtline run --emit fields --refit 0` as a good programmer would write it
 * without WebAssembly. Lines are split off with indexOf, values parsed with Number, series kept in a Map; the same five
 * fields are spliced in. It does less than Holtline: simple exponential smoothing with a variance of the residuals, a
 * normal band, and the residual's share of 4 deviations as the score; no season, no counters, no calibrated tails, no
 * incidents, no order of time, no limit of series; and it knows neither escapes nor strings with blanks or commas.
 */
export class PlainProcessor {
  /** By measurement and tags as they are written, then by field. */
  readonly #series = new Map<string, Map<string, Smoothed>>();
  #rest = "";

  /** Takes any part of the input, gives the whole lines of it and what came before. */
  push(chunk: Buffer): Buffer {
    const text = this.#rest + chunk.toString("latin1");
    let output = "";
    let start = 0;
    for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", start)) {
      output += this.#line(text, start, end + 1);
      start = end + 1;
    }
    this.#rest = text.slice(start);
    return Buffer.from(output, "latin1");
  }

  /** The unfinished line at the end, unscored. */
  end(): Buffer {
    return Buffer.from(this.#rest, "latin1");
  }

  /** A line and its newline, with results spliced in; as it came when there are none. */
  #line(text: string, start: number, end: number): string {
    const blank = text.indexOf(" ", start);
    const last = text.indexOf(" ", blank + 1);
    if (blank < 0 || last < 0 || last > end) return text.slice(start, end);
    const key = text.slice(start, blank);
    let fields = this.#series.get(key);
    if (fields === undefined) {
      fields = new Map();
      this.#series.set(key, fields);
    }
    let results = "";
    for (let at = blank + 1; at < last; ) {
      const equals = text.indexOf("=", at);
      const comma = text.indexOf(",", at);
      const stop = comma < 0 || comma > last ? last : comma;
      if (equals < 0 || equals > stop) break;
      const integer = text.charCodeAt(stop - 1) === LETTER_I ? 1 : 0;
      const value = Number(text.slice(equals + 1, stop - integer));
      if (!Number.isNaN(value)) results += score(fields, text.slice(at, equals), value);
      at = stop + 1;
    }
    return results === "" ? text.slice(start, end) : `${key} ${results}${text.slice(blank + 1, end)}`;
  }
}

interface Smoothed {
  count: number;
  level: number;
  variance: number;
}

const ALPHA = 0.3;
/** Weight of the newest squared residual. */
const FORGETTING = 0.05;
/** Deviations: half of a normal band of 95 %, and the residual that is an anomaly. */
const BAND = 1.96;
const LIMIT = 4;
/** Of the sample, before results are written: Holtline's own default. */
const MIN_POINTS = 10;
const LETTER_I = 105;

/** The results of one value, each with a comma behind it; none before the series has its tenth point. */
function score(fields: Map<string, Smoothed>, field: string, value: number): string {
  const series = fields.get(field);
  if (series === undefined) {
    fields.set(field, { count: 1, level: value, variance: 0 });
    return "";
  }
  const { level, variance } = series;
  const residual = value - level;
  series.level = level + ALPHA * residual;
  series.variance = variance + FORGETTING * (residual * residual - variance);
  if (++series.count < MIN_POINTS) return "";
  const deviation = Math.sqrt(variance);
  const surprise = deviation === 0 ? 0 : Math.abs(residual) / (LIMIT * deviation);
  const half = BAND * deviation;
  return (
    `${field}_yhat=${fourDecimals(level)},${field}_yhat_lower=${fourDecimals(level - half)},` +
    `${field}_yhat_upper=${fourDecimals(level + half)},${field}_anomaly_score=${fourDecimals(surprise)},` +
    `${field}_is_anomaly=${surprise >= 1},`
  );
}
