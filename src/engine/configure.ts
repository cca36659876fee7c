import { type Option, options, type Settings, settingName } from "../options.js";
import { alarmRate } from "./alarm-rate.js";
import type { Kernel } from "./kernel.js";
import { words } from "./names.js";
import { normalQuantile } from "./normal-quantile.js";
import { reasons } from "./points.js";
import { TOP_LEVEL } from "./series-rule.js";

const encoder = new TextEncoder();

/**
 * Lays the kernel out and tells it what the settings ask for.
 *
 * @param rules for the series of each rule, complete settings, of which those count for which `isForSeries` holds
 */
export function configure(kernel: Kernel, settings: Settings, rules: readonly Settings[]): void {
  kernel.exports.configure(settings.maxSeries, settings.maxWindows, randomSeed());
  for (const [index, its] of [settings, ...rules].entries()) {
    for (const [option, value] of Object.entries(modelOptions(kernel, its))) {
      kernel.exports.setOption(TOP_LEVEL + index, kernel.constant("Option", option), value);
    }
  }
  for (const [option, value] of Object.entries(outputOptions(kernel, settings))) {
    kernel.exports.setOutput(kernel.constant("Output", option), value);
  }
  for (const [word, text] of Object.entries(outputWords(settings))) {
    const bytes = encoder.encode(text);
    kernel.leave(bytes);
    kernel.exports.setWord(kernel.constant("Word", word), bytes.length);
  }
}

/**
 * Unknown to whoever writes the keys, so that they can't be made to collide; the output does not depend on it, and does not
 * tell it. Seeded by the system like those of `crypto`, which takes longer to load than all of the kernel.
 */
function randomSeed(): bigint {
  const half = () => BigInt(Math.floor(Math.random() * 2 ** 32));
  return (half() << 32n) | half();
}

/** What the kernel is told of a rule's series. */
function modelOptions(kernel: Kernel, settings: Settings): Record<string, number> {
  const told = options.flatMap((option) => {
    return option.kernel === undefined ? [] : [[option.kernel, kernelNumber(kernel, option, settings)]];
  });
  return {
    ...Object.fromEntries(told),
    Multiplier: normalQuantile(0.5 + settings.level / 200),
    Outside: 1 - settings.level / 100,
    ModelKind: kindOf(kernel, settings, "model"),
    BandKind: kindOf(kernel, settings, "bands"),
    ...alarmOptions(settings),
  };
}

/** The number that stands for an option's value in the kernel. */
function kernelNumber(kernel: Kernel, option: Option, settings: Settings): number {
  const value = settings[settingName(option.name)];
  const word = option.kernelWords?.[String(value)];
  if (typeof word === "number") return word;
  if (word !== undefined) return kernel.constant(...(word.split(".") as [string, string?]));
  if (value === undefined) return Number.NaN;
  return option.type === "duration" ? Math.round(Number(value) * 1e9) : Number(value);
}

/** A number for the settings under which something is learnt, which must be the same where that is to go on. */
function kindOf(kernel: Kernel, settings: Settings, what: "model" | "bands"): number {
  const under = options.filter((option) => option.learns === what).map(({ name }) => settings[settingName(name)]);
  const text = encoder.encode(JSON.stringify(under));
  const bytes = new Uint8Array((text.length + 7) & ~7);
  bytes.set(text);
  kernel.leave(bytes);
  return Number(BigInt.asUintN(32, kernel.exports.checkScratch(bytes.length)));
}

function alarmOptions(settings: Settings): Record<string, number> {
  const own = alarmRate(settings.falseAlarms);
  const total = settings.falseAlarmsTotal === undefined ? undefined : alarmRate(settings.falseAlarmsTotal);
  const [forCount, forOf] = settings.for.split("/").map(Number) as [number, number];
  const least = settings.minDeviation ?? "0";
  const isShare = least.endsWith("%");
  return {
    AlarmShare: total === undefined && own.unit === "point" ? own.rate : 0,
    AlarmRate: total === undefined && own.unit === "second" ? own.rate : 0,
    AlarmTotal: total?.rate ?? 0,
    LeastDeviation: isShare ? 0 : Number(least),
    LeastShare: isShare ? Number(least.slice(0, -1)) / 100 : 0,
    ForCount: forCount,
    ForOf: forOf,
  };
}

function outputOptions(kernel: Kernel, settings: Settings): Record<string, number> {
  const kinds = { lines: "Lines", fields: "Fields", changes: "Changes" };
  return {
    Emit: kernel.constant("Emit", settings.preset === undefined ? kinds[settings.emit] : "Pairs"),
    Digits: settings.digits === "shortest" ? 0 : settings.digits,
    SourceTime: settings.forecastTime === "source" ? 1 : 0,
    RateEvery: settings.rateBy === undefined ? 0 : Math.round(settings.rateEvery * 1e9),
    StatisticsEvery: Math.round(settings.statsEvery * 1e9),
  };
}

/** The texts of the output, by the kernel's names for them. */
function outputWords(settings: Settings): Record<string, string> {
  const measurement = (name: string) => name.replace(/[, ]/g, "\\$&");
  return {
    AnomalyName: measurement(settings.anomalyName),
    ForecastName: measurement(settings.forecastName),
    RateName: measurement(`${settings.anomalyName}_${words.rate}`),
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
    Rate: ` ${words.rate}=`,
    Anomalous: `,${words.anomalous}=`,
    SeriesCount: `,${words.series}=`,
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
  Varies: " varies by ",
  Stays: " stays at ",
  StaysFor: " for ",
  Silent: " was silent for ",
  SilentStill: " has been silent for ",
  Expected: ", expected ",
  ExpectedPoint: " s, expected a point within ",
  ExpectedChange: " s, expected a change within ",
  Allowed: ", allowed ",
  To: " to ",
  AtLeast: "at least ",
  AtMost: "at most ",
  Back: " again",
  After: " after ",
  Seconds: " s",
};
