/**
 * Minimum and maximum in three instructions, for where every point passes: what a machine makes of f64.min is eight of
 * them with two branches, and one foretold wrongly costs as much as ten of these. Where one value is NaN they give the
 * first.
 */

@inline
export function lesser(a: f64, b: f64): f64 {
  return f64x2.extract_lane(f64x2.pmin(f64x2.splat(a), f64x2.splat(b)), 0);
}

@inline
export function greater(a: f64, b: f64): f64 {
  return f64x2.extract_lane(f64x2.pmax(f64x2.splat(a), f64x2.splat(b)), 0);
}
