import { DEFAULT_ALPHA, DEFAULT_PHI, Trend } from "../../settings/settings";

/** What a fit finds; statsmodels' B is called beta. */
@unmanaged
export class Fit {
  /** Sum of squared one-step errors. */
  sse: f64;
  alpha: f64;
  beta: f64;
  phi: f64;
  /** Level and trend before the first value; the exponential trend is a factor. */
  level0: f64;
  trend0: f64;
  /** Level and trend after the last value. */
  level: f64;
  trend: f64;
  /** Exponential: Σ (ln y_t − ln f_t)², of which the band is made. */
  relative: f64;
  /** The Trend that was fitted: where the exponential one was asked for and can't be, Linear or Damped. */
  kind: i32;
}

/** What does not fit a double is given as the largest. */
export const LARGEST: f64 = f64.MAX_VALUE;

/** Nothing moves, or more than doubles hold: every parameter is as good as another, the forecast is the last value. */
export function keepConstant(
  result: Fit, value: f64, isTooLarge: bool, alpha: f64, beta: f64, phi: f64,
): void {
  result.sse = isTooLarge ? LARGEST : 0;
  result.alpha = isNaN(alpha) ? DEFAULT_ALPHA : alpha;
  result.beta = isNaN(beta) ? 0 : beta;
  result.phi = isNaN(phi) ? DEFAULT_PHI : phi;
  result.level0 = value;
  result.trend0 = result.kind == Trend.Exponential ? 1 : 0;
  result.level = value;
  result.trend = result.trend0;
}
