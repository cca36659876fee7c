/** A command: its name, its line of help, and how its file is loaded. */
export interface Entry {
  readonly name: string;
  /** What follows the name. */
  readonly takes: string;
  readonly summary: string;
  /** Command lines, in a folder that has the package's `data/`. */
  readonly examples: readonly string[];
  /** Loads the command's file, and only that one, so that starting costs what is used. */
  readonly load: () => Promise<(args: string[]) => Promise<void>>;
}

export const run: Entry = {
  name: "run",
  takes: "[options]",
  summary: "Score line protocol from standard input: the default command, and what Telegraf starts.",
  examples: [
    "holtline run --horizon 0 --for 2/3 --min-deviation 0.3",
    "holtline --state /var/lib/telegraf/holtline.state --config /etc/telegraf/holtline.toml",
    "zcat data/brews.lp.gz | holtline run --emit changes --horizon 0",
  ],
  load: async () => (await import("./run.js")).run,
};

export const entries: readonly Entry[] = [
  run,
  {
    name: "echo",
    takes: "",
    summary: "Pass lines through and do nothing else.",
    examples: ["zcat data/brews.lp.gz | holtline echo"],
    load: async () => (await import("./echo.js")).echo,
  },
  {
    name: "restamp",
    takes: "[options] FILE|-",
    summary: "Give the lines of a file new timestamps.",
    examples: ["holtline restamp data/brews.lp.gz --start-offset -1h --interval 1s"],
    load: async () => (await import("./restamp.js")).restamp,
  },
  {
    name: "replay",
    takes: "[options] FILE|-",
    summary: "Write the lines of a file at the pace of their timestamps.",
    examples: ["holtline replay data/brews.lp.gz --restamp now --speed 1000 | holtline run --emit changes"],
    load: async () => (await import("./replay.js")).replay,
  },
  {
    name: "simulate",
    takes: "[options]",
    summary: "Write labelled sample data.",
    examples: [
      "holtline simulate --points 600 --labels wrong.csv > brews.lp",
      "holtline simulate --kind host --interval 5m --seed 7",
      "holtline simulate --kind fleet --hosts 20 --points 2880 --labels outages.csv > fleet.lp",
    ],
    load: async () => (await import("./simulate.js")).simulate,
  },
  {
    name: "score",
    takes: "[options] FILE...",
    summary: "Score whole files at full speed and show what was found.",
    examples: [
      "holtline score data/brews.lp.gz --trend damped --for 2/3",
      "holtline score data/brews.lp.gz --labels data/brews.labels.csv --charts 0",
      "holtline score data/brews.lp.gz --html brews.html",
      "holtline score data/brews.lp.gz --precision ns --charts 0",
    ],
    load: async () => (await import("./score.js")).score,
  },
  {
    name: "tune",
    takes: "[options] FILE...",
    summary: "Try settings on files and print the stanza of those that would have done best.",
    examples: ["holtline tune data/brews.lp.gz", "holtline tune data/brews.lp.gz --season none --json"],
    load: async () => (await import("./tune.js")).tune,
  },
  {
    name: "playground",
    takes: "[options]",
    summary: "Serve a page on this machine that shows what Holtline says about a file.",
    examples: ["holtline playground --port 0"],
    load: async () => (await import("./playground.js")).playground,
  },
  {
    name: "state",
    takes: "[options] FILE",
    summary: "Show what is in a state file.",
    examples: ["holtline state /var/lib/telegraf/holtline.state --rows 10"],
    load: async () => (await import("./state.js")).state,
  },
  {
    name: "check-config",
    takes: "FILE",
    summary: "Check a holtline.toml and show what its rules change.",
    examples: ["holtline check-config /etc/telegraf/holtline.toml"],
    load: async () => (await import("./check-config.js")).checkConfig,
  },
  {
    name: "sample-config",
    takes: "[options]",
    summary: "Print a processors.execd stanza for telegraf.conf, or a holtline.toml, with every option.",
    examples: [
      "holtline sample-config >> /etc/telegraf/telegraf.conf",
      "holtline sample-config --toml > holtline.toml",
    ],
    load: async () => (await import("./sample-config.js")).sampleConfig,
  },
];
