import { Experts, farErrors } from "./experts";
import { greater } from "../number/extent";
import { learnFarReach } from "./reach";
import { seasonAt } from "./season";
import { Series } from "../series/record";
import { Model } from "../settings/settings";
import { learnErrors } from "./weights";

/**
 * Forecasts of a whole horizon that wait for their time: a few at once, made one after the other in equal parts of the
 * horizon. They lie behind the Experts; what each expert foretold is kept in the upper half of a float, as an offset
 * from the origin of then.
 */
@unmanaged
class Pending {
  /** Nanoseconds; 0: none waits here. */
  due: i64;
  /** The newest value without its season when the forecast was made. */
  origin: f64;
  /** Over the origin, season and all. */
  forecast: f32;
  // of the experts 1 to 6; the newest value's is 0, and so is the autoregression's
  mean: u16; steady0: u16; steady1: u16; steady2: u16; steady3: u16; leading: u16;
}

const PENDING: u32 = 4;
export const EXPERTS_BYTES: usize = ((offsetof<Experts>() + 7) & ~7) + <usize>PENDING * offsetof<Pending>();
/** Forgetting of the experts' far errors, and how many times an expert's own mean an error counts at most. */
const RATE: f64 = 0.02;
const WINSOR: f32 = 6;
const WINSOR_PATHS: u32 = 10;

@inline
function pending(its: Experts, index: u32): Pending {
  return changetype<Pending>(
    changetype<usize>(its) + ((offsetof<Experts>() + 7) & ~7) + <usize>index * offsetof<Pending>(),
  );
}

/** Forgets all that wait. */
export function dropPending(its: Experts): void {
  for (let index: u32 = 0; index < PENDING; index++) pending(its, index).due = 0;
  its.middleDue = 0;
}

/** Whether it is time to make another, and there is room for it. */
export function isPendingDue(its: Experts, time: i64, horizon: f64): bool {
  return <f64>its.since * PENDING >= horizon && pending(its, its.next).due <= time;
}

@inline
function upper(x: f32): u16 {
  return <u16>((reinterpret<u32>(x) + 0x8000) >> 16);
}

@inline
function whole(half: u16): f32 {
  return reinterpret<f32>(<u32>half << 16);
}

/** Keeps a forecast that was made at the newest value. */
export function keepPending(its: Experts, due: i64, forecast: f64, horizon: f64): void {
  const row = pending(its, its.next);
  row.due = due;
  row.origin = its.origin;
  row.forecast = <f32>(forecast - its.origin);
  row.mean = upper(its.mean);
  row.steady0 = upper(its.steady0);
  row.steady1 = upper(its.steady1);
  row.steady2 = upper(its.steady2);
  row.steady3 = upper(its.steady3);
  row.leading = upper(<f32>(its.leading + horizon * its.trend));
  its.next = its.next + 1 == PENDING ? 0 : its.next + 1;
  its.since = 0;
}

/**
 * Compares a value with the forecasts that were made for its time, and drops those whose time has passed. One that
 * alarms does not move the bands.
 */
export function learnPending(
  its: Experts, record: Series, time: i64, value: f64, season: f64, horizon: f64, isAlarming: bool, settings: Model,
): void {
  const half = record.step >> 1;
  for (let index: u32 = 0; index < PENDING; index++) {
    const row = pending(its, index);
    if (row.due == 0) continue;
    const late = time - row.due;
    if (late <= -half) continue;
    if (late < half || late == 0) {
      compare(its, record, row, value, season, horizon);
      if (!isAlarming) learnFarReach(its, record, value - (row.origin + row.forecast), settings);
    }
    row.due = 0;
  }
}

function compare(
  its: Experts, record: Series, row: Pending, value: f64, season: f64, horizon: f64,
): void {
  const made = row.due - <i64>horizon * record.step;
  // in the lane of the autoregression stands the ninth expert: the value of then, with its season
  const ninth = seasonAt(record, made) - season;
  const p0 = f32x4(0, whole(row.mean), whole(row.steady0), whole(row.steady1));
  const p1 = f32x4(whole(row.steady2), whole(row.steady3), whole(row.leading), <f32>ninth);
  const errors = farErrors(its), paths = ++its.paths;
  const most = f32x4.splat(1e30), times = f32x4.splat(WINSOR);
  let limit0 = most, limit1 = most;
  if (paths > WINSOR_PATHS) {
    const m0 = v128.load(errors), m1 = v128.load(errors + 16);
    // never less than a change of the usual size: most errors may be 0
    const usual = f32x4.splat(0.5 * record.change);
    limit0 = f32x4.mul(times, f32x4.pmax(m0, usual));
    limit1 = f32x4.mul(times, f32x4.pmax(m1, usual));
  }
  const rate = <f32>greater(RATE, 1 / <f64>paths);
  learnErrors(errors, p0, p1, <f32>(value - season - row.origin), limit0, limit1, rate);
}
