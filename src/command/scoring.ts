import { resolve as resolvePath } from "node:path";
import { type Settled, settleFlags } from "../config/settle.js";
import { Engine, type Problem, type SeriesRule, type Statistics } from "../engine/engine.js";
import { escapeMeasurement } from "../engine/escape.js";
import { guarded } from "../host/guard.js";
import type { Hurry } from "../host/hurry.js";
import { Keeper } from "../host/keeper.js";
import { readKernel } from "../host/kernel-file.js";
import { type Passage, unchanged } from "../host/passage.js";
import { Log, RepeatedProblem } from "../host/stderr.js";
import type { Drain } from "../host/stdin.js";
import type { Settings } from "../options.js";
import { parseFlags } from "./flags.js";

/** All that `run` needs to go to work. */
export interface Scoring {
  /** Scores the lines; leaves them as they are when there are problems. */
  passage: Passage;
  /** Why lines can't be scored, each with its remedy. */
  problems: string[];
  drain: Drain;
  log: Log;
  /** Whether problems are to end the process. */
  strict: boolean;
}

/** Makes an engine as the flags, and the file that they may name, say. It never throws. */
export async function prepare(args: readonly string[]): Promise<Scoring> {
  const { given, problems } = parseFlags(args);
  const texts = problems.map((problem) => problem.message);
  const { settings, rules, problems: others } = await settledAnyhow(given);
  texts.push(...others);
  const log = new Log(settings.logLevel);
  let passage = unchanged;
  try {
    if (texts.length === 0) passage = scoring(settings, rules, log);
  } catch (error) {
    texts.push((error as Error).message);
  }
  return { passage, problems: texts, drain: settings.drain, log, strict: settings.strict };
}

/** Where the file can't be read, that is a problem like others. */
async function settledAnyhow(given: Partial<Settings>): Promise<Settled> {
  if (given.config === undefined) return settleFlags(given);
  try {
    // loaded only where there is a file, so that starting costs what is used
    const { settled } = await import("./config-file.js");
    return await settled(given);
  } catch (error) {
    const rest = settleFlags(given);
    return { ...rest, problems: [`--config: ${(error as Error).message}`, ...rest.problems] };
  }
}

/** Clocks that went wrong are told of so often in a minute: each by its series, and where it is back as well. */
const NOTICES = 10;

/**
 * An engine as a passage that loses nothing.
 *
 * @throws Error when the kernel can't be read or is not the one that the engine was made for
 */
function scoring(settings: Settings, rules: readonly SeriesRule[], log: Log): Passage {
  const unreadable = new RepeatedProblem(log, "warn");
  const onProblem = ({ line, column, text }: Problem) =>
    unreadable.say(`line ${line}, column ${column} passes through as it came: ${text}`);
  const noticed = new RepeatedProblem(log, "warn", 60_000, NOTICES);
  const onNotice = (text: string) => noticed.say(text);
  const { state, stateEvery } = settings;
  const keeper = state === undefined ? undefined : new Keeper(resolvePath(state), stateEvery, log);
  // what the state counts was counted by others
  let others: Statistics | undefined;
  const onFirstSeries = () => {
    const own = engine.statistics();
    keeper?.begin(engine);
    others = difference(engine.statistics(), own);
  };
  const engine: Engine = Engine.create(readKernel(), settings, { rules, onProblem, onNotice, onFirstSeries });
  const atEnd = () => {
    keeper?.finish();
    const { lines, scored, unparsable } = difference(engine.statistics(), others);
    if (unparsable > 0) log.warn(`${unparsable} of ${lines} lines could not be read and passed through as they came`);
    log.debug(`${lines} lines in, ${scored} values scored`);
  };
  return guarded(keeper?.watching(engine) ?? engine, log, atEnd, hurryOf(engine, settings, rules));
}

/** Points from one path to the next where there is to be none. */
const NEVER = 2 ** 31 - 1;

/** An engine that writes no more paths; undefined where it writes none anyway. */
function hurryOf(engine: Engine, settings: Settings, rules: readonly SeriesRule[]): Hurry | undefined {
  if (settings.horizon === 0 && rules.every((rule) => !rule.settings?.horizon)) return undefined;
  const { emit, preset, forecastName, anomalyName } = settings;
  // in a preset there are scores for each step of a path
  const names = preset === undefined ? [forecastName] : [forecastName, anomalyName];
  return {
    // where results are spliced in, originals are not to be known from lines of ours
    paths: emit === "fields" ? [] : names.flatMap((name) => [`${escaped(name)},`, `${escaped(name)} `]),
    heldLength: () => engine.held().length,
    begin: () => engine.setForecastEvery(NEVER),
  };
}

function escaped(measurement: string): string {
  return new TextDecoder().decode(escapeMeasurement(new TextEncoder().encode(measurement)));
}

function difference(all: Statistics, others: Statistics | undefined): Statistics {
  const own = Object.entries(all).map(([name, count]) => [name, count - (others?.[name as keyof Statistics] ?? 0)]);
  return Object.fromEntries(own) as Statistics;
}
