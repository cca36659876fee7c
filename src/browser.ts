/**
 * The library in a page or a worker: what `index.ts` exports, with its documentation. The kernel is fetched while the
 * module loads, so that the functions themselves need not be awaited.
 */

import type { FitOptions, ForecastOptions } from "./engine/fit-options.js";
import { Fitter, type Forecast } from "./engine/fitter.js";
import { KernelError } from "./engine/kernel.js";
import type { Model } from "./engine/model.js";

export * from "./public.js";

// bundlers that know this pattern take the file along
const binary = await fetchKernel(new URL("../kernel.wasm", import.meta.url));
const fitter = new Fitter(() => binary);

export function fit(values: ArrayLike<number>, options: FitOptions = {}): Model {
  return fitter.fit(values, options);
}

export function forecast(values: ArrayLike<number>, steps: number, options: ForecastOptions = {}): Forecast {
  return fitter.forecast(values, steps, options);
}

export function kernelBinary(): Uint8Array {
  return binary;
}

async function fetchKernel(url: URL): Promise<Uint8Array> {
  const response = await fetch(url);
  if (response.ok) return new Uint8Array(await response.arrayBuffer());
  throw new KernelError(
    `the kernel ${url} can't be fetched (status ${response.status}): serve holtline/kernel.wasm there`,
  );
}
