import { Command, CommanderError, Option } from "commander";
import { writeFully } from "../host/stdout.js";
import { replaced } from "../options.js";
import { type Entry, entries } from "./entries.js";

/** A command line that can't be followed: what is wrong with it and what to do. The process ends with exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Columns that a description is wrapped to at least, beside long options. */
const LEAST_WRAP = 24;

/** A command that throws where commander would write to standard error or end the process. */
export function newCommand(name: string, summary: string): Command {
  const command = new Command(name === "" ? "holtline" : `holtline ${name}`)
    .description(summary)
    .helpOption("-h, --help", "Show this help.")
    .exitOverride()
    .configureHelp({ minWidthToWrap: LEAST_WRAP })
    .configureOutput({ writeOut: writeFully, writeErr: () => {} });
  const entry = entries.find((one) => one.name === name);
  return entry === undefined ? command : command.addHelpText("afterAll", `\n${endOfHelp(entry)}`);
}

function endOfHelp({ name, examples }: Entry): string {
  const lines = examples.map((example) => `  ${example}\n`).join("");
  const codes = [
    "Exit codes:",
    name === "run" || name === "echo"
      ? "  0 at the end of the input\n  1 when it can't be read, or the output can't be written"
      : "  0 when all went well\n  1 when something failed on the way",
    name === "run"
      ? "  2 for a wrong option, with --strict or on a terminal; else lines pass unscored"
      : "  2 for a wrong option, or a file that can't be used",
  ];
  return `Examples:\n${lines}\n${codes.slice(0, name === "echo" ? 2 : 3).join("\n")}`;
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
    const [, gone = ""] = /^error: unknown option '--([a-z-]+)/.exec(error.message) ?? [];
    if (replaced[gone] !== undefined) throw new UsageError(`--${gone}: ${replaced[gone]}`);
    const reason = error.message.replace(/^error: /, "").replace(/\n\((.*)\)$/, " ($1)");
    throw new UsageError(`${reason}; ${command.name().replace(" ", " help ")} shows what it takes`);
  }
}
