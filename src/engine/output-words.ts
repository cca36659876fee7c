import type { Settings } from "../options.js";
import { words } from "./names.js";
import { reasons } from "./points.js";

/** The texts of the output, by the kernel's names for them. */
export function outputWords(settings: Settings): Record<string, string> {
  const measurement = (name: string) => name.replace(/[, ]/g, "\\$&");
  return {
    AnomalyName: measurement(settings.anomalyName),
    ForecastName: measurement(settings.forecastName),
    GroupName: measurement(`${settings.anomalyName}${words.group}`),
    SourceTag: `,${words.source}`,
    FieldTag: `,${words.field}`,
    StepTag: `,${words.step}`,
    Value: ` ${words.y}=`,
    Forecast: `,${words.yhat}=`,
    Lower: `,${words.yhatLower}=`,
    Upper: `,${words.yhatUpper}=`,
    Residual: `,${words.residual}=`,
    Score: `,${words.anomalyScore}=`,
    FirstScore: ` ${words.anomalyScore}=`,
    IsAnomaly: `,${words.isAnomaly}=`,
    Warming: `,${words.warming}=true`,
    PathForecast: ` ${words.yhat}=`,
    PathStep: `,${words.step}=`,
    True: "true",
    False: "false",
    SplicedForecast: `_${words.yhat}=`,
    SplicedLower: `_${words.yhatLower}=`,
    SplicedUpper: `_${words.yhatUpper}=`,
    SplicedScore: `_${words.anomalyScore}=`,
    SplicedIsAnomaly: `_${words.isAnomaly}=`,
    FirstAnomalous: ` ${words.anomalous}=`,
    FirstEvent: ` ${words.event}=`,
    Anomalous: `,${words.anomalous}=`,
    SeriesCount: `,${words.series}=`,
    Rate: `,${words.rate}=`,
    Groups: `,${words.groups}=`,
    First: `,${words.first}=`,
    Strongest: `,${words.strongest}=`,
    ...statisticsWords(settings),
    ...eventWords(),
    ...reasonWords(),
    ...messageWords,
  };
}

function statisticsWords({ instance }: Settings): Record<string, string> {
  const tag = instance === undefined ? "" : `,${words.instance}=${instance.replace(/[, =]/g, "\\$&")}`;
  return {
    StatisticsName: `${words.statistics}${tag}`,
    LinesCount: ` ${words.lines}=`,
    ScoredCount: `,${words.scored}=`,
    PassedCount: `,${words.passed}=`,
    UnparsableCount: `,${words.unparsable}=`,
    LateCount: `,${words.late}=`,
    IncidentsCount: `,${words.incidents}=`,
    LiveCount: `,${words.series}=`,
    EvictionsCount: `,${words.evictions}=`,
    Coverage: `,${words.coverage}=`,
    Mase: `,${words.mase}=`,
  };
}

/** Fields of an event: on a line of their own, and behind a field's name. */
function eventWords(): Record<string, string> {
  const fields = {
    Event: words.event,
    Severity: words.severity,
    Incident: words.incident,
    Reason: words.reason,
    Message: words.message,
    Duration: words.duration,
    Peak: words.peak,
    EtaAbove: words.etaAbove,
    EtaAboveEarliest: words.etaAboveEarliest,
    EtaAboveLatest: words.etaAboveLatest,
    EtaBelow: words.etaBelow,
    EtaBelowEarliest: words.etaBelowEarliest,
    EtaBelowLatest: words.etaBelowLatest,
  };
  const own = Object.entries(fields).map(([name, field]) => [name, `,${field}=`]);
  const spliced = Object.entries(fields).map(([name, field]) => [`Spliced${name}`, `_${field}=`]);
  return Object.fromEntries([...own, ...spliced]);
}

/** Reasons, by the kernel's names for them: `level_shift` is LevelShift there. */
function reasonWords(): Record<string, string> {
  const kernelName = (reason: string) => reason.replace(/(?:^|_)(.)/g, (_, letter: string) => letter.toUpperCase());
  return Object.fromEntries(reasons.slice(1).map((reason) => [kernelName(reason), reason]));
}

/** Events, and the parts of a sentence that tells a person of them. */
const messageWords: Record<string, string> = {
  Opened: "opened",
  Escalated: "escalated",
  Closed: "closed",
  Is: " is ",
  Was: " was ",
  Averages: " averages ",
  Varies: " varies by ",
  Stays: " stays at ",
  StaysFor: " for ",
  Silent: " was silent for ",
  SilentStill: " has been silent for ",
  NoRise: " did not rise around ",
  NoFall: " did not fall around ",
  AsDaily: " as on the last three days",
  AsWeekly: " as on this day of the last three weeks",
  Expected: ", expected ",
  ExpectedPoint: " s, expected a point within ",
  ExpectedChange: " s, expected a change within ",
  Allowed: ", allowed ",
  To: " to ",
  AtLeast: "at least ",
  AtMost: "at most ",
  Back: " is back at ",
  Stayed: " has stayed at ",
  Changed: " has changed to ",
  Steady: " varies as before",
  QuietSince: " has been quiet since",
  Before: " (before: ",
  ASecond: " a second",
  After: " after ",
  Seconds: " s",
  Gone: " is no longer seen",
  StoryOpened: "opened",
  StoryGrown: "grown",
  StoryClosed: "closed",
  Blank: " ",
  ByNow: " now ",
  Of: " of ",
  SeriesNoun: " series",
  Unusual: " unusual since ",
  WereUnusual: " were unusual",
  FirstOfAll: ", first ",
  ExpectedRange: "expected ",
  AllowedRange: "allowed ",
  Mostly: ", most ",
  And: " and ",
  More: " more",
  GroupsOf: " groups",
  Quiet: " is quiet again",
  AllQuiet: " are quiet again",
  Ellipsis: "…",
};
