import { resolve as resolvePath } from "node:path";
import { Engine, type Problem, type Statistics } from "../engine/engine.js";
import { guarded } from "../host/guard.js";
import { Keeper } from "../host/keeper.js";
import { readKernel } from "../host/kernel-file.js";
import { Log, RepeatedProblem } from "../host/stderr.js";
import { type Drain, type Passage, unchanged } from "../host/stdin.js";
import { defaults, resolve, type Settings } from "../options.js";
import { parseFlags } from "./flags.js";

/** All that `run` needs to go to work. */
export interface Scoring {
  /** Scores the lines; leaves them as they are when there are problems. */
  passage: Passage;
  /** Why lines can't be scored, each with its remedy. */
  problems: string[];
  drain: Drain;
  log: Log;
}

/** Makes an engine as the flags say. It never throws. */
export function prepare(args: readonly string[]): Scoring {
  const { given, problems } = parseFlags(args);
  const texts = problems.map((problem) => problem.message);
  const log = new Log(given.logLevel);
  let passage = unchanged;
  try {
    const settings = resolve(given);
    if (texts.length === 0) passage = scoring(settings, log);
  } catch (error) {
    texts.push((error as Error).message);
  }
  return { passage, problems: texts, drain: given.drain ?? defaults().drain, log };
}

/**
 * An engine as a passage that loses nothing.
 *
 * @throws Error when the kernel can't be read or is not the one that the engine was made for
 */
function scoring(settings: Settings, log: Log): Passage {
  const unreadable = new RepeatedProblem(log, "warn");
  const onProblem = ({ line, column, text }: Problem) =>
    unreadable.say(`line ${line}, column ${column} passes through as it came: ${text}`);
  const { state, stateEvery } = settings;
  const keeper = state === undefined ? undefined : new Keeper(resolvePath(state), stateEvery, log);
  // what the state counts was counted by others
  let others: Statistics | undefined;
  const onFirstSeries = () => {
    const own = engine.statistics();
    keeper?.begin(engine);
    others = difference(engine.statistics(), own);
  };
  const engine: Engine = Engine.create(readKernel(), settings, { onProblem, onFirstSeries });
  return guarded(keeper?.watching(engine) ?? engine, log, () => {
    keeper?.finish();
    const { lines, scored, unparsable } = difference(engine.statistics(), others);
    if (unparsable > 0) log.warn(`${unparsable} of ${lines} lines could not be read and passed through as they came`);
    log.debug(`${lines} lines in, ${scored} values scored`);
  });
}

function difference(all: Statistics, others: Statistics | undefined): Statistics {
  const own = Object.entries(all).map(([name, count]) => [name, count - (others?.[name as keyof Statistics] ?? 0)]);
  return Object.fromEntries(own) as Statistics;
}
