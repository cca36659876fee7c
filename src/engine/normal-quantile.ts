/**
 * The standard normal distribution's quantile, for p in [0.5, 1), to 1.2e-9 of its value: Acklam's rational
 * approximations (2003). Only + − × ÷ √, so that every machine starts its bands with the same bits.
 */
export function normalQuantile(p: number): number {
  if (p <= 0.97575) {
    const q = p - 0.5;
    const r = q * q;
    const over =
      (((((-39.69683028665376 * r + 220.9460984245205) * r - 275.9285104469687) * r + 138.357751867269) * r -
        30.66479806614716) *
        r +
        2.506628277459239) *
      q;
    const under =
      ((((-54.47609879822406 * r + 161.5858368580409) * r - 155.6989798598866) * r + 66.80131188771972) * r -
        13.28068155288572) *
        r +
      1;
    return over / under;
  }
  const q = Math.sqrt(-2 * logarithm(1 - p));
  const over =
    ((((-0.007784894002430293 * q - 0.3223964580411365) * q - 2.400758277161838) * q - 2.549732539343734) * q +
      4.374664141464968) *
      q +
    2.938163982698783;
  const under =
    (((0.007784695709041462 * q + 0.3224671290700398) * q + 2.445134137142996) * q + 3.754408661907416) * q + 1;
  return -over / under;
}

/** The natural logarithm of x in (0, 1], by 2·atanh((x − 1)/(x + 1)) of what powers of two leave of x. */
function logarithm(x: number): number {
  let halvings = 0;
  for (; x < 0.75; x *= 2) halvings++;
  const ratio = (x - 1) / (x + 1);
  let sum = 0;
  for (let term = 25; term > 0; term -= 2) sum = sum * ratio * ratio + 1 / term;
  return 2 * ratio * sum - halvings * Math.LN2;
}
