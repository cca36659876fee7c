import type { Settings } from "../options.js";
import { compileGlobs } from "./glob.js";
import type { Field, Line } from "./line.js";
import { fieldName, measurementName, tagKeyName, words } from "./names.js";
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
const rateFields: readonly string[] = [words.rate, words.anomalous, words.series];
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
  const isMeasurement = compileGlobs("measurement", settings.measurement) ?? (() => true);
  const isField = compileGlobs("field", settings.field) ?? (() => true);
  const ourNames = new Set([anomalyName, forecastName, ...presetNames]);
  const rateNames = new Set([`${anomalyName}_${words.rate}`, `anomaly_${words.rate}`]);
  const ruleOf = compileSeriesRules(seriesRules);
  const isWanted = (bytes: Uint8Array, line: Line, field: Field) =>
    isField(fieldName(bytes, field)) && seriesRules[ruleOf(bytes, line, field) - TOP_LEVEL - 1]?.score !== false;

  return {
    ruleOf,
    select(bytes, line) {
      const measurement = measurementName(bytes, line);
      if (!isMeasurement(measurement)) return [];
      if (ourNames.has(measurement) && (preset !== undefined || hasOurTags(bytes, line))) return [];
      if (rateNames.has(measurement) && isRate(bytes, line)) return [];
      if (measurement === words.statistics && isStatistics(bytes, line)) return [];
      const done = scoredBefore(bytes, line);
      return line.fields.filter((field) => isNumeric(field) && !done.has(field) && isWanted(bytes, line, field));
    },
  };
}

function isNumeric({ kind }: Field): boolean {
  return kind !== "string" && kind !== "boolean";
}

/** Has the fields of a rate of anomalous series, and no others. */
function isRate(bytes: Uint8Array, line: Line): boolean {
  const names = line.fields.map((field) => fieldName(bytes, field));
  return names.length === rateFields.length && rateFields.every((name) => names.includes(name));
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

/** The fields that a Holtline before us has scored, and those that it added: `X` beside `X_yhat`, and what is like it. */
function scoredBefore(bytes: Uint8Array, line: Line): ReadonlySet<Field> {
  const found = new Set<Field>();
  if (line.fields.length < 2) return found;
  const byName = new Map(line.fields.map((field) => [fieldName(bytes, field), field]));
  for (const [name, field] of byName) {
    const word = splicedWords.find((ending) => name.endsWith(`_${ending}`));
    const source = word === undefined ? undefined : byName.get(name.slice(0, -word.length - 1));
    if (source === undefined) continue;
    found.add(field);
    if (word === words.yhat) found.add(source);
  }
  return found;
}
