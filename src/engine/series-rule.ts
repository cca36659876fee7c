import { hasPhi, isForSeries, OptionError, options, review, type Settings, settingName } from "../options.js";
import { compileGlobs } from "./glob.js";
import type { Field, Line } from "./line.js";
import { fieldName, isTagKey, measurementName, tagValueName } from "./names.js";

/** Settings of some series: of all the rules that a series meets the first is its rule. */
export interface SeriesRule {
  /** Globs, of which one has to match; all names do where there are none. */
  readonly measurement?: readonly string[];
  readonly field?: readonly string[];
  /** By the tag's key, globs of its value; a series without the tag does not meet the rule. */
  readonly tags?: Readonly<Record<string, readonly string[]>>;
  /** false: its series pass unscored. */
  readonly score?: boolean;
  /** What is not given is as for all series. Only options for which `isForSeries` holds. */
  readonly settings?: Partial<Settings>;
}

/** The same rules, each with these settings over its own. */
export function rulesWith(rules: readonly SeriesRule[], settings: Partial<Settings>): SeriesRule[] {
  return rules.map((rule) => ({ ...rule, settings: { ...rule.settings, ...settings } }));
}

/** The kernel's number of what is set for all series; those of the rules follow, in their order. */
export const TOP_LEVEL = 0;
/** As many as the kernel has room for, RULE_CAPACITY in assembly/settings/settings.ts, without the one above. */
export const MOST_RULES = 255;

/** The options that a rule may set. */
export const ruleOptions = options.filter(isForSeries);

/**
 * Complete settings for the series of a rule. Parameters of the trend and a rate of false alarms for all series together
 * stay behind where the rule's own trend or own rate has no use for them.
 */
export function settingsUnder(
  settings: Settings,
  own: Partial<Settings>,
): { settings: Settings; problems: OptionError[] } {
  const base: Settings = { ...settings };
  const trend = own.trend ?? base.trend;
  if (trend === "none") base.beta = undefined;
  if (!hasPhi(trend)) base.phi = undefined;
  if (own.falseAlarms !== undefined) base.falseAlarmsTotal = undefined;
  const names = new Set<string>(ruleOptions.map(({ name }) => settingName(name)));
  const alien = options.find(({ name }) => settingName(name) in own && !names.has(settingName(name)));
  const reviewed = review({ ...base, ...own });
  const problems = reviewed.problems.filter(({ option }) => names.has(settingName(option)));
  if (alien === undefined) return { settings: reviewed.settings, problems };
  const problem = new OptionError(alien.name, undefined, "stands for all series, and can't be a rule's");
  return { settings: reviewed.settings, problems: [problem, ...problems] };
}

/**
 * What finds the kernel's number of the rule that a field's series is under.
 *
 * @throws GlobError for a glob that can't be read
 */
export function compileSeriesRules(
  rules: readonly SeriesRule[],
): (bytes: Uint8Array, line: Line, field: Field) => number {
  if (rules.length === 0) return () => TOP_LEVEL;
  if (rules.length > MOST_RULES)
    throw new RangeError(`${rules.length} rules are more than the ${MOST_RULES} that there is room for`);
  const tests = rules.map(compile);
  return (bytes, line, field) => {
    const names: Names = {
      measurement: measurementName(bytes, line),
      field: fieldName(bytes, field),
      tag: (key) => {
        const tag = line.tags.findLast((one) => isTagKey(bytes, one, key));
        return tag && tagValueName(bytes, tag);
      },
    };
    return TOP_LEVEL + 1 + tests.findIndex((meets) => meets(names));
  };
}

interface Names {
  measurement: string;
  field: string;
  /** The value of the tag with that key. */
  tag(key: string): string | undefined;
}

function compile({ measurement = [], field = [], tags = {} }: SeriesRule): (names: Names) => boolean {
  const isMeasurement = compileGlobs("measurement", measurement) ?? (() => true);
  const isField = compileGlobs("field", field) ?? (() => true);
  const tagTests = Object.entries(tags).map(([key, globs]) => {
    const isValue = compileGlobs(`tags.${key}`, globs) ?? (() => true);
    return (names: Names) => {
      const value = names.tag(key);
      return value !== undefined && isValue(value);
    };
  });
  return (names) => isMeasurement(names.measurement) && isField(names.field) && tagTests.every((meets) => meets(names));
}
