import { parseDuration } from "./duration.js";
import { nearest } from "./nearest.js";
import { type Option, options, type Range, type Settings } from "./option-table.js";

export { type Group, groups, type Option, options, type Range, type Settings } from "./option-table.js";

/** The values that a preset stands for; what is given beside it goes first. */
const presets: Record<NonNullable<Settings["preset"]>, Partial<Settings>> = (() => {
  const example = {
    window: 120,
    minPoints: 10,
    horizon: 40,
    refit: 1,
    forecastEvery: 1,
    season: "none",
    difference: "off",
  } as const;
  return {
    "tg-brew": { ...example, trend: "damped", forecastName: "fcast", anomalyName: "anomaly" },
    "tg-brew-linear": { ...example, trend: "linear", forecastName: "fcastlinear", anomalyName: "anomalylinear" },
  };
})();

/** A name that no option has, or a value that its option does not take. */
export class OptionError extends Error {
  override readonly name = "OptionError";
  /** The option's name without dashes, as it was given. */
  readonly option: string;
  /** As it was given; undefined when it was missing, or when there is no such option. */
  readonly value: string | undefined;
  /** What was wrong and what would be right. */
  readonly reason: string;

  constructor(option: string, value: string | undefined, reason: string) {
    super(`--${option}${value === undefined ? "" : ` ${value === "" ? '""' : value}`}: ${reason}`);
    this.option = option;
    this.value = value;
    this.reason = reason;
  }
}

/** The settings when nothing is given. */
export function defaults(): Settings {
  const settings = options.map((row) => [settingName(row.name), copied(row.default)]);
  return Object.fromEntries(settings) as Settings;
}

/**
 * The value that a text gives an option; for a repeatable option one element of its list.
 *
 * @throws OptionError when there is no such option, or when it does not take this value
 */
export function parseOption(name: string, text: string): string | number | boolean {
  const option = findOption(name);
  const value = read(option, text);
  const reason = objection(option, value);
  if (reason !== undefined) throw new OptionError(name, text, reason);
  return value;
}

/**
 * Complete settings: the defaults, over them what the preset stands for, over that what is given.
 *
 * @throws OptionError for an unknown key, a value that its option does not take, or values that do not go together
 */
export function resolve(given: Partial<Settings>): Settings {
  const { settings, problems } = review(given);
  if (problems[0] !== undefined) throw problems[0];
  return settings;
}

/** The same with everything that is wrong; a value that its option does not take is left out of the settings. */
export function review(given: Partial<Settings>): { settings: Settings; problems: OptionError[] } {
  const problems: OptionError[] = [];
  const preset = given.preset === undefined ? undefined : presets[given.preset];
  const settings = { ...defaults(), ...preset };
  for (const [key, value] of Object.entries(given)) {
    const option = options.find((row) => settingName(row.name) === key);
    if (option === undefined) {
      problems.push(unknownOption(optionName(key)));
      continue;
    }
    if (value === undefined) continue;
    const wrong = (option.repeatable ? (value as string[]) : [value]).flatMap((element) => {
      const reason = objection(option, element);
      return reason === undefined ? [] : [new OptionError(option.name, String(element), reason)];
    });
    problems.push(...wrong);
    if (wrong.length === 0) Object.assign(settings, { [key]: copied(value) });
  }
  if (settings.emit === "fields" && given.horizon === undefined) settings.horizon = 0;
  problems.push(...conflicts(settings));
  return { settings, problems };
}

/** Levels of groups, as the kernel's snapshots have them. */
const MOST_GROUP_TAGS = 7;

