import { Command, CommanderError, Option } from "commander";
import { writeFully } from "../host/stdout.js";

/** A command line that can't be followed: what is wrong with it and what to do. The process ends with exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** A command that throws where commander would write to standard error or end the process. */
export function newCommand(name: string, summary: string): Command {
  return new Command(name === "" ? "holtline" : `holtline ${name}`)
    .description(summary)
    .helpOption("-h, --help", "Show this help.")
    .exitOverride()
    .configureOutput({ writeOut: writeFully, writeErr: () => {} });
}

/** An option whose text is read by `read`; what that throws is shown with the option's name. */
export function readOption(flags: string, help: string, read: (text: string) => unknown): Option {
  return new Option(flags, help).argParser((text: string) => {
    try {
      return read(text);
    } catch (error) {
      throw new UsageError(`${/--[a-z-]+/.exec(flags)![0]} ${text || '""'}: ${(error as Error).message}`);
    }
  });
}

/** A text as a whole number of at least `least`. */
export function wholeNumber(text: string, least: number, most: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new UsageError(`expected a whole number from ${least} to ${most}`);
}

/**
 * Parses what follows the command's name.
 *
 * @returns false when help was asked for and shown: nothing is left to do
 * @throws UsageError
 */
export function parsed(command: Command, args: string[]): boolean {
  try {
    command.parse(args, { from: "user" });
    return true;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return false;
    const reason = error.message.replace(/^error: /, "").replace(/\n\((.*)\)$/, " ($1)");
    throw new UsageError(`${reason}; ${command.name().replace(" ", " help ")} shows what it takes`);
  }
}
