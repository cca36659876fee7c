import { type SeriesRule, settingsUnder } from "../engine/series-rule.js";
import { review, type Settings, settingName } from "../options.js";
import type { Config } from "./read.js";

/** Settings for an engine, and everything that is wrong with them. */
export interface Settled {
  /** What was given, by flags or at the top of the file. */
  readonly given: Partial<Settings>;
  readonly settings: Settings;
  readonly rules: readonly SeriesRule[];
  readonly problems: readonly string[];
}

/** What flags alone say. */
export function settleFlags(given: Partial<Settings>): Settled {
  const { settings, problems } = review(given);
  return { given, settings, rules: [], problems: problems.map(({ message }) => message) };
}

/** What flags and a file together say: flags go before the file's top level, its rules before both. */
export function settle(flags: Partial<Settings>, { given, rules, document }: Config): Settled {
  const all = { ...given, ...flags };
  const { settings, problems } = review(all);
  const ofFlags: string[] = [];
  for (const { option, reason, message } of problems) {
    const key = settingName(option);
    if (key in flags || !(key in given)) ofFlags.push(message);
    else document.object([option], reason, settings[key]);
  }
  const known = new Set(problems.map(({ message }) => message));
  for (const [index, rule] of rules.entries()) {
    const under = settingsUnder(settings, rule.settings ?? {});
    for (const { option, reason, message } of under.problems) {
      if (!known.has(message)) document.object(["rule", index, option], reason, under.settings[settingName(option)]);
    }
  }
  return { given: all, settings, rules, problems: [...document.problems, ...ofFlags] };
}
