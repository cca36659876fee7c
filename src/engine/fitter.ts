import {
  checkLevel,
  checkObject,
  checkOptions,
  checkSteps,
  checkValues,
  type FitOptions,
  type FitTrend,
  type ForecastOptions,
  parametersOf,
} from "./fit-options.js";
import { Kernel } from "./kernel.js";
import { type Interval, Model } from "./model.js";

/** A forecast and its band, one element a step. */
export interface Forecast extends Interval {
  yhat: Float64Array;
}

/** The kernel's names of the trends. */
const trendNames = { damped: "Damped", linear: "Linear", exponential: "Exponential", none: "None" };

/** Fits values through one kernel of its own, which is loaded at the first fit. */
export class Fitter {
  readonly #binary: () => Uint8Array;
  #kernel: Kernel | undefined;

  /** @param binary called once, for the bytes of `kernel.wasm` */
  constructor(binary: () => Uint8Array) {
    this.#binary = binary;
  }

  /**
   * @throws FitError for values or options that can't be fitted
   * @throws KernelError when the bytes are no kernel of this host's version
   */
  fit(values: ArrayLike<number>, options: FitOptions = {}): Model {
    const { trend, ...given } = checkOptions(options);
    const copy = checkValues(values, trend);
    const isFitted = (name: (typeof parametersOf)[FitTrend][number]) =>
      given[name] === undefined && !(trend === "exponential" && name === "phi");
    const fittedCount = parametersOf[trend].filter(isFitted).length;
    const parameters = this.#call(copy, trend, given);
    return new Model(copy, { trend, ...parameters }, fittedCount, this.#kernel!.exports);
  }

  /** The forecast and its band in one call; throws what `fit`, `Model.forecast` and `Model.interval` throw. */
  forecast(values: ArrayLike<number>, steps: number, options: ForecastOptions = {}): Forecast {
    const { level, ...rest } = checkObject(options);
    checkSteps(steps);
    if (level !== undefined) checkLevel(level);
    const model = this.fit(values, rest);
    return { yhat: model.forecast(steps), ...model.interval(steps, level) };
  }

  #call(values: Float64Array, trend: FitTrend, given: FitOptions) {
    this.#kernel ??= new Kernel(this.#binary());
    const kernel = this.#kernel;
    const { alpha, beta, phi, initialLevel, initialSlope } = given;
    const pointer = kernel.exports.reserveValues(values.length) >>> 0;
    new Float64Array(kernel.exports.memory.buffer, pointer, values.length).set(values);
    const result = kernel.exports.fitValues(
      values.length,
      kernel.constant("Trend", trendNames[trend]),
      orFitted(alpha),
      orFitted(beta),
      orFitted(phi),
      orFitted(initialLevel),
      orFitted(initialSlope),
    );
    const found = new Float64Array(kernel.exports.memory.buffer, result, 8);
    return {
      sse: found[0]!,
      alpha: found[1]!,
      beta: found[2]!,
      phi: found[3]!,
      initialLevel: found[4]!,
      initialSlope: found[5]!,
      level: found[6]!,
      slope: found[7]!,
    };
  }
}

function orFitted(parameter: number | undefined): number {
  return parameter ?? Number.NaN;
}
