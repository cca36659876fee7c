import { defaultText, expectation, groups, type Option, options, type Settings, settingName } from "./options.js";

/** An option that is set, as its flag is given: its name without dashes, and its text; a switch has none. */
export type GivenFlag = readonly [name: string, text: string | undefined];

/** Settings as flags, in the order of the table; a switch that is off has none. */
export function flagsOf(given: Partial<Settings>): GivenFlag[] {
  return options.flatMap((option): GivenFlag[] => {
    const value = given[settingName(option.name)];
    if (value === undefined || value === false) return [];
    if (option.type === "switch") return [[option.name, undefined]];
    const elements = Array.isArray(value) ? value : [value];
    return elements.map((element) => [option.name, defaultText({ ...option, default: element })]);
  });
}

/** The words of a command line that sets these options. */
export function commandWords(flags: readonly GivenFlag[]): string[] {
  return flags.flatMap(([name, text]) => (text === undefined ? [`--${name}`] : [`--${name}`, text]));
}

/** Words as a shell reads them: those with a meaning of their own in quotes. */
export function shellText(words: readonly string[]): string {
  return words.map((word) => (/^[\w./:%+@=,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(" ");
}

/** A stanza of TOML for telegraf.conf that sets these options. */
export function settingsStanza(flags: readonly GivenFlag[]): string {
  const rows = flags.map((flag) => `    ${commandWords([flag]).map(tomlText).join(", ")},`);
  const command = rows.length === 0 ? `["holtline"]` : `[\n    "holtline",\n${rows.join("\n")}\n  ]`;
  return `${opening}\n  command = ${command}\n`;
}

const opening = `# Forecasts every numeric field and scores how surprising each new value is
[[processors.execd]]`;

/** Strings of TOML have JSON's escapes, but for DEL. */
export function tomlText(text: string): string {
  return JSON.stringify(text).replaceAll("\x7f", "\\u007f");
}

/** A stanza of TOML: to set an option, its line is uncommented and its value changed. */
export function sampleStanza(): string {
  const rows = groups.flatMap(({ name, title }) => [
    "",
    `    ## ${title}`,
    ...options.filter((option) => option.group === name).flatMap(rowsOf),
  ]);
  return `${opening}
  ## Holtline and its options, which stand here with their defaults.
  command = [
    "holtline",
${rows.join("\n").replaceAll(/^ +$/gm, "")}
  ]

  ## Variables of Holtline's environment, "NAME=value".
  # environment = []

  ## How long Telegraf waits before it starts Holtline anew, should it end.
  # restart_delay = "10s"

  ## Serialization of the metrics between Telegraf and Holtline; no other will do.
  # data_format = "influx"
`;
}

function rowsOf(option: Option): string[] {
  const { name, type, help } = option;
  const value = type === "switch" ? "" : `, ${JSON.stringify(String(defaultOf(option) ?? exampleOf(option)))}`;
  return [`    ## ${help} (${details(option)})`, `    # "--${name}"${value},`];
}

/** undefined for what has no default, or one that no single value gives. */
export function defaultOf(option: Option): string | undefined {
  return option.repeatable ? undefined : defaultText(option);
}

/** Something to be replaced, where there is no default. */
export function exampleOf({ choices, range, example, placeholder = "" }: Option): string {
  if (example !== undefined) return example;
  return choices?.[0] ?? (range === undefined ? placeholder : String((range.to ?? 1) / 2));
}

/** What an option takes. */
export function details(option: Option): string {
  const unit = option.unit === undefined ? "" : `, in ${option.unit}`;
  return `${expectation(option)}${unit}${option.repeatable ? ", can be given again" : ""}`;
}

/** Every option as a table of Markdown with even columns, for the README. */
export function optionsTable(): string {
  const rows = options.map((option) => {
    const set = option.type === "switch" ? "off" : (defaultOf(option) ?? (option.group === "which" ? "all" : "none"));
    return [`\`--${option.name}\``, option.type === "switch" ? "" : details(option), set, option.help];
  });
  const header = ["option", "takes", "default", "what it does"];
  const sizes = header.map((title, column) =>
    Math.max(...[title, ...rows.map((row) => row[column]!)].map((text) => text.length)),
  );
  const line = (cells: string[]) => `| ${cells.map((cell, column) => cell.padEnd(sizes[column]!)).join(" | ")} |\n`;
  return [header, sizes.map((size) => "-".repeat(size)), ...rows].map(line).join("");
}
