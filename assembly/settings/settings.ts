import { allocate } from "../memory/memory";

/**
 * What the host has set. Model options stand once a rule (a series keeps the number of its rule); what concerns the
 * output stands once.
 */

export enum Trend {
  None,
  Linear,
  Damped,
  /** Multiplicative: the trend is a factor. */
  Exponential,
  /** No method of Holt's: a mixture of experts. */
  Auto,
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

/**
 * What a rule says of its series: doubles, which the host sets by their names in Option. A new option stands in both,
 * at the same place.
 */
@unmanaged
export class Model {
  /** One of Trend. */
  trend: f64;
  window: f64;
  minPoints: f64;
  /** Points between two fits; 0 never, ONCE as its name says. */
  refit: f64;
  /** NaN: fitted. */
  alpha: f64;
  beta: f64;
  phi: f64;
  /** Steps; or nanoseconds where that is above 0. */
  horizon: f64;
  horizonTime: f64;
  forecastEvery: f64;
  /** Half-width of the band in standard deviations. */
  multiplier: f64;
  /** Share of the values that are to lie outside the band. */
  outside: f64;
  /** Period in nanoseconds; 0 none, AUTO_SEASON as its name says. Then longer ones, or 0. */
  season: f64;
  secondSeason: f64;
  thirdSeason: f64;
  /** One of Difference. */
  difference: f64;
  /**
   * How often a clean series may alarm: of its points, a second, or with all others together a second; the rest is 0.
   */
  alarmShare: f64;
  alarmRate: f64;
  alarmTotal: f64;
  /** 1: too high alarms, −1: too low, 0: both. */
  direction: f64;
  /** Least distance from what was expected, as it is and of the expected value. */
  leastDeviation: f64;
  leastShare: f64;
  /** Hard limits, NaN where there are none. */
  lower: f64;
  upper: f64;
  /** So many anomalous points of so many open an incident. */
  forCount: f64;
  forOf: f64;
  /** NaN where nobody asks. */
  etaAbove: f64;
  etaBelow: f64;
  /** Nanoseconds that are looked ahead for it. */
  etaWithin: f64;
  /** 1: a silence is told of while it lasts. */
  gapWatch: f64;
  /** Numbers of the host's: what a series' model, and its bands, can go on under from a snapshot. */
  modelKind: f64;
  bandKind: f64;
}

/** The members of Model, in their order. */
export enum Option {
  Trend,
  Window,
  MinPoints,
  Refit,
  Alpha,
  Beta,
  Phi,
  Horizon,
  HorizonTime,
  ForecastEvery,
  Multiplier,
  Outside,
  Season,
  SecondSeason,
  ThirdSeason,
  Difference,
  AlarmShare,
  AlarmRate,
  AlarmTotal,
  Direction,
  LeastDeviation,
  LeastShare,
  Lower,
  Upper,
  ForCount,
  ForOf,
  EtaAbove,
  EtaBelow,
  EtaWithin,
  GapWatch,
  ModelKind,
  BandKind,
  Count,
}

export const ONCE: f64 = -1;
export const AUTO_SEASON: f64 = -1;

/** Output options, as `setOutput` takes them. */
export enum Output {
  Emit,
  /** Significant digits; 0 is the shortest text that reads back. */
  Digits,
  /** 1: a path is stamped with its source's time and carries its step as a tag. */
  SourceTime,
  /** 1: there are groups, and what they say in their lines. */
  Groups,
  /** Nanoseconds from one line of a group's counts to the next; 0 writes none. */
  GroupEvery,
  /** How many groups may alarm a second without anything wrong; 0: each as often as one does by itself. */
  GroupAlarms,
  /** Nanoseconds from one line of statistics to the next; 0 writes none. */
  StatisticsEvery,
}

const RULE_CAPACITY: i32 = 256;

let models: usize = 0;
export let emit: i32 = Emit.Lines;
export let digits: i32 = 6;
export let sourceTime: bool = false;
export let hasGroups: bool = false;
export let groupAlarms: f64 = 0;
/** Nanoseconds. */
export let groupEvery: i64 = 0;
export let statisticsEvery: i64 = 0;
/** A rule asks for silences to be told of while they last. */
export let gapWatched: bool = false;

@inline
export function model(rule: u32): Model {
  return changetype<Model>(models + <usize>rule * offsetof<Model>());
}

export function layOutSettings(): void {
  if (offsetof<Model>() != <usize>Option.Count << 3) ERROR("Option has other members than Model");
  models = allocate(<usize>RULE_CAPACITY * offsetof<Model>());
}

/** False when there is no such rule or option. */
export function setOption(rule: i32, option: i32, value: f64): bool {
  if (<u32>rule >= <u32>RULE_CAPACITY || <u32>option >= <u32>Option.Count) return false;
  store<f64>(changetype<usize>(model(rule)) + (<usize>option << 3), value);
  if (option == Option.GapWatch && value != 0) gapWatched = true;
  return true;
}

export function setOutput(option: i32, value: f64): bool {
  switch (option) {
    case Output.Emit: emit = <i32>value; break;
    case Output.Digits: digits = <i32>value; break;
    case Output.SourceTime: sourceTime = value != 0; break;
    case Output.Groups: hasGroups = value != 0; break;
    case Output.GroupEvery: groupEvery = <i64>value; break;
    case Output.GroupAlarms: groupAlarms = value; break;
    case Output.StatisticsEvery: statisticsEvery = <i64>value; break;
    default: return false;
  }
  return true;
}
