import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { findProgram } from "../test/e2e/program.js";
import { agent, ended, fileOutput, processor, startTelegraf } from "../test/e2e/telegraf.js";
import { machine } from "./machine.js";
import { parentOf, processorSeconds } from "./processor-time.js";
import { holtline } from "./programs.js";
import { starlarkStanza } from "./starlark.js";
import { figure, markdownTable, times } from "./statistics.js";
import { inRoom } from "./whole-process.js";
import { writeLoad } from "./workload.js";

/** One run of Telegraf with a processor. */
interface Passage {
  /** From the first to the last offered line: longer than asked for when something is too slow. */
  readonly seconds: number;
  readonly through: number;
  /** Those that a forecast was added to. */
  readonly scored: number;
  /** Processor seconds of Telegraf, and of the processor's own process. */
  readonly telegraf: number;
  readonly child: number;
}

const RATE = 100_000;
const KEYS = 1_000;
const SEED = 11;
const LOOK_MS = 100;
/** Looks without a change of the output after which it is complete. */
const QUIET_LOOKS = 15;
/** Looks until a run is given up. */
const PATIENCE = 900;

const offer = fileURLToPath(new URL("offer.js", import.meta.url));

const variants = [
  { name: "no processor", stanza: "" },
  {
    name: "`holtline`, `--emit fields --refit 0`",
    stanza: processor([...holtline("run", "--emit", "fields", "--refit", "0")]),
  },
  { name: "an EWMA in `processors.starlark`", stanza: starlarkStanza },
  { name: "`holtline echo`", stanza: processor([...holtline("echo")]) },
] as const;

/**
 * `pipeline`: a real Telegraf (TELEGRAF, or on the PATH) that is offered 100,000 metrics/s over a pipe, with `holtline`, with
 * an EWMA in Starlark and without a processor: processor time of each process, and what came through. `--seconds N` each,
 * `--rounds N`.
 */
export async function bench(args: string[]): Promise<void> {
  const number = { type: "string" } as const;
  const { values } = parseArgs({ args, options: { seconds: number, rounds: number } });
  if (findProgram("Telegraf") === undefined) return print("Skipped: no Telegraf on this machine (TELEGRAF names one).");
  if (processorSeconds(process.pid) === undefined) return print("Skipped: processor times are read in /proc.");
  const seconds = Number(values.seconds ?? 8);
  print(`${machine()}\n`);
  await inRoom(async (path) => {
    const lines = writeLoad(path("input.lp"), { keys: KEYS, rounds: (RATE * seconds) / KEYS, fields: 1 }, SEED);
    const passages = variants.map((): Passage[] => []);
    for (let round = 0; round < Number(values.rounds ?? 1); round++) {
      for (const [index, { stanza }] of variants.entries()) passages[index]!.push(await pass(stanza, path));
    }
    report(passages, lines);
  });
  print(`At the end: ${machine()}`);
}

/** Sends the lines of `input.lp` through a Telegraf. */
async function pass(stanza: string, path: (name: string) => string): Promise<Passage> {
  const [configuration, done, output] = [path("telegraf.conf"), path("report"), path("output.lp")];
  for (const file of [done, output]) rmSync(file, { force: true });
  writeFileSync(configuration, agent + offerStanza(path("input.lp"), done) + stanza + fileOutput(output));
  const child = startTelegraf(["--config", configuration]);
  const ending = ended(child);
  const pid = child.pid!;
  let quiet = 0;
  let size = -1;
  let [telegraf, processorTime] = [0, 0];
  for (let look = 0; quiet < QUIET_LOOKS && look < PATIENCE; look++) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    const now = existsSync(output) ? statSync(output).size : 0;
    quiet = existsSync(done) && now === size ? quiet + 1 : 0;
    size = now;
    telegraf = processorSeconds(pid) ?? telegraf;
    processorTime = processorOf(pid) ?? processorTime;
  }
  child.kill("SIGTERM");
  const { log } = await ending;
  if (!existsSync(done)) throw new Error(`Telegraf did not take what was offered:\n${log}`);
  const bytes = readFileSync(output);
  const [through, scored] = [countOf("\n", bytes), countOf("_yhat=", bytes)];
  return { seconds: Number(readFileSync(done, "utf8")), through, scored, telegraf, child: processorTime };
}

const offerStanza = (input: string, done: string) => `
[[inputs.execd]]
  command = ${JSON.stringify([process.execPath, offer, "--rate", String(RATE), "--report", done, input])}
  signal = "none"
  restart_delay = "1h"
  data_format = "influx"
`;

/** Processor seconds of the child of Telegraf that is not the one that offers. */
function processorOf(telegraf: number): number | undefined {
  for (const name of readdirSync("/proc")) {
    const pid = Number(name);
    if (!Number.isInteger(pid) || parentOf(pid) !== telegraf) continue;
    if (!readFileSync(`/proc/${pid}/cmdline`, "latin1").includes(offer)) return processorSeconds(pid);
  }
  return undefined;
}

/** How often a text stands in the bytes. */
function countOf(text: string, bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at + text.length)) count++;
  return count;
}

function report(passages: readonly (readonly Passage[])[], offered: number): void {
  const best = passages.map((some) =>
    some.reduce((one, other) => (processorSum(other) < processorSum(one) ? other : one)),
  );
  const bare = best[0]!;
  const microseconds = (seconds: number) => ((1e6 * seconds) / offered).toFixed(2);
  const rows = best.map((one, index) => [
    variants[index]!.name,
    figure(offered / one.seconds),
    one.through.toLocaleString("en"),
    (offered - one.through).toLocaleString("en"),
    one.scored.toLocaleString("en"),
    microseconds(one.telegraf),
    microseconds(one.child),
    times(processorSum(one), processorSum(bare)),
  ]);
  print(
    `${offered.toLocaleString("en")} metrics offered at ${RATE.toLocaleString("en")}/s, 1,000 series; of several rounds the one of least processor time.\n`,
  );
  const head = [
    "in Telegraf",
    "taken, /s",
    "through",
    "lost",
    "scored",
    "Telegraf, µs of CPU",
    "child, µs of CPU",
    "CPU × none",
  ];
  print(markdownTable(head, rows));
}

const processorSum = ({ telegraf, child }: Passage) => telegraf + child;

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
