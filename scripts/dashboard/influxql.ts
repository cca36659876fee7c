import { drawn, type Language } from "./language.js";

const series = `"source" = '$source' AND "field" = '$field' AND "$tag" = '$value' AND $timeFilter`;
const over = (columns: Record<string, string>, measurement: string) =>
  `SELECT ${Object.entries(columns)
    .map(([field, name]) => `mean("${field}") AS "${name}"`)
    .join(", ")} FROM "${measurement}" WHERE ${series} GROUP BY time($__interval) fill(none)`;

/** InfluxDB 1, and 2 and 3 by their interfaces for it. */
export const influxQl: Language = {
  name: "InfluxQL",
  file: "holtline-influxql.json",
  plugin: { id: "influxdb", name: "InfluxDB" },
  questions: {
    observed: [{ text: over(drawn.observed, "anomaly"), kind: "series" }],
    path: [{ text: over(drawn.path, "fcast"), kind: "series" }],
    score: {
      text: `SELECT max("anomaly_score") AS "score" FROM "anomaly" WHERE ${series} GROUP BY time($__interval) fill(none)`,
      kind: "series",
    },
    incidents: {
      text:
        `SELECT "event", "severity", "reason", "message", "anomaly_score", "duration_s" FROM "anomaly" ` +
        `WHERE "source" = '$source' AND "severity" > 0 AND $timeFilter ORDER BY time DESC LIMIT 100`,
      kind: "table",
    },
    stories: {
      text:
        `SELECT "event", "severity", "anomalous", "series", "message", "duration_s" FROM "anomaly_group" ` +
        `WHERE "severity" > 0 AND $timeFilter ORDER BY time DESC LIMIT 100`,
      kind: "table",
    },
    rate: {
      text: 'SELECT max("rate") FROM "anomaly_group" WHERE $timeFilter GROUP BY time($__interval), * fill(none)',
      kind: "series",
      legend: "",
    },
  },
  variables: [
    { name: "source", label: "measurement", query: 'SHOW TAG VALUES FROM "anomaly" WITH KEY = "source"' },
    {
      name: "field",
      label: "field",
      query: `SHOW TAG VALUES FROM "anomaly" WITH KEY = "field" WHERE "source" = '$source'`,
    },
    { name: "tag", label: "tag", query: 'SHOW TAG KEYS FROM "anomaly"', regex: "/^(?!(source|field)$).*/" },
    {
      name: "value",
      label: "value",
      query: `SHOW TAG VALUES FROM "anomaly" WITH KEY = "$tag" WHERE "source" = '$source' AND "field" = '$field'`,
    },
  ],
  annotation: `SELECT "message", "reason" FROM "anomaly" WHERE "severity" > 0 AND ${series}`,
  target: ({ text, kind, legend = "$col" }) => ({
    query: text,
    rawQuery: true,
    resultFormat: kind === "table" ? "table" : "time_series",
    ...(kind === "table" || legend === "" ? {} : { alias: legend }),
  }),
  variableQuery: (query) => query,
  annotationTarget: (query) => ({
    target: {
      refId: "Incidents",
      query,
      queryType: "tags",
      fromAnnotations: true,
      rawQuery: true,
      textEditor: true,
      textColumn: "message",
      tagsColumn: "reason",
    },
  }),
};
