import { writeError } from "../host/stderr.js";
import { passThrough } from "../host/stdin.js";
import { outliveSignals } from "../host/stop.js";

const hint = `Holtline reads line protocol from standard input: type or paste lines, Ctrl-D ends.
Telegraf starts it from a [[processors.execd]] stanza (holtline sample-config); for a file: holtline score FILE.
`;

/**
 * `holtline run`: the execd processor. Whatever is wrong with its flags or its kernel is reported and lines then pass
 * unscored, because Telegraf loses every line that comes while a processor is down; only `--strict`, or a person at a
 * terminal, gets exit code 2.
 */
export async function run(args: string[]): Promise<void> {
  const terminal = process.stdin.isTTY === true;
  if (!terminal) outliveSignals();
  // loaded only now: a signal may come while the larger part of the program is being prepared
  const { prepare } = await import("./scoring.js");
  const { passage, problems, drain, log, strict } = await prepare(args);
  for (const problem of problems) log.error(problem);
  if (problems.length > 0 && (terminal || strict || args.includes("--strict"))) {
    process.exitCode = 2;
    return;
  }
  if (problems.length > 0) log.error("Lines pass through unscored: mend what is said above, then reload Telegraf");
  if (terminal) writeError(hint);
  await passThrough(passage, drain, log);
}
