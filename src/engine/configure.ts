import { parseDuration } from "../duration.js";
import { type Option, options, type Settings, seasonPeriods, settingName } from "../options.js";
import { alarmRate } from "./alarm-rate.js";
import type { Kernel } from "./kernel.js";
import { normalQuantile } from "./normal-quantile.js";
import { outputWords } from "./output-words.js";
import { TOP_LEVEL } from "./series-rule.js";
import { offsetChanges } from "./time-zone.js";

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
  if (settings.timeZone !== "UTC") setZone(kernel, settings.timeZone);
}

/** Tells the kernel when local time changes. */
function setZone(kernel: Kernel, zone: string): void {
  const changes = offsetChanges(zone);
  kernel.leave(new Uint8Array(BigInt64Array.from(changes.flatMap(({ from, offset }) => [from, offset])).buffer));
  kernel.exports.setZone(changes.length);
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
    ...seasonOptions(kernel, settings),
    ...horizonOptions(settings),
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

/** Periods in nanoseconds, the shortest first. */
function seasonOptions(kernel: Kernel, { season }: Settings): Record<string, number> {
  const [first = 0, second = 0, third = 0] = seasonPeriods(season).map((period) => period * 1e9);
  return {
    Season: season === "auto" ? kernel.constant("AUTO_SEASON") : first,
    SecondSeason: second,
    ThirdSeason: third,
  };
}

function horizonOptions({ horizon }: Settings): Record<string, number> {
  if (typeof horizon === "number") return { Horizon: horizon, HorizonTime: 0 };
  return { Horizon: 0, HorizonTime: Number(parseDuration(horizon)) };
}

function alarmOptions(settings: Settings): Record<string, number> {
  const own = alarmRate(settings.falseAlarms);
  // where there are groups it is theirs
  const isShared = settings.falseAlarmsTotal !== undefined && settings.groupBy.length === 0;
  const total = isShared ? alarmRate(settings.falseAlarmsTotal!) : undefined;
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

/** How many groups may alarm a second: what is asked for all series together, where a group tells of them. */
function groupAlarms({ groupBy, falseAlarmsTotal }: Settings): number {
  return groupBy.length === 0 || falseAlarmsTotal === undefined ? 0 : alarmRate(falseAlarmsTotal).rate;
}

function outputOptions(kernel: Kernel, settings: Settings): Record<string, number> {
  const kinds = { lines: "Lines", fields: "Fields", changes: "Changes" };
  return {
    Emit: kernel.constant("Emit", settings.preset === undefined ? kinds[settings.emit] : "Pairs"),
    Digits: settings.digits === "shortest" ? 0 : settings.digits,
    SourceTime: settings.forecastTime === "source" ? 1 : 0,
    Groups: settings.groupBy.length > 0 ? 1 : 0,
    GroupEvery: settings.groupBy.length > 0 ? Math.round(settings.groupEvery * 1e9) : 0,
    GroupAlarms: groupAlarms(settings),
    StatisticsEvery: Math.round(settings.statsEvery * 1e9),
  };
}
