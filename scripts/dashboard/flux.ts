import { drawn, type Language } from "./language.js";

const list = (words: string[]) => `[${words.map((word) => `"${word}"`).join(", ")}]`;

const from = (measurement: string, condition: string) => `from(bucket: v.defaultBucket)
  |> range(start: v.timeRangeStart, stop: v.timeRangeStop)
  |> filter(fn: (r) => r._measurement == "${measurement}"${condition})`;

const series = ' and r.source == "$source" and r.field == "$field" and r["$tag"] == "$value"';

/** Fields of one series as columns, by the names that they are to have, one row for each window. */
const over = (columns: Record<string, string>, measurement: string, how = "mean") => `${from(measurement, series)}
  |> filter(fn: (r) => contains(value: r._field, set: ${list(Object.keys(columns))}))
  |> aggregateWindow(every: v.windowPeriod, fn: ${how}, createEmpty: false)
  |> pivot(rowKey: ["_time"], columnKey: ["_field"], valueColumn: "_value")
  |> keep(columns: ${list(["_time", ...Object.keys(columns)])})
  |> rename(columns: {${Object.entries(columns)
    .map(([field, name]) => `${field}: "${name}"`)
    .join(", ")}})
  |> group()
  |> sort(columns: ["_time"])`;

/** Events, a row for each, with these fields as columns. */
const events = (fields: string[], condition: string, measurement = "anomaly") => `import "influxdata/influxdb/schema"
${from(measurement, condition)}
  |> filter(fn: (r) => contains(value: r._field, set: ${list(fields)}))
  |> schema.fieldsAsCols()
  |> filter(fn: (r) => exists r.message)
  |> group()
  |> sort(columns: ["_time"], desc: true)
  |> limit(n: 100)`;

const tagValues = (tag: string, condition = "") => `import "influxdata/influxdb/schema"
schema.tagValues(bucket: v.defaultBucket, tag: "${tag}", predicate: (r) => r._measurement == "anomaly"${condition})`;

/** InfluxDB 2. */
export const flux: Language = {
  name: "Flux",
  file: "holtline-flux.json",
  plugin: { id: "influxdb", name: "InfluxDB" },
  questions: {
    observed: [{ text: over(drawn.observed, "anomaly"), kind: "series" }],
    path: [{ text: over(drawn.path, "fcast"), kind: "series" }],
    score: { text: over({ anomaly_score: "score" }, "anomaly", "max"), kind: "series" },
    incidents: {
      text: events(
        ["event", "severity", "reason", "message", "anomaly_score", "duration_s"],
        ' and r.source == "$source"',
      ),
      kind: "table",
    },
    stories: {
      text: events(["event", "severity", "anomalous", "series", "message", "duration_s"], "", "anomaly_group"),
      kind: "table",
    },
    rate: {
      text: `${from("anomaly_group", ' and r._field == "rate"')}
  |> aggregateWindow(every: v.windowPeriod, fn: max, createEmpty: false)`,
      kind: "series",
    },
  },
  variables: [
    { name: "source", label: "measurement", query: tagValues("source") },
    { name: "field", label: "field", query: tagValues("field", ' and r.source == "$source"') },
    {
      name: "tag",
      label: "tag",
      query: `import "influxdata/influxdb/schema"
schema.tagKeys(bucket: v.defaultBucket, predicate: (r) => r._measurement == "anomaly")`,
      regex: "/^(?!(source|field|_.*)$).*/",
    },
    {
      name: "value",
      label: "value",
      query: tagValues("$tag", ' and r.source == "$source" and r.field == "$field"'),
    },
  ],
  annotation: `${events(["message", "reason"], series)}
  |> keep(columns: ["_time", "message", "reason"])
  |> rename(columns: {_time: "time", message: "text", reason: "tags"})`,
  target: ({ text }) => ({ query: text }),
  variableQuery: (query) => query,
  annotationTarget: (query) => ({ target: { refId: "Incidents", query } }),
};
