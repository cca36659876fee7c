/** When the clocks of a time zone change, as the system's tables say. */

/** From a time of UTC on, local time is this much more; both in nanoseconds. */
export interface OffsetChange {
  readonly from: bigint;
  readonly offset: bigint;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Milliseconds: the time that the tables are asked for, from 1970 on. */
const END = Date.UTC(2100, 0, 1);
/** No zone changes its clocks, and changes them back, within fewer days. */
const STEP = 20 * DAY;

/** The changes of a zone's offset from UTC since 1970, the first being the offset of then. */
export function offsetChanges(zone: string): OffsetChange[] {
  const offsetAt = offsets(zone);
  const changes: OffsetChange[] = [change(-8_640_000_000_000, offsetAt(0))];
  let offset = offsetAt(0);
  for (let time = 0; time < END; time += STEP) {
    const next = offsetAt(time + STEP);
    if (next === offset) continue;
    changes.push(change(firstOf(offsetAt, time, time + STEP), next));
    offset = next;
  }
  return changes;
}

/** The first second of the new offset between two times of which the second has it. */
function firstOf(offsetAt: (time: number) => number, before: number, after: number): number {
  const old = offsetAt(before);
  let low = before;
  let high = after;
  while (high - low > 1_000) {
    const middle = Math.floor((low + high) / 2_000) * 1_000;
    if (offsetAt(middle) === old) low = middle;
    else high = middle;
  }
  return high;
}

/** Milliseconds that a zone's clock is ahead of UTC at a time. */
function offsets(zone: string): (time: number) => number {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  return (time) => {
    const parts = Object.fromEntries(format.formatToParts(time).map(({ type, value }) => [type, Number(value)]));
    const { year, month, day, hour, minute, second } = parts as Record<string, number>;
    return Date.UTC(year!, month! - 1, day!, hour!, minute!, second!) - time;
  };
}

function change(time: number, offset: number): OffsetChange {
  return { from: BigInt(time) * 1_000_000n, offset: BigInt(offset) * 1_000_000n };
}
