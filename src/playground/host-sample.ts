import { hosts } from "../simulation/hosts.js";
import { type Clock, lineOf } from "../simulation/sample.js";

const MINUTES_OF_A_WEEK = 10_080;
const START_SECONDS = 1_767_225_600;

/** A week of minutes of three hosts with a daily cycle, as `holtline simulate --kind host --points 10080` writes it. */
export function hostLines(): Uint8Array {
  const clock: Clock = { start: BigInt(START_SECONDS) * 1_000_000_000n, interval: 60_000_000_000n };
  const all = hosts(MINUTES_OF_A_WEEK, 1, START_SECONDS, 60);
  const lines: string[] = [];
  for (let point = 0; point < MINUTES_OF_A_WEEK; point++) {
    for (const host of all) if (host.missing[point] === 0) lines.push(`${lineOf(host, point, clock)}\n`);
  }
  return new TextEncoder().encode(lines.join(""));
}
