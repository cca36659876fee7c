import { giveBlockBack, takeBlock } from "../memory/pool";
import { Series } from "../series/record";

/**
 * A series whose points keep coming late, or far ahead of all others, has another clock now: after five in a row that
 * agree with each other it is followed there.
 */

/** The points of a series in a row that do not fit its clock. */
@unmanaged
export class Late {
  /** Nanoseconds: of the newest of them. */
  time: i64;
  count: u32;
}

const AGREEING: u32 = 5;
/** Two of them agree where the later one is newer by so many steps at most; without a step, by an hour. */
const STEPS: i64 = 100;
const HOUR: i64 = 3_600_000_000_000;

/** Takes the time of such a point; true where it is the one that makes the clock. */
export function learnLate(record: Series, time: i64): bool {
  if (record.late == 0) record.late = takeBlock(offsetof<Late>());
  const its = changetype<Late>(record.late);
  const difference = time - its.time;
  const agrees = difference > 0 && difference <= (record.step > 0 ? STEPS * record.step : HOUR);
  its.count = agrees && its.count > 0 ? its.count + 1 : 1;
  its.time = time;
  if (its.count < AGREEING) return false;
  dropLate(record);
  return true;
}

/** Forgets them: a point fits the clock. */
export function dropLate(record: Series): void {
  if (record.late == 0) return;
  giveBlockBack(record.late, offsetof<Late>());
  record.late = 0;
}
