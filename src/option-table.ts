/**
 * Every option of `run`, once. Flags, settings, the sample configuration and the documentation are made from this table.
 */
export interface Option {
  /** As a flag is written, without its dashes; the setting is the same in camel case. */
  readonly name: string;
  readonly group: Group;
  /** A duration is written as `10s` or `1d`, and is a number of seconds. */
  readonly type: "text" | "integer" | "number" | "duration" | "choice" | "switch";
  /** The words that are valid: the only ones of a choice, the ones beside numbers for the others. */
  readonly choices?: readonly string[];
  /** Given again, it adds to a list. */
  readonly repeatable?: true;
  /** undefined: not set, and Holtline finds the value itself. */
  readonly default: string | number | boolean | readonly string[] | undefined;
  readonly unit?: string;
  /** It is also taken as a duration, and is its text then. */
  readonly takesDuration?: true;
  readonly range?: Range;
  /** Of a text that is more than a name: what it has to match, and what that is in words. */
  readonly pattern?: RegExp;
  readonly takes?: string;
  /** Something that it takes, for an option without a default. */
  readonly example?: string;
  /** What stands for the value in help. */
  readonly placeholder?: string;
  /**
   * The kernel's name for it (assembly/settings), where its number is passed on: a duration in nanoseconds, a switch as 1 or
   * 0, what is not set as NaN. Other options are taken apart in engine/configure.ts.
   */
  readonly kernel?: string;
  /** For words among its choices, the number that is passed on, or the kernel's name of it. */
  readonly kernelWords?: Readonly<Record<string, number | string>>;
  /** What is learnt under it: the model, or its bands alone. It starts anew when the option changes. */
  readonly learns?: "model" | "bands";
  /** One sentence. */
  readonly help: string;
}

export type Group = "which" | "model" | "forecast" | "alarms" | "output" | "running";

/** Both ends belong to it, unless `above` or `below` stands for one. */
export interface Range {
  readonly from?: number;
  readonly to?: number;
  readonly above?: number;
  readonly below?: number;
}

export const groups: readonly { readonly name: Group; readonly title: string }[] = [
  { name: "which", title: "Which fields" },
  { name: "model", title: "Model" },
  { name: "forecast", title: "Forecast" },
  { name: "alarms", title: "Alarms" },
  { name: "output", title: "Output" },
  { name: "running", title: "Running" },
];

