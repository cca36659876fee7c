import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { writeAll } from "../src/host/stdout.js";

/**
 * A program that offers the lines of a file at a pace: offer.js --rate LINES --report FILE INPUT. A write each ten
 * milliseconds holds what is due by then; a reader that takes longer delays all that follows. The report is the seconds
 * from the first write to the end of the last. Stays until its standard input ends, since Telegraf would start it anew.
 */
const TICK_MS = 10;
const NEWLINE = 10;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rate: { type: "string", default: "100000" }, report: { type: "string", default: "report" } },
});
const text = readFileSync(positionals[0]!);
const rate = Number(values.rate) / 1_000;
const begun = performance.now();
let lines = 0;
let at = 0;

function tick(): void {
  const from = at;
  for (const due = (performance.now() - begun) * rate; lines < due && at < text.length; lines++) {
    at = text.indexOf(NEWLINE, at) + 1;
  }
  writeAll(1, text.subarray(from, at));
  if (at < text.length) setTimeout(tick, TICK_MS);
  else writeFileSync(values.report, String((performance.now() - begun) / 1_000));
}

process.stdin.resume();
tick();
