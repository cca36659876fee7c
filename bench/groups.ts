import { readFileSync } from "node:fs";
import { Engine } from "../src/engine/engine.js";
import { resolve } from "../src/options.js";
import { Random } from "../src/simulation/random.js";

/**
 * `groups [--rounds 40]`: what `--group-by` costs: two engines take 100,000 series of 1,000 hosts in turns, piece by piece, one
 * with groups and one without.
 */

const HOSTS = 1_000;
const LINES = 10;
const FIELDS = 10;
/** Rounds before the first that counts: until then series are new, and do not alarm. */
const WARM = 62;
const ROUNDS = 40;
const SECONDS = 10;
const START = 1_767_225_600;

export async function bench(args: string[]): Promise<void> {
  const at = args.indexOf("--rounds");
  const rounds = at < 0 ? ROUNDS : Number(args[at + 1]);
  const kernel = readFileSync(new URL("../kernel.wasm", import.meta.url));
  const made = (groupBy: string[]) => Engine.create(kernel, resolve({ horizon: 0, emit: "changes", groupBy }));
  const [without, within] = [made([]), made(["host"])];
  const random = new Random(1);
  const [plain, grouped]: [number[], number[]] = [[], []];
  for (let round = 0; round < WARM + rounds; round++) {
    const input = Buffer.from(linesOf(round, random));
    const order = round % 2 === 0 ? [without, within] : [within, without];
    for (const engine of order) {
      const took = timed(() => engine.push(input));
      if (round >= WARM) (engine === within ? grouped : plain).push(took);
    }
  }
  const points = HOSTS * LINES * FIELDS;
  const each = (times: readonly number[]) => ((1e6 * median(times)) / points).toFixed(0);
  const ratio = median(grouped.map((time, index) => time / plain[index]!));
  process.stdout.write(
    `${points} series in ${HOSTS} groups, ${rounds} rounds in turns: ${each(plain)} ns a point without, ${each(grouped)} with; ` +
      `${(100 * (ratio - 1)).toFixed(1)} % more (median of the pairs)\n`,
  );
}

function linesOf(round: number, random: Random): string {
  const time = `${START + round * SECONDS}000000000`;
  let text = "";
  for (let host = 0; host < HOSTS; host++) {
    for (let line = 0; line < LINES; line++) {
      const fields = Array.from({ length: FIELDS }, (_, field) => `f${field}=${(50 + 3 * random.normal()).toFixed(2)}`);
      text += `m${line},host=h${host},rack=r${host % 20} ${fields.join(",")} ${time}\n`;
    }
  }
  return text;
}

/** Milliseconds of processor time. */
function timed(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[sorted.length >> 1]!;
}
