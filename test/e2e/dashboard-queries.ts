import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./telegraf.js";

/** What a dashboard's file asks a database. */
export interface Asked {
  /** Of panels; `now` is asked for one moment. */
  panels: { title: string; text: string; now: boolean }[];
  annotations: string[];
  /** Of the variables at its top, by their names. */
  variables: [string, string][];
}

interface Target {
  query?: string;
  expr?: string;
  instant?: boolean;
}

interface Dashboard {
  panels: { title: string; targets: Target[] }[];
  annotations: { list: { expr?: string; target?: Target }[] };
  templating: { list: { name: string; query: string | { query: string } }[] };
}

/** Every query in a file of dashboards/, with these values for its variables. */
export function asked(file: string, values: Record<string, string>): Asked {
  const whole = readFileSync(join(root, "dashboards", file), "utf8");
  const { panels, annotations, templating } = JSON.parse(whole) as Dashboard;
  const filled = (text: string) => text.replace(/\$(\w+)/g, (variable, name) => values[name] ?? variable);
  return {
    panels: panels.flatMap(({ title, targets }) =>
      targets.map(({ query, expr, instant = false }) => ({ title, text: filled((query ?? expr)!), now: instant })),
    ),
    annotations: annotations.list.map(({ expr, target }) => filled((expr ?? target?.query)!)),
    variables: templating.list.map(({ name, query }) => [
      name,
      filled(typeof query === "string" ? query : query.query),
    ]),
  };
}
