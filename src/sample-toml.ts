import { groups, isForSeries, type Option, options } from "./options.js";
import { defaultOf, details, exampleOf, tomlText } from "./stanza.js";

/** A holtline.toml: to set an option, its line is uncommented and its value changed. */
export function sampleToml(): string {
  const rows = groups.flatMap(({ name, title }) => [
    "",
    `## ${title}`,
    // a file names no other
    ...options.filter((option) => option.group === name && option.name !== "config").flatMap(rowsOf),
  ]);
  const own = options.filter(isForSeries).map(({ name }) => name);
  return `## Options of holtline, which stand here with their defaults; started with --config FILE. Flags go before them.
${rows.join("\n")}

## Rules for some series
## The first rule that a series meets is its rule. What it sets goes before flags and before the options above, which have
## to stand before the first rule; what it does not set is as there. It can set
${wrapped(own, "##   ")}

# [[rule]]
#   ## Glob patterns, or lists of them, for names and for values of tags; all that are given have to match.
#   measurement = "cpu"
#   field = ["usage_*", "load?"]
#   tags = { host = "db*", region = ["eu-*", "us-*"] }
#   horizon = 5
#   false-alarms = "1/day"

# [[rule]]
#   measurement = "internal*"
#   ## These series pass unscored.
#   score = false
`;
}

function rowsOf(option: Option): string[] {
  const { name, help, type, example } = option;
  const text = defaultOf(option) ?? exampleOf(option);
  const isBare = type === "switch" || ((type === "integer" || type === "number") && !option.choices?.includes(text));
  const value = option.repeatable ? `["${example ?? "*"}"]` : isBare ? text : tomlText(text);
  return [`## ${help} (${details(option)})`, `# ${name} = ${value}`];
}

/** Words with commas between them, in lines of at most 120 characters. */
function wrapped(words: readonly string[], indent: string): string {
  const lines: string[] = [];
  let line = indent;
  for (const [index, word] of words.entries()) {
    const piece = index === words.length - 1 ? `${word}.` : `${word}, `;
    if (line.length + piece.trimEnd().length > 120) {
      lines.push(line.trimEnd());
      line = indent;
    }
    line += piece;
  }
  return [...lines, line].join("\n");
}
