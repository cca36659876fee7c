import { readFileSync } from "node:fs";
import { Log, writeError } from "../host/stderr.js";
import { writeFully } from "../host/stdout.js";
import { type Entry, entries, run } from "./entries.js";

/** Errors that say what was wrong with the command line or a file: exit code 2. Any other is a fault of ours or the system's. */
const wrongUsage = ["UsageError", "OptionError", "FileError", "InputError"];

const asksForHelp = (word: string | undefined) => word === "--help" || word === "-h";

/**
 * Starts the command that the arguments name. What names none belongs to `run`, a mistyped command too: a processor that
 * ends costs Telegraf the metrics of ten seconds, so `run` decides what becomes of wrong words.
 */
async function main(args: string[]): Promise<void> {
  const [first, ...rest] = args;
  if (first === "help") return main(rest.length === 0 ? ["--help"] : [...rest, "--help"]);
  if (asksForHelp(first)) return showHelp();
  if (first === "--version" || first === "-V") return writeFully(`${version()}\n`);
  const named = entries.find((entry) => entry.name === first);
  const entry = named ?? run;
  const its = named === undefined ? args : rest;
  if (its.some(asksForHelp) && (entry.name === "run" || entry.name === "echo")) return showProcessorHelp(entry);
  try {
    const command = await entry.load();
    await command(its);
  } catch (error) {
    fail(entry.name, error as Error);
  }
}

/** Says on standard error why a command could not do its work: to a person, or in the form that Telegraf logs. */
function fail(command: string, error: Error): void {
  process.exitCode = wrongUsage.includes(error.name) ? 2 : 1;
  for (const reason of error.message.split("\n")) {
    const text = `holtline ${command}: ${reason}`;
    if (process.stderr.isTTY) writeError(`${text}\n`);
    else new Log().error(text);
  }
}

async function showHelp(): Promise<void> {
  const { newCommand } = await import("./usage.js");
  const program = newCommand(
    "",
    "Forecasts every numeric field that flows through Telegraf, and scores each new value.",
  )
    .usage("[command] [options]")
    .version(version(), "-V, --version", "Show the version.")
    .helpCommand("help [command]", "Show the help of a command.");
  for (const { name, takes, summary } of entries)
    program.command(`${name} ${takes}`.trim()).usage(takes).summary(summary);
  program.outputHelp();
}

/** `run` and `echo` read their own arguments, and never stop at them. */
async function showProcessorHelp({ name, takes, summary }: Entry): Promise<void> {
  const [{ newCommand }, { addSettingFlags }] = await Promise.all([import("./usage.js"), import("./flags.js")]);
  const command = newCommand(name, summary).usage(takes);
  if (name === "run") addSettingFlags(command, {}, () => {});
  command.outputHelp();
}

function version(): string {
  const manifest = readFileSync(new URL("../../../package.json", import.meta.url), "utf8");
  return (JSON.parse(manifest) as { version: string }).version;
}

await main(process.argv.slice(2));
