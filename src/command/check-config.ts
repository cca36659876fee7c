import { counted } from "../chart/words.js";
import { settle } from "../config/settle.js";
import type { SeriesRule } from "../engine/series-rule.js";
import { writeError } from "../host/stderr.js";
import { writeFully } from "../host/stdout.js";
import { defaultText, options, type Settings, settingName } from "../options.js";
import { readConfigFile } from "./config-file.js";
import { type Column, outputWidth, tableOf } from "./table.js";
import { newCommand, parsed } from "./usage.js";

/** What a rule, or the top level, makes of its series. */
interface Row {
  readonly rule: string;
  readonly series: string;
  readonly changes: string;
}

/** `holtline check-config FILE`: every error of a configuration, or what its rules do. */
export async function checkConfig(args: string[]): Promise<void> {
  const command = newCommand("check-config", "Checks a configuration file and shows what its rules change.").argument(
    "<file>",
    "a holtline.toml",
  );
  if (!parsed(command, args)) return;
  const file = command.args[0]!;
  const config = await readConfigFile(file);
  const { rules, problems } = settle({}, config);
  if (problems.length > 0) {
    // as editors read it
    writeError(problems.map((problem) => `${problem}\n`).join(""));
    process.exitCode = 2;
    return;
  }
  const rows = [...rules.map(rowOf), { rule: "–", series: "all others", changes: changesOf(config.given) }];
  const look = { width: outputWidth(), colours: false };
  writeFully(`${file}: ok, ${counted(rules.length, "rule")}\n\n${tableOf(columns, rows, look)}`);
}

const columns: readonly Column<Row>[] = [
  { title: "rule", text: ({ rule }) => rule },
  { title: "series", text: ({ series }) => series, left: true, elastic: true },
  { title: "what is set", text: ({ changes }) => changes, left: true },
];

function rowOf({ measurement, field, tags, score, settings = {} }: SeriesRule, index: number): Row {
  const globs = (name: string, list: readonly string[] | undefined) => (list ? [`${name} ${list.join(" or ")}`] : []);
  const tests = [
    ...globs("measurement", measurement),
    ...globs("field", field),
    ...Object.entries(tags ?? {}).flatMap(([key, list]) => globs(key, list)),
  ];
  const changes = score === false ? "not scored" : changesOf(settings);
  return { rule: String(index + 1), series: tests.length === 0 ? "all" : tests.join(", "), changes };
}

/** `trend damped, horizon 5`. */
function changesOf(given: Partial<Settings>): string {
  const set = options.flatMap((option) => {
    const value = given[settingName(option.name)];
    if (value === undefined) return [];
    const text = Array.isArray(value) ? value.join(" or ") : defaultText({ ...option, default: value });
    return [option.type === "switch" ? `${option.name} ${value ? "on" : "off"}` : `${option.name} ${text}`];
  });
  return set.length === 0 ? "nothing" : set.join(", ");
}
