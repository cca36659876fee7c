import { Engine } from "../src/engine/engine.js";
import { readKernel } from "../src/host/kernel-file.js";
import { resolve, type Settings } from "../src/options.js";
import { machine } from "./machine.js";

const ROUNDS = 9;
const PIECE = 2_000;

/**
 * How long the pipe stands still for a snapshot of 100,000 series: the longest of its pieces, between which lines are taken.
 * Beside it the whole, as it is made at the end of the input, and going on with it. With another number as the argument, of
 * so many series.
 */
export async function bench([count = "100000"]: string[]): Promise<void> {
  const series = Number(count);
  process.stdout.write(`${series.toLocaleString("en")} series, ${machine()}\n\n`);
  const kinds: [string, Partial<Settings>][] = [
    ["without windows and seasons", { refit: 0, season: "none" }],
    ["without windows, the day's test", { refit: 0 }],
    ["with windows of 120 values", { season: "none" }],
  ];
  for (const [name, given] of kinds) {
    const settings = resolve({ ...given, horizon: 0, emit: "changes" });
    const engine = Engine.create(readKernel(), settings);
    feed(engine, series);
    const wholes: number[] = [];
    const pieces: number[] = [];
    let snapshot: Uint8Array = new Uint8Array(0);
    for (let round = 0; round < ROUNDS; round++) {
      pieces.push(longestPiece(engine));
      const begun = performance.now();
      snapshot = engine.snapshot();
      wholes.push(performance.now() - begun);
    }
    const next = Engine.create(readKernel(), settings);
    const begun = performance.now();
    next.restore(snapshot);
    const restored = performance.now() - begun;
    process.stdout.write(
      `${name}: ${(snapshot.length / 1e6).toFixed(1)} MB; longest piece ${told(pieces)}; whole ${told(wholes)}; restored in ${restored.toFixed(0)} ms\n`,
    );
  }
}

/** Milliseconds of the longest step of a snapshot, its copy out of the kernel included. */
function longestPiece(engine: Engine): number {
  const copy = new Uint8Array(1 << 20);
  let longest = 0;
  let begun = performance.now();
  const step = () => {
    const now = performance.now();
    longest = Math.max(longest, now - begun);
    begun = now;
  };
  const writer = engine.snapshotWriter();
  for (let piece = writer.next(); piece !== undefined; piece = writer.next()) {
    copy.set(piece);
    step();
  }
  writer.head();
  step();
  return longest;
}

function told(times: number[]): string {
  const sorted = [...times].sort((one, other) => one - other);
  const at = (index: number) => sorted[index]!.toFixed(1);
  return `${at(0)} to ${at(sorted.length - 1)} ms, median ${at(sorted.length >> 1)}`;
}

/** Twelve points for each series, a minute apart: a step is known, and the window and the day's test are held. */
function feed(engine: Engine, series: number): void {
  const encoder = new TextEncoder();
  for (let row = 0; row < 12; row++) {
    for (let from = 0; from < series; from += PIECE) {
      let text = "";
      for (let host = from; host < Math.min(series, from + PIECE); host++) {
        text += `cpu,host=host${host},region=eu-west usage_idle=${50 + ((host * 7 + row * 13) % 17)} ${1_600_000_000 + row * 60}000000000\n`;
      }
      engine.push(encoder.encode(text));
    }
  }
}