const table = [
  {
    name: "measurement",
    group: "which",
    type: "text",
    placeholder: "GLOB",
    repeatable: true,
    default: [],
    help: "Score only measurements that match; all when not given.",
  },
  {
    name: "field",
    group: "which",
    type: "text",
    placeholder: "GLOB",
    repeatable: true,
    default: [],
    help: "Score only fields that match; all integers and floats when not given.",
  },
  {
    name: "trend",
    group: "model",
    type: "choice",
    choices: ["auto", "damped", "linear", "exponential", "none"],
    default: "auto",
    kernel: "Trend",
    kernelWords: {
      auto: "Trend.Auto",
      damped: "Trend.Damped",
      linear: "Trend.Linear",
      exponential: "Trend.Exponential",
      none: "Trend.None",
    },
    learns: "model",
    help: "A mixture of methods weighed by how well they forecast (auto), or Holt's, with a trend that fades, stays, is a factor (positive values only), or none.",
  },
  {
    name: "season",
    group: "model",
    type: "text",
    pattern: /^(auto|none|[\d.a-zµμ]+(,[\d.a-zµμ]+){0,2})$/,
    takes: "auto, none, or up to three durations like 1d,7d",
    placeholder: "PERIODS",
    default: "auto",
    learns: "model",
    help: "Periods of patterns that repeat by the clock, up to three; auto finds an hour, a day and a week, also together.",
  },
  {
    name: "time-zone",
    group: "model",
    type: "text",
    placeholder: "ZONE",
    default: "UTC",
    learns: "model",
    help: "The zone, like Europe/Berlin, by whose clock days and weeks are counted; summer time moves them along.",
  },
  {
    name: "difference",
    group: "model",
    type: "choice",
    choices: ["auto", "on", "off"],
    default: "auto",
    kernel: "Difference",
    kernelWords: { auto: "Difference.Auto", on: "Difference.On", off: "Difference.Off" },
    learns: "model",
    help: "Model the increase a second instead of the value; auto does so for counters, which only grow but for restarts.",
  },
  {
    name: "window",
    group: "model",
    type: "integer",
    range: { from: 10, to: 4_096 },
    unit: "points",
    default: 120,
    kernel: "Window",
    help: "The newest points that Holt's method is fitted to; auto needs none.",
  },
  {
    name: "min-points",
    group: "model",
    type: "integer",
    range: { from: 10, to: 4_096 },
    unit: "points",
    default: 10,
    kernel: "MinPoints",
    help: "Points of a series before Holt's method is first fitted; until then its parameters are the usual ones.",
  },
  {
    name: "refit",
    group: "model",
    type: "integer",
    choices: ["once"],
    range: { from: 0, to: 1_000_000 },
    unit: "points",
    default: "once",
    kernel: "Refit",
    kernelWords: { once: "ONCE" },
    help: "Fit Holt's method when there are enough points and again when the window is full (once), at every Nth point, or never (0).",
  },
  {
    name: "alpha",
    group: "model",
    type: "number",
    range: { above: 0, to: 1 },
    default: undefined,
    kernel: "Alpha",
    learns: "model",
    help: "Smoothing of the level in Holt's method; fitted when not given.",
  },
  {
    name: "beta",
    group: "model",
    type: "number",
    range: { from: 0, to: 1 },
    default: undefined,
    kernel: "Beta",
    learns: "model",
    help: "Smoothing of the trend in Holt's method, at most alpha and only beside it; fitted when not given.",
  },
  {
    name: "phi",
    group: "model",
    type: "number",
    range: { above: 0, to: 1 },
    default: undefined,
    kernel: "Phi",
    learns: "model",
    help: "What a damped trend keeps from step to step; fitted when not given.",
  },
  {
    name: "horizon",
    group: "forecast",
    type: "integer",
    range: { from: 0, to: 1_000 },
    takesDuration: true,
    unit: "steps",
    default: 40,
    help: "Length of a forecast path in steps, or as a duration like 6h, of which at most 100 steps are written; 0 writes none.",
  },
  {
    name: "forecast-every",
    group: "forecast",
    type: "integer",
    range: { from: 1, to: 1_000_000 },
    unit: "points",
    default: 10,
    kernel: "ForecastEvery",
    help: "Points of a series from one path to the next.",
  },
  {
    name: "level",
    group: "forecast",
    type: "number",
    range: { above: 0, below: 100 },
    unit: "%",
    placeholder: "PERCENT",
    default: 95,
    learns: "bands",
    help: "Share of the values that the band around a forecast is made for.",
  },
  {
    name: "forecast-time",
    group: "forecast",
    type: "choice",
    choices: ["own", "source"],
    default: "own",
    help: "Stamp each step of a path with its own time, or with its source's and the step as a tag.",
  },
  {
    name: "false-alarms",
    group: "alarms",
    type: "text",
    pattern:
      /^(\d+\.?\d*|\.\d+)(e[+-]?\d+)?(\/(\d*(ns|us|ms|s|m|h|d|w))+|\/(second|minute|hour|day|week|month|year))?$/i,
    takes: "a rate like 1/week or a share of the points like 1e-4",
    placeholder: "RATE",
    default: "1/week",
    help: "How often a series without anything wrong may alarm: held from 1e-7 to 1e-3 of its points.",
  },
  {
    name: "false-alarms-total",
    group: "alarms",
    type: "text",
    pattern: /^(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\/((\d*(ns|us|ms|s|m|h|d|w))+|second|minute|hour|day|week|month|year)$/i,
    takes: "a rate like 1/day",
    placeholder: "RATE",
    example: "1/day",
    default: undefined,
    help: "The same for all series together, shared evenly among them; with --group-by, for all stories of groups.",
  },
  {
    name: "direction",
    group: "alarms",
    type: "choice",
    choices: ["both", "up", "down"],
    default: "both",
    kernel: "Direction",
    kernelWords: { both: 0, up: 1, down: -1 },
    help: "Alarm at values that are too high, too low, or both.",
  },
  {
    name: "min-deviation",
    group: "alarms",
    type: "text",
    pattern: /^(\d+\.?\d*|\.\d+)(e[+-]?\d+)?%?$/i,
    takes: "a number in the field's unit or a percentage like 5%",
    placeholder: "AMOUNT",
    example: "5%",
    default: undefined,
    help: "Alarm only at values at least this far from what was expected.",
  },
  {
    name: "lower",
    group: "alarms",
    type: "number",
    example: "0",
    range: { from: -Number.MAX_VALUE, to: Number.MAX_VALUE },
    default: undefined,
    kernel: "Lower",
    help: "Alarm at any value below, from the first point on.",
  },
  {
    name: "upper",
    group: "alarms",
    type: "number",
    example: "100",
    range: { from: -Number.MAX_VALUE, to: Number.MAX_VALUE },
    default: undefined,
    kernel: "Upper",
    help: "Alarm at any value above, from the first point on.",
  },
  {
    name: "for",
    group: "alarms",
    type: "text",
    pattern: /^([1-9]|[12]\d|3[0-2])\/([1-9]|[12]\d|3[0-2])$/,
    takes: "a share like 3/5, of at most 32",
    placeholder: "N/M",
    default: "1/1",
    help: "Open an incident when so many of the newest points are anomalous.",
  },
  {
    name: "eta-above",
    group: "alarms",
    type: "number",
    example: "22",
    range: { from: -Number.MAX_VALUE, to: Number.MAX_VALUE },
    default: undefined,
    kernel: "EtaAbove",
    help: "Write in how many seconds the forecast rises above this.",
  },
  {
    name: "eta-below",
    group: "alarms",
    type: "number",
    example: "15",
    range: { from: -Number.MAX_VALUE, to: Number.MAX_VALUE },
    default: undefined,
    kernel: "EtaBelow",
    help: "Write in how many seconds the forecast falls below this.",
  },
  {
    name: "eta-within",
    group: "alarms",
    type: "duration",
    range: { above: 0, to: 31_622_400 },
    default: 604_800,
    kernel: "EtaWithin",
    help: "How far ahead the times of crossing are looked for.",
  },
  {
    name: "gap-watch",
    group: "alarms",
    type: "switch",
    default: false,
    kernel: "GapWatch",
    help: "Tell of a silence while it lasts, in a line of its own (with --emit fields, too); for live streams, not for files that hold one series after the other.",
  },
  {
    name: "emit",
    group: "output",
    type: "choice",
    choices: ["lines", "fields", "changes"],
    default: "lines",
    help: "Write results as lines, as more fields of the original line (no paths unless --horizon is given), or as lines only where an incident opens, escalates or closes; where --group-by has a story for them, only its.",
  },
  {
    name: "group-by",
    group: "output",
    type: "text",
    placeholder: "TAG",
    example: "host",
    repeatable: true,
    default: [],
    help: "Tell what goes wrong together as one story: the series with one value of this tag, and given again, those groups by the next tag.",
  },
  {
    name: "group-every",
    group: "output",
    type: "duration",
    range: { from: 0, to: 31_622_400 },
    default: 60,
    help: "The time, by the data's own clock, from one line to the next of how many of a group's series are anomalous; 0 writes none.",
  },
  {
    name: "stats-every",
    group: "output",
    type: "duration",
    range: { from: 0, to: 31_622_400 },
    default: 0,
    help: "The time, by the data's own clock, from one holtline_stats line about Holtline's own work to the next; 0 writes none.",
  },
  {
    name: "instance",
    group: "output",
    type: "text",
    placeholder: "NAME",
    example: "gateway-1",
    default: undefined,
    help: "Tag of the holtline_stats lines, to tell several Holtlines apart.",
  },
  {
    name: "anomaly-name",
    group: "output",
    type: "text",
    placeholder: "NAME",
    default: "anomaly",
    help: "Measurement of the lines with scores.",
  },
  {
    name: "forecast-name",
    group: "output",
    type: "text",
    placeholder: "NAME",
    default: "fcast",
    help: "Measurement of the lines of a forecast path.",
  },
  {
    name: "digits",
    group: "output",
    type: "integer",
    choices: ["shortest"],
    range: { from: 1, to: 17 },
    default: 6,
    help: "Significant digits of the numbers that Holtline adds; shortest writes all that matter.",
  },
  {
    name: "preset",
    group: "output",
    type: "choice",
    choices: ["tg-brew", "tg-brew-linear"],
    default: undefined,
    help: "Write what InfluxData's tg-brew-anomaly example of 2020 wrote, with its damped or its linear trend.",
  },
  {
    name: "config",
    group: "running",
    type: "text",
    placeholder: "FILE",
    example: "/etc/telegraf/holtline.toml",
    default: undefined,
    help: "Read options, and rules for some series, from this file of TOML; flags go before its options, its rules before both.",
  },
  {
    name: "drain",
    group: "running",
    type: "choice",
    choices: ["auto", "on", "off"],
    default: "auto",
    help: "Blank lines at the end, so that Telegraf reads all before them (auto: between two pipes), and no forecasts for a reader that stalls then; off does neither.",
  },
  {
    name: "max-series",
    group: "running",
    type: "integer",
    range: { from: 1, to: 2_000_000 },
    default: 100_000,
    help: "Series that are held at once; a new one beyond them takes the place of the one not seen for longest.",
  },
  {
    name: "max-windows",
    group: "running",
    type: "integer",
    range: { from: 0, to: 10_000_000 },
    default: 100_000,
    help: "Series that may have a window of values for Holt's method, and series that may have seasonal patterns; others go without.",
  },
  {
    name: "state",
    group: "running",
    type: "text",
    placeholder: "FILE",
    example: "/var/lib/telegraf/holtline.state",
    default: undefined,
    help: "Keep what has been learnt in this file, and go on with it after a restart.",
  },
  {
    name: "state-every",
    group: "running",
    type: "duration",
    range: { from: 1, to: 86_400 },
    default: 30,
    help: "The time from one writing of the state to the next; it is written at the end of the input, too.",
  },
  {
    name: "log-level",
    group: "running",
    type: "choice",
    choices: ["error", "warn", "info", "debug", "trace"],
    default: "info",
    help: "The least important messages that are written to standard error.",
  },
  {
    name: "strict",
    group: "running",
    type: "switch",
    default: false,
    help: "Leave with exit code 2 on a wrong option, instead of passing lines through unscored.",
  },
] as const satisfies readonly Option[];

export const options: readonly Option[] = table;

type Row = (typeof table)[number];
type CamelCase<Name extends string> = Name extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : Name;
type Word<R extends Row> = R extends { choices: readonly (infer Choice)[] } ? Choice : never;
type Single<R extends Row> = R["type"] extends "switch"
  ? boolean
  : R["type"] extends "text"
    ? string
    : R["type"] extends "choice"
      ? Word<R>
      : number | Word<R> | (R extends { takesDuration: true } ? string : never);
type Value<R extends Row> = R extends { repeatable: true }
  ? Single<R>[]
  : R extends { default: undefined }
    ? Single<R> | undefined
    : Single<R>;

/** What all options together say: a key for each row of the table, in camel case. */
export type Settings = { [R in Row as CamelCase<R["name"]>]: Value<R> };
