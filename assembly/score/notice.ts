/** Things about the input that a person should hear of, in the order that they came up; the host asks for them. */

export enum Notice {
  None,
  /** A series has gone back to an earlier clock, or ahead to a later one. */
  ClockBack,
  ClockAhead,
  /** The points of a series are less than a microsecond apart, or stamped before 1973. */
  Stamps,
}

@unmanaged
class Row {
  kind: i32;
  series: i32;
  /** Nanoseconds: the clock before, and the new one. */
  from: i64;
  to: i64;
}

/** More than these of one part of a batch are left out. */
const MOST: i32 = 64;
const rows: usize = memory.data(MOST * 24, 8);
let count: i32 = 0;
let asked: i32 = 0;

// of the notice that was asked for last
export let noticeSeries: i32 = 0;
export let noticeFrom: i64 = 0;
export let noticeTo: i64 = 0;

@inline
function rowAt(index: i32): Row {
  return changetype<Row>(rows + <usize>index * offsetof<Row>());
}

export function addNotice(kind: i32, series: i32, from: i64, to: i64): void {
  if (count == MOST) return;
  const row = rowAt(count++);
  row.kind = kind;
  row.series = series;
  row.from = from;
  row.to = to;
}

/** The kind of the next notice, whose details stand in the exports then; None behind the last. */
export function nextNotice(): i32 {
  if (asked == count) {
    asked = 0;
    count = 0;
    return Notice.None;
  }
  const row = rowAt(asked++);
  noticeSeries = row.series;
  noticeFrom = row.from;
  noticeTo = row.to;
  return row.kind;
}
