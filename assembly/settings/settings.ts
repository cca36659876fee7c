import { PADDING, allocate, scratch } from "../memory/memory";

/**
 * What the host has set. Model options stand once a rule (a series keeps the number of its rule); what concerns the
 * output stands once. Words are the texts of the output: the kernel writes them, the host gives them.
 */

export enum Trend {
  None,
  Linear,
  Damped,
  /** Multiplicative: the trend is a factor. */
  Exponential,
}

/** Parameters of a series that has none fitted and none given; see docs/model.md. */
export const DEFAULT_ALPHA: f64 = 0.7;
export const DEFAULT_BETA: f64 = 0.1;
export const DEFAULT_PHI: f64 = 0.9;

/** Whether a series' increase a second is modelled instead of its values. */
export enum Difference {
  Off,
  On,
  /** Where it is a counter by its values. */
  Auto,
}

/** What is written beside the original lines. */
export enum Emit {
  /** An anomaly line a point, and forecast paths. */
  Lines,
  /** Results spliced into the original line, and forecast paths. */
  Fields,
  /** An anomaly line at an event alone, and forecast paths. */
  Changes,
  /** The 2020 example's: a forecast and a residual line for each step of the path. */
  Pairs,
}

/** Model options by rule, as `setOption` takes them. */
export enum Option {
  Trend,
  Window,
  MinPoints,
  /** Points between two fits; 0 never, ONCE as its name says. */
  Refit,
  /** NaN: fitted. */
  Alpha,
  Beta,
  Phi,
  Horizon,
  ForecastEvery,
  /** Half-width of the band in standard deviations. */
  Multiplier,
  /** Share of the values that are to lie outside the band. */
  Outside,
  /** Period in nanoseconds; 0 none, AUTO_SEASON as its name says. */
  Season,
  Difference,
  /** How often a clean series may alarm: of its points, a second, or with all others together a second; the rest is 0. */
  AlarmShare,
  AlarmRate,
  AlarmTotal,
  /** 1: too high alarms, −1: too low, 0: both. */
  Direction,
  /** Least distance from what was expected, as it is and of the expected value. */
  LeastDeviation,
  LeastShare,
  /** Hard limits, NaN where there are none. */
  Lower,
  Upper,
  /** So many anomalous points of so many open an incident. */
  ForCount,
  ForOf,
  /** NaN where nobody asks. */
  EtaAbove,
  EtaBelow,
  /** 1: a silence is told of while it lasts. */
  GapWatch,
  /** Numbers of the host's: what a series' model, and its bands, can go on under from a snapshot. */
  ModelKind,
  BandKind,
  Count,
}

export const ONCE: i32 = -1;
export const AUTO_SEASON: i32 = -1;

/** Output options, as `setOutput` takes them. */
export enum Output {
  Emit,
  /** Significant digits; 0 is the shortest text that reads back. */
  Digits,
  /** 1: a path is stamped with its source's time and carries its step as a tag. */
  SourceTime,
  /** Nanoseconds from one line of rates to the next; 0 writes none. */
  RateEvery,
  /** Nanoseconds from one line of statistics to the next; 0 writes none. */
  StatisticsEvery,
}

export enum Word {
  AnomalyName,
  ForecastName,
  RateName,
  /** Tags stand with their comma; what parts them from the source's tags, and the equals sign, follow. */
  SourceTag,
  FieldTag,
  StepTag,
  /** Fields stand with what comes before them and their equals sign. */
  Value,
  Forecast,
  Lower,
  Upper,
  Residual,
  Score,
  /** On a line without a value, where it comes first. */
  FirstScore,
  IsAnomaly,
  Warming,
  PathForecast,
  PathStep,
  True,
  False,
  SplicedForecast,
  SplicedLower,
  SplicedUpper,
  SplicedScore,
  SplicedIsAnomaly,
  /** Fields of an event, and what follows a field's name when they are spliced, in the same order. */
  Event,
  Severity,
  Incident,
  Reason,
  Message,
  Duration,
  Peak,
  EtaAbove,
  EtaAboveEarliest,
  EtaAboveLatest,
  EtaBelow,
  EtaBelowEarliest,
  EtaBelowLatest,
  SplicedEvent,
  SplicedSeverity,
  SplicedIncident,
  SplicedReason,
  SplicedMessage,
  SplicedDuration,
  SplicedPeak,
  SplicedEtaAbove,
  SplicedEtaAboveEarliest,
  SplicedEtaAboveLatest,
  SplicedEtaBelow,
  SplicedEtaBelowEarliest,
  SplicedEtaBelowLatest,
  /** In the order of Event, from Opened on. */
  Opened,
  Escalated,
  Closed,
  /** In the order of Reason, from Spike on. */
  Spike,
  LevelShift,
  Drift,
  Variance,
  Season,
  Stuck,
  Gap,
  Range,
  /** Fields of a rate. */
  Rate,
  Anomalous,
  SeriesCount,
  /** Statistics: the measurement with its tag, and the fields in the order of StatisticsRow. */
  StatisticsName,
  LinesCount,
  ScoredCount,
  PassedCount,
  UnparsableCount,
  LateCount,
  IncidentsCount,
  LiveCount,
  EvictionsCount,
  Coverage,
  Mase,
  /** Parts of messages. */
  Is,
  Varies,
  Stays,
  StaysFor,
  Silent,
  SilentStill,
  Expected,
  ExpectedPoint,
  ExpectedChange,
  Allowed,
  To,
  AtLeast,
  AtMost,
  Back,
  After,
  Seconds,
  Count,
}

