import { flux } from "./flux.js";
import { influxQl } from "./influxql.js";
import type { Language, Query } from "./language.js";
import { promQl } from "./promql.js";
import { sql } from "./sql.js";

export const languages: readonly Language[] = [influxQl, flux, sql, promQl];

/** Grafana's dashboard schema: that of 12. */
const SCHEMA_VERSION = 42;
/** Grafana's columns. */
const WIDTH = 24;

interface Panel {
  title: string;
  description: string;
  type: "timeseries" | "table" | "trend";
  queries: Query[];
  height: number;
  width?: number;
  defaults?: object;
  overrides?: object[];
  options?: object;
  transformations?: object[];
}

const named = (name: string, properties: Record<string, unknown>) => ({
  matcher: { id: "byName", options: name },
  properties: Object.entries(properties).map(([id, value]) => ({ id, value })),
});

/** Two lines as the edges of an area. */
const band = (lower: string, upper: string, color: string) => [
  named(lower, {
    color: { mode: "fixed", fixedColor: color },
    "custom.lineWidth": 0,
    "custom.hideFrom": { legend: true, tooltip: false, viz: false },
  }),
  named(upper, {
    color: { mode: "fixed", fixedColor: color },
    "custom.lineWidth": 0,
    "custom.fillBelowTo": lower,
    "custom.fillOpacity": 20,
    "custom.hideFrom": { legend: true, tooltip: false, viz: false },
  }),
];

const colored = (name: string, color: string, more: Record<string, unknown> = {}) =>
  named(name, { color: { mode: "fixed", fixedColor: color }, ...more });

const marks = {
  mode: "absolute",
  steps: [
    { color: "green", value: null },
    { color: "orange", value: 1 },
    { color: "red", value: 2 },
  ],
};

/** What each dashboard shows, from above. */
function panels({ observed, path, steps, score, incidents, stories, rate }: Language["questions"]): Panel[] {
  return [
    {
      title: "$source $field, $tag $value: observed and forecast",
      description: "The values, what was expected one step before with its band, and the newest path ahead.",
      type: "timeseries",
      queries: [...observed, ...path],
      height: 10,
      overrides: [
        colored("observed", "blue"),
        colored("expected", "green", { "custom.lineStyle": { fill: "dash", dash: [4, 4] } }),
        colored("forecast", "purple", { "custom.lineStyle": { fill: "dash", dash: [8, 4] } }),
        ...band("lower", "upper", "green"),
        ...band("forecast lower", "forecast upper", "purple"),
      ],
    },
    {
      title: "Score",
      description: "1 is the limit of the asked-for rate of false alarms, 2 is beyond anything seen lately.",
      type: "timeseries",
      queries: [score],
      height: 6,
      width: steps === undefined ? WIDTH : WIDTH / 2,
      defaults: { min: 0, thresholds: marks, custom: { thresholdsStyle: { mode: "dashed" } } },
    },
    ...(steps === undefined ? [] : [stepsPanel(steps)]),
    {
      title: "Incidents in $source",
      description: "What opened, got worse and closed, the newest or the worst first.",
      type: "table",
      queries: [incidents],
      height: 8,
      width: WIDTH / 2,
      overrides: [
        named("severity", { thresholds: marks, "custom.cellOptions": { type: "color-text" } }),
        named("message", { "custom.width": 420 }),
      ],
    },
    {
      title: "Stories",
      description: "What went wrong at once on a host, or on many, the newest or the largest first (--group-by host).",
      type: "table",
      queries: [stories],
      height: 8,
      width: WIDTH / 2,
      overrides: [
        named("severity", { thresholds: marks, "custom.cellOptions": { type: "color-text" } }),
        named("message", { "custom.width": 620 }),
      ],
    },
    {
      title: "Anomaly rate",
      description: "The share of a host's series that are within an incident (--group-by host).",
      type: "timeseries",
      queries: [rate],
      height: 8,
      width: WIDTH / 2,
      defaults: { unit: "percentunit", min: 0, max: 1 },
    },
  ];
}

