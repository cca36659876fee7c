/** What both entries of the package export beside `fit`, `forecast` and `kernelBinary`. */

export {
  Engine,
  type EngineOptions,
  PointFlag,
  type Points,
  type Problem,
  type Restored,
  type SeriesName,
  type SeriesRule,
  type SeriesState,
  SnapshotError,
  type SnapshotWriter,
  type Statistics,
} from "./engine/engine.js";
export { FitError, type FitOptions, type FitTrend, type ForecastOptions } from "./engine/fit-options.js";
export type { Forecast } from "./engine/fitter.js";
export { KernelError } from "./engine/kernel.js";
export { type Interval, Model, type Parameters } from "./engine/model.js";
export { defaults, type Option, OptionError, options, resolve, type Settings } from "./options.js";
