import { decimate } from "../chart/decimate.js";
import { type Stretch, stretchesOf } from "../chart/incidents.js";
import type { SeriesColumns } from "../chart/store.js";
import { isUntimed, timed } from "../chart/untimed.js";
import { timeText } from "../chart/words.js";
import { Canvas, type Paint } from "./canvas.js";
import type { Look } from "./table.js";

/** Lines of a chart, its axis apart. */
const HEIGHT = 8;
/** Characters of the narrowest chart beside its axis. */
const LEAST_WIDTH = 20;

/** What the characters of a chart mean. */
export const key = "⢄⡠ values, ░ band, ● alarm, ━ incident; times are UTC";

/** A range of values, from the bottom of a chart to its top. */
interface Scale {
  readonly low: number;
  readonly high: number;
}

/**
 * A series as a chart of a few lines: values as a line of dots, the band shaded, alarms marked, and its times below; all
 * of it in as many characters a line as the look has. What has no points has no chart.
 */
export function chartText(columns: SeriesColumns, { width, colours }: Look): string {
  const { time, value } = columns;
  if (time.length === 0) return "";
  const scale = scaleOf(value);
  const labels = labelsOf(scale);
  const margin = Math.max(...labels.map((label) => label.length));
  const canvas = new Canvas(Math.max(LEAST_WIDTH, width - margin - 2), HEIGHT);
  draw(canvas, timed(columns), scale);
  const paint = colours ? painted : (text: string) => text;
  const lines = canvas.lines(paint).map((line, index) => {
    const label = labels[index]!;
    return `${paint(`${label.padStart(margin)} ${label === "" ? "│" : "┤"}`, "axis")}${line}`.trimEnd();
  });
  const axis = `${paint(`${" ".repeat(margin)} └`, "axis")}${canvas.axis(paint)}`;
  const ends = isUntimed(columns) ? ["point 1", `point ${time.length}`] : [time[0]!, time.at(-1)!].map(shortTime);
  return `${[...lines, axis, endsText(ends, margin + 2, width)].join("\n")}\n`;
}

function draw(canvas: Canvas, columns: SeriesColumns, { low, high }: Scale): void {
  const { time, value, score } = columns;
  const [from, to] = [time[0]!, Math.max(time.at(-1)!, time[0]! + 1)];
  const x = (at: number) => ((at - from) / (to - from)) * (canvas.dotsAcross - 1);
  const y = (at: number) => ((high - at) / (high - low)) * (canvas.dotsDown - 1);
  const drawing = decimate(columns, from, to, canvas.dotsAcross);
  for (let row = 0; row < drawing.time.length; row++) {
    const [at, lower, upper] = [x(drawing.time[row]!), drawing.lower[row]!, drawing.upper[row]!];
    if (lower !== null && upper !== null) canvas.shade(at, y(upper), y(lower));
    canvas.lineTo(at, y(drawing.value[row]!));
  }
  for (const stretch of stretchesOf(columns)) {
    const peak = peakOf(columns, stretch);
    canvas.stain(x(time[stretch.opened]!), x(time[stretch.closed]!));
    canvas.mark(x(time[peak]!), y(value[peak]!), score[peak]!);
  }
}

/** The texts beside the lines: at the top, in the middle and at the bottom. */
function labelsOf(scale: Scale): string[] {
  const { low, high } = scale;
  const values = new Map([
    [0, high],
    [HEIGHT / 2, (high + low) / 2],
    [HEIGHT - 1, low],
  ]);
  return Array.from({ length: HEIGHT }, (_, line) => {
    const value = values.get(line);
    return value === undefined ? "" : labelText(value, scale);
  });
}

/** All values are within it; a wide band is not, or nothing else could be seen. */
function scaleOf(values: Float64Array): Scale {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low < high) return { low, high };
  const around = Math.abs(low) * 0.1 || 1;
  return { low: low - around, high: high + around };
}

/** A value on the axis, with the digits that the axis is long for. */
function labelText(value: number, { low, high }: Scale): string {
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (size >= 1e15 || size < 1e-4) return value.toExponential(3);
  const decimals = Math.min(8, Math.max(0, 1 - Math.floor(Math.log10(high - low))));
  return value.toFixed(decimals).replace(/^-(0\.?0*)$/, "$1");
}

function peakOf({ score }: SeriesColumns, { opened, closed }: Stretch): number {
  let peak = opened;
  for (let row = opened; row <= closed; row++) if (score[row]! > score[peak]!) peak = row;
  return peak;
}

function shortTime(time: number): string {
  return timeText(time).slice(0, "2026-01-01 00:00:00".length);
}

/** What stands at the ends of the axis; the second one only where there is room, and when it is another. */
function endsText([first = "", last = ""]: readonly string[], margin: number, width: number): string {
  const space = width - margin - first.length - last.length;
  return `${" ".repeat(margin)}${first}${space > 0 && last !== first ? " ".repeat(space) + last : ""}`;
}

const codes: Record<Paint, string> = { axis: "90", value: "0", band: "32", alarm: "1;31" };

function painted(text: string, paint: Paint): string {
  return paint === "value" ? text : `\x1b[${codes[paint]}m${text}\x1b[0m`;
}
