import { checkLevel, checkSteps, type FitTrend } from "./fit-options.js";
import { normalQuantile } from "./normal-quantile.js";

/** What the kernel finds. */
export interface Parameters {
  readonly trend: FitTrend;
  /** Sum of squared one-step errors, in the values' unit squared. */
  readonly sse: number;
  /** Smoothing of the level. */
  readonly alpha: number;
  /** Smoothing of the slope: statsmodels' smoothing_trend; `alpha * beta` is ETS's beta. 0 without a trend. */
  readonly beta: number;
  /** What the slope keeps from step to step; 1 when the trend is not damped. */
  readonly phi: number;
  /** Level before the first value. */
  readonly initialLevel: number;
  /** Slope before the first value, a step; with an exponential trend a factor. */
  readonly initialSlope: number;
  /** Level after the last value. */
  readonly level: number;
  /** Slope after the last value. */
  readonly slope: number;
}

/** The kernel's own, which give the same bits on every machine as Math's do not. */
export interface Transcendental {
  /** base^exponent of a positive base. */
  realPower(base: number, exponent: number): number;
  exponential(x: number): number;
  /** The natural logarithm. */
  logarithm(x: number): number;
}

/** A band, one pair of limits a step. */
export interface Interval {
  lower: Float64Array;
  upper: Float64Array;
}

/**
 * Holt's method with its parameters found, over n values. With level l, slope b and error e = y − f, one step is
 *
 *     f = l + φ·b;  l ← f + α·e;  b ← φ·b + α·β·e                    (Gardner & McKenzie, Management Science 31, 1985)
 *     f = l·b^φ;    l ← f + α·e;  b ← β·l/l_before + (1 − β)·b^φ     (exponential: Taylor, Int. J. Forecasting 19, 2003)
 */
export class Model implements Parameters {
  readonly trend: FitTrend;
  readonly sse: number;
  readonly alpha: number;
  readonly beta: number;
  readonly phi: number;
  readonly initialLevel: number;
  readonly initialSlope: number;
  readonly level: number;
  readonly slope: number;
  /** The forecast of each value one step before it, n long. */
  readonly fitted: Float64Array;
  /** The value minus that forecast, n long. */
  readonly residuals: Float64Array;
  /**
   * Of a forecast one step ahead: the sum of squared errors over n minus the number of fitted parameters (at least 1).
   * With an exponential trend, of the error in the logarithm.
   */
  readonly variance: number;
  readonly #kernel: Transcendental;

  /** Made by `fit`. `fittedCount` is the number of parameters, starting values among them, that were not given. */
  constructor(values: Float64Array, parameters: Parameters, fittedCount: number, kernel: Transcendental) {
    this.#kernel = kernel;
    this.trend = parameters.trend;
    this.sse = parameters.sse;
    this.alpha = parameters.alpha;
    this.beta = parameters.beta;
    this.phi = parameters.phi;
    this.initialLevel = parameters.initialLevel;
    this.initialSlope = parameters.initialSlope;
    this.level = parameters.level;
    this.slope = parameters.slope;
    this.fitted = this.#smooth(values);
    this.residuals = values.map((value, t) => value - this.fitted[t]!);
    const squares = this.trend === "exponential" ? this.#logarithmicSquares(values) : this.sse;
    this.variance = squares / Math.max(1, values.length - fittedCount);
  }

  /**
   * Forecasts 1 … `steps` steps after the last value, `steps` long: l + (φ + … + φ^h)·b, or l·b^(φ + … + φ^h).
   *
   * @throws FitError unless `steps` is a whole number from 1 to 1,000,000
   */
  forecast(steps: number): Float64Array {
    checkSteps(steps);
    const path = new Float64Array(steps);
    let damping = 1;
    let sum = 0;
    let factor = 1;
    for (let step = 0; step < steps; step++) {
      damping *= this.phi;
      sum += damping;
      if (this.trend === "exponential") factor *= this.#kernel.realPower(this.slope, damping);
      path[step] = this.trend === "exponential" ? this.level * factor : this.level + sum * this.slope;
    }
    return path;
  }

  /**
   * Where `level` percent of the future values are expected, 1 … `steps` steps after the last value: the forecast and
   * the normal quantile times σ·√c_h to either side, where σ² is `variance` and
   *
   *     c_1 = 1,  c_h = c_{h−1} + (α + α·β·(φ + … + φ^{h−1}))²
   *
   * (Hyndman, Koehler, Ord & Snyder, Journal of Forecasting 24, 2005, doi 10.1002/for.938, class 1.) With an exponential
   * trend the same on the logarithm of the values.
   *
   * @throws FitError unless `steps` is a whole number from 1 to 1,000,000 and `level` above 0 and below 100
   */
  interval(steps: number, level = 95): Interval {
    checkLevel(level);
    const centre = this.forecast(steps);
    const reach = normalQuantile(0.5 + level / 200) * Math.sqrt(this.variance);
    const lower = new Float64Array(steps);
    const upper = new Float64Array(steps);
    let widening = 1;
    let damping = 1;
    let sum = 0;
    for (let step = 0; step < steps; step++) {
      const half = reach * Math.sqrt(widening);
      const factor = this.trend === "exponential" ? this.#kernel.exponential(half) : 1;
      lower[step] = this.trend === "exponential" ? centre[step]! / factor : centre[step]! - half;
      upper[step] = this.trend === "exponential" ? centre[step]! * factor : centre[step]! + half;
      damping *= this.phi;
      sum += damping;
      widening += (this.alpha + this.alpha * this.beta * sum) ** 2;
    }
    return { lower, upper };
  }

  /** The recursions over the values from the starting values on; returns the forecasts. */
  #smooth(values: Float64Array): Float64Array {
    const { alpha, beta, phi } = this;
    let level = this.initialLevel;
    let slope = this.initialSlope;
    return values.map((value) => {
      const before = level;
      const kept = this.trend === "exponential" ? this.#kernel.realPower(slope, phi) : phi * slope;
      const forecast = this.trend === "exponential" ? before * kept : before + kept;
      const error = value - forecast;
      level = forecast + alpha * error;
      slope = this.trend === "exponential" ? (beta * level) / before + (1 - beta) * kept : kept + alpha * beta * error;
      return forecast;
    });
  }

  #logarithmicSquares(values: Float64Array): number {
    const { logarithm } = this.#kernel;
    return values.reduce((sum, value, t) => sum + (logarithm(value) - logarithm(this.fitted[t]!)) ** 2, 0);
  }
}
