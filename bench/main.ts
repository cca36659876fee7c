/** Runs one benchmark by its name, or that of speed without one: npm run bench [-- NAME] [its arguments]. */

interface Entry {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<{ bench(args: string[]): Promise<void> }>;
}

/** What runs when nothing is named. */
const speed: Entry = {
  name: "speed",
  summary: "the benchmark of speed: whole processes and the engine, beside their rivals",
  load: () => import("./speed.js"),
};

const entries: readonly Entry[] = [
  speed,
  {
    name: "compare",
    summary: "whether another checkout's build writes the same bytes: compare FOLDER [--only REGEX]",
    load: () => import("./compare.js"),
  },
  {
    name: "turns",
    summary: "this build's speed beside another checkout's, in turns: turns FOLDER [--runs N]",
    load: () => import("./turns.js"),
  },
  {
    name: "latency",
    summary: "milliseconds through a pipe at 10,000 lines/s, and to the first scored line",
    load: () => import("./latency.js"),
  },
  {
    name: "pipeline",
    summary: "processor time and metrics in a real Telegraf, beside Starlark and no processor",
    load: () => import("./pipeline.js"),
  },
  {
    name: "fit",
    summary: "time and sum of squares of a fit, beside statsmodels, R's forecast and augurs",
    load: () => import("./fit.js"),
  },
  {
    name: "fit-exponential",
    summary: "time of the fits that go by the plain recursions: exponential trend, given start",
    load: () => import("./fit-exponential.js"),
  },
  {
    name: "sliding",
    summary: "the fit of 30,000 sliding windows of the real brews against a brute-force optimum",
    load: () => import("./sliding.js"),
  },
  {
    name: "m4",
    summary: "the M4 competition's weekly series, beside its published results",
    load: () => import("./m4.js"),
  },
  {
    name: "defaults",
    summary: "errors of forecasts on every data set, by settings: the table that chose the defaults",
    load: () => import("./defaults.js"),
  },
  {
    name: "coverage",
    summary: "the share of values in their bands on five clean streams",
    load: () => import("./coverage.js"),
  },
  {
    name: "stories",
    summary: "what is told of a fleet's outages, by single incidents and by stories: stories [--hosts N] [--days N]",
    load: () => import("./stories.js"),
  },
  {
    name: "groups",
    summary: "what --group-by costs with 100,000 series in 1,000 groups: groups [--rounds N]",
    load: () => import("./groups.js"),
  },
  {
    name: "ordinary",
    summary: "incidents on ordinary series with nothing wrong in them, and the plain faults that are told",
    load: () => import("./ordinary.js"),
  },
  {
    name: "nab",
    summary: "the Numenta Anomaly Benchmark's score, three profiles, by category",
    load: () => import("./nab.js"),
  },
  {
    name: "cloud",
    summary: "precision, recall and F1 of incidents on labelled cloud telemetry",
    load: () => import("./cloud.js"),
  },
  {
    name: "false-alarms",
    summary: "incidents on five clean streams, and the spikes found among them",
    load: () => import("./false-alarms.js"),
  },
  {
    name: "brews",
    summary: "incidents on labelled brews by kind and reason, and on the real ones",
    load: () => import("./brews.js"),
  },
  {
    name: "playground",
    summary: "seconds from a file's drop on the page to its chart, in Chromium",
    load: () => import("./playground.js"),
  },
  {
    name: "state",
    summary: "how long the pipe stands still for a snapshot of 100,000 series",
    load: () => import("./state.js"),
  },
  {
    name: "memory",
    summary: "resident memory of `holtline run` with up to a million series, and through the cap",
    load: () => import("./memory.js"),
  },
  {
    name: "replay",
    summary: "resident memory of `holtline run` under a day of one-second points at full speed",
    load: () => import("./replay.js"),
  },
  {
    name: "picture",
    summary: "draws docs/scoring.svg from a run of the engine",
    load: () => import("./picture.js"),
  },
  {
    name: "weights-picture",
    summary: "draws docs/model.svg: the experts' weights on a series of NAB",
    load: () => import("./weights-picture.js"),
  },
];

async function main(args: string[]): Promise<void> {
  const [first, ...rest] = args;
  if (first === undefined || first.startsWith("--runs")) return run(speed, args);
  const entry = entries.find((one) => one.name === first);
  if (entry !== undefined) return run(entry, rest);
  const width = Math.max(...entries.map((one) => one.name.length));
  const lines = entries.map((one) => `  ${one.name.padEnd(width)}  ${one.summary}\n`);
  process.stdout.write(
    `npm run bench [-- NAME] [arguments], where NAME is one of these, ${speed.name} when it is left out\n${lines.join("")}`,
  );
  process.exitCode = first === "--help" ? 0 : 2;
}

async function run({ load }: Entry, args: string[]): Promise<void> {
  const { bench } = await load();
  await bench(args);
}

await main(process.argv.slice(2));
