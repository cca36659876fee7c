import type { SeriesRule } from "../engine/engine.js";
import { parseLine } from "../engine/line.js";
import { fileSize, readChunks } from "../host/file.js";
import { readKernel } from "../host/kernel-file.js";
import { Progress } from "../host/progress.js";
import { Log } from "../host/stderr.js";
import { writeFully } from "../host/stdout.js";
import { expectedFormats } from "../input/format.js";
import { InputLines } from "../input/lines.js";
import type { Unit } from "../input/time-unit.js";
import type { Label } from "../labels/read.js";
import { isForFileCommands, type Settings } from "../options.js";
import { type FileSettings, settledForFiles } from "./config-file.js";
import { addSettingFlags, stopAtProblem } from "./flags.js";
import { labelsOf } from "./labels-file.js";
import { precisionOption } from "./precision.js";
import { outputWidth } from "./table.js";
import { type QuietRule, searchQuiet } from "./tune-quiet.js";
import { quietData, quietText } from "./tune-quiet-report.js";
import { type Tuned, tunedData, tunedText } from "./tune-report.js";
import { alarmTrials, modelTrials, type Run, searchAlarms, searchModel } from "./tune-search.js";
import { type Material, runTrial } from "./tune-trial.js";
import { newCommand, parsed, UsageError } from "./usage.js";

/** Bytes of lines that are tried on, about a million: of more, the last ones. */
const LIMIT = 96 << 20;
const NEWLINE = 10;

/** `holtline tune FILE…`: tries settings on what was, and prints those that would have done best. */
export async function tune(args: string[]): Promise<void> {
  const flags: Partial<Settings> = {};
  const command = newCommand(
    "tune",
    "Tries settings on files and prints the stanza of those that would have done best.",
  )
    .usage("[options] FILE...")
    .argument("<files...>", "as score takes them; - is standard input")
    .addOption(precisionOption())
    .option("--labels <file>", "Write rules that keep the stretches quiet that this CSV calls not_news.")
    .option("--json", "Write JSON, with everything that was tried.");
  addSettingFlags(command, flags, stopAtProblem, isForFileCommands);
  if (!parsed(command, args)) return;
  const settled = await settledForFiles(flags);
  const { json, labels, precision } = command.opts<{ json?: true; labels?: string; precision?: Unit }>();
  const { files, cut } = await readFiles(command.args, precision);
  const look = { width: outputWidth(), colours: false };
  if (labels !== undefined) {
    const material = { kernel: readKernel(), rules: settled.rules, files };
    const quiet = quietOn(material, settled, await labelsOf(labels));
    writeFully(json ? `${JSON.stringify(quietData(quiet), null, 2)}\n` : quietText(quiet, look));
    return;
  }
  const found = tuneOn({ kernel: readKernel(), rules: settled.rules, files }, settled);
  const tuned: Tuned = { files: command.args, cut, flags, ...found };
  if (tuned.model[0]!.trial.series.size === 0) throw useless(files);
  writeFully(json ? `${JSON.stringify(tunedData(tuned), null, 2)}\n` : tunedText(tuned, look));
}

/** Rules that keep labelled false alarms quiet, for each series that has some. */
function quietOn(material: Material, { settings }: FileSettings, labels: readonly Label[]): QuietRule[][] {
  const trial = (rules: readonly SeriesRule[]) =>
    runTrial({ ...material, rules: [...rules, ...material.rules] }, settings, false, () => {});
  return searchQuiet(labels, trial([]), (rule) => trial([rule]));
}

/** First the settings of the model, then those of the alarms with the best of these. */
function tuneOn(
  material: Material,
  { given, settings }: FileSettings,
): Pick<Tuned, "model" | "alarms" | "trials" | "seconds"> {
  const bytes = material.files.flat().reduce((sum, chunk) => sum + chunk.length, 0);
  const progress = new Progress("tune", bytes * (modelTrials + alarmTrials));
  const begun = performance.now();
  let trials = 0;
  const run: Run = (changes, keeps) => {
    trials++;
    return runTrial(material, { ...settings, ...changes }, keeps, (done) => progress.advance(done));
  };
  const model = searchModel(given, run);
  const best = model[0]!;
  const alarms = searchAlarms(given, best.changes, best.trial, run);
  progress.finish();
  const seconds = (performance.now() - begun) / 1_000;
  return { model, alarms, trials, seconds };
}

interface Read {
  files: Uint8Array[][];
  /** Whether lines were left out. */
  cut: boolean;
}

/**
 * The lines of the files, which share the limit evenly.
 *
 * @param precision what the timestamps count, where that is said
 * @param limit bytes; of more the last ones are kept, from the beginning of a line on, within a chunk as it was read
 */
export async function readFiles(names: readonly string[], precision?: Unit, limit: number = LIMIT): Promise<Read> {
  const progress = new Progress(
    "read",
    names.reduce((sum, name) => sum + fileSize(name), 0),
  );
  const files: Uint8Array[][] = [];
  let cut = false;
  for (const name of names) {
    const chunks: Uint8Array[] = [];
    let held = 0;
    let isCut = false;
    const lines = new InputLines(name, precision);
    const keep = (chunk: Uint8Array) => {
      if (chunk.length === 0) return;
      chunks.push(chunk);
      held += chunk.length;
      for (; held - chunks[0]!.length > limit / names.length; isCut = true) held -= chunks.shift()!.length;
    };
    for await (const chunk of readChunks(name, (bytes) => progress.advance(bytes))) keep(lines.push(chunk));
    keep(lines.end());
    tell(name, lines);
    // the line that the cut went through
    if (isCut) chunks[0] = chunks[0]!.subarray(chunks[0]!.indexOf(NEWLINE) + 1);
    files.push(chunks);
    cut ||= isCut;
  }
  progress.finish();
  return { files, cut };
}

/** Says what was assumed of a file, and the first of what could not be used. */
function tell(file: string, { notices, problems, problemCount }: InputLines): void {
  const log = new Log();
  for (const notice of notices) log.info(`${file}: ${notice}`);
  const [first] = problems;
  if (first === undefined) return;
  const rest = problemCount > 1 ? `; ${problemCount - 1} more like it` : "";
  log.warn(`${file}:${first.line}:${first.column}: ${first.text}${rest}`);
}

/** Why there is nothing to try settings on: with the first line that can't be read, where that is why. */
function useless(files: readonly (readonly Uint8Array[])[]): UsageError {
  const text = "there is no numeric field to try settings on";
  const [first = new Uint8Array(0)] = files.flat();
  const line = parseLine(first, 0, first.length, true);
  if (files.flat().length > 0 && line.kind !== "invalid") return new UsageError(text);
  const place =
    line.kind === "invalid" ? `, line ${line.row + 1}, column ${line.column}: expected ${line.expected}` : "";
  return new UsageError(`${text}${place}\n${expectedFormats}`);
}
