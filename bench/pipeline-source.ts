import { argv } from "node:process";
import { writeFully } from "../src/host/stdout.js";
import { linesOf } from "./workload.js";

/**
 * Offers lines at a pace for some seconds, as an input of Telegraf's, and then waits for its own standard input to close:
 * node pipeline-source.js RATE SECONDS SERIES.
 */

const [rate = 0, seconds = 0, series = 0] = argv.slice(2).map(Number);
const LINES_A_WRITE = 100;

const rounds = Math.ceil((rate * seconds) / series);
const lines = [...linesOf({ series, rounds })]
  .join("")
  .split("\n")
  .slice(0, rate * seconds);
process.stdin.resume().on("end", () => process.exit());
const begun = performance.now();
for (let at = 0; at < lines.length; ) {
  const due = Math.min(lines.length, ((performance.now() - begun) * rate) / 1000);
  for (; at < due; at += LINES_A_WRITE) writeFully(`${lines.slice(at, at + LINES_A_WRITE).join("\n")}\n`);
  await new Promise((resolve) => setTimeout(resolve, 1));
}