@unmanaged
export class Model {
  trend: i32;
  window: i32;
  minPoints: i32;
  refit: i32;
  horizon: i32;
  forecastEvery: i32;
  alpha: f64;
  beta: f64;
  phi: f64;
  multiplier: f64;
  outside: f64;
  season: i64;
  difference: i32;
  direction: i32;
  forCount: i32;
  forOf: i32;
  alarmShare: f64;
  alarmRate: f64;
  alarmTotal: f64;
  leastDeviation: f64;
  leastShare: f64;
  lower: f64;
  upper: f64;
  etaAbove: f64;
  etaBelow: f64;
  gapWatch: i32;
  modelKind: u32;
  bandKind: u32;
}

export const RULE_CAPACITY: i32 = 256;
const WORD_CAPACITY: usize = 256;

let models: usize = 0;
let words: usize = 0;
export let emit: i32 = Emit.Lines;
export let digits: i32 = 6;
export let sourceTime: bool = false;
/** Nanoseconds. */
export let rateEvery: i64 = 0;
export let statisticsEvery: i64 = 0;
/** A rule asks for silences to be told of while they last. */
export let gapWatched: bool = false;

@inline
export function model(rule: u32): Model {
  return changetype<Model>(models + <usize>rule * offsetof<Model>());
}

/** Pointer to a word's bytes; its length stands in the 16 bits before them. */
@inline
export function word(which: i32): usize {
  return words + <usize>which * WORD_CAPACITY + 2;
}

@inline
export function wordLength(pointer: usize): usize {
  return load<u16>(pointer - 2);
}

export function layOutSettings(): void {
  models = allocate(<usize>RULE_CAPACITY * offsetof<Model>());
  words = allocate(<usize>Word.Count * WORD_CAPACITY);
}

/** False when there is no such rule or option. */
export function setOption(rule: i32, option: i32, value: f64): bool {
  if (<u32>rule >= <u32>RULE_CAPACITY) return false;
  const target = model(rule);
  switch (option) {
    case Option.Trend: target.trend = <i32>value; break;
    case Option.Window: target.window = <i32>value; break;
    case Option.MinPoints: target.minPoints = <i32>value; break;
    case Option.Refit: target.refit = <i32>value; break;
    case Option.Alpha: target.alpha = value; break;
    case Option.Beta: target.beta = value; break;
    case Option.Phi: target.phi = value; break;
    case Option.Horizon: target.horizon = <i32>value; break;
    case Option.ForecastEvery: target.forecastEvery = <i32>value; break;
    case Option.Multiplier: target.multiplier = value; break;
    case Option.Outside: target.outside = value; break;
    case Option.Season: target.season = <i64>value; break;
    case Option.Difference: target.difference = <i32>value; break;
    case Option.AlarmShare: target.alarmShare = value; break;
    case Option.AlarmRate: target.alarmRate = value; break;
    case Option.AlarmTotal: target.alarmTotal = value; break;
    case Option.Direction: target.direction = <i32>value; break;
    case Option.LeastDeviation: target.leastDeviation = value; break;
    case Option.LeastShare: target.leastShare = value; break;
    case Option.Lower: target.lower = value; break;
    case Option.Upper: target.upper = value; break;
    case Option.ForCount: target.forCount = <i32>value; break;
    case Option.ForOf: target.forOf = <i32>value; break;
    case Option.EtaAbove: target.etaAbove = value; break;
    case Option.EtaBelow: target.etaBelow = value; break;
    case Option.GapWatch:
      target.gapWatch = <i32>value;
      gapWatched = gapWatched || value != 0;
      break;
    case Option.ModelKind: target.modelKind = <u32>value; break;
    case Option.BandKind: target.bandKind = <u32>value; break;
    default: return false;
  }
  return true;
}

export function setOutput(option: i32, value: f64): bool {
  switch (option) {
    case Output.Emit: emit = <i32>value; break;
    case Output.Digits: digits = <i32>value; break;
    case Output.SourceTime: sourceTime = value != 0; break;
    case Output.RateEvery: rateEvery = <i64>value; break;
    case Output.StatisticsEvery: statisticsEvery = <i64>value; break;
    default: return false;
  }
  return true;
}

/** Takes a word from scratch; false when it is longer than a word may be. */
export function setWord(which: i32, length: i32): bool {
  if (<u32>which >= <u32>Word.Count || <usize>length > WORD_CAPACITY - PADDING - 2) return false;
  const pointer = word(which);
  store<u16>(pointer - 2, <u16>length);
  memory.copy(pointer, scratch, length);
  return true;
}
