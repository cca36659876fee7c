import { closeSync, openSync, writeFileSync, writeSync } from "node:fs";
import { Random } from "../src/simulation/random.js";

/** Seeded line protocol as Telegraf's cpu input writes it; the same load and seed give the same bytes. */
export interface Load {
  /** Different keys; each holds `fields` series. */
  readonly keys: number;
  /** Points of each series: a round is every key once, in an order of its own, all at one time. */
  readonly rounds: number;
  /** Fields of a line, from 1 to 10. */
  readonly fields: number;
}

const names = [
  "usage_idle",
  "usage_user",
  "usage_system",
  "usage_nice",
  "usage_iowait",
  "usage_irq",
  "usage_softirq",
  "usage_steal",
  "usage_guest",
  "usage_guest_nice",
] as const;

/** Seconds since 1970 of the first round, and seconds from one to the next: Telegraf's own interval. */
const START = 1_767_225_600;
const INTERVAL = 10;
const LINES_A_CHUNK = 1_000;
/** Values are hundredths in here: 20 to 80 by series, and noise of up to 1.5 either way. */
const LOWEST = 2_000;
const SPREAD = 6_000;
const NOISE = 150;
/** What a value is written as, by its hundredths. */
const texts = Array.from({ length: 10_000 }, (_, hundredths) => String(hundredths / 100));

/** The lines in pieces of a thousand, about 100 bytes a line of one field. */
export function* linesOf({ keys, rounds, fields }: Load, seed: number): Generator<Buffer> {
  const random = new Random(seed);
  const order = Int32Array.from({ length: keys }, (_, key) => key);
  const chosen = names.slice(0, fields);
  for (let round = 0; round < rounds; round++) {
    shuffle(order, random);
    const time = `${START + round * INTERVAL}000000000\n`;
    for (let at = 0; at < keys; at += LINES_A_CHUNK) {
      let text = "";
      for (const key of order.subarray(at, at + LINES_A_CHUNK))
        text += `${nameOf(key)} ${fieldsOf(key, chosen, random)} ${time}`;
      yield Buffer.from(text, "latin1");
    }
  }
}

/** Writes the lines to a file; returns how many. */
export function writeLoad(file: string, load: Load, seed: number): number {
  const descriptor = openSync(file, "w");
  for (const chunk of linesOf(load, seed)) writeSync(descriptor, chunk);
  closeSync(descriptor);
  return load.keys * load.rounds;
}

/** Writes lines of bytes, given without their newlines. */
export function writeLines(file: string, lines: readonly string[]): void {
  writeFileSync(file, `${lines.join("\n")}\n`, "latin1");
}

function nameOf(key: number): string {
  const rack = String(key % 100).padStart(2, "0");
  return `cpu,cpu=cpu-total,host=server-${String(key).padStart(7, "0")},rack=r${rack},region=eu-west-1`;
}

function fieldsOf(key: number, chosen: readonly string[], random: Random): string {
  return chosen
    .map((name, field) => {
      const middle = LOWEST + ((key * 7_919 + field * 977) % SPREAD);
      return `${name}=${texts[middle + random.whole(-NOISE, NOISE)]}`;
    })
    .join();
}

/** Fisher & Yates, as Durstenfeld 1964 has it. */
function shuffle(order: Int32Array, random: Random): void {
  for (let last = order.length - 1; last > 0; last--) {
    const other = random.whole(0, last);
    const held = order[last]!;
    order[last] = order[other]!;
    order[other] = held;
  }
}
