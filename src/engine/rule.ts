import type { Settings } from "../options.js";
import { compileGlobs } from "./glob.js";
import type { Field, Line } from "./line.js";
import { endsInWord, fieldName, isMeasurement, measurementName, tagKeyName, words } from "./names.js";
import { compileSeriesRules, type SeriesRule, TOP_LEVEL } from "./series-rule.js";

/** The settings that say which fields are scored. */
export type RuleSettings = Pick<Settings, "measurement" | "field" | "anomalyName" | "forecastName" | "preset">;

/** Which fields of a line are to be scored. */
export interface Rules {
  /**
   * The fields of the line that are to be scored, in its order: numbers whose names are asked for, and that no Holtline
   * wrote or has scored already. The answer is the line's, not the series': a field is left out of a line that holds its
   * forecast beside it, wherever it was scored before.
   */
  select(bytes: Uint8Array, line: Line): Field[];
  /** The kernel's number of the rule that a field's series is under, from its names alone. */
  ruleOf(bytes: Uint8Array, line: Line, field: Field): number;
}

/**
 * What a Holtline writes unless it was told otherwise. The presets' lines have no tags of ours: under a preset these names
 * alone are known, else the names with our tags.
 */
const presetNames = ["fcast", "anomaly", "fcastlinear", "anomalylinear"];
/** What we add behind a field's name with `--emit fields`. */
const splicedWords = [words.yhat, words.yhatLower, words.yhatUpper, words.anomalyScore];
const splicedEndings = splicedWords.map((word) => `_${word}`);
const groupCounts: readonly string[] = [words.anomalous, words.series, words.rate];
const storyFields = [words.event, words.severity, words.incident, words.groups, words.first, words.strongest];
const groupFields: readonly string[] = [...groupCounts, ...storyFields, words.duration, words.message];
const countFields = [
  words.lines,
  words.scored,
  words.passed,
  words.unparsable,
  words.late,
  words.incidents,
  words.series,
  words.evictions,
];
const statisticsFields: readonly string[] = [...countFields, words.coverage, words.mase];
const ourTags = [new RegExp(`^${words.source}_*$`), new RegExp(`^${words.field}_*$`)];

/** @throws GlobError for a glob that can't be read */
export function compileRules(settings: RuleSettings, seriesRules: readonly SeriesRule[] = []): Rules {
  const { preset, anomalyName, forecastName } = settings;
  const isWantedMeasurement = compileGlobs("measurement", settings.measurement);
  const isWantedField = compileGlobs("field", settings.field);
  const ourNames = new Set([anomalyName, forecastName, ...presetNames]);
  const groupNames = new Set([`${anomalyName}${words.group}`, `anomaly${words.group}`]);
  const ourMeasurements = [...ourNames, ...groupNames, words.statistics];
  const ruleOf = compileSeriesRules(seriesRules);
  const allScore = seriesRules.every((rule) => rule.score !== false);
  const isWanted = (bytes: Uint8Array, line: Line, field: Field) =>
    (isWantedField === undefined || isWantedField(fieldName(bytes, field))) &&
    (allScore || seriesRules[ruleOf(bytes, line, field) - TOP_LEVEL - 1]?.score !== false);
  const isOurs = (bytes: Uint8Array, line: Line) => {
    const name = ourMeasurements.find((ours) => isMeasurement(bytes, line, ours));
    if (name === undefined) return false;
    if (ourNames.has(name) && (preset !== undefined || hasOurTags(bytes, line))) return true;
    if (groupNames.has(name) && isGroup(bytes, line)) return true;
    return name === words.statistics && isStatistics(bytes, line);
  };

  return {
    ruleOf,
    select(bytes, line) {
      if (isWantedMeasurement !== undefined && !isWantedMeasurement(measurementName(bytes, line))) return [];
      if (isOurs(bytes, line)) return [];
      const done = scoredBefore(bytes, line);
      return line.fields.filter((field) => isNumeric(field) && !done.has(field) && isWanted(bytes, line, field));
    },
  };
}

function isNumeric({ kind }: Field): boolean {
  return kind !== "string" && kind !== "boolean";
}

/** Has the counts of a group's series, and beside them what a story has. */
function isGroup(bytes: Uint8Array, line: Line): boolean {
  const names = line.fields.map((field) => fieldName(bytes, field));
  return names.every((name) => groupFields.includes(name)) && groupCounts.every((field) => names.includes(field));
}

/** Has the fields of our statistics, of which two may be missing, and no others. */
function isStatistics(bytes: Uint8Array, line: Line): boolean {
  const names = line.fields.map((field) => fieldName(bytes, field));
  return names.every((name) => statisticsFields.includes(name)) && countFields.every((field) => names.includes(field));
}

function hasOurTags(bytes: Uint8Array, line: Line): boolean {
  const keys = line.tags.map((tag) => tagKeyName(bytes, tag));
  return ourTags.every((pattern) => keys.some((key) => pattern.test(key)));
}

function isSpliced(bytes: Uint8Array, field: Field): boolean {
  return splicedEndings.some((ending) => endsInWord(bytes, field, ending));
}

const none: ReadonlySet<Field> = new Set();

/** The fields that a Holtline before us has scored, and those that it added: `X` beside `X_yhat`, and what is like it. */
function scoredBefore(bytes: Uint8Array, line: Line): ReadonlySet<Field> {
  if (line.fields.length < 2 || !line.fields.some((field) => isSpliced(bytes, field))) return none;
  const found = new Set<Field>();
  const byName = new Map(line.fields.map((field) => [fieldName(bytes, field), field]));
  for (const [name, field] of byName) {
    const ending = splicedEndings.find((its) => name.endsWith(its));
    const source = ending === undefined ? undefined : byName.get(name.slice(0, -ending.length));
    if (source === undefined) continue;
    found.add(field);
    if (ending === `_${words.yhat}`) found.add(source);
  }
  return found;
}
