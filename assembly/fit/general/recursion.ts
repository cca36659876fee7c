import { allocate } from "../../memory/memory";
import { realPower } from "../../number/power";
import { WAVE, count, source, waves } from "../error-form/window";

/**
 * One-step errors by the plain recursions, additive or multiplicative, and how they answer to each parameter:
 *
 *     additive        f = l + φ·b    l ← f + α·e    b ← φ·b + α·B·e
 *     multiplicative  f = l·b^φ      l ← f + α·e    b ← B·l/l_before + (1 − B)·b^φ
 *
 * Both are linear in small changes of state, which go on as
 *
 *     df = P·dl + Q·db + G·dφ
 *     dl ← (1 − α)·df + e·dα
 *     db ← R·dl + S·dl_before + U·db + (1 − B)·G·dφ + w·dB
 *
 * with factors that the run of the errors leaves for each time, eight f64: P, Q, R, S, U, w, e, G. (The additive trend
 * is b ← B·(l − l_before) + (1 − B)·φ·b as well; multiplicative φ is never fitted.) Parameters go in pairs through the
 * lanes.
 */
export const ALPHA: i32 = 0;
/** B/α. */
export const X: i32 = 1;
export const LEVEL: i32 = 2;
export const TREND: i32 = 3;
export const PHI: i32 = 4;
/** With the empty half of the last pair. */
export const PARAMETERS: i32 = 6;

/** f64 by parameter: where the errors are run. */
export const point: usize = memory.data(PARAMETERS * 8, 16);
/** By parameter: Σ ∂f·e, half of what the sum of squares falls with. */
export const slopes: usize = memory.data(PARAMETERS * 8, 16);
const PAIRS: i32 = 3;
/** Σ ∂f·∂f by pair and later pair: of like lanes, then of the first pair's lanes and the other lanes of the second. */
const products: usize = memory.data(PAIRS * PAIRS * 32, 16);
const BLOCK: usize = 32;

/** Bytes between two times in `responses`, a v128 of ∂f for each pair. */
const RESPONSE: usize = 48;
let responses: usize = 0;
let responseCount: i32 = 0;

/** Whether the trend is a factor. */
let isMultiplied: bool = false;
/** Given B, or NaN where B = x·α. */
let givenBeta: f64 = NaN;
/** Level and trend after the last run. */
export let lastLevel: f64 = 0;
export let lastTrend: f64 = 0;

export function setRecursion(multiplied: bool, beta: f64): void {
  isMultiplied = multiplied;
  givenBeta = beta;
}

@inline
export function at(vector: usize, parameter: i32): f64 {
  return load<f64>(vector + (<usize>parameter << 3));
}

@inline
export function put(vector: usize, parameter: i32, value: f64): void {
  store<f64>(vector + (<usize>parameter << 3), value);
}

/** Σ ∂f·∂f of two parameters. */
export function product(one: i32, other: i32): f64 {
  const row = min(one, other), column = max(one, other);
  const block = products + <usize>((row >> 1) * PAIRS + (column >> 1)) * BLOCK;
  return load<f64>(block + (<usize>((row ^ column) & 1) << 4) + (<usize>(row & 1) << 3));
}

/** B at `point`. */
export function betaHere(): f64 {
  return isNaN(givenBeta) ? at(point, X) * at(point, ALPHA) : givenBeta;
}

