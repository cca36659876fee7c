import uPlot from "uplot";
import type { Reason } from "../../engine/engine.js";
import { decimate, nearestRow } from "../decimate.js";
import { countReasons, type Stretch, stretchesOf } from "../incidents.js";
import type { Path, Said } from "../path.js";
import type { SeriesSummary } from "../protocol.js";
import type { SeriesColumns } from "../store.js";
import type { View } from "../view.js";
import { fixed, rangeText, reasonText, seriesText, timeText, valueText } from "../words.js";
import { scoreAxis, scoreHeight, valueAxis } from "./axes.js";
import { element } from "./element.js";
import { attachGestures } from "./gestures.js";
import { drawMark, markIcon, reasonList } from "./marks.js";
import type { Colours } from "./theme.js";

/** CSS pixels. */
const STRIP_HEIGHT = 92;
const MARK_SIZE = 5;

/** What a chart asks of the page. */
export interface ChartHost {
  readonly view: View;
  colours(): Colours;
  /** Asks for the path from a point on; `setSaid` is called when it is there. */
  askPath(series: number, ordinal: number): void;
}

/** The chart of one series: values, forecasts, band, path and alarms, and under it the scores. */
export class SeriesChart {
  readonly root: HTMLElement;
  readonly #host: ChartHost;
  readonly #title = element("h2");
  readonly #reasons = element("div", { className: "chart-reasons" });
  readonly #readout = element("dl", { className: "readout" });
  readonly #message = element("dd");
  readonly #event = element(
    "div",
    { className: "said", hidden: true },
    element("dt", {}, "Holtline says"),
    this.#message,
  );
  readonly #plot: HTMLElement;
  readonly #resizes: ResizeObserver;
  #values: uPlot | undefined;
  #scores: uPlot | undefined;
  #summary: SeriesSummary;
  #columns: SeriesColumns;
  #stretches: readonly Stretch[] = [];
  #row = -1;
  #said: { readonly row: number; readonly said: Said } | undefined;
  #redrawing = 0;
  #drawnWidth = 0;

  constructor(host: ChartHost, summary: SeriesSummary, columns: SeriesColumns) {
    this.#host = host;
    this.#summary = summary;
    this.#columns = columns;
    this.#plot = element("div", { className: "plot", tabIndex: 0, attributes: { role: "application" } });
    const head = element("div", { className: "chart-head" }, this.#title, this.#reasons);
    this.root = element("article", { className: "card chart" }, head, this.#readout, this.#plot);
    this.#resizes = new ResizeObserver(() => this.#fit());
    this.setData(summary, columns);
  }

  /** The chart is in the page: it can be drawn. */
  start(): void {
    this.#build();
    this.#resizes.observe(this.#plot);
  }

  get key(): string {
    return this.#summary.key;
  }

  get number(): number {
    return this.#summary.number;
  }

  /** The row that is looked at; -1: none. */
  get row(): number {
    return this.#row;
  }

  get time(): Float64Array {
    return this.#columns.time;
  }

  get stretches(): readonly Stretch[] {
    return this.#stretches;
  }

  setData(summary: SeriesSummary, columns: SeriesColumns): void {
    this.#summary = summary;
    this.#columns = columns;
    this.#stretches = stretchesOf(columns);
    this.#said = undefined;
    this.#row = -1;
    const name = seriesText(summary.name);
    this.#title.textContent = name;
    const reasons = countReasons(this.#stretches);
    this.#reasons.replaceChildren(reasons.length === 0 ? "No alarms" : reasonList(reasons));
    const keys =
      "Arrow keys move along, plus and minus zoom, Home and End jump, N and P go from alarm to alarm, 0 shows all.";
    this.#plot.setAttribute("aria-label", `Chart of ${name}, ${this.#stretches.length} alarms. ${keys}`);
  }

  /** Takes what the engine said about a point, if that is the one that is looked at. */
  setSaid(ordinal: number, said: Said): void {
    const row = this.#row;
    if (row < 0 || this.#columns.ordinal[row] !== ordinal) return;
    this.#said = { row, said };
    this.#message.textContent = said.message ?? "";
    this.#event.hidden = said.message === undefined;
    this.#redrawSoon();
  }

  /** Looks at the point nearest to the view's moment. */
  look(): void {
    const { moment } = this.#host.view;
    if (moment === undefined) return;
    const row = nearestRow(this.#columns.time, moment);
    if (row === this.#row || row < 0) return;
    this.#row = row;
    this.#event.hidden = true;
    this.#showReadout();
    this.#host.askPath(this.number, this.#columns.ordinal[row]!);
    this.#redrawSoon();
  }

  /** Draws what the view shows. */
  draw(): void {
    if (this.#values === undefined || this.#scores === undefined) return;
    const { from, to } = this.#host.view;
    const pixels = Math.max(100, Math.round(this.#values.bbox.width));
    const drawing = decimate(this.#columns, from, to, pixels);
    const { time, value, yhat, lower, upper, score } = drawing;
    for (const [plot, data] of [
      [this.#values, [time, lower, upper, yhat, value]],
      [this.#scores, [time, score.map((one) => (one === null ? null : scoreHeight(one)))]],
    ] as const) {
      plot.batch(() => {
        plot.setData(data as uPlot.AlignedData, false);
        plot.setScale("x", { min: from, max: to });
      });
    }
  }

  /** Draws anew in other colours. */
  recolour(): void {
    this.#build();
  }

  remove(): void {
    this.#resizes.disconnect();
    cancelAnimationFrame(this.#redrawing);
    this.#values?.destroy();
    this.#scores?.destroy();
    this.root.remove();
  }

  /** The canvases from top to bottom: for a picture. */
  canvases(): HTMLCanvasElement[] {
    return [...this.#plot.querySelectorAll("canvas")];
  }

  #fit(): void {
    const width = this.#plot.clientWidth;
    if (width === 0 || width === this.#drawnWidth) return;
    this.#drawnWidth = width;
    this.#values?.setSize({ width, height: this.#height() });
    this.#scores?.setSize({ width, height: STRIP_HEIGHT });
    this.draw();
  }

  #height(): number {
    return this.#plot.clientWidth < 560 ? 220 : 300;
  }

  #build(): void {
    this.#values?.destroy();
    this.#scores?.destroy();
    this.#drawnWidth = this.#plot.clientWidth;
    const colours = this.#host.colours();
    const size = { width: Math.max(200, this.#drawnWidth), height: this.#height() };
    const empty = (series: number) => Array.from({ length: series }, () => []) as unknown as uPlot.AlignedData;
    this.#values = new uPlot(this.#valueOptions(colours, size), empty(5), this.#plot);
    this.#scores = new uPlot(this.#scoreOptions(colours, { ...size, height: STRIP_HEIGHT }), empty(2), this.#plot);
    for (const plot of [this.#values, this.#scores]) attachGestures(plot, this.#host.view);
    this.draw();
  }

  #shared(): Pick<uPlot.Options, "ms" | "tzDate" | "legend" | "pxAlign" | "cursor"> {
    const view = this.#host.view;
    return {
      ms: 1,
      pxAlign: 0,
      tzDate: (time) => uPlot.tzDate(new Date(time), "Etc/UTC"),
      legend: { show: false },
      cursor: {
        x: false,
        y: false,
        points: { show: false },
        drag: { x: true, y: false, setScale: false, dist: 4 },
        bind: {
          mousedown: (_plot, _target, handler) => (event) => (event.shiftKey ? null : handler(event)),
          dblclick: () => () => {
            view.reset();
            return null;
          },
        },
      },
    };
  }

  #hooks(draw: (plot: uPlot) => void, under?: (plot: uPlot) => void): uPlot.Hooks.Arrays {
    const view = this.#host.view;
    return {
      drawClear: under === undefined ? [] : [under],
      draw: [draw],
      setCursor: [
        ({ cursor: { left = -1 }, posToVal }) => {
          if (left >= 0) view.look(posToVal(left, "x"));
        },
      ],
      setSelect: [
        (plot) => {
          const { left, width } = plot.select;
          if (width === 0) return;
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          view.show(plot.posToVal(left, "x"), plot.posToVal(left + width, "x"));
        },
      ],
    };
  }

  #valueOptions(colours: Colours, size: { width: number; height: number }): uPlot.Options {
    const hidden = { scale: "y", stroke: "transparent", width: 0, points: { show: false }, auto: false };
    return {
      ...size,
      ...this.#shared(),
      padding: [12, 8, 0, 0],
      scales: { x: { time: true, auto: false }, y: { range: (_, low, high) => this.#valueRange(low, high) } },
      axes: valueAxis(colours),
      series: [
        {},
        hidden,
        hidden,
        { scale: "y", stroke: colours.forecast, width: 1.25, points: { show: false }, auto: false },
        { scale: "y", stroke: colours.value, width: 1.5, points: { show: false } },
      ],
      bands: [{ series: [2, 1], fill: colours.band }],
      hooks: this.#hooks(
        (plot) => this.#drawOver(plot, colours),
        (plot) => this.#shade(plot, colours),
      ),
    };
  }

  #scoreOptions(colours: Colours, size: { width: number; height: number }): uPlot.Options {
    return {
      ...size,
      ...this.#shared(),
      padding: [6, 8, 6, 0],
      scales: { x: { time: true, auto: false }, y: { range: () => [0, scoreHeight(Number.POSITIVE_INFINITY)] } },
      axes: scoreAxis(colours),
      series: [{}, { scale: "y", stroke: colours.score, width: 1, fill: colours.band, points: { show: false } }],
      hooks: this.#hooks((plot) => this.#drawScores(plot, colours)),
    };
  }

  /** All values and the path are within it. */
  #valueRange(low: number | null, high: number | null): [number, number] {
    let [least, greatest] = [low ?? 0, high ?? 1];
    for (const value of this.#path?.yhat ?? []) {
      least = Math.min(least, value);
      greatest = Math.max(greatest, value);
    }
    const padding = greatest > least ? (greatest - least) * 0.09 : Math.abs(least) * 0.1 || 1;
    return [least - padding, greatest + padding];
  }

  get #path(): Path | undefined {
    return this.#said?.row === this.#row ? this.#said.said.path : undefined;
  }

  /** Stretches of alarm, under all else. */
  #shade(plot: uPlot, colours: Colours): void {
    const { ctx, bbox } = plot;
    const { time } = this.#columns;
    ctx.save();
    ctx.fillStyle = colours.alarm;
    for (const { opened, closed } of this.#visible()) {
      const left = Math.max(plot.valToPos(time[opened]!, "x", true), bbox.left);
      const right = Math.min(plot.valToPos(time[closed]!, "x", true), bbox.left + bbox.width);
      ctx.fillRect(left, bbox.top, Math.max(right - left, 1), bbox.height);
    }
    ctx.restore();
  }

  #visible(): Stretch[] {
    const { time } = this.#columns;
    const { from, to } = this.#host.view;
    return this.#stretches.filter(({ opened, closed }) => time[closed]! >= from && time[opened]! <= to);
  }

  #drawOver(plot: uPlot, colours: Colours): void {
    const { ctx } = plot;
    ctx.save();
    clip(plot);
    this.#drawMoment(plot, colours);
    this.#drawPath(plot, colours);
    this.#drawMarks(plot, colours, (row) => this.#columns.value[row]!);
    ctx.restore();
  }

  #drawPath(plot: uPlot, colours: Colours): void {
    const path = this.#path;
    if (path === undefined) return;
    const { ctx } = plot;
    const at = (index: number, column: Float64Array): [number, number] => [
      plot.valToPos(path.time[index]!, "x", true),
      plot.valToPos(column[index]!, "y", true),
    ];
    const start: [number, number] = [
      plot.valToPos(this.#columns.time[this.#row]!, "x", true),
      plot.valToPos(this.#columns.value[this.#row]!, "y", true),
    ];
    const length = path.time.length;
    ctx.beginPath();
    ctx.moveTo(...start);
    for (let step = 0; step < length; step++) ctx.lineTo(...at(step, path.upper));
    for (let step = length - 1; step >= 0; step--) ctx.lineTo(...at(step, path.lower));
    ctx.closePath();
    ctx.fillStyle = colours.path;
    ctx.fill();
    ctx.beginPath();
    ctx.moveTo(...start);
    for (let step = 0; step < length; step++) ctx.lineTo(...at(step, path.yhat));
    ctx.strokeStyle = colours.forecast;
    ctx.lineWidth = 2.25 * devicePixelRatio;
    ctx.setLineDash([5 * devicePixelRatio, 3 * devicePixelRatio]);
    ctx.stroke();
    ctx.setLineDash([]);
  }

  #drawMarks(plot: uPlot, colours: Colours, height: (row: number) => number): void {
    for (const { opened, reason, severity } of this.#visible()) {
      const x = plot.valToPos(this.#columns.time[opened]!, "x", true);
      const y = plot.valToPos(height(opened), "y", true);
      const size = (severity === 2 ? MARK_SIZE + 1 : MARK_SIZE) * devicePixelRatio;
      drawMark(plot.ctx, reason, { x, y, size }, { fill: colours.reasons[reason], ground: colours.ground });
    }
  }

  /** A line through the point that is looked at, and a ring around it. */
  #drawMoment(plot: uPlot, colours: Colours, height?: number): void {
    const row = this.#row;
    if (row < 0) return;
    const { ctx, bbox } = plot;
    const x = plot.valToPos(this.#columns.time[row]!, "x", true);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.strokeStyle = colours.faint;
    ctx.lineWidth = devicePixelRatio;
    ctx.stroke();
    ctx.beginPath();
    ctx.arc(x, plot.valToPos(height ?? this.#columns.value[row]!, "y", true), 4 * devicePixelRatio, 0, 2 * Math.PI);
    ctx.fillStyle = colours.ground;
    ctx.fill();
    ctx.strokeStyle = colours.ink;
    ctx.lineWidth = 1.75 * devicePixelRatio;
    ctx.stroke();
  }

  #drawScores(plot: uPlot, colours: Colours): void {
    const { ctx, bbox } = plot;
    ctx.save();
    clip(plot);
    const limit = plot.valToPos(scoreHeight(1), "y", true);
    ctx.strokeStyle = colours.limit;
    ctx.lineWidth = 1.5 * devicePixelRatio;
    ctx.setLineDash([6 * devicePixelRatio, 4 * devicePixelRatio]);
    ctx.beginPath();
    ctx.moveTo(bbox.left, limit);
    ctx.lineTo(bbox.left + bbox.width, limit);
    ctx.stroke();
    ctx.setLineDash([]);
    const score = this.#columns.score[this.#row] ?? Number.NaN;
    if (!Number.isNaN(score)) this.#drawMoment(plot, colours, scoreHeight(score));
    this.#drawMarks(plot, colours, (row) => scoreHeight(this.#columns.score[row]!));
    ctx.restore();
  }

  #redrawSoon(): void {
    if (this.#redrawing !== 0) return;
    this.#redrawing = requestAnimationFrame(() => {
      this.#redrawing = 0;
      // the path may need another range
      this.#values?.batch(() => this.#values?.setScale("x", { min: this.#host.view.from, max: this.#host.view.to }));
      this.#values?.redraw(false, false);
      this.#scores?.redraw(false, false);
    });
  }

  #showReadout(): void {
    const row = this.#row;
    const { time, value, yhat, lower, upper, score } = this.#columns;
    const isScored = !Number.isNaN(yhat[row]!);
    const reason = this.#stretches.find(({ opened, closed }) => row >= opened && row <= closed)?.reason;
    const entries: [string, (Node | string)[]][] = [
      ["Time (UTC)", [timeText(time[row]!)]],
      ["Value", [valueText(value[row]!)]],
      ["Expected", [isScored ? `${valueText(round(yhat[row]!, lower[row]!, upper[row]!))}` : "–"]],
      ["Band", [isScored ? rangeText(lower[row]!, upper[row]!) : "–"]],
      ["Score", [isScored ? fixed(score[row]!) : "–"]],
      ["Alarm", reason === undefined ? ["none"] : alarmText(reason)],
    ];
    const items = entries.map(([term, texts]) =>
      element("div", {}, element("dt", {}, term), element("dd", {}, ...texts)),
    );
    this.#readout.replaceChildren(...items, this.#event);
  }
}

function alarmText(reason: Reason): (Node | string)[] {
  return [markIcon(reason), ` ${reasonText(reason)}`];
}

/** A forecast with the digits that its band's width is worth. */
function round(yhat: number, lower: number, upper: number): number {
  const digits = upper > lower ? Math.min(Math.max(2 - Math.floor(Math.log10(upper - lower)), 0), 12) : 6;
  return Number(yhat.toFixed(digits));
}

function clip({ ctx, bbox: { left, top, width, height } }: uPlot): void {
  ctx.beginPath();
  ctx.rect(left, top, width, height);
  ctx.clip();
}
