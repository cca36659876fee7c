import { nearest } from "../nearest.js";
import { expectation, type Option, options as table } from "../options.js";

/**
 * How a forecast goes on: `damped`, by a slope that fades; `linear`, by one that stays; `exponential`, by a factor
 * (positive values only); `none`, on the level alone.
 */
export type FitTrend = "damped" | "linear" | "exponential" | "none";

/** What a fit is given; what is left out, or undefined, is fitted. */
export interface FitOptions {
  /** Default `damped`. */
  trend?: FitTrend | undefined;
  /** Smoothing of the level, above 0 and at most 1. */
  alpha?: number | undefined;
  /** Smoothing of the slope, from 0 to 1 and at most alpha: statsmodels' smoothing_trend; `alpha * beta` is ETS's beta. */
  beta?: number | undefined;
  /** What a damped slope keeps from step to step, above 0 and at most 1; 1 with `exponential` unless given. */
  phi?: number | undefined;
  /** The level before the first value, in the values' unit. */
  initialLevel?: number | undefined;
  /** The slope before the first value, in the values' unit a step; with `exponential` a factor a step. */
  initialSlope?: number | undefined;
}

/** What `forecast` is given. */
export interface ForecastOptions extends FitOptions {
  /** Percent of the future values that the band is made for, above 0 and below 100; default 95. */
  level?: number | undefined;
}

/** Values that can't be fitted, or an option that has no meaning: what it was, where, and what would be right. */
export class FitError extends Error {
  override readonly name = "FitError";
  /** The argument or option that was wrong: `values`, `alpha`, `steps` … */
  readonly argument: string;

  constructor(argument: string, reason: string) {
    super(reason);
    this.argument = argument;
  }
}

type Parameter = Exclude<keyof FitOptions, "trend">;

/** What each trend has; a fit finds what is not given, but for the exponential trend's phi, which then is 1. */
export const parametersOf: Record<FitTrend, readonly Parameter[]> = {
  damped: ["alpha", "beta", "phi", "initialLevel", "initialSlope"],
  linear: ["alpha", "beta", "initialLevel", "initialSlope"],
  exponential: ["alpha", "beta", "phi", "initialLevel", "initialSlope"],
  none: ["alpha", "initialLevel"],
};

const trends = Object.keys(parametersOf) as FitTrend[];
const parameters = parametersOf.damped;

/** Values of one fit. */
export const MOST_VALUES = 4_096;
/** Steps of one forecast. */
const MOST_STEPS = 1_000_000;
/** Values beyond this have no squares among doubles. */
const LARGEST_VALUE = 1e150;

/**
 * A copy of the values.
 *
 * @throws FitError when there are none or too many, or one can't be fitted
 */
export function checkValues(values: ArrayLike<number>, trend: FitTrend): Float64Array {
  const length: unknown = (values as ArrayLike<number> | undefined)?.length;
  if (typeof values !== "object" || typeof length !== "number" || !Number.isInteger(length)) {
    throw new FitError("values", `values is ${shown(values)}: expected an array of numbers`);
  }
  if (length < 1 || length > MOST_VALUES) {
    const advice = length < 1 ? "a forecast needs something to go on from" : "take the newest, values.slice(-4096)";
    throw new FitError("values", `values has ${length} elements: expected 1 to ${MOST_VALUES}; ${advice}`);
  }
  const copy = new Float64Array(length);
  for (let index = 0; index < length; index++) {
    const value = values[index];
    const reason = objection(value, trend);
    if (reason !== undefined) throw new FitError("values", `values[${index}] is ${shown(value)}: ${reason}`);
    copy[index] = value!;
  }
  return copy;
}

function objection(value: unknown, trend: FitTrend): string | undefined {
  if (typeof value !== "number") return "expected a number";
  if (!Number.isFinite(value)) return "expected a finite number; leave gaps out, or fill them";
  if (Math.abs(value) > LARGEST_VALUE)
    return `expected a magnitude of at most ${LARGEST_VALUE}, for its square to be a number; scale the values`;
  if (trend === "exponential" && value <= 0) {
    return 'an exponential trend is for positive values; fit the trend "damped" or "linear"';
  }
  return undefined;
}

/**
 * The same options, with their trend.
 *
 * @throws FitError for an unknown one, one out of range, or ones that do not go together
 */
export function checkOptions(options: FitOptions): FitOptions & { trend: FitTrend } {
  const { trend = "damped", ...given } = checkObject(options);
  if (!trends.includes(trend)) {
    throw new FitError(
      "trend",
      `trend is ${shown(trend)}: expected damped, linear, exponential or none${guess(trend, trends)}`,
    );
  }
  for (const [name, value] of Object.entries(given)) {
    if (value !== undefined) checkParameter(name, value, trend);
  }
  const { alpha, beta } = given;
  if (alpha !== undefined && beta !== undefined && beta > alpha) {
    throw new FitError("beta", `beta is ${beta}: expected at most alpha, which is ${alpha}`);
  }
  return { ...given, trend };
}

/** @throws FitError when options are no object */
export function checkObject<Options extends object>(options: Options): Options {
  if (typeof options === "object" && options !== null) return options;
  throw new FitError("options", `options is ${shown(options)}: expected an object such as { trend: "damped" }`);
}

function checkParameter(name: string, value: unknown, trend: FitTrend): void {
  if (!parameters.includes(name as Parameter)) {
    throw new FitError(name, `${name}: no such option${guess(name, ["trend", ...parameters])}`);
  }
  if (!parametersOf[trend].includes(name as Parameter)) {
    throw new FitError(name, `${name} is ${shown(value)}: it has no meaning with the trend "${trend}"; leave it out`);
  }
  const row = table.find((option) => option.name === name);
  if (row !== undefined) checkRange(name, value, row);
  const reason = row === undefined ? objection(value, trend) : undefined;
  if (reason !== undefined) throw new FitError(name, `${name} is ${shown(value)}: ${reason}`);
}

/** @throws FitError when a number is out of the range that the option of this name has on the command line */
function checkRange(name: string, value: unknown, row: Option): void {
  const { from = -Infinity, to = Infinity, above = -Infinity, below = Infinity } = row.range ?? {};
  if (typeof value === "number" && value >= from && value <= to && value > above && value < below) return;
  throw new FitError(name, `${name} is ${shown(value)}: expected ${expectation(row)}`);
}

/** @throws FitError when a forecast can't be so long */
export function checkSteps(steps: number): void {
  if (Number.isInteger(steps) && steps >= 1 && steps <= MOST_STEPS) return;
  throw new FitError("steps", `steps is ${shown(steps)}: expected a whole number from 1 to ${MOST_STEPS}`);
}

/** @throws FitError when there is no band for so many percent */
export function checkLevel(level: number): void {
  checkRange("level", level, table.find((option) => option.name === "level")!);
}

function guess(word: unknown, known: readonly string[]): string {
  const near = typeof word === "string" ? nearest(word, known) : undefined;
  return near === undefined ? "" : `; did you mean ${near}?`;
}

function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "bigint") return `${value}n`;
  return typeof value === "object" && value !== null ? "an object" : String(value);
}