/** The sum of squared errors at `point`; not finite where the recursions leave the doubles. */
export function runRecursion(): f64 {
  const alpha = at(point, ALPHA), phi = at(point, PHI), beta = betaHere(), kept = 1 - beta;
  let level = at(point, LEVEL), trend = at(point, TREND), sum: f64 = 0;
  for (let t = 1; t <= count; t++) {
    const value = load<f64>(source + (<usize>t << 3)), before = level;
    // what additive errors answer to the level, to the trend, and the trend to the level with
    let onLevel: f64 = 1, onTrend = phi, share = beta, ratio: f64 = 1, damped = trend;
    let forecast: f64 = 0, moved: f64 = 0, error: f64 = 0;
    if (isMultiplied) {
      const grown = realPower(trend, phi);
      forecast = level * grown;
      error = value - forecast;
      level = forecast + alpha * error;
      onLevel = grown;
      damped = 0;
      share = beta / before;
      ratio = level / before;
      onTrend = (phi * grown) / trend;
      moved = ratio - grown;
      trend = beta * ratio + kept * grown;
    } else {
      const change = phi * trend;
      forecast = level + change;
      error = value - forecast;
      moved = alpha * error;
      level = forecast + moved;
      trend = change + beta * moved;
    }
    const wave = waves + <usize>t * WAVE;
    store<f64>(wave, onLevel);
    store<f64>(wave, isMultiplied ? before * onTrend : onTrend, 8);
    store<f64>(wave, share, 16);
    store<f64>(wave, -share * ratio, 24);
    store<f64>(wave, kept * onTrend, 32);
    store<f64>(wave, moved, 40);
    store<f64>(wave, error, 48);
    store<f64>(wave, damped, 56);
    sum += error * error;
  }
  lastLevel = level;
  lastTrend = trend;
  return sum;
}

/** Fills `slopes` and `products` of the pairs from `first` to `last` with what they are at the last run. */
export function differentiate(first: i32, last: i32): void {
  if (responseCount < count) {
    responseCount = max(count, 2 * responseCount);
    responses = allocate(<usize>(responseCount + 1) * RESPONSE);
  }
  for (let pair = first; pair <= last; pair++) {
    respond(pair);
    for (let other = first; other <= pair; other++) multiply(other, pair);
  }
}

/** ∂f of a pair's parameters at each time. */
function respond(pair: i32): void {
  const alpha = at(point, ALPHA), isFree = isNaN(givenBeta);
  const kept = f64x2.splat(1 - alpha), keptTrend = f64x2.splat(1 - betaHere());
  const none = f64x2.splat(0), left = f64x2.replace_lane(none, 0, 1);
  const onLevel = pair == 0 ? left : none;
  const onBeta = pair == 0 && isFree ? f64x2.replace_lane(f64x2.splat(at(point, X)), 1, alpha) : none;
  const onPhi = pair == 2 ? left : none;
  let level = pair == 1 ? left : none, trend = pair == 1 ? f64x2.replace_lane(none, 1, 1) : none;
  for (let t = 1; t <= count; t++) {
    const wave = waves + <usize>t * WAVE;
    const damping = f64x2.mul(v128.load64_splat(wave, 56), onPhi);
    const forecast = f64x2.add(
      f64x2.mul(v128.load64_splat(wave), level),
      f64x2.add(f64x2.mul(v128.load64_splat(wave, 8), trend), damping),
    );
    v128.store(responses + <usize>t * RESPONSE + (<usize>pair << 4), forecast);
    const next = f64x2.add(f64x2.mul(kept, forecast), f64x2.mul(v128.load64_splat(wave, 48), onLevel));
    const moved = f64x2.add(
      f64x2.mul(v128.load64_splat(wave, 16), next), f64x2.mul(v128.load64_splat(wave, 24), level),
    );
    const carried = f64x2.add(f64x2.mul(v128.load64_splat(wave, 32), trend), f64x2.mul(keptTrend, damping));
    trend = f64x2.add(f64x2.add(moved, carried), f64x2.mul(v128.load64_splat(wave, 40), onBeta));
    level = next;
  }
}

/** Sums over time: a pair's responses by another's, and by the errors. */
function multiply(row: i32, column: i32): void {
  let straight = f64x2.splat(0), crossed = straight, along = straight;
  for (let t = 1; t <= count; t++) {
    const one = v128.load(responses + <usize>t * RESPONSE + (<usize>row << 4));
    const other = v128.load(responses + <usize>t * RESPONSE + (<usize>column << 4));
    straight = f64x2.add(straight, f64x2.mul(one, other));
    crossed = f64x2.add(crossed, f64x2.mul(one, v128.shuffle<f64>(other, other, 1, 0)));
    along = f64x2.add(along, f64x2.mul(other, v128.load64_splat(waves + <usize>t * WAVE, 48)));
  }
  v128.store(slopes + (<usize>column << 4), along);
  const block = products + <usize>(row * PAIRS + column) * BLOCK;
  v128.store(block, straight);
  v128.store(block, crossed, 16);
}
