import { setTimeout as sleep } from "node:timers/promises";
import { InputEnd, inputIsHeld } from "../host/input-end.js";
import { type MetricLine, metricLines } from "../host/metric-lines.js";
import { Lap, Pace } from "../host/pace.js";
import { stamped } from "../host/stamp.js";
import { Log, RepeatedProblem } from "../host/stderr.js";
import { betweenPipes, closeOutputs } from "../host/stdout.js";
import { outliveSignals } from "../host/stop.js";
import { Writer } from "../host/writer.js";
import { newCommand, parsed, readOption, UsageError } from "./usage.js";

interface Choices {
  readonly speed?: number;
  readonly loop?: true;
  readonly restamp?: "now";
  readonly hold?: true;
}

/** `holtline replay FILE|-`: a file's lines at the pace of their timestamps, until standard input closes. */
export async function replay(args: string[]): Promise<void> {
  const command = newCommand("replay", "Writes the lines of a file at the pace of their timestamps.")
    .argument("<file>", "line protocol, .gz or not; - is standard input")
    .addOption(readOption("--speed <factor>", "How many times faster. (default: 1)", readSpeed))
    .option("--loop", "Start over at the end; timestamps go on.")
    .addOption(readOption("--restamp <now>", "Give each line the time at which it is written.", readRestamp))
    .option("--hold", "At the end, wait until standard input closes.")
    .addHelpText("after", notes);
  if (!parsed(command, args)) return;
  const choices = command.opts<Choices>();
  const path = command.args[0]!;
  if (path === "-" && choices.loop) throw new UsageError("--loop: standard input can be read only once, give a file");
  // what ends a held replay is the end of its input; Ctrl-C reaches it as well as Telegraf
  if (choices.hold && inputIsHeld()) outliveSignals();
  const end = path !== "-" && (choices.hold || inputIsHeld()) ? new InputEnd() : undefined;
  try {
    await play(path, choices, end?.signal);
    if (choices.hold) await end?.reached();
  } finally {
    end?.release();
  }
  if (betweenPipes()) closeOutputs();
}

/** Milliseconds that count as now: a timer knows no less, and may be early by as much. */
const TICK = 1;
const SLOWEST = 0.001;
const FASTEST = 1_000_000;

const notes = `
With --restamp now the times of the lines shrink with the pace: at --speed 10
seconds become tenths of a second. Where time jumps back by more than ten steps,
or stands still for over an hour, the next line comes one step later. When
standard input is a pipe and closes, the replay ends, as Telegraf's inputs.execd
wants it.`;

async function play(path: string, { speed = 1, loop, restamp }: Choices, signal?: AbortSignal): Promise<void> {
  const writer = new Writer(path !== "-");
  const unreadable = new RepeatedProblem(new Log(), "warn");
  const pace = new Pace(speed);
  const lap = new Lap();
  const begun = performance.now();
  const now = BigInt(Date.now()) * 1_000_000n;
  const restamped = (metric: MetricLine, stamp: bigint) => {
    if (metric.line === undefined) return metric.bytes;
    if (restamp === "now") return stamped(metric, now + stamp);
    return lap.shift === 0n || metric.line.time === undefined
      ? metric.bytes
      : stamped(metric, metric.line.time + lap.shift);
  };
  try {
    do {
      for await (const metric of metricLines(path)) {
        const { due, stamp } = pace.place(metric.line?.time);
        const wait = Number(due) / 1e6 - (performance.now() - begun);
        if (wait >= TICK) {
          writer.flush();
          await sleep(wait, undefined, signal === undefined ? {} : { signal }).catch(() => {}); // cut short by the signal
        }
        if (signal?.aborted) return;
        writer.add(restamped(metric, stamp));
        if (metric.problem !== undefined)
          unreadable.say(`${path}:${metric.row}: ${metric.problem}; passed on as it is`);
        lap.see(metric.line?.time);
      }
      pace.restart();
      lap.restart();
    } while (loop && !lap.empty);
  } finally {
    writer.flush();
  }
}

function readSpeed(text: string): number {
  const speed = /^(\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : 0;
  if (speed < SLOWEST || speed > FASTEST) throw new UsageError(`expected a number from ${SLOWEST} to ${FASTEST}`);
  return speed;
}

function readRestamp(text: string): "now" {
  if (text !== "now") throw new UsageError('only "now" can be given');
  return text;
}
