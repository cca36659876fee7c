import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createReadStream, existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { machine } from "./machine.js";
import { holtline, program } from "./whole-process.js";
import { Workload } from "./workload.js";

/**
 * What a processor costs in a real Telegraf: metrics are offered at a pace to an input, and what comes out at the other end
 * is counted, with the processor time of each process. Linux only, where /proc tells; `TELEGRAF` names the program.
 *
 *     npm run bench -- pipeline [--rate 100000] [--seconds 10]
 */

const SERIES = 1_000;
/** Clock ticks a second, as /proc counts processor time on every Linux. */
const TICKS = 100;
const QUIET_MS = 3_000;

const starlark = `
state = {}

def apply(metric):
    for name, value in metric.fields.items():
        key = metric.name + str(metric.tags) + name
        known = state.get(key)
        if known == None:
            known = (value, 0.0)
        level, variance = known
        error = value - level
        variance += 0.02 * (error * error - variance)
        state[key] = (level + 0.7 * error, variance)
        metric.fields[name + "_yhat"] = level
        metric.fields[name + "_residual"] = error
        metric.fields[name + "_is_anomaly"] = error * error > 25 * variance
    return metric
`;

const quoted = (words: readonly string[]) => `[${words.map((word) => JSON.stringify(word)).join(", ")}]`;

const processors: readonly [string, string][] = [
  ["no processor", ""],
  [
    "`holtline run --emit fields --refit 0`",
    `[[processors.execd]]\n  command = ${quoted(holtline("run", "--emit", "fields", "--refit", "0"))}\n`,
  ],
  ["an EWMA in `processors.starlark`", `[[processors.starlark]]\n  source = '''${starlark}'''\n`],
];

interface Outcome {
  through: number;
  /** Seconds of processor time, Telegraf's and the processor's own. */
  telegraf: number;
  child: number;
}

export async function bench(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { rate: { type: "string", default: "100000" }, seconds: { type: "string", default: "10" } },
  });
  const telegraf = [process.env.TELEGRAF, "telegraf", join(homedir(), "go/bin/telegraf")].find(
    (name) => name !== undefined && spawnSync(name, ["--version"]).status === 0,
  );
  if (telegraf === undefined) {
    process.stdout.write("left out: there is no Telegraf; set TELEGRAF to its program\n");
    return;
  }
  const [rate, seconds] = [Number(values.rate), Number(values.seconds)];
  const offered = rate * seconds;
  process.stdout.write(
    `${machine()}; ${rate.toLocaleString("en")} metrics/s offered for ${seconds} s, ${SERIES} series\n\n`,
  );
  process.stdout.write(
    "| processor | through | Telegraf, CPU s | processor, CPU s | together, times none |\n|---|---|---|---|---|\n",
  );
  let none: number | undefined;
  for (const [name, stanza] of processors) {
    const { through, telegraf: own, child } = await measure(telegraf, stanza, rate, seconds);
    none ??= own + child;
    const share = ((100 * through) / offered).toFixed(through === offered ? 0 : 2);
    process.stdout.write(
      `| ${name} | ${through.toLocaleString("en")} (${share} %) | ${own.toFixed(1)} | ${child.toFixed(1)} | ${((own + child) / none).toFixed(2)} |\n`,
    );
  }
}

async function measure(telegraf: string, stanza: string, rate: number, seconds: number): Promise<Outcome> {
  const workload = new Workload();
  const output = join(workload.folder, "out.lp");
  const source = program("pipeline-source", String(rate), String(seconds), String(SERIES));
  const settings = `[agent]
  interval = "1s"
  flush_interval = "1s"
  precision = "1ns"
  omit_hostname = true
  metric_batch_size = 10000
  metric_buffer_limit = ${2 * rate * seconds}
  skip_processors_after_aggregators = true
[[inputs.execd]]
  command = ${quoted(source)}
  data_format = "influx"
${stanza}
[[outputs.file]]
  files = ["${output}"]
`;
  const file = workload.write("telegraf.conf", [settings]);
  const child = spawn(telegraf, ["--config", file, "--quiet"], { stdio: ["ignore", "inherit", "inherit"] });
  try {
    await untilQuiet(output);
    const times = processorTimes(child);
    child.kill("SIGINT");
    await once(child, "close");
    return { through: await lineCount(output), ...times };
  } finally {
    child.kill("SIGKILL");
    rmSync(workload.folder, { recursive: true, force: true });
  }
}

/** Waits until a file has come to be and has not grown for a while. */
async function untilQuiet(path: string): Promise<void> {
  let size = 0;
  for (let quiet = 0; quiet < QUIET_MS; ) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    const now = existsSync(path) ? statSync(path).size : 0;
    quiet = now > size || now === 0 ? 0 : quiet + 500;
    size = now;
  }
}

/** Seconds of processor time of a Telegraf, and of its children but for the source. */
function processorTimes(telegraf: ChildProcess): { telegraf: number; child: number } {
  const threads = readdirSync(`/proc/${telegraf.pid}/task`);
  const children = threads.flatMap((thread) =>
    readFileSync(`/proc/${telegraf.pid}/task/${thread}/children`, "latin1").trim().split(" "),
  );
  const isSource = (pid: string) => readFileSync(`/proc/${pid}/cmdline`, "latin1").includes("pipeline-source");
  const others = children.filter((pid) => pid !== "" && !isSource(pid));
  return { telegraf: timeOf(String(telegraf.pid)), child: others.reduce((sum, pid) => sum + timeOf(pid), 0) };
}

/** Fields 14 and 15 of proc(5)'s stat, behind the name in brackets: ticks in user and in system mode. */
function timeOf(pid: string): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

async function lineCount(path: string): Promise<number> {
  let count = 0;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) count++;
  }
  return count;
}
