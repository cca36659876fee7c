import { readFileSync } from "node:fs";
import { resolve as resolvePath } from "node:path";
import type { Config } from "../config/read.js";
import { type Settled, settle, settleFlags } from "../config/settle.js";
import { rulesWith } from "../engine/series-rule.js";
import { FileError, unreadable } from "../host/file.js";
import type { Settings } from "../options.js";
import { UsageError } from "./usage.js";

/**
 * What flags say, and what the configuration file that they name says.
 *
 * @throws FileError when that can't be read
 */
export async function settled(given: Partial<Settings>): Promise<Settled> {
  return given.config === undefined ? settleFlags(given) : settle(given, await readConfigFile(given.config));
}

export type FileSettings = Omit<Settled, "problems">;

/**
 * The same for a command that works on files, which may hold one series after the other: nothing watches for gaps there.
 *
 * @throws FileError, UsageError for anything that is wrong
 */
export async function settledForFiles(given: Partial<Settings>): Promise<FileSettings> {
  const { given: all, settings, rules, problems } = await settled(given);
  if (problems.length > 0) throw new UsageError(problems.join("\n"));
  const own = { gapWatch: false };
  return { given: all, settings: { ...settings, ...own }, rules: rulesWith(rules, own) };
}

/** @throws FileError */
export async function readConfigFile(path: string): Promise<Config> {
  // loaded only where there is such a file: it brings the reader of TOML
  const { readConfig } = await import("../config/read.js");
  return readConfig(textOf(path), path);
}

function textOf(path: string): string {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw unreadable(resolvePath(path), error as Error);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new FileError(`${path} can't be read: it is not UTF-8`, { cause: error });
  }
}
