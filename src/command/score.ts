import { Engine, type Points, type Problem } from "../engine/engine.js";
import { SeriesTally } from "../engine/tally.js";
import { fileSize, readChunks } from "../host/file.js";
import { readKernel } from "../host/kernel-file.js";
import { Progress } from "../host/progress.js";
import { Log, RepeatedProblem } from "../host/stderr.js";
import { writeFully } from "../host/stdout.js";
import { isForFileCommands, type Settings } from "../options.js";
import { type FileSettings, settledForFiles } from "./config-file.js";
import { addSettingFlags } from "./flags.js";
import { reportData, reportText, type Scored } from "./report.js";
import { newCommand, parsed } from "./usage.js";

/** Characters in a line of output that goes to no terminal. */
const UNBOUNDED = 10_000;

/** `holtline score FILE…`: the engine over whole files, each anew, and what it found. */
export async function score(args: string[]): Promise<void> {
  const given: Partial<Settings> = {};
  const command = newCommand("score", "Scores whole files at full speed and shows what was found.")
    .argument("<files...>", "line protocol, .gz or not; - is standard input")
    .option("--json", "Write JSON, with every incident.");
  addSettingFlags(command, given, stopAtProblem, isForFileCommands);
  if (!parsed(command, args)) return;
  const settings = await settledForFiles(given);
  const look = { width: process.stdout.columns ?? UNBOUNDED, colours: wantsColours() };
  const all: Scored[] = [];
  for (const file of command.args) {
    const scored = await scoreFile(file, settings);
    if (!command.opts<{ json?: true }>().json) writeFully(`${all.length > 0 ? "\n" : ""}${reportText(scored, look)}`);
    all.push(scored);
  }
  if (command.opts<{ json?: true }>().json) writeFully(`${JSON.stringify(all.map(reportData), null, 2)}\n`);
}

function stopAtProblem(problem: Error): never {
  throw problem;
}

function wantsColours(): boolean {
  return process.stdout.isTTY === true && !process.env.NO_COLOR;
}

async function scoreFile(file: string, { settings, rules }: FileSettings): Promise<Scored> {
  const unreadable = new RepeatedProblem(new Log(), "warn");
  const onProblem = ({ line, column, text }: Problem) => unreadable.say(`${file}:${line}:${column}: ${text}`);
  const tallies: SeriesTally[] = [];
  const onPoints = (points: Points) => {
    for (let row = 0; row < points.count; row++) {
      const series = points.series[row]!;
      if (series <= 0) continue;
      tallies[series] ??= new SeriesTally();
      tallies[series].take(points, row);
    }
  };
  const engine = Engine.create(readKernel(), settings, { rules, onProblem, onPoints });
  const progress = new Progress(`score ${file}`, fileSize(file), process.stderr.isTTY === true);
  const begun = performance.now();
  for await (const chunk of readChunks(file, (bytes) => progress.advance(bytes))) engine.push(chunk);
  engine.end();
  const seconds = (performance.now() - begun) / 1_000;
  progress.finish();
  const { lines, unparsable } = engine.statistics();
  const series = tallies.flatMap((tally, number) => (tally ? [{ name: engine.seriesName(number), tally }] : []));
  return { file, lines, unparsable, seconds, series };
}
