import type { Language, Query } from "./language.js";

const series = 'source="$source",field="$field",$tag="$value"';
const line = (name: string, legend: string, more = ""): Query => ({
  text: `${name}{${series}${more}}`,
  kind: "series",
  legend,
});

/** VictoriaMetrics, whose forecasts have times of their own, and Prometheus, where a step is a label. */
export const promQl: Language = {
  name: "PromQL",
  file: "holtline-promql.json",
  plugin: { id: "prometheus", name: "Prometheus" },
  questions: {
    observed: [
      line("anomaly_y", "observed"),
      line("anomaly_yhat", "expected"),
      line("anomaly_yhat_lower", "lower"),
      line("anomaly_yhat_upper", "upper"),
    ],
    path: [
      line("fcast_yhat", "forecast", ',step=""'),
      line("fcast_yhat_lower", "forecast lower", ',step=""'),
      line("fcast_yhat_upper", "forecast upper", ',step=""'),
    ],
    steps: { ...line("fcast_yhat", "forecast", ',step!=""'), kind: "now" },
    score: line("anomaly_anomaly_score", "score"),
    incidents: {
      text: 'sort_desc(max_over_time(anomaly_anomaly_score{source="$source"}[$__range]) >= 1)',
      kind: "now",
      legend: "",
    },
    stories: {
      text: "sort_desc(max_over_time(anomaly_group_anomalous[$__range]))",
      kind: "now",
      legend: "",
    },
    rate: { text: "anomaly_group_rate", kind: "series", legend: "" },
  },
  variables: [
    { name: "source", label: "measurement", query: "label_values(anomaly_y, source)" },
    { name: "field", label: "field", query: 'label_values(anomaly_y{source="$source"}, field)' },
    {
      name: "tag",
      label: "tag",
      query: "label_names(anomaly_y)",
      regex: "/^(?!(__name__|db|field|instance|job|source)$).*/",
    },
    { name: "value", label: "value", query: 'label_values(anomaly_y{source="$source",field="$field"}, $tag)' },
  ],
  annotation: `anomaly_is_anomaly{${series}} == 1`,
  target: ({ text, kind, legend = "" }) => ({
    expr: text,
    editorMode: "code",
    ...(kind === "series" ? { range: true } : { instant: true, range: false }),
    format: kind === "series" ? "time_series" : "table",
    ...(legend === "" ? {} : { legendFormat: legend }),
  }),
  variableQuery: (query, name) => ({ refId: name, query }),
  annotationTarget: (query) => ({
    expr: query,
    step: "1s",
    titleFormat: "{{source}} {{field}}",
    tagKeys: "source,field",
    textFormat: "an incident is open",
  }),
};
