import { allocate } from "./memory";

/**
 * The rows of the batch in work, the lines that one chunk brought: lines and points from the scanner on, and what scoring
 * leaves for the writer behind some of the points. Rows are taken in order and forgotten together by `clearBatch`.
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
/** Which list of rates is to follow the point, or −1. */
export let pointRates: usize = 0;
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
  pointRates = allocate(rows * 4);
  rateLists = allocate(rows * offsetof<RateList>());
  events = allocate(rows * offsetof<EventRow>());
  etas = allocate(rows * offsetof<EtaRow>());
  paths = allocate(rows * offsetof<Path>());
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

// paths: the model's state behind each point that a forecast path follows

@unmanaged
export class Path {
  level: f64;
  trend: f64;
  alpha: f64;
  beta: f64;
  phi: f64;
  /** Standard deviation of the one-step residual. */
  sigma: f64;
  /** Half-widths of the band in standard deviations, at the first step and the last. */
  near: f64;
  far: f64;
  /** The least change that has been seen. */
  resolution: f64;
  /** Nanoseconds. */
  step: i64;
  /** The trend is a factor. */
  isExponential: bool;
  /** What the season adds: an f64 a step, that many bytes into `seasons`; or NO_SEASON. */
  season: u32;
}

export const NO_SEASON: u32 = 0xffffffff;

let paths: usize = 0;
let pathCount: i32 = 0;

@inline
export function path(index: i32): Path {
  return changetype<Path>(paths + <usize>index * offsetof<Path>());
}

@inline
export function appendPath(): i32 {
  return pathCount++;
}

// events: what the writer says of the points at which an incident opens, escalates or closes

@unmanaged
export class EventRow {
  /** One of Event, and of Reason. */
  event: i32;
  reason: i32;
  severity: i32;
  incident: u32;
  /** What is said to have been expected, and instead of what. */
  low: f64;
  high: f64;
  value: f64;
  /** The series' value itself; NaN while it is silent. */
  current: f64;
  /** Where the incident closes: seconds from its first to its last anomalous point, and its highest score. */
  duration: f64;
  peak: f64;
}

let events: usize = 0;
let eventCount: i32 = 0;

@inline
export function eventRow(index: i32): EventRow {
  return changetype<EventRow>(events + <usize>index * offsetof<EventRow>());
}

@inline
export function appendEvent(): i32 {
  return eventCount++;
}

// etas: in how many seconds the forecast and its band cross what was asked for; NaN where they do not

@unmanaged
export class EtaRow {
  above: f64;
  aboveEarliest: f64;
  aboveLatest: f64;
  below: f64;
  belowEarliest: f64;
  belowLatest: f64;
}

let etas: usize = 0;
let etaCount: i32 = 0;

@inline
export function etaRow(index: i32): EtaRow {
  return changetype<EtaRow>(etas + <usize>index * offsetof<EtaRow>());
}

@inline
export function appendEta(): i32 {
  return etaCount++;
}

// rates: for each interval that ended in the batch, how many series of each group were anomalous

@unmanaged
export class RateList {
  /** Nanoseconds: the interval's end. */
  time: i64;
  first: i32;
  count: i32;
}

@unmanaged
export class RateRow {
  group: i32;
  series: u32;
  anomalous: u32;
}

let rateLists: usize = 0;
let rateListCount: i32 = 0;
let rateRows: usize = 0;
let rateRowCount: i32 = 0;
let rateRowCapacity: i32 = 0;

@inline
export function rateList(index: i32): RateList {
  return changetype<RateList>(rateLists + <usize>index * offsetof<RateList>());
}

@inline
export function rateRow(index: i32): RateRow {
  return changetype<RateRow>(rateRows + <usize>index * offsetof<RateRow>());
}

/** A new list, to which rows are appended from here on; returns its index. */
export function appendRates(time: i64): i32 {
  const list = rateList(rateListCount);
  list.time = time;
  list.first = rateRowCount;
  list.count = 0;
  return rateListCount++;
}

export function appendRateRow(): RateRow {
  if (rateRowCount == rateRowCapacity) {
    rateRowCapacity = max(64, 2 * rateRowCapacity);
    const larger = allocate(<usize>rateRowCapacity * offsetof<RateRow>());
    memory.copy(larger, rateRows, <usize>rateRowCount * offsetof<RateRow>());
    rateRows = larger;
  }
  rateList(rateListCount - 1).count++;
  return rateRow(rateRowCount++);
}

// silences: what is told of series that have no point on the line behind which it is told

