/** A query of a panel: text in the database's language, and how Grafana reads what comes back. */
export interface Query {
  text: string;
  /** `series` is drawn over time, `table` has rows, `now` is one value for each series at this moment. */
  kind: "series" | "table" | "now";
  /** What the lines are called, where the query itself does not say so. */
  legend?: string;
}

/** Fields of a measurement, by the names of the lines that are drawn of them. */
export const drawn = {
  observed: { y: "observed", yhat: "expected", yhat_lower: "lower", yhat_upper: "upper" },
  path: { yhat: "forecast", yhat_lower: "forecast lower", yhat_upper: "forecast upper" },
};

/** What a dashboard asks of a database. */
export interface Questions {
  /** Lines called observed, expected, lower and upper. */
  observed: Query[];
  /** The forecast path, lines called forecast, forecast lower and forecast upper. */
  path: Query[];
  /** The path by its steps, where a step is a label and has its source's time. */
  steps?: Query;
  score: Query;
  incidents: Query;
  /** What groups of series have told. */
  stories: Query;
  rate: Query;
}

/** A variable at the top of the dashboard, whose values the database knows. */
export interface Variable {
  name: string;
  label: string;
  query: string;
  /** Values that are not offered, as Grafana's regular expression for those that are. */
  regex?: string;
}

/** A language that a dashboard can be written in, and what Grafana has to know about it. */
export interface Language {
  name: string;
  file: string;
  /** Grafana's plugin for the database. */
  plugin: { id: string; name: string };
  questions: Questions;
  variables: Variable[];
  /** The query of an event's mark on the other panels. */
  annotation: string;
  /** A query as a target of a panel. */
  target: (query: Query) => object;
  /** What a variable asks, as its plugin has it. */
  variableQuery: (query: string, name: string) => string | object;
  /** The annotation as its plugin has it, beside what all have. */
  annotationTarget: (query: string) => object;
}
