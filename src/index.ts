/**
 * Holtline as a library: Holt's method fitted to anyone's arrays, and the engine of the processor. This entry is
 * Node's; a bundler takes `browser.ts` by the condition `browser`, with the same names.
 *
 *     import { fit, forecast } from "holtline";
 *     const { yhat, lower, upper } = forecast([18.8, 18.9, 19.1, 19.2], 12);
 */

import type { FitOptions, ForecastOptions } from "./engine/fit-options.js";
import { Fitter, type Forecast } from "./engine/fitter.js";
import type { Model } from "./engine/model.js";
import { readKernel } from "./host/kernel-file.js";

export * from "./public.js";

const fitter = new Fitter(readKernel);

/**
 * Fits Holt's method: the parameters and starting values that make the sum of squared one-step errors least, with alpha
 * in [2^−26, 1 − 2^−26], beta in [0, alpha], phi in [0.8, 0.995], the box of statsmodels' `Holt(…).fit()`. What is given
 * is kept. The same values give the same bits on every machine, and a constant forecasts itself.
 *
 * @param values 1 to 4,096 finite numbers of magnitude up to 1e150, oldest first, evenly spaced in time; not changed
 * @param options the trend, and what is not to be fitted
 * @throws FitError for values or options that can't be fitted; it says which, where, and what would be right
 */
export function fit(values: ArrayLike<number>, options: FitOptions = {}): Model {
  return fitter.fit(values, options);
}

/**
 * Fits, and forecasts with a band: three arrays of `steps` elements, in the values' unit.
 *
 * @param values as `fit` takes them
 * @param steps a whole number from 1 to 1,000,000
 * @param options those of `fit`, and `level`, the percent of the future values that the band is made for (95)
 * @throws FitError as `fit` does, and for `steps` or `level` out of range
 */
export function forecast(values: ArrayLike<number>, steps: number, options: ForecastOptions = {}): Forecast {
  return fitter.forecast(values, steps, options);
}

/** The bytes of `kernel.wasm`, for `Engine.create(kernelBinary(), resolve({ … }))`. */
export function kernelBinary(): Uint8Array {
  return readKernel();
}