@unmanaged
export class SilenceRow extends EventRow {
  /** Nanoseconds: when it is told. */
  time: i64;
  line: i32;
  series: i32;
}

let silences: usize = 0;
export let silenceCount: i32 = 0;
let silenceCapacity: i32 = 0;

@inline
export function silence(index: i32): SilenceRow {
  return changetype<SilenceRow>(silences + <usize>index * offsetof<SilenceRow>());
}

export function appendSilence(): SilenceRow {
  if (silenceCount == silenceCapacity) {
    silenceCapacity = max(64, 2 * silenceCapacity);
    const larger = allocate(<usize>silenceCapacity * offsetof<SilenceRow>());
    memory.copy(larger, silences, <usize>silenceCount * offsetof<SilenceRow>());
    silences = larger;
  }
  return silence(silenceCount++);
}

// statistics: what is told of Holtline's own work behind a line

@unmanaged
export class StatisticsRow {
  /** Nanoseconds: the interval's end. */
  time: i64;
  // since the start, in the order of the words
  lines: i64;
  scored: i64;
  passed: i64;
  unparsable: i64;
  late: i64;
  incidents: i64;
  series: i64;
  evictions: i64;
  /** Of the interval; NaN where there is nothing to tell. */
  coverage: f64;
  mase: f64;
  line: i32;
}

let statistics: usize = 0;
export let statisticsCount: i32 = 0;
let statisticsCapacity: i32 = 0;

@inline
export function statisticsRow(index: i32): StatisticsRow {
  return changetype<StatisticsRow>(statistics + <usize>index * offsetof<StatisticsRow>());
}

export function appendStatistics(): StatisticsRow {
  if (statisticsCount == statisticsCapacity) {
    statisticsCapacity = max(16, 2 * statisticsCapacity);
    const larger = allocate(<usize>statisticsCapacity * offsetof<StatisticsRow>());
    memory.copy(larger, statistics, <usize>statisticsCount * offsetof<StatisticsRow>());
    statistics = larger;
  }
  return statisticsRow(statisticsCount++);
}

// seasons: what the season adds at each step of the batch's paths

let seasons: usize = 0;
let seasonsCapacity: usize = 0;
let seasonsTop: usize = 0;

/** Takes room for `steps` doubles; returns how many bytes into `seasons` it lies. */
export function appendSeasons(steps: i32): u32 {
  const start = seasonsTop;
  seasonsTop += <usize>steps << 3;
  if (seasonsTop > seasonsCapacity) {
    const larger = allocate(max(seasonsTop, 2 * seasonsCapacity));
    memory.copy(larger, seasons, start);
    seasons = larger;
    seasonsCapacity = max(seasonsTop, 2 * seasonsCapacity);
  }
  return <u32>start;
}

@inline
export function seasonOf(start: u32, step: i32): usize {
  return seasons + <usize>start + (<usize>step << 3);
}

// lines behind those that are worked off first, and their points
let linesBehind: i32 = 0;
let pointsBehind: i32 = 0;

/** Ends the batch before a line; what lies behind is a batch of its own when this one is cleared. */
export function cutBatch(index: i32): void {
  linesBehind += lineCount - index;
  pointsBehind += pointCount - line(index).firstPoint;
  lineCount = index;
  pointCount = line(index).firstPoint;
}

/** Moves the rows that have been cut off to the front. */
function takeBehind(): void {
  const first = pointCount;
  memory.copy(changetype<usize>(line(0)), changetype<usize>(line(lineCount)), <usize>linesBehind * offsetof<Line>());
  memory.copy(
    changetype<usize>(pointText(0)), changetype<usize>(pointText(first)), <usize>pointsBehind * offsetof<PointText>(),
  );
  memory.copy(pointValue, at8(pointValue, first), <usize>pointsBehind << 3);
  for (let i = 0; i < linesBehind; i++) line(i).firstPoint -= first;
  for (let point = 0; point < pointsBehind; point++) pointText(point).line -= lineCount;
}

/** Forgets the batch; its bytes in input are the host's again, but for those of as many lines as are returned. */
export function clearBatch(): i32 {
  if (linesBehind > 0) takeBehind();
  lineCount = linesBehind;
  pointCount = pointsBehind;
  linesBehind = 0;
  pointsBehind = 0;
  pathCount = 0;
  eventCount = 0;
  etaCount = 0;
  rateListCount = 0;
  rateRowCount = 0;
  silenceCount = 0;
  statisticsCount = 0;
  seasonsTop = 0;
  return lineCount;
}

export function layOutBatch(): void {
  lines = allocate(<usize>LINE_CAPACITY * offsetof<Line>());
  growPoints();
}
