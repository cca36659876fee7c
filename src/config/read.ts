import { compileGlobs, GlobError } from "../engine/glob.js";
import { MOST_RULES, ruleOptions, type SeriesRule } from "../engine/series-rule.js";
import { nearest } from "../nearest.js";
import { expectation, type Option, OptionError, options, parseOption, type Settings, settingName } from "../options.js";
import { Document } from "./document.js";
import type { Path } from "./places.js";

/** What a configuration file says. */
export interface Config {
  readonly given: Partial<Settings>;
  readonly rules: readonly SeriesRule[];
  /** Where a problem of it is noted; those are there that no other settings can mend. */
  readonly document: Document;
}

/** Keys of a rule that say which series are its, and whether they are scored. */
const matchers = ["measurement", "field", "tags", "score"];
const known = { rule: [...matchers, ...ruleOptions.map(({ name }) => name)], top: options.map(({ name }) => name) };

/** Reads the text of a configuration. It never throws: what is wrong is in the document's problems, all of it. */
export function readConfig(text: string, file: string): Config {
  const document = new Document(text, file);
  const given: Partial<Settings> = {};
  let rules: SeriesRule[] = [];
  for (const [key, value] of document.entries) {
    const option = options.find(({ name }) => name === key);
    if (key === "rule") rules = readRules(document, value);
    else if (key === "config") document.object([key], "stands on the command line alone");
    else if (option === undefined) document.object([key], unknownAtTop(key));
    else give(document, given, option, [key], value);
  }
  return { given, rules, document };
}

function unknownAtTop(key: string): string {
  if (matchers.includes(key)) return "stands in a [[rule]] alone";
  const guess = nearest(key, [...known.top, "rule"]);
  if (guess === "rule") return "no such table; did you mean [[rule]]?";
  return `no such option${guess === undefined ? "" : `; did you mean ${guess}?`}`;
}

function readRules(document: Document, value: unknown): SeriesRule[] {
  if (!Array.isArray(value) || !value.every(isTable)) {
    document.object(["rule"], "expected tables: each rule begins with a line [[rule]]");
    return [];
  }
  if (value.length > MOST_RULES) document.object(["rule", MOST_RULES], `there is room for ${MOST_RULES} rules`);
  const rules = value.map((table, index) => readRule(document, table, ["rule", index]));
  for (const [index, { measurement, field, tags }] of rules.entries()) {
    const takesAll = measurement === undefined && field === undefined && tags === undefined;
    if (!takesAll || index === rules.length - 1) continue;
    document.object(["rule", index], "takes every series, so that the rules behind it take none; put it last");
    break;
  }
  return rules;
}

function readRule(document: Document, table: Record<string, unknown>, path: Path): SeriesRule {
  const rule: { -readonly [Key in keyof SeriesRule]: SeriesRule[Key] } = {};
  const settings: Partial<Settings> = {};
  for (const [key, value] of Object.entries(table)) {
    const at = [...path, key];
    const option = ruleOptions.find(({ name }) => name === key);
    if (key === "measurement" || key === "field") rule[key] = readGlobs(document, at, value);
    else if (key === "tags") rule.tags = readTags(document, at, value);
    else if (key === "score") {
      if (typeof value === "boolean") rule.score = value;
      else document.object(at, "expected true or false", value);
    } else if (option !== undefined) give(document, settings, option, at, value);
    else document.object(at, unknownInRule(key));
  }
  if (Object.keys(settings).length > 0) rule.settings = settings;
  return rule;
}

function unknownInRule(key: string): string {
  if (known.top.includes(key)) return "stands for all series; put it above the first [[rule]]";
  const guess = nearest(key, known.rule);
  return `no such option of a rule${guess === undefined ? "" : `; did you mean ${guess}?`}`;
}

function readTags(document: Document, path: Path, value: unknown): Record<string, string[]> {
  if (!isTable(value)) {
    document.object(path, 'expected a table like { host = "db*" }', value);
    return {};
  }
  const tags = Object.entries(value).map(([key, globs]) => [key, readGlobs(document, [...path, key], globs)]);
  return Object.fromEntries(tags) as Record<string, string[]>;
}

/** A glob or a list of them. */
function readGlobs(document: Document, path: Path, value: unknown): string[] {
  const elements: unknown[] = Array.isArray(value) ? value : [value];
  if (elements.length === 0) document.object(path, "an empty list matches nothing", value);
  return elements.filter((element, index): element is string => {
    const at = Array.isArray(value) ? [...path, index] : path;
    const reason = typeof element === "string" ? globObjection(element) : "expected a glob pattern, in quotes";
    if (reason !== undefined) document.object(at, reason, element);
    return reason === undefined;
  });
}

function globObjection(glob: string): string | undefined {
  if (glob === "") return "must not be empty";
  try {
    compileGlobs("", [glob]);
    return undefined;
  } catch (error) {
    if (!(error instanceof GlobError)) throw error;
    return error.reason;
  }
}

/** Sets an option to what the file has for it, or notes why it can't be. */
function give(document: Document, given: Partial<Settings>, option: Option, path: Path, value: unknown): void {
  if (option.repeatable) {
    Object.assign(given, { [settingName(option.name)]: readGlobs(document, path, value) });
    return;
  }
  try {
    Object.assign(given, { [settingName(option.name)]: read(option, value) });
  } catch (error) {
    if (!(error instanceof OptionError)) throw error;
    document.object(path, error.reason, value);
  }
}

/** @throws OptionError for a value of another type, or one that the option does not take */
function read(option: Option, value: unknown): string | number | boolean {
  const { name, type, pattern } = option;
  const takesNumbers = type === "integer" || type === "number" || type === "duration" || pattern !== undefined;
  const refuse = (reason: string) => new OptionError(name, String(value), reason);
  if (type === "switch" && typeof value === "boolean") return value;
  if (type === "switch" || (typeof value !== "string" && typeof value !== "number")) {
    throw refuse(`expected ${expectation(option)}`);
  }
  if (typeof value === "number" && !takesNumbers) throw refuse(`expected ${expectation(option)}, in quotes`);
  const setting = parseOption(name, String(value));
  const isQuotedNumber = typeof value === "string" && typeof setting === "number" && type !== "duration";
  if (isQuotedNumber) throw refuse("a number stands without quotes");
  return setting;
}

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
}
