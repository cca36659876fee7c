import { parseDuration } from "../duration.js";
import { fileSize } from "../host/file.js";
import { metricLines } from "../host/metric-lines.js";
import { Progress } from "../host/progress.js";
import { stamped } from "../host/stamp.js";
import { Log, RepeatedProblem } from "../host/stderr.js";
import { Writer } from "../host/writer.js";
import { newCommand, parsed, readOption, UsageError } from "./usage.js";

/** `holtline restamp FILE|-`: the lines of a file, the metrics among them one interval apart from now plus an offset. */
export async function restamp(args: string[]): Promise<void> {
  const command = newCommand("restamp", "Writes the lines of a file with new timestamps; every other byte stays.")
    .argument("<file>", "line protocol, .gz or not; - is standard input")
    .addOption(readOption("--start-offset <duration>", "Where the first metric stands, from now: -1h.", parseDuration))
    .addOption(readOption("--interval <duration>", "From one metric to the next. (default: 1s)", positive))
    .addHelpText("after", "\nDurations: 10s, -1h30m, 2d (ns, us, ms, s, m, h, d, w).");
  if (!parsed(command, args)) return;
  const { startOffset = 0n, interval = 1_000_000_000n } = command.opts<{ startOffset?: bigint; interval?: bigint }>();
  const path = command.args[0]!;
  const writer = new Writer(path !== "-");
  const unreadable = new RepeatedProblem(new Log(), "warn");
  const progress = new Progress("restamp", fileSize(path));
  let time = BigInt(Date.now()) * 1_000_000n + startOffset;
  try {
    for await (const metric of metricLines(path, (bytes) => progress.advance(bytes))) {
      writer.add(metric.line === undefined ? metric.bytes : stamped(metric, time));
      if (metric.line !== undefined) time += interval;
      if (metric.problem !== undefined) unreadable.say(`${path}:${metric.row}: ${metric.problem}; passed on as it is`);
    }
  } finally {
    writer.flush();
    progress.finish();
  }
}

function positive(text: string): bigint {
  const duration = parseDuration(text);
  if (duration <= 0n) throw new UsageError("metrics follow one another: give more than 0s");
  return duration;
}
