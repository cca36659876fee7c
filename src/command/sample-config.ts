import { writeFully } from "../host/stdout.js";
import { defaultText, expectation, groups, type Option, options } from "../options.js";
import { newCommand, parsed } from "./usage.js";

/** `holtline sample-config`: a stanza for telegraf.conf in which every option stands, with its default, commented out. */
export async function sampleConfig(args: string[]): Promise<void> {
  const command = newCommand("sample-config", "Prints a processors.execd stanza for telegraf.conf.");
  if (parsed(command, args)) writeFully(sampleStanza());
}

/** A stanza of TOML: to set an option, its line is uncommented and its value changed. */
export function sampleStanza(): string {
  const rows = groups.flatMap(({ name, title }) => [
    "",
    `    ## ${title}`,
    ...options.filter((option) => option.group === name).flatMap(rowsOf),
  ]);
  return `# Forecasts every numeric field and scores how surprising each new value is
[[processors.execd]]
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

function defaultOf(option: Option): string | undefined {
  return option.repeatable ? undefined : defaultText(option);
}

/** Something to be replaced, where there is no default. */
function exampleOf({ choices, range, example, placeholder = "" }: Option): string {
  if (example !== undefined) return example;
  return choices?.[0] ?? (range === undefined ? placeholder : String((range.to ?? 1) / 2));
}

function details(option: Option): string {
  const unit = option.unit === undefined ? "" : `, in ${option.unit}`;
  return `${expectation(option)}${unit}${option.repeatable ? ", can be given again" : ""}`;
}

/** Every option as a table of Markdown with even columns, for the README. */
export function optionsTable(): string {
  const rows = options.map((option) => {
    const set = option.type === "switch" ? "off" : (defaultOf(option) ?? (option.repeatable ? "all" : "none"));
    return [`\`--${option.name}\``, option.type === "switch" ? "" : details(option), set, option.help];
  });
  const header = ["option", "takes", "default", "what it does"];
  const sizes = header.map((title, column) =>
    Math.max(...[title, ...rows.map((row) => row[column]!)].map((text) => text.length)),
  );
  const line = (cells: string[]) => `| ${cells.map((cell, column) => cell.padEnd(sizes[column]!)).join(" | ")} |\n`;
  return [header, sizes.map((size) => "-".repeat(size)), ...rows].map(line).join("");
}
