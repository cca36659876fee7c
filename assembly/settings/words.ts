import { PADDING, allocate, scratch } from "../memory/memory";

/** The texts of the output: the kernel writes them, the host gives them. */

export enum Word {
  AnomalyName,
  ForecastName,
  GroupName,
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
  Missing,
  /** Fields of a group's line; where the line is an event, that comes first. */
  FirstAnomalous,
  FirstEvent,
  Anomalous,
  SeriesCount,
  Rate,
  Groups,
  First,
  Strongest,
  /** In the order of StoryEvent, from Opened on. */
  StoryOpened,
  StoryGrown,
  StoryClosed,
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
  Was,
  Averages,
  Varies,
  Stays,
  StaysFor,
  Silent,
  SilentStill,
  NoRise,
  NoFall,
  AsDaily,
  AsWeekly,
  Expected,
  ExpectedPoint,
  ExpectedChange,
  Allowed,
  To,
  AtLeast,
  AtMost,
  Back,
  Stayed,
  Changed,
  Steady,
  QuietSince,
  Before,
  ASecond,
  After,
  Seconds,
  Gone,
  /** Parts of a group's message. */
  Blank,
  ByNow,
  Of,
  SeriesNoun,
  Unusual,
  WereUnusual,
  FirstOfAll,
  ExpectedRange,
  AllowedRange,
  Mostly,
  And,
  More,
  GroupsOf,
  Quiet,
  AllQuiet,
  Ellipsis,
  Count,
}

const WORD_CAPACITY: usize = 256;

let words: usize = 0;

/** Pointer to a word's bytes; its length stands in the 16 bits before them. */
@inline
export function word(which: i32): usize {
  return words + <usize>which * WORD_CAPACITY + 2;
}

@inline
export function wordLength(pointer: usize): usize {
  return load<u16>(pointer - 2);
}

export function layOutWords(): void {
  words = allocate(<usize>Word.Count * WORD_CAPACITY);
}

/** Takes a word from scratch; false when it is longer than a word may be. */
export function setWord(which: i32, length: i32): bool {
  if (<u32>which >= <u32>Word.Count || <usize>length > WORD_CAPACITY - PADDING - 2) return false;
  const pointer = word(which);
  store<u16>(pointer - 2, <u16>length);
  memory.copy(pointer, scratch, length);
  return true;
}
