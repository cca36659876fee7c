import {
  defaultText,
  isForFiles,
  type Option,
  OptionError,
  options,
  parseOption,
  resolve,
  type Settings,
  settingName,
} from "../options.js";
import type { GivenFlag } from "../stanza.js";

/** The texts that a person gave to options, by their names without dashes; several only for those that can be repeated. */
export type Given = ReadonlyMap<string, readonly string[]>;

/** Options that change what the page shows. */
export const pageOptions: readonly Option[] = options.filter(isForFiles);

/** What is wrong with given texts: the option's name, and the reason in words. */
export interface Objection {
  readonly option: string;
  readonly reason: string;
}

/** Given texts as settings, and everything that is wrong with them. */
export interface Reading {
  readonly given: Partial<Settings>;
  readonly settings: Settings | undefined;
  readonly objections: readonly Objection[];
}

/** Reads given texts as the command line would. */
export function read(texts: Given): Reading {
  const given: Partial<Settings> = {};
  const objections: Objection[] = [];
  for (const [name, values] of texts) {
    attempt(objections, name, () => {
      const parsed = values.map((text) => parseOption(name, text));
      const { repeatable } = pageOptions.find((option) => option.name === name)!;
      Object.assign(given, { [settingName(name)]: repeatable ? parsed : parsed[0] });
    });
  }
  const settings = attempt(objections, "", () => resolve(given));
  return { given, settings: objections.length === 0 ? settings : undefined, objections };
}

function attempt<T>(objections: Objection[], name: string, work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof OptionError)) throw error;
    const reason = error.message.slice(error.message.indexOf(": ") + 2);
    objections.push({ option: error.option || name, reason });
    return undefined;
  }
}

/** What every option is as long as nothing is given for it, beside all else that is given; a preset may say so. */
export function baseTexts(texts: Given): ReadonlyMap<string, string | undefined> {
  const { settings } = read(texts);
  const bases = pageOptions.map((option): [string, string | undefined] => {
    // what is not given is already what it is without
    const without = texts.has(option.name) ? withoutOption(texts, option.name) : settings;
    return [option.name, baseText(option, without)];
  });
  return new Map(bases);
}

function withoutOption(texts: Given, name: string): Settings | undefined {
  return read(new Map([...texts].filter(([other]) => other !== name))).settings;
}

/** The default where the settings are not valid. */
function baseText(option: Option, settings: Settings | undefined): string | undefined {
  if (option.repeatable) return undefined;
  if (settings === undefined) return defaultText(option);
  const value = settings[settingName(option.name)];
  return value === undefined ? undefined : defaultText({ ...option, default: value });
}

/** Given texts as flags, in the order of the table. */
export function flagsOf(texts: Given): GivenFlag[] {
  return pageOptions.flatMap(({ name, type }) =>
    (texts.get(name) ?? []).map((text): GivenFlag => [name, type === "switch" ? undefined : text]),
  );
}

/** Given texts and what else a link carries, as a URL's fragment without its `#`. */
export function toFragment(texts: Given, more: Readonly<Record<string, string>> = {}): string {
  const pairs = [...flagsOf(texts).map(([name, text]) => [name, text ?? "true"]), ...Object.entries(more)];
  return new URLSearchParams(pairs as [string, string][]).toString();
}

/** Reads a fragment; what names no option is left to the caller. */
export function fromFragment(fragment: string): { texts: Given; more: Record<string, string> } {
  const texts = new Map<string, string[]>();
  const more: Record<string, string> = {};
  for (const [name, text] of new URLSearchParams(fragment.replace(/^#/, ""))) {
    const option = pageOptions.find((one) => one.name === name);
    if (option === undefined) more[name] = text;
    else texts.set(name, option.repeatable ? [...(texts.get(name) ?? []), text] : [text]);
  }
  return { texts, more };
}