/** Values that do not go together. */
function conflicts(settings: Settings): OptionError[] {
  const { window, minPoints, alpha, beta, phi, trend, anomalyName, forecastName, groupBy } = settings;
  const problems: OptionError[] = [];
  const reject = (option: string, value: string | number, reason: string) => {
    problems.push(new OptionError(option, String(value), reason));
  };
  if (minPoints > window) reject("min-points", minPoints, `at most --window, which is ${window}`);
  if (beta !== undefined && alpha !== undefined && beta > alpha)
    reject("beta", beta, `at most --alpha, which is ${alpha}`);
  if (beta !== undefined && alpha === undefined)
    reject("beta", beta, "it has to be at most alpha, so give --alpha as well");
  if (beta !== undefined && trend === "none")
    reject("beta", beta, "there is no trend to smooth with --trend none; give --trend damped or linear as well");
  if (phi !== undefined && !hasPhi(trend))
    reject("phi", phi, `has no meaning with --trend ${trend}; give --trend damped as well`);
  const season = seasonObjection(settings.season);
  if (season !== undefined) reject("season", settings.season, season);
  if (!isTimeZone(settings.timeZone))
    reject("time-zone", settings.timeZone, "no such zone; expected one like Europe/Berlin");
  if (anomalyName === forecastName)
    reject("anomaly-name", anomalyName, "scores and forecasts need different names; --forecast-name has this one");
  const again = groupBy.find((tag, index) => groupBy.indexOf(tag) < index);
  if (again !== undefined) reject("group-by", again, "is given already: each tag once, the smallest groups first");
  if (groupBy.length > MOST_GROUP_TAGS) reject("group-by", groupBy.at(-1)!, `at most ${MOST_GROUP_TAGS} tags`);
  return [...problems, ...presetConflicts(settings)];
}

/** Seconds of each period of `--season`; none for auto and none. */
export function seasonPeriods(season: string): number[] {
  return season === "auto" || season === "none" ? [] : season.split(",").map((text) => Number(seconds(text)));
}

function seasonObjection(season: string): string | undefined {
  const periods = seasonPeriods(season);
  const wrong = periods.find((period) => !(period >= 1 && period <= YEAR && Number.isInteger(period)));
  if (wrong !== undefined) return "a period is a duration of whole seconds, at most 366d, like 12h or 1d";
  const isGrowing = periods.every((period, index) => index === 0 || period > periods[index - 1]!);
  return isGrowing ? undefined : "give the shorter period first";
}

function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }) !== undefined;
  } catch {
    return false;
  }
}

/** Whether a trend keeps a part from step to step. */
export function hasPhi(trend: Settings["trend"]): boolean {
  return trend === "damped" || trend === "exponential";
}

function presetConflicts({ preset, emit, forecastTime, gapWatch }: Settings): OptionError[] {
  if (preset === undefined) return [];
  const leave = "leave one of the two out";
  const problems: OptionError[] = [];
  if (emit !== "lines")
    problems.push(new OptionError("emit", emit, `--preset ${preset} has lines of its own; ${leave}`));
  if (forecastTime !== "own")
    problems.push(
      new OptionError("forecast-time", forecastTime, `--preset ${preset} stamps its lines in its own way; ${leave}`),
    );
  if (gapWatch)
    problems.push(new OptionError("gap-watch", undefined, `--preset ${preset} tells of no events; ${leave}`));
  return problems;
}

/** The value as its type says; text that is none of its words and no number stays text, and meets an objection. */
function read(option: Option, text: string): string | number | boolean {
  if (option.type === "switch") return text === "true" || (text === "false" ? false : text);
  if (option.type === "text" || option.type === "choice" || option.choices?.includes(text)) return text;
  if (option.type === "duration") return seconds(text);
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : text;
}

/** Whether a text is a duration above 0, of at most a year. */
function isDuration(text: string): boolean {
  const duration = seconds(text);
  return typeof duration === "number" && duration > 0 && duration <= YEAR;
}

/** A duration in seconds, or the text when it is none. */
function seconds(text: string): number | string {
  try {
    return Number(parseDuration(text)) / 1e9;
  } catch {
    return text;
  }
}

/** What is wrong with a value and what would be right; undefined when nothing is. */
function objection(option: Option, value: unknown): string | undefined {
  const words = option.choices ?? [];
  if (option.type === "switch") return typeof value === "boolean" ? undefined : "expected true or false";
  if (option.type === "text") return typeof value === "string" ? textObjection(option, value) : "expected a text";
  if (typeof value === "string" && words.includes(value)) return undefined;
  if (option.takesDuration && typeof value === "string" && isDuration(value)) return undefined;
  if (typeof value === "number" && option.type !== "choice" && inRange(option, value)) return undefined;
  const guess = typeof value === "string" ? nearest(value, words) : undefined;
  return `expected ${expectation(option)}${guess === undefined ? "" : `; did you mean ${guess}?`}`;
}

/** Seconds. */
const YEAR = 31_622_400;

/** Bytes of a name of ours: the kernel keeps it, escaped, in a fixed place. */
const NAME_LIMIT = 64;

