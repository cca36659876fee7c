import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Random } from "../src/simulation/random.js";
import { machine } from "./machine.js";
import { residentOf } from "./memory.js";

/**
 * Resident memory of `holtline run` while hours of one-second points go through it at full speed: a day's cycle, noise
 * and a spike now and then in every series. Linux only, where /proc tells.
 *
 *     npm run bench -- replay [--hours 24] [--series 2000] [--most 3600] [--every 10] [-- FLAGS of holtline run]
 *
 * `--most` ends it after so many seconds, `--every` is how many lie between two looks at the memory.
 */

const FIRST_SECOND = 1_600_000_000;
const DAY = 86_400;
/** Digits of a value, 100.0 to 999.9, and of a second since 1970. */
const VALUE_DIGITS = 5;
const SECOND_DIGITS = 10;
const ZERO = 48;

const program = fileURLToPath(new URL("../../bin/holtline.js", import.meta.url));

/** The lines of a second, all of one length from second to second: only digits are written into them anew. */
class Second {
  readonly #bytes: Buffer;
  /** Where each series' value begins, and its second. */
  readonly #values: number[] = [];
  readonly #seconds: number[] = [];
  readonly #phases: number[];
  readonly #random = new Random(1);

  constructor(series: number) {
    let text = "";
    for (let number = 0; number < series; number++) {
      text += `disk,host=server-${number >> 2},path=/data/${number & 3} used=`;
      this.#values.push(text.length);
      text += `${"0".repeat(VALUE_DIGITS - 1)}.0 `;
      this.#seconds.push(text.length);
      text += `${"0".repeat(SECOND_DIGITS)}000000000\n`;
    }
    this.#bytes = Buffer.from(text, "latin1");
    this.#phases = this.#values.map(() => this.#random.uniform());
  }

  /** A copy with the values of a second, counted from the first. */
  at(index: number): Buffer {
    const bytes = Buffer.from(this.#bytes);
    for (let number = 0; number < this.#values.length; number++) {
      const cycle = Math.sin(2 * Math.PI * (index / DAY + this.#phases[number]!));
      const spike = this.#random.uniform() < 1e-5 ? 250 : 0;
      const tenths = Math.round(10 * (500 + 100 * cycle + 20 * this.#random.uniform() + spike));
      const value = this.#values[number]!;
      writeDigits(bytes, value, VALUE_DIGITS - 1, Math.floor(tenths / 10));
      bytes[value + VALUE_DIGITS] = ZERO + (tenths % 10);
      writeDigits(bytes, this.#seconds[number]!, SECOND_DIGITS, FIRST_SECOND + index);
    }
    return bytes;
  }
}

function writeDigits(bytes: Buffer, start: number, count: number, number: number): void {
  let rest = number;
  for (let at = start + count - 1; at >= start; at--) {
    const next = Math.floor(rest / 10);
    bytes[at] = ZERO + rest - 10 * next;
    rest = next;
  }
}

interface Asked {
  hours: number;
  series: number;
  /** Seconds that it takes at most. */
  most: number;
  /** Seconds between two looks at the memory. */
  every: number;
  /** Of `holtline run`. */
  flags: string[];
}

function read(args: string[]): Asked {
  const number = (by: string) => ({ type: "string" as const, default: by });
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { hours: number("24"), series: number("2000"), most: number("3600"), every: number("10") },
  });
  const { hours, series, most, every } = values;
  const flags = positionals.length > 0 ? positionals : ["--horizon", "0"];
  return { hours: Number(hours), series: Number(series), most: Number(most), every: Number(every), flags };
}

/** Writes the seconds to the child, with a row of the table now and then. Returns how many, and how long it waited. */
async function feed(
  child: ChildProcess,
  { hours, series, most, every }: Asked,
): Promise<{ sent: number; waited: number }> {
  const second = new Second(series);
  const stdin = child.stdin!;
  const start = performance.now();
  const passed = () => (performance.now() - start) / 1000;
  let rows = 0;
  let waited = 0;
  let sent = 0;
  for (; sent < hours * 3600 && passed() < most; sent++) {
    if (!stdin.write(second.at(sent))) {
      const from = passed();
      await once(stdin, "drain");
      waited += passed() - from;
    }
    if (passed() < rows * every) continue;
    rows++;
    const resident = residentOf(child.pid!, "VmRSS").toFixed(1);
    process.stdout.write(`| ${passed().toFixed(0)} | ${(sent / 3600).toFixed(2)} | ${resident} |\n`);
  }
  while (stdin.writableLength > 0) await new Promise((resolve) => setTimeout(resolve, 10));
  return { sent, waited };
}

export async function bench(args: string[]): Promise<void> {
  const asked = read(args);
  process.stdout.write(`${machine()}; ${asked.series} series, holtline run ${asked.flags.join(" ")}\n\n`);
  process.stdout.write("| seconds | hours of data | resident, MB |\n|---|---|---|\n");
  const child = spawn(process.execPath, [program, "run", ...asked.flags], { stdio: ["pipe", "ignore", "inherit"] });
  const start = performance.now();
  const { sent, waited } = await feed(child, asked);
  const highest = residentOf(child.pid!, "VmHWM");
  child.stdin!.end();
  await once(child, "close");
  const seconds = (performance.now() - start) / 1000;
  const lines = sent * asked.series;
  process.stdout.write(
    `\n${lines.toLocaleString("en")} lines, ${(sent / 3600).toFixed(2)} hours of data, in ${seconds.toFixed(0)} s: ` +
      `${Math.round(lines / seconds).toLocaleString("en")} lines/s, with the generator waiting ` +
      `${((100 * waited) / seconds).toFixed(0)} % of the time; at most ${highest.toFixed(1)} MB\n`,
  );
}
