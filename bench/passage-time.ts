import { spawn } from "node:child_process";
import { closeSync, writeSync } from "node:fs";
import { Socket } from "node:net";
import { openPipe } from "./fifo.js";
import { type Command, succeeded } from "./whole-process.js";

/** A process between two pipes, whose other ends are ours. */
interface Piped {
  readonly write: number;
  readonly reader: Socket;
  readonly ended: Promise<void>;
}

const KEYS = 100;
/** The id of a line is its timestamp's hundreds of microseconds, since the second that these digits name. */
const EPOCH = "17672256";
const DIGITS = 11;
const UNIT = 100_000;
/** Lines of a turn of the loop: few, so that arrivals are soon looked at when we are late. */
const TURN = 50;
const LINES_BEFORE_A_SCORE = 20;

/** Line `id` of a seeded load; there may be a million. */
export function lineOf(id: number): string {
  const value = 50 + ((id * 7_919) % 401) / 100;
  const time = EPOCH + String(id * UNIT).padStart(DIGITS, "0");
  return `cpu,cpu=cpu-total,host=server-${String(id % KEYS).padStart(7, "0")},region=eu-west-1 usage_idle=${value} ${time}\n`;
}

/** Takes chunks of lines that end in those timestamps, and hands on the id of each line. */
export class LineIds {
  #rest = "";

  take(chunk: Buffer, each: (id: number) => void): void {
    const text = this.#rest + chunk.toString("latin1");
    let start = 0;
    for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", start)) {
      if (end > start) each(Number(text.slice(end - DIGITS, end)) / UNIT);
      start = end + 1;
    }
    this.#rest = text.slice(start);
  }
}

/**
 * Microseconds that each line takes through a process, from before its write to when it is read again. One write a line,
 * as Telegraf does, in a loop that never sleeps; lines that are late by our own fault are written at once.
 *
 * @param rate lines a second
 * @param cold lines that are not among the result
 * @throws Error when lines come in another order
 */
export async function passageTimes(
  command: Command,
  path: (name: string) => string,
  { rate, lines, cold }: { rate: number; lines: number; cold: number },
): Promise<Float64Array> {
  const texts = Array.from({ length: lines }, (_, id) => Buffer.from(lineOf(id)));
  const written = new Float64Array(lines);
  const taken = new Float64Array(lines);
  const { write, reader, ended } = startBetweenPipes(command, path);
  let arrived = 0;
  const ids = new LineIds();
  reader.on("data", (chunk) => {
    const now = performance.now();
    ids.take(chunk, (id) => {
      if (id !== arrived) throw new Error(`${command.join(" ")}: line ${id} came where ${arrived} was due`);
      taken[arrived++] = 1_000 * (now - written[id]!);
    });
  });
  const begun = performance.now();
  let sent = 0;
  const turn = () => {
    const due = Math.min(lines, sent + TURN, Math.floor(((performance.now() - begun) * rate) / 1_000));
    while (sent < due) {
      written[sent] = performance.now();
      if (!offer(write, texts[sent]!)) break;
      sent++;
    }
  };
  await new Promise<void>((resolve, reject) => {
    reader.on("error", reject);
    reader.on("end", () => reject(new Error(`${command.join(" ")}: ended after ${arrived} of ${lines} lines`)));
    const loop = () => {
      turn();
      if (arrived === lines) resolve();
      else setImmediate(loop);
    };
    loop();
  });
  closeSync(write);
  await ended;
  return taken.subarray(cold);
}

/** Milliseconds from the start of a process to its first output that holds `mark`, with enough lines to score at once. */
export async function firstOutput(command: Command, path: (name: string) => string, mark: string): Promise<number> {
  const text = Array.from({ length: LINES_BEFORE_A_SCORE }, (_, at) => lineOf(at * KEYS)).join("");
  const begun = performance.now();
  const { write, reader, ended } = startBetweenPipes(command, path);
  writeSync(write, text);
  let output = "";
  const took = await new Promise<number>((resolve, reject) => {
    reader.on("data", (chunk) => {
      output += chunk;
      if (output.includes(mark)) resolve(performance.now() - begun);
    });
    reader.on("end", () => reject(new Error(`${command.join(" ")}: ended without ${mark}`)));
  });
  closeSync(write);
  await ended;
  return took;
}

/** Milliseconds from the start of a process to its end. */
export async function wholeLife(command: Command): Promise<number> {
  const [program, ...args] = command;
  const begun = performance.now();
  await succeeded(spawn(program, args, { stdio: "ignore" }), command);
  return performance.now() - begun;
}

function startBetweenPipes(command: Command, path: (name: string) => string): Piped {
  const [program, ...args] = command;
  const input = openPipe(path("input"));
  const output = openPipe(path("output"));
  const child = spawn(program, args, { stdio: [input.read, output.write, "inherit"] });
  closeSync(input.read);
  closeSync(output.write);
  const reader = new Socket({ fd: output.read, readable: true, writable: false });
  const closed = new Promise<void>((resolve) => reader.on("close", () => resolve()));
  const ended = succeeded(child, command).then(() => closed);
  return { write: input.write, reader, ended };
}

/** Writes a line, which is shorter than what a pipe takes in one piece; false when the pipe is full. */
function offer(descriptor: number, line: Buffer): boolean {
  try {
    writeSync(descriptor, line);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
    return false;
  }
}
