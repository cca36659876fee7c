import type { Settings } from "../options.js";
import { alarmRate } from "./alarm-rate.js";
import type { Kernel } from "./kernel.js";
import { words } from "./names.js";
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

function modelOptions(kernel: Kernel, settings: Settings): Record<string, number> {
  const trends = { damped: "Damped", linear: "Linear", exponential: "Exponential", none: "None" };
  const differences = { auto: "Auto", on: "On", off: "Off" };
  const seasons = { auto: kernel.constant("AUTO_SEASON"), none: 0 };
  return {
    Trend: kernel.constant("Trend", trends[settings.trend]),
    Window: settings.window,
    MinPoints: settings.minPoints,
    Refit: settings.refit === "once" ? kernel.constant("ONCE") : settings.refit,
    Alpha: settings.alpha ?? Number.NaN,
    Beta: settings.beta ?? Number.NaN,
    Phi: settings.phi ?? Number.NaN,
    Horizon: settings.horizon,
    ForecastEvery: settings.forecastEvery,
    Multiplier: normalQuantile(0.5 + settings.level / 200),
    Outside: 1 - settings.level / 100,
    Season: typeof settings.season === "number" ? Math.round(settings.season * 1e9) : seasons[settings.season],
    Difference: kernel.constant("Difference", differences[settings.difference]),
    ModelKind: kindOf(kernel, [
      settings.trend,
      settings.season,
      settings.difference,
      settings.alpha,
      settings.beta,
      settings.phi,
    ]),
    BandKind: kindOf(kernel, [settings.level]),
    ...alarmOptions(settings),
  };
}

/** A number for settings that must be the same where something learnt is to go on. */
function kindOf(kernel: Kernel, settings: readonly unknown[]): number {
  const text = encoder.encode(JSON.stringify(settings));
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
    Direction: { both: 0, up: 1, down: -1 }[settings.direction],
    LeastDeviation: isShare ? 0 : Number(least),
    LeastShare: isShare ? Number(least.slice(0, -1)) / 100 : 0,
    Lower: settings.lower ?? Number.NaN,
    Upper: settings.upper ?? Number.NaN,
    ForCount: forCount,
    ForOf: forOf,
    EtaAbove: settings.etaAbove ?? Number.NaN,
    EtaBelow: settings.etaBelow ?? Number.NaN,
    GapWatch: settings.gapWatch ? 1 : 0,
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

/** Events, reasons, and the parts of a sentence that tells a person of them. */
const messageWords: Record<string, string> = {
  Opened: "opened",
  Escalated: "escalated",
  Closed: "closed",
  Spike: "spike",
  LevelShift: "level_shift",
  Drift: "drift",
  Variance: "variance",
  Season: "season",
  Stuck: "stuck",
  Gap: "gap",
  Range: "range",
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

/**
 * The standard normal distribution's quantile, for p in [0.5, 1), to 1.2e-9 of its value: Acklam's rational
 * approximations (2003). Only + − × ÷ √, so that every machine starts its bands with the same bits.
 */
export function normalQuantile(p: number): number {
  if (p <= 0.97575) {
    const q = p - 0.5;
    const r = q * q;
    const over =
      (((((-39.69683028665376 * r + 220.9460984245205) * r - 275.9285104469687) * r + 138.357751867269) * r -
        30.66479806614716) *
        r +
        2.506628277459239) *
      q;
    const under =
      ((((-54.47609879822406 * r + 161.5858368580409) * r - 155.6989798598866) * r + 66.80131188771972) * r -
        13.28068155288572) *
        r +
      1;
    return over / under;
  }
  const q = Math.sqrt(-2 * logarithm(1 - p));
  const over =
    ((((-0.007784894002430293 * q - 0.3223964580411365) * q - 2.400758277161838) * q - 2.549732539343734) * q +
      4.374664141464968) *
      q +
    2.938163982698783;
  const under =
    (((0.007784695709041462 * q + 0.3224671290700398) * q + 2.445134137142996) * q + 3.754408661907416) * q + 1;
  return -over / under;
}

/** The natural logarithm of x in (0, 1], by 2·atanh((x − 1)/(x + 1)) of what powers of two leave of x. */
function logarithm(x: number): number {
  let halvings = 0;
  for (; x < 0.75; x *= 2) halvings++;
  const ratio = (x - 1) / (x + 1);
  let sum = 0;
  for (let term = 25; term > 0; term -= 2) sum = sum * ratio * ratio + 1 / term;
  return 2 * ratio * sum - halvings * Math.LN2;
}
