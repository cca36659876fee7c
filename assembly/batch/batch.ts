import { clearAdditions, layOutAdditions } from "./additions";
import { allocate } from "../memory/memory";

/**
 * The rows of the batch in work, the lines that one chunk brought: lines and points, from the scanner on. Rows are
 * taken in order and forgotten together by `clearBatch`.
 */

// lines: one row a line of the batch

/** Offsets are bytes from the start of input. */
@unmanaged
export class Line {
  start: u32;
  /** Behind the newline. */
  end: u32;
  keyStart: u32;
  keyEnd: u32;
  /** Behind the key and its blanks: where results are spliced in. */
  fieldsStart: u32;
  timeStart: u32;
  timeEnd: u32;
  firstPoint: u32;
  pointCount: u32;
  flags: u32;
  /** Nanoseconds. */
  time: i64;
}

export const LINE_TIMED: u32 = 1;
export const LINE_UNPARSABLE: u32 = 2;

let lines: usize = 0;
export let lineCount: i32 = 0;
export const LINE_CAPACITY: i32 = 1 << 14;

@inline
export function line(index: i32): Line {
  return changetype<Line>(lines + <usize>index * offsetof<Line>());
}

/** Takes the newest row back. */
export function dropNewestRow(): void {
  lineCount--;
}

export function appendLine(): Line {
  const row = line(lineCount++);
  row.firstPoint = pointCount;
  row.pointCount = 0;
  row.flags = 0;
  row.time = 0;
  return row;
}

// points: one row a numeric field of the batch; the columns are what the host may look at

/** Where a point stands in the input, and the hash of its raw series key. */
@unmanaged
export class PointText {
  hash: u64;
  check: u32;
  line: u32;
  fieldStart: u32;
  fieldEnd: u32;
  valueStart: u32;
  valueEnd: u32;
}

let pointTexts: usize = 0;
export let pointSeries: usize = 0;
export let pointFlags: usize = 0;
export let pointPath: usize = 0;
export let pointTime: usize = 0;
export let pointValue: usize = 0;
export let pointForecast: usize = 0;
export let pointLower: usize = 0;
export let pointUpper: usize = 0;
export let pointResidual: usize = 0;
export let pointScore: usize = 0;
/** What made the score, one of Reason. */
export let pointReason: usize = 0;
/** Which rows of `events` and of `etas` are the point's, or −1. */
export let pointEvent: usize = 0;
export let pointEta: usize = 0;
export let pointCount: i32 = 0;
let pointCapacity: i32 = 0;

/** Lines with more numeric fields than this pass by unscored. */
const POINT_LIMIT: i32 = 1 << 20;

@inline
export function pointText(index: i32): PointText {
  return changetype<PointText>(pointTexts + <usize>index * offsetof<PointText>());
}

/** The next point's row, or null when the columns are full. */
@inline
export function appendPoint(): PointText | null {
  if (pointCount == pointCapacity) return null;
  return pointText(pointCount++);
}

/** Takes points back, down to `count`. */
export function dropPoints(count: i32): void {
  pointCount = count;
}

/** Makes the columns four times as long; only between batches. False when they are as long as they may become. */
export function growPoints(): bool {
  if (pointCapacity == POINT_LIMIT) return false;
  pointCapacity = pointCapacity == 0 ? 1 << 14 : pointCapacity * 4;
  const rows = <usize>pointCapacity;
  pointTexts = allocate(rows * offsetof<PointText>());
  pointSeries = allocate(rows * 4);
  pointFlags = allocate(rows * 4);
  pointPath = allocate(rows * 4);
  pointTime = allocate(rows * 8);
  pointValue = allocate(rows * 8);
  pointForecast = allocate(rows * 8);
  pointLower = allocate(rows * 8);
  pointUpper = allocate(rows * 8);
  pointResidual = allocate(rows * 8);
  pointScore = allocate(rows * 8);
  pointReason = allocate(rows * 4);
  pointEvent = allocate(rows * 4);
  pointEta = allocate(rows * 4);
  layOutAdditions(rows);
  return true;
}

/** A point's column entry of four bytes. */
@inline
export function at4(column: usize, index: i32): usize {
  return column + ((<usize>index) << 2);
}

/** A point's column entry of eight bytes. */
@inline
export function at8(column: usize, index: i32): usize {
  return column + ((<usize>index) << 3);
}

// what the host asks about a point whose series it has to decide

export function pointLine(index: i32): i32 {
  return pointText(index).line;
}

export function pointFieldStart(index: i32): u32 {
  return pointText(index).fieldStart;
}

export function lineFirstPoint(index: i32): u32 {
  return line(index).firstPoint;
}

export function lineStart(index: i32): u32 {
  return line(index).start;
}

export function lineEnd(index: i32): u32 {
  return line(index).end;
}

// the part in work: lines that are scored and written together. It is the whole batch, but where a new series has to
// wait until the lines before it are done with.
export let partLine: i32 = 0;
export let partLineEnd: i32 = 0;
export let partPoint: i32 = 0;
export let partPointEnd: i32 = 0;
/** More of the batch follows behind the part. */
export let isCut: bool = false;

/** Ends the part in work before a line. */
export function cutPart(index: i32): void {
  isCut = true;
  partLineEnd = index;
  partPointEnd = line(index).firstPoint;
}

/** Ends the part in work where the batch ends, unless it has been cut. */
export function closePart(): void {
  if (isCut) return;
  partLineEnd = lineCount;
  partPointEnd = pointCount;
}

/** Goes on to what follows the part that has been worked off; false at the end of the batch. */
export function nextPart(): bool {
  if (!isCut) return false;
  isCut = false;
  partLine = partLineEnd;
  partPoint = partPointEnd;
  return true;
}

/** Forgets the batch; its bytes in input are the host's again. */
export function clearBatch(): void {
  lineCount = 0;
  pointCount = 0;
  partLine = 0;
  partPoint = 0;
  clearAdditions();
}

export function layOutBatch(): void {
  lines = allocate(<usize>LINE_CAPACITY * offsetof<Line>());
  growPoints();
}
