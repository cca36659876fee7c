/**
 * Powers, logarithms and exponentials from + − × ÷ alone, so that every machine gives the same bits, to within a few
 * units of the last place. Logarithms are carried as a double and what it leaves, as the digits that a large exponent
 * takes off a power have to be there first.
 */

/** log2(e), and what the double leaves of it. */
const LOG2_E: f64 = 1.4426950408889634;
const LOG2_E_LOW: f64 = 2.0355273740931033e-17;
const LN_2: f64 = 0.6931471805599453;
const ROOT_2: f64 = 1.4142135623730951;
/** 1/k from k = 1 on. */
const INVERSES: StaticArray<f64> = [
  0, 1, 1.0 / 2, 1.0 / 3, 1.0 / 4, 1.0 / 5, 1.0 / 6, 1.0 / 7, 1.0 / 8, 1.0 / 9, 1.0 / 10, 1.0 / 11, 1.0 / 12, 1.0 / 13,
  1.0 / 14, 1.0 / 15, 1.0 / 16, 1.0 / 17, 1.0 / 18, 1.0 / 19, 1.0 / 20, 1.0 / 21, 1.0 / 22, 1.0 / 23,
];
/** 2^27 + 1 halves a double's digits (Dekker, Numerische Mathematik 18, 1971). */
const SPLITTER: f64 = 134217729;
const TWO_54: f64 = 18014398509481984;

// what `takeLogarithm` leaves: log2(x) is their sum
let high: f64 = 0;
let low: f64 = 0;

@inline
function upperHalf(x: f64): f64 {
  const far = SPLITTER * x;
  return far - (far - x);
}

/** a·b less its rounded `product`, exactly. */
@inline
function productRest(a: f64, b: f64, product: f64): f64 {
  const aHigh = upperHalf(a), bHigh = upperHalf(b);
  const aLow = a - aHigh, bLow = b - bHigh;
  return aHigh * bHigh - product + aHigh * bLow + aLow * bHigh + aLow * bLow;
}

/** log2 of a finite x > 0: x = 2^e·m, and ln m = 2·atanh(s) with s = (m − 1) / (m + 1), a series in s². */
function takeLogarithm(x: f64): void {
  let exponent: i64 = -1023;
  if (x < 2.2250738585072014e-308) {
    x *= TWO_54;
    exponent -= 54;
  }
  const bits = reinterpret<u64>(x);
  exponent += bits >>> 52;
  let m = reinterpret<f64>((bits & 0xfffffffffffff) | 0x3ff0000000000000);
  if (m > ROOT_2) {
    m *= 0.5;
    exponent++;
  }
  const above = m + 1;
  const s = (m - 1) / above;
  const product = s * above;
  const rest = m - 1 - product - productRest(s, above, product) - s * (m - (above - 1));
  const z = s * s;
  let series: f64 = 0;
  for (let k = 23; k > 1; k -= 2) series = series * z + unchecked(INVERSES[k]);
  const tail = 2 * (rest / above + s * z * series);
  const main = 2 * s * LOG2_E;
  const correction = productRest(2 * s, LOG2_E, main) + (tail * LOG2_E + 2 * s * LOG2_E_LOW);
  const fraction = main + correction;
  const whole = <f64>exponent;
  high = whole + fraction;
  low = whole - high + fraction + (main - fraction + correction);
}

/** 2 to the power of `main` + `rest`. */
function twoTo(main: f64, rest: f64): f64 {
  if (main > 1025) return Infinity;
  if (main < -1080) return 0;
  const whole = nearest(main);
  const y = (main - whole + rest) * LN_2;
  let series: f64 = 1;
  for (let k = 14; k > 0; k--) series = 1 + series * (y * unchecked(INVERSES[k]));
  // by two factors: one alone may lie outside of the doubles
  const half = <i64>whole >> 1;
  return series * powerOfTwo(half) * powerOfTwo(<i64>whole - half);
}

@inline
function powerOfTwo(exponent: i64): f64 {
  return reinterpret<f64>(<u64>(exponent + 1023) << 52);
}

/** x^exponent for a finite x > 0 and |exponent| up to 1e6. */
export function realPower(x: f64, exponent: f64): f64 {
  if (exponent == 1) return x;
  takeLogarithm(x);
  const main = exponent * high;
  return twoTo(main, productRest(exponent, high, main) + exponent * low);
}

/** ln x for a finite x > 0. */
export function logarithm(x: f64): f64 {
  takeLogarithm(x);
  return (high + low) * LN_2;
}

/** e^x for a finite x. */
export function exponential(x: f64): f64 {
  const within = min(max(x, -1000), 1000);
  const main = within * LOG2_E;
  return twoTo(main, productRest(within, LOG2_E, main) + within * LOG2_E_LOW);
}