/** A path whose steps are labels: numbers in order, from left to right. */
function stepsPanel(query: Query): Panel {
  return {
    title: "Path by steps (Prometheus)",
    description: "The newest path where --forecast-time source gives every step the time it was made at.",
    type: "trend",
    queries: [query],
    height: 6,
    width: WIDTH / 2,
    options: { xField: "step" },
    transformations: [
      { id: "convertFieldType", options: { conversions: [{ targetField: "step", destinationType: "number" }] } },
      { id: "sortBy", options: { sort: [{ field: "step" }] } },
      { id: "filterFieldsByName", options: { include: { names: ["step", "Value"] } } },
    ],
  };
}

/** A dashboard of Grafana in one language, ready to be imported: it asks for the database then. */
export function dashboard(language: Language): object {
  const input = `DS_${language.plugin.name.toUpperCase()}`;
  const datasource = { type: language.plugin.id, uid: `\${${input}}` };
  const list = panels(language.questions);
  return {
    __inputs: [
      {
        name: input,
        label: language.plugin.name,
        description: `What Telegraf and Holtline write to, asked in ${language.name}`,
        type: "datasource",
        pluginId: language.plugin.id,
        pluginName: language.plugin.name,
      },
    ],
    __requires: [
      { type: "grafana", id: "grafana", name: "Grafana", version: "12.0.0" },
      { type: "datasource", id: language.plugin.id, name: language.plugin.name, version: "1.0.0" },
      ...[...new Set(list.map(({ type }) => type))].map((type) => ({
        type: "panel",
        id: type,
        name: type,
        version: "",
      })),
    ],
    uid: `holtline-${language.name.toLowerCase()}`,
    title: `Holtline (${language.name})`,
    description: "Values, forecasts and anomalies that Holtline writes in Telegraf.",
    tags: ["holtline", "telegraf"],
    schemaVersion: SCHEMA_VERSION,
    version: 1,
    editable: true,
    graphTooltip: 1,
    refresh: "10s",
    time: { from: "now-1h", to: "now+10m" },
    timezone: "browser",
    annotations: {
      list: [
        {
          name: "Incidents",
          datasource,
          enable: true,
          iconColor: "red",
          ...language.annotationTarget(language.annotation),
        },
      ],
    },
    templating: { list: variables(language, datasource) },
    panels: placed(list).map(({ panel, gridPos }, index) => ({
      id: index + 1,
      title: panel.title,
      description: panel.description,
      type: panel.type,
      datasource,
      gridPos,
      targets: panel.queries.map((query, at) => ({
        refId: String.fromCharCode(65 + at),
        datasource,
        ...language.target(query),
      })),
      fieldConfig: { defaults: panel.defaults ?? {}, overrides: panel.overrides ?? [] },
      options: panel.options ?? {},
      ...(panel.transformations === undefined ? {} : { transformations: panel.transformations }),
    })),
  };
}

function variables({ variables, variableQuery }: Language, datasource: object): object[] {
  return variables.map(({ name, label, query, regex = "" }) => ({
    name,
    label,
    type: "query",
    datasource,
    query: variableQuery(query, name),
    definition: query,
    regex,
    refresh: 2,
    sort: 1,
    multi: false,
    includeAll: false,
    hide: 0,
    options: [],
    current: {},
  }));
}

/** Panels from left to right, and a new row where one does not fit. */
function placed(list: Panel[]): { panel: Panel; gridPos: { x: number; y: number; w: number; h: number } }[] {
  let x = 0;
  let y = 0;
  let tallest = 0;
  return list.map((panel) => {
    const w = panel.width ?? WIDTH;
    if (x + w > WIDTH) [x, y, tallest] = [0, y + tallest, 0];
    const gridPos = { x, y, w, h: panel.height };
    x += w;
    tallest = Math.max(tallest, panel.height);
    return { panel, gridPos };
  });
}

/** A dashboard's file. */
export const text = (language: Language) => `${JSON.stringify(dashboard(language), null, 2)}\n`;
