/** What goes into a fit and what comes out of it, of the kernel as of its twin. */

/** The kernel's Trend. */
export const Trend = { None: 0, Linear: 1, Damped: 2, Exponential: 3 } as const;

/** What a fit finds; `beta` is statsmodels' smoothing_trend, `trend` and `level` stand after the last value. */
export interface Model {
  sse: number;
  alpha: number;
  beta: number;
  phi: number;
  level0: number;
  trend0: number;
  level: number;
  trend: number;
}

/** Parameters that are not fitted. */
export interface Given {
  alpha?: number;
  beta?: number;
  phi?: number;
}
