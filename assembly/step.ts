import { INTERVALS, Series } from "./series";

/**
 * The step of a series: the median of its first nine differences of time, learnt anew when the cadence changes, that
 * is when the median of the next nine is another step by more than a tenth.
 */

const sorted: usize = memory.data(<i32>INTERVALS * 8);

@inline
function interval(record: Series, index: u32): usize {
  return changetype<usize>(record) + offsetof<Series>("interval0") + ((<usize>index) << 3);
}

/** Takes the time since the newest point, in nanoseconds, at least 1. */
export function learnInterval(record: Series, difference: i64): void {
  store<i64>(interval(record, record.intervalCount), difference);
  record.intervalCount++;
  if (record.intervalCount < <u32>INTERVALS) return;
  record.intervalCount = 0;
  const middle = median(record);
  const change = middle > record.step ? middle - record.step : record.step - middle;
  if (record.step == 0 || change > record.step / 10) record.step = middle;
}

function median(record: Series): i64 {
  for (let i = 0; i < INTERVALS; i++) {
    const difference = load<i64>(interval(record, i));
    let at = i;
    while (at > 0 && load<i64>(sorted + (<usize>(at - 1) << 3)) > difference) {
      store<i64>(sorted + (<usize>at << 3), load<i64>(sorted + (<usize>(at - 1) << 3)));
      at--;
    }
    store<i64>(sorted + (<usize>at << 3), difference);
  }
  return load<i64>(sorted + (<usize>(INTERVALS / 2) << 3));
}

/** How many steps a difference of time is: rounded, at least 1; 1 while the step is unknown. */
@inline
export function stepsOf(record: Series, difference: i64): i64 {
  if (record.step == 0) return 1;
  if (difference < record.step + (record.step >> 1)) return 1;
  // the rounding term can't overflow: a step is at most half of the times' range
  return <i64>((<u64>difference + (<u64>record.step >> 1)) / <u64>record.step);
}
