import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Random } from "../src/simulation/random.js";

/** What a file of lines holds: every series once a round, ten seconds apart, in one order or in another each round. */
export interface Shape {
  readonly series: number;
  readonly rounds: number;
  /** Numeric fields of a line; each is a series of its own. */
  readonly fields?: number;
  readonly isShuffled?: boolean;
}

const FIRST_SECOND = 1_700_000_000;
const STEP = 10;
const CHUNK = 1 << 20;

/** Lines of about 95 bytes with one field, in pieces of some MB. The same shape gives the same bytes. */
export function* linesOf({ series, rounds, fields = 1, isShuffled = false }: Shape): Generator<string> {
  const random = new Random(1);
  const order = Uint32Array.from({ length: series }, (_, number) => number);
  let text = "";
  for (let round = 0; round < rounds; round++) {
    if (isShuffled) shuffle(order, random);
    const time = `${FIRST_SECOND + round * STEP}000000000`;
    for (const number of order) {
      const host = String(number).padStart(7, "0");
      text += `cpu_usage,host=server-${host},region=eu-west-1,rack=r${number % 97} `;
      for (let field = 0; field < fields; field++) {
        text += `${field > 0 ? "," : ""}usage_${field > 0 ? field : "system"}=${random.between(20, 25).toFixed(3)}`;
      }
      text += ` ${time}\n`;
      if (text.length < CHUNK) continue;
      yield text;
      text = "";
    }
  }
  yield text;
}

/** Fisher and Yates, as Durstenfeld has it (Communications of the ACM 7, 1964). */
function shuffle(order: Uint32Array, random: Random): void {
  for (let last = order.length - 1; last > 0; last--) {
    const other = random.whole(0, last);
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
}

/** A folder of inputs that goes away. */
export class Workload {
  readonly folder = mkdtempSync(join(tmpdir(), "holtline-bench-"));

  /** Writes a file of lines; returns its path. */
  write(name: string, lines: Iterable<string>): string {
    const path = join(this.folder, name);
    const file = openSync(path, "w");
    for (const text of lines) writeSync(file, text, null, "latin1");
    closeSync(file);
    return path;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
