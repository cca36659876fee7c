/** A command: its name, its line of help, and how its file is loaded. */
export interface Entry {
  readonly name: string;
  /** What follows the name. */
  readonly takes: string;
  readonly summary: string;
  /** Loads the command's file, and only that one, so that starting costs what is used. */
  readonly load: () => Promise<(args: string[]) => Promise<void>>;
}

export const run: Entry = {
  name: "run",
  takes: "[options]",
  summary: "Score line protocol from standard input: the default command, and what Telegraf starts.",
  load: async () => (await import("./run.js")).run,
};

export const entries: readonly Entry[] = [
  run,
  {
    name: "echo",
    takes: "",
    summary: "Pass lines through and do nothing else.",
    load: async () => (await import("./echo.js")).echo,
  },
  {
    name: "restamp",
    takes: "[options] FILE|-",
    summary: "Give the lines of a file new timestamps.",
    load: async () => (await import("./restamp.js")).restamp,
  },
  {
    name: "replay",
    takes: "[options] FILE|-",
    summary: "Write the lines of a file at the pace of their timestamps.",
    load: async () => (await import("./replay.js")).replay,
  },
  {
    name: "simulate",
    takes: "[options]",
    summary: "Write labelled sample data.",
    load: async () => (await import("./simulate.js")).simulate,
  },
  {
    name: "score",
    takes: "[options] FILE...",
    summary: "Score whole files at full speed and show what was found.",
    load: async () => (await import("./score.js")).score,
  },
  {
    name: "tune",
    takes: "[options] FILE...",
    summary: "Try settings on files and print the stanza of those that would have done best.",
    load: async () => (await import("./tune.js")).tune,
  },
  {
    name: "playground",
    takes: "[options]",
    summary: "Serve a page on this machine that shows what Holtline says about a file.",
    load: async () => (await import("./playground.js")).playground,
  },
  {
    name: "state",
    takes: "[options] FILE",
    summary: "Show what is in a state file.",
    load: async () => (await import("./state.js")).state,
  },
  {
    name: "check-config",
    takes: "FILE",
    summary: "Check a holtline.toml and show what its rules change.",
    load: async () => (await import("./check-config.js")).checkConfig,
  },
  {
    name: "sample-config",
    takes: "[options]",
    summary: "Print a processors.execd stanza for telegraf.conf, or a holtline.toml, with every option.",
    load: async () => (await import("./sample-config.js")).sampleConfig,
  },
];
