import { Series } from "../series/record";

/** What Holt's method knows of a series; one of the mixture has none of it. */
@unmanaged
export class Holt {
  /** Without the season; an exponential trend is a factor. */
  level: f64;
  trend: f64;
  alpha: f64;
  beta: f64;
  phi: f64;
  /** The window of the fit, and a forecast of a whole path, or 0: only some series have them, or for a while. */
  window: usize;
  ahead: usize;
  /** Standard deviation of the one-step residual; with an exponential trend, of its logarithm. */
  sigma: f32;
  /** Half-width of the band in standard deviations, a step ahead. */
  near: f32;
  /** Standard deviation of the newest value's forecast. */
  deviation: f32;
  /** Side on which the newest value was out of reach: −1, 0 or 1. */
  refusedSide: i8;
}

export const HOLT_BYTES: usize = (offsetof<Holt>() + 7) & ~7;

@inline
export function holtOf(record: Series): Holt {
  return changetype<Holt>(record.holt);
}
