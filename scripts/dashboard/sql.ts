import { drawn, type Language } from "./language.js";

const series = `"source" = '$source' AND "field" = '$field' AND "$tag" = '$value' AND $__timeFilter(time)`;
const over = (columns: Record<string, string>, measurement: string, how = "avg") =>
  `SELECT $__dateBin(time) AS time, ${Object.entries(columns)
    .map(([field, name]) => `${how}("${field}") AS "${name}"`)
    .join(", ")} FROM "${measurement}" WHERE ${series} GROUP BY 1 ORDER BY 1`;

const recent = `FROM "anomaly" WHERE time >= now() - interval '7 days'`;

/** InfluxDB 3. */
export const sql: Language = {
  name: "SQL",
  file: "holtline-sql.json",
  plugin: { id: "influxdb", name: "InfluxDB" },
  questions: {
    observed: [{ text: over(drawn.observed, "anomaly"), kind: "series" }],
    path: [{ text: over(drawn.path, "fcast"), kind: "series" }],
    score: { text: over({ anomaly_score: "score" }, "anomaly", "max"), kind: "series" },
    incidents: {
      text:
        `SELECT time, "event", "severity", "reason", "message", "anomaly_score", "duration_s" FROM "anomaly" ` +
        `WHERE "source" = '$source' AND "severity" > 0 AND $__timeFilter(time) ORDER BY time DESC LIMIT 100`,
      kind: "table",
    },
    stories: {
      text:
        `SELECT time, "event", "severity", "anomalous", "series", "message", "duration_s" FROM "anomaly_group" ` +
        `WHERE "severity" > 0 AND $__timeFilter(time) ORDER BY time DESC LIMIT 100`,
      kind: "table",
    },
    rate: {
      text:
        'SELECT $__dateBin(time) AS time, "$rate_tag", max("rate") AS "rate" FROM "anomaly_group" ' +
        'WHERE $__timeFilter(time) GROUP BY 1, "$rate_tag" ORDER BY 1',
      kind: "series",
    },
  },
  variables: [
    { name: "source", label: "measurement", query: `SELECT DISTINCT "source" ${recent}` },
    { name: "field", label: "field", query: `SELECT DISTINCT "field" ${recent} AND "source" = '$source'` },
    {
      name: "tag",
      label: "tag",
      query:
        "SELECT column_name FROM information_schema.columns WHERE table_name = 'anomaly' " +
        "AND data_type LIKE 'Dictionary%' AND column_name NOT IN ('source', 'field')",
    },
    {
      name: "value",
      label: "value",
      query: `SELECT DISTINCT "$tag" ${recent} AND "source" = '$source' AND "field" = '$field'`,
    },
    {
      name: "rate_tag",
      label: "rate by",
      query:
        "SELECT column_name FROM information_schema.columns WHERE table_name = 'anomaly_group' " +
        "AND data_type LIKE 'Dictionary%'",
    },
  ],
  annotation: `SELECT time, "message" AS "text", "reason" AS "tags" FROM "anomaly" WHERE "severity" > 0 AND ${series}`,
  target: ({ text, kind }) => ({
    rawSql: text,
    rawQuery: true,
    editorMode: "code",
    format: kind === "table" ? "table" : "time_series",
  }),
  variableQuery: (query, name) => ({ refId: name, rawSql: query, query, rawQuery: true, format: "table" }),
  annotationTarget: (query) => ({
    target: { refId: "Incidents", rawSql: query, rawQuery: true, editorMode: "code", format: "table" },
  }),
};
