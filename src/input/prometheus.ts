import { type Given, TextMaker } from "./maker.js";
import { quoted } from "./problem.js";
import { measurementText, nameText } from "./table.js";
import { plausibleUnit, toNanoseconds, type Unit } from "./time-unit.js";

/** Samples that say what the timestamps count. */
const SAMPLE = 1_000;

const labelText = String.raw`[a-zA-Z_][\w.]*\s*=\s*"(?:[^"\\]|\\.)*"`;
const labels = String.raw`\{\s*(?<labels>(?:(?:${labelText}|"(?:[^"\\]|\\.)*")\s*,?\s*)*)\}`;
const numberText = String.raw`[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[+-]?[Ii]nf|[Nn]a[Nn]`;
const sampleForm = new RegExp(
  String.raw`^\s*(?<name>[a-zA-Z_:][\w:.]*)?\s*(?:${labels})?\s*(?<=[\s}])(?<value>${numberText})(?:\s+(?<time>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?))?\s*(?:#.*)?\r?$`,
);
const labelForm = /(?:([a-zA-Z_][\w.]*)\s*=\s*)?"((?:[^"\\]|\\.)*)"/g;

/** Whether a line is a sample of Prometheus. */
export function isSample(line: string): boolean {
  const parts = sampleForm.exec(line)?.groups;
  return parts !== undefined && (parts.name !== undefined || parts.labels !== undefined);
}

/** Whether a line tells of a metric, as only these formats have it. */
export function isMetadata(line: string): boolean {
  return /^#\s*(HELP|TYPE|UNIT)\s+[a-zA-Z_:]/.test(line) || /^# EOF\s*$/.test(line);
}

interface Sample {
  readonly line: number;
  readonly series: string;
  readonly value: string;
  readonly time: string;
}

/**
 * Makes line protocol of what Prometheus has as text: its exposition format, OpenMetrics, and what `promtool tsdb dump`
 * writes. The metric is the measurement, labels are tags, and the field is `value`.
 */
export class Prometheus extends TextMaker {
  readonly #given: Given;
  #rest = "";
  #line = 0;
  #unit: Unit | undefined;
  #sample: Sample[] = [];

  constructor(given: Given) {
    super();
    this.#given = given;
    this.#unit = given.precision;
  }

  protected take(text: string, atEnd: boolean): string {
    const lines = (this.#rest + text).split("\n");
    this.#rest = atEnd ? "" : lines.pop()!;
    let output = "";
    for (const line of lines) output += this.#take(line);
    return atEnd ? output + this.#decide() : output;
  }

  #take(line: string): string {
    this.#line++;
    if (/^\s*(#.*)?$/.test(line)) return "";
    const { findings } = this.#given;
    const parts = sampleForm.exec(line)?.groups;
    const series = parts === undefined ? undefined : seriesOf(parts.name, parts.labels ?? "");
    const expected = 'expected a sample like http_requests_total{code="200"} 1027 1767225600000';
    if (series === undefined) findings.object(this.#line, 1, `${expected}, found ${quoted(line)}`);
    else if (parts!.time === undefined)
      findings.object(this.#line, line.length + 1, `${expected}: this one has no timestamp`);
    else if (/^[+-]?\d|^[+-]?\./.test(parts!.value!)) {
      const sample: Sample = { line: this.#line, series, value: parts!.value!, time: parts!.time };
      if (this.#unit !== undefined) return this.#lineOf(sample, this.#unit);
      this.#sample.push(sample);
      if (this.#sample.length >= SAMPLE) return this.#decide();
    }
    return "";
  }

  /** Milliseconds in the exposition format and in dumps, seconds in OpenMetrics: their size tells. */
  #decide(): string {
    const samples = this.#sample;
    this.#sample = [];
    const isWhole = samples.every(({ time }) => /^-?\d+$/.test(time));
    this.#unit ??= plausibleUnit(samples.map(({ time }) => Number(time))) ?? (isWhole ? "ms" : "s");
    return samples.map((sample) => this.#lineOf(sample, this.#unit!)).join("");
  }

  #lineOf({ line, series, value, time }: Sample, unit: Unit): string {
    const nanoseconds = toNanoseconds(time, unit);
    if (nanoseconds !== undefined && Number.isFinite(Number(value)))
      return `${series} value=${value.replace(/^\+/, "")} ${nanoseconds}\n`;
    this.#given.findings.object(
      line,
      1,
      `expected a time and a number of 64 bits, found ${quoted(`${value} ${time}`)}`,
    );
    return "";
  }
}

/** Measurement and tags; undefined where the metric has no name. */
function seriesOf(name: string | undefined, text: string): string | undefined {
  let metric = name;
  let tags = "";
  for (const [, key, value] of text.matchAll(labelForm)) {
    const plain = value!.replace(/\\(.)/g, (_, letter: string) => (letter === "n" ? "\n" : letter));
    // a name that is quoted has no key; Prometheus takes an empty label for none
    if (key === undefined || key === "__name__") metric = plain;
    else if (plain !== "") tags += `,${nameText(key)}=${nameText(plain)}`;
  }
  return metric === undefined ? undefined : `${measurementText(metric, "metric")}${tags}`;
}
