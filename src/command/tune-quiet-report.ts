import { count } from "../chart/words.js";
import { seriesText } from "../engine/names.js";
import { commandWords, flagsOf, tomlText } from "../stanza.js";
import { type Column, type Look, tableOf } from "./table.js";
import { nameRule, type QuietRule } from "./tune-quiet.js";

/** Rules that are shown of each series. */
const SHOWN = 4;

const columns: readonly Column<QuietRule>[] = [
  { title: "rule", text: ({ settings }) => commandWords(flagsOf(settings)).join(" "), left: true },
  { title: "false alarms kept quiet", text: ({ quieted, labelled }) => `${quieted} of ${labelled}` },
  { title: "others too", text: ({ others }) => count(others) },
  { title: "strong ones", text: ({ strong }) => count(strong), loud: ({ strong }) => strong > 0 },
  { title: "labelled real", text: ({ real }) => count(real), loud: ({ real }) => real > 0 },
  { title: "incidents left", text: ({ left }) => count(left), dispensable: 1 },
];

/** For a person: what each rule would have kept quiet, and the best ones as text for a holtline.toml. */
export function quietText(series: readonly (readonly QuietRule[])[], look: Look): string {
  if (series.length === 0) return "No incident opens where the labels say not_news: nothing is to be kept quiet.\n";
  const tables = series.map((rules) => {
    return `${seriesText(rules[0]!.name)}\n\n${tableOf(columns, rules.slice(0, SHOWN), look)}`;
  });
  const best = series.map(([rule]) => rule!);
  const useful = best.filter(isUseful);
  const rest = best.length - useful.length;
  const apology =
    rest === 0
      ? ""
      : `\nFor ${rest} of the series no rule keeps a false alarm quiet without losing a strong or real incident.\n`;
  const rules =
    useful.length === 0 ? "" : `\nFor holtline.toml, before your other rules:\n\n${useful.map(ruleText).join("\n")}`;
  return `${tables.join("\n")}${apology}${rules}`;
}

/** For a program. */
export function quietData(series: readonly (readonly QuietRule[])[]): unknown {
  return series.map((rules) => ({
    series: seriesText(rules[0]!.name),
    rules: rules.map(({ name, ...rule }) => rule),
    toml: isUseful(rules[0]!) ? ruleText(rules[0]!) : null,
  }));
}

/** Whether a rule can be advised: it keeps something quiet, and nothing strong or real. */
function isUseful({ quieted, strong, real }: QuietRule): boolean {
  return quieted > 0 && strong === 0 && real === 0;
}

function ruleText({ name, settings }: QuietRule): string {
  const { measurement, field, tags } = nameRule(name);
  const list = Object.entries(tags).map(([key, [value]]) => `${tomlText(key)} = ${tomlText(value!)}`);
  const rows = [
    "[[rule]]",
    `measurement = ${tomlText(measurement[0]!)}`,
    `field = ${tomlText(field[0]!)}`,
    ...(list.length === 0 ? [] : [`tags = { ${list.join(", ")} }`]),
    ...flagsOf(settings).map(([option, value]) => `${option} = ${tomlText(value!)}`),
  ];
  return `${rows.join("\n")}\n`;
}
