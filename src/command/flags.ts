import { type Command, CommanderError, Option as Flag } from "commander";
import { nearest } from "../nearest.js";
import {
  defaultText,
  expectation,
  groups,
  type Option,
  OptionError,
  options,
  parseOption,
  type Settings,
  settingName,
  unknownOption,
} from "../options.js";
import { entries } from "./entries.js";
import { newCommand, UsageError } from "./usage.js";

/** What a command line says about the settings, and everything that is wrong with it. */
export interface Flags {
  /** The flags that could be read. */
  readonly given: Partial<Settings>;
  /** In the order of the command line; empty when all is well. */
  readonly problems: readonly (OptionError | UsageError)[];
}

/** Reads the flags of `run`. It never throws and never ends the process. */
export function parseFlags(args: readonly string[]): Flags {
  const given: Partial<Settings> = {};
  const problems: (OptionError | UsageError)[] = [];
  const command = newCommand("run", "").helpOption(false).allowUnknownOption().allowExcessArguments();
  addSettingFlags(command, given, (problem) => problems.push(problem));
  try {
    command.parse([...args], { from: "user" });
    problems.push(...leftOver(command.args));
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    problems.push(missingValue(args)); // all else that commander objects to is allowed above
  }
  return { given, problems };
}

/**
 * Gives a command the flags of `run`, made from the table of options.
 *
 * @param given where the values go
 * @param onProblem is told of a value that its option does not take; to stop there, it throws
 * @param isWanted whether the command takes an option
 */
export function addSettingFlags(
  command: Command,
  given: Partial<Settings>,
  onProblem: (problem: OptionError) => void,
  isWanted: (option: Option) => boolean = () => true,
): void {
  for (const option of options.filter(isWanted)) {
    const { name, type, unit, placeholder = unit === undefined || unit === "%" ? "N" : unit.toUpperCase() } = option;
    const shown = type === "choice" ? option.choices!.join("|") : (option.choices ?? []).concat(placeholder).join("|");
    const title = `${groups.find((group) => group.name === option.group)!.title}:`;
    command.addOption(
      new Flag(type === "switch" ? `--${name}` : `--${name} <${shown}>`, describe(option)).helpGroup(title),
    );
    command.on(`option:${name}`, (text: string | undefined) => {
      try {
        const value = type === "switch" ? true : parseOption(name, text ?? "");
        const key = settingName(name);
        const list = (given[key] as string[] | undefined) ?? [];
        Object.assign(given, { [key]: option.repeatable ? [...list, value] : value });
      } catch (error) {
        onProblem(error as OptionError);
      }
    });
  }
}

/** For a command that stops at the first problem. */
export function stopAtProblem(problem: OptionError): never {
  throw problem;
}

function describe(option: Option): string {
  const unset = option.default === undefined || option.repeatable || option.type === "switch";
  return unset ? option.help : `${option.help} (default: ${defaultText(option)})`;
}

/** What nobody asked for: unknown flags, each with the word behind it that was to be its value, and loose words. */
function leftOver(words: readonly string[]): (OptionError | UsageError)[] {
  const problems: (OptionError | UsageError)[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index]!;
    if (!word.startsWith("-")) {
      problems.push(looseWord(word));
      continue;
    }
    problems.push(unknownFlag(word));
    if (!word.includes("=") && words[index + 1]?.startsWith("-") === false) index++;
  }
  return problems;
}

function looseWord(word: string): UsageError {
  const guess = nearest(
    word,
    entries.map(({ name }) => name),
  );
  const advice = guess === undefined ? "holtline --help lists them" : `did you mean holtline ${guess}?`;
  return new UsageError(`"${word}" is neither a command nor an option; ${advice}`);
}

/** What commander does not know: a flag that is in no row of the table, or a switch with a value. */
function unknownFlag(word: string): OptionError {
  const [name = "", value] = word.replace(/^--?/, "").split("=", 2);
  if (options.some((option) => option.name === name)) return new OptionError(name, value, "takes no value");
  return unknownOption(name);
}

function missingValue(args: readonly string[]): OptionError {
  const name = (args.at(-1) ?? "").replace(/^--/, "");
  const option = options.find((row) => row.name === name);
  return new OptionError(name, undefined, `needs a value: ${option === undefined ? "a word" : expectation(option)}`);
}
