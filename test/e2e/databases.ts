import { writeFileSync } from "node:fs";
import { body, eventually, freePort, withServer } from "./server.js";

/** One series of an InfluxQL answer. */
export interface InfluxSeries {
  name: string;
  tags?: Record<string, string>;
  columns: string[];
  values: unknown[][];
}

export interface InfluxDb {
  url: string;
  /** The series that an InfluxQL statement gives, times in nanoseconds as far as doubles hold them. */
  query: (statement: string) => Promise<InfluxSeries[]>;
}

/** The database that tests write to. */
export const DATABASE = "brews";

/** Debian's InfluxDB 1.6. */
export function withInfluxDb<T>(work: (database: InfluxDb) => Promise<T>): Promise<T> {
  return withServer(
    "InfluxDB",
    async (path, port) => {
      const settings = `
reporting-disabled = true
bind-address = "127.0.0.1:${await freePort()}"
[meta]
  dir = "${path("meta")}"
[data]
  dir = "${path("data")}"
  wal-dir = "${path("wal")}"
[monitor]
  store-enabled = false
[http]
  bind-address = "127.0.0.1:${port}"
  log-enabled = false
`;
      writeFileSync(path("influxdb.conf"), settings);
      return { arguments: ["-config", path("influxdb.conf")], ready: "/ping" };
    },
    (url) => work({ url, query: (statement) => influxQuery(url, statement) }),
  );
}

async function influxQuery(url: string, statement: string): Promise<InfluxSeries[]> {
  const text = await body(`${url}/query`, { db: DATABASE, epoch: "ns", q: statement });
  const { results } = JSON.parse(text) as { results: { series?: InfluxSeries[]; error?: string }[] };
  return results.flatMap(({ series = [], error }) => {
    if (error !== undefined) throw new Error(`${statement}: ${error}`);
    return series;
  });
}

/** One series of a PromQL answer; a point is seconds and the number as text. */
export interface PromSeries {
  metric: Record<string, string>;
  value?: [number, string];
  values?: [number, string][];
}

export interface PromDatabase {
  url: string;
  /** A question about one moment, in seconds since 1970. */
  query: (expression: string, time: number) => Promise<PromSeries[]>;
  /** The same from one moment to another. */
  range: (expression: string, from: number, to: number, step: number) => Promise<PromSeries[]>;
}

function promDatabase(url: string): PromDatabase {
  const ask = async (path: string, parameters: Record<string, string>) => {
    const answer = JSON.parse(await body(url + path, parameters)) as { data: { result: PromSeries[] } };
    return answer.data.result;
  };
  return {
    url,
    query: (query, time) => ask("/api/v1/query", { query, time: String(time) }),
    range: (query, start, end, step) =>
      ask("/api/v1/query_range", { query, start: String(start), end: String(end), step: String(step) }),
  };
}

/** VictoriaMetrics, which takes what outputs.influxdb_v2 writes. It keeps points of any age. */
export function withVictoriaMetrics<T>(work: (database: PromDatabase) => Promise<T>): Promise<T> {
  return withServer(
    "VictoriaMetrics",
    (path, port) => ({
      arguments: [
        `-httpListenAddr=127.0.0.1:${port}`,
        `-storageDataPath=${path("data")}`,
        "-retentionPeriod=100y",
        "-memory.allowedBytes=256MB",
      ],
      ready: "/health",
    }),
    (url) => work(promDatabase(url)),
  );
}

/** Samples of VictoriaMetrics as they lie there: labels, values, times in milliseconds. */
export interface RawSeries {
  metric: Record<string, string>;
  values: number[];
  timestamps: number[];
}

/** Every sample that a selector finds in VictoriaMetrics, what has just been written and what is yet to come included. */
export async function rawSeries({ url }: PromDatabase, selector: string): Promise<RawSeries[]> {
  await body(`${url}/internal/force_flush`);
  const text = await body(`${url}/api/v1/export`, { "match[]": selector, start: "0", end: "2100-01-01T00:00:00Z" });
  return text.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line) as RawSeries]));
}

/** Debian's Prometheus; `settings` are YAML, `rules` too where there are any. */
export function withPrometheus<T>(
  settings: string,
  work: (database: PromDatabase) => Promise<T>,
  rules = "",
): Promise<T> {
  return withServer(
    "Prometheus",
    (path, port) => {
      writeFileSync(path("prometheus.yml"), settings);
      writeFileSync(path("rules.yml"), rules);
      return {
        arguments: [
          `--config.file=${path("prometheus.yml")}`,
          `--storage.tsdb.path=${path("data")}`,
          `--web.listen-address=127.0.0.1:${port}`,
        ],
        ready: "/-/ready",
      };
    },
    (url) => work(promDatabase(url)),
  );
}

/** An alert as Alertmanager's interface gives it. */
export interface Alert {
  labels: Record<string, string>;
  annotations: Record<string, string>;
  startsAt: string;
  endsAt: string;
  status: { state: string };
}

export interface Alertmanager {
  url: string;
  /** Alerts that are firing, once there are so many. */
  firing: (count: number) => Promise<Alert[]>;
}

/** Debian's Alertmanager; it notifies the address at once of what fires and what is over. */
export function withAlertmanager<T>(receiver: string, work: (manager: Alertmanager) => Promise<T>): Promise<T> {
  return withServer(
    "Alertmanager",
    (path, port) => {
      const settings = `
route:
  receiver: phone
  group_by: ["..."]
  group_wait: 0s
  group_interval: 1s
receivers:
  - name: phone
    webhook_configs:
      - url: ${receiver}
        send_resolved: true
`;
      writeFileSync(path("alertmanager.yml"), settings);
      return {
        arguments: [
          `--config.file=${path("alertmanager.yml")}`,
          `--storage.path=${path("data")}`,
          `--web.listen-address=127.0.0.1:${port}`,
          "--cluster.listen-address=",
        ],
        ready: "/-/ready",
      };
    },
    (url) => work({ url, firing: (count) => firingAlerts(url, count) }),
  );
}

function firingAlerts(url: string, count: number): Promise<Alert[]> {
  return eventually(`${count} firing alerts`, async () => {
    const alerts = JSON.parse(await body(`${url}/api/v2/alerts`)) as Alert[];
    const firing = alerts.filter(({ status }) => status.state === "active");
    return firing.length === count ? firing : undefined;
  });
}
