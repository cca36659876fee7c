import { allocate, enlarged } from "../memory/memory";

/**
 * What scoring leaves for the writer behind some points and lines of the batch: rows that are taken in order, and
 * forgotten with the batch.
 */

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
  /** It is of the mixture, and of no method of Holt's. */
  isMixture: bool;
  /** What the season adds: an f64 a line, that many bytes into `seasons`; or NO_SEASON. */
  season: u32;
  /** Steps of the path, of which every `stride`th is written: `count` lines, the last of them the horizon's. */
  horizon: f64;
  stride: i32;
  count: i32;
  // of the mixture: see model/path.ts
  /** Steps at which what is far has been learnt. */
  learnedAt: f64;
  origin: f64;
  nearLevel: f64; nearTrend: f64; nearSeason: f64;
  farLevel: f64; farTrend: f64; farSeason: f64; farTrendWeight: f64;
  nearDown: f64; nearUp: f64;
  farDown: f64; farUp: f64;
  middle: f64;
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
  /** The range that was expected when the incident opened, and whether the value is back in it. */
  openingLow: f64;
  openingHigh: f64;
  isBack: bool;
  /** The values are a counter's increase a second. */
  isRate: bool;
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

// groups: what is told behind a line of the groups of series: the counts of an interval, or an event of a story

@unmanaged
export class GroupRow {
  /** Nanoseconds: the interval's end, or when the event is told. */
  time: i64;
  line: i32;
  group: i32;
  /** Series of the group, and those of them that are anomalous. */
  series: u32;
  anomalous: u32;
  // of an event: its kind, 0 for counts, and the values of the story
  event: i32;
  severity: i32;
  incident: u32;
  /** Nanoseconds: when it began. */
  since: i64;
  /** The series to look at first, and the one with the highest score; 0: none. */
  first: u32;
  strongest: u32;
  /** Series of the two measurements that most of them are of; 0: none. */
  most: u32;
  secondMost: u32;
  /** The value of the first series and its expected range; the reason, and whether that is an increase a second. */
  measured: f64;
  low: f64;
  high: f64;
  reason: i32;
  isRate: bool;
  /** Seconds. */
  duration: f64;
  /** Groups of a story of groups, 0 for that of one; so many of their numbers stand from `firstNamed` on. */
  groups: u32;
  firstNamed: i32;
  named: i32;
}

let groupRows: usize = 0;
export let groupRowCount: i32 = 0;
let groupRowCapacity: i32 = 0;

@inline
export function groupRow(index: i32): GroupRow {
  return changetype<GroupRow>(groupRows + <usize>index * offsetof<GroupRow>());
}

/** A row whose members are 0. */
export function appendGroupRow(): GroupRow {
  if (groupRowCount == groupRowCapacity) {
    groupRowCapacity = max(64, 2 * groupRowCapacity);
    const used = <usize>groupRowCount * offsetof<GroupRow>();
    groupRows = enlarged(groupRows, used, <usize>groupRowCapacity * offsetof<GroupRow>());
  }
  const row = groupRow(groupRowCount++);
  memory.fill(changetype<usize>(row), 0, offsetof<GroupRow>());
  return row;
}

let namedGroups: usize = 0;
let namedCount: i32 = 0;
let namedCapacity: i32 = 0;

/** The number of a group that the newest row names. */
@inline
export function namedGroup(index: i32): u32 {
  return load<u32>(namedGroups + (<usize>index << 2));
}

/** Names a group in the newest row. */
export function nameGroup(number: u32): void {
  if (namedCount == namedCapacity) {
    namedCapacity = max(64, 2 * namedCapacity);
    namedGroups = enlarged(namedGroups, <usize>namedCount << 2, <usize>namedCapacity << 2);
  }
  const row = groupRow(groupRowCount - 1);
  if (row.named++ == 0) row.firstNamed = namedCount;
  store<u32>(namedGroups + (<usize>namedCount << 2), number);
  namedCount++;
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
    const used = <usize>silenceCount * offsetof<SilenceRow>();
    silences = enlarged(silences, used, <usize>silenceCapacity * offsetof<SilenceRow>());
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
    const used = <usize>statisticsCount * offsetof<StatisticsRow>();
    statistics = enlarged(statistics, used, <usize>statisticsCapacity * offsetof<StatisticsRow>());
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
    seasonsCapacity = max(seasonsTop, 2 * seasonsCapacity);
    seasons = enlarged(seasons, start, seasonsCapacity);
  }
  return <u32>start;
}

@inline
export function seasonOf(start: u32, step: i32): usize {
  return seasons + <usize>start + (<usize>step << 3);
}

/** Room for what each of so many points may have. */
export function layOutAdditions(points: usize): void {
  events = allocate(points * offsetof<EventRow>());
  etas = allocate(points * offsetof<EtaRow>());
  paths = allocate(points * offsetof<Path>());
}

export function clearAdditions(): void {
  pathCount = 0;
  eventCount = 0;
  etaCount = 0;
  groupRowCount = 0;
  namedCount = 0;
  silenceCount = 0;
  statisticsCount = 0;
  seasonsTop = 0;
}