function textObjection(option: Option, value: string): string | undefined {
  if (value === "") return "must not be empty";
  if (option.pattern !== undefined) return option.pattern.test(value) ? undefined : `expected ${option.takes}`;
  if (option.repeatable || option.placeholder === "TAG") return undefined;
  if (option.placeholder === "FILE") return value.includes("\0") ? "a file's name has no NUL" : undefined;
  const wrong = /\p{Cc}/u.test(value) || value.startsWith("#") || value.endsWith("\\");
  if (wrong) return 'a name that Telegraf reads has no control characters, no "#" in front, no "\\" at the end';
  return new TextEncoder().encode(value).length > NAME_LIMIT ? `must be at most ${NAME_LIMIT} bytes long` : undefined;
}

function inRange({ type, range = {} }: Option, value: number): boolean {
  if (!Number.isFinite(value) || (type === "integer" && !Number.isInteger(value))) return false;
  const { from = -Infinity, to = Infinity, above = -Infinity, below = Infinity } = range;
  return value >= from && value <= to && value > above && value < below;
}

const textKinds: Record<string, string> = { GLOB: "a glob pattern", FILE: "a file" };

/** In words, what an option takes: `a whole number from 0 to 1000`, `damped, linear or none`. */
export function expectation({ type, choices = [], range = {}, placeholder, takes, takesDuration }: Option): string {
  if (type === "switch") return "true or false";
  if (takes !== undefined) return takes;
  if (type === "text") return textKinds[placeholder ?? ""] ?? "a name";
  if (type === "duration") return [...choices, "a duration like 12h or 1d"].join(", ").replace(/, (?=a dur)/, " or ");
  const numbers =
    type === "choice" ? [] : [[type === "integer" ? "a whole number" : "a number", inWords(range)].join(" ").trim()];
  const all = [...choices, ...numbers, ...(takesDuration ? ["a duration like 6h"] : [])];
  return all.length < 2 ? all.join() : `${all.slice(0, -1).join(", ")} or ${all.at(-1)}`;
}

function inWords({ from, to, above, below }: Range): string {
  if (from === -Number.MAX_VALUE) return "";
  const low = above === undefined ? `from ${from}` : `above ${above}`;
  if (below !== undefined) return `${low} and below ${below}`;
  return from === undefined ? `${low} and at most ${to}` : `${low} to ${to}`;
}

/** An option's default as a flag is given it; undefined when there is none. */
export function defaultText({ type, default: value }: Option): string | undefined {
  if (value === undefined) return undefined;
  return type === "duration" && typeof value === "number" ? `${value}s` : String(value);
}

function findOption(name: string): Option {
  const option = options.find((row) => row.name === name);
  if (option === undefined) throw unknownOption(name);
  return option;
}

/** Options that there are no more, and what to use instead. */
export const replaced: Readonly<Record<string, string>> = {
  "rate-by": "is now --group-by TAG, which tells what goes wrong together as one story, and counts as before",
  "rate-every": "is now --group-every, the time between the counts of --group-by",
};

/** The error for a name that no option has. */
export function unknownOption(name: string): OptionError {
  const reason = replaced[name];
  if (reason !== undefined) return new OptionError(name, undefined, reason);
  const known = options.map((row) => row.name);
  const guess = nearest(name, known);
  return new OptionError(name, undefined, `no such option${guess === undefined ? "" : `; did you mean --${guess}?`}`);
}

/**
 * Whether an option means something without a running process. A file may hold one series after the other: its gaps are
 * told at the points behind them.
 */
export function isForFiles({ group, name }: Option): boolean {
  return group !== "running" && name !== "gap-watch";
}

/** Whether a command that works on files takes an option: `config` may hold the others. */
export function isForFileCommands(option: Option): boolean {
  return isForFiles(option) || option.name === "config";
}

/** Whether an option can be another for each series; the others concern the output or the process. */
export function isForSeries({ group, name }: Option): boolean {
  const isAlike = name === "forecast-time" || name === "false-alarms-total";
  return (group === "model" || group === "forecast" || group === "alarms") && !isAlike;
}

/** The same settings with the least to write: scores and stories do not depend on what is written about them. */
export function scoresOnly(settings: Settings): Settings {
  return { ...settings, emit: "changes", preset: undefined, horizon: 0, groupEvery: 0, statsEvery: 0 };
}

/** `min-points` → `minPoints`. */
export function settingName(option: string): keyof Settings {
  return option.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase()) as keyof Settings;
}

/** `minPoints` → `min-points`. */
function optionName(setting: string): string {
  return setting.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function copied<T>(value: T): T {
  return (Array.isArray(value) ? [...value] : value) as T;
}
