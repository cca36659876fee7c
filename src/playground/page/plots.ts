import uPlot from "uplot";
import type { Drawing } from "../../chart/decimate.js";
import type { View } from "../view.js";
import { AxisWidth, scoreAxes, scoreHeight, scoreRange, valueAxes } from "./axes.js";
import { drawOverScores, drawOverValues, drawStories, type Scene, shadeStretches } from "./drawing.js";
import { attachGestures } from "./gestures.js";

/** CSS pixels. */
const STRIP_HEIGHT = 92;
const WIDE_HEIGHT = 300;
const NARROW_HEIGHT = 220;
const NARROW = 560;

/** Series of the plot of values, and how wide their lines are. */
const LINES = [
  [3, 1.25],
  [4, 1.5],
] as const;
const THIN = 1;
/** Rows a pixel from which on lines are thin. */
const DENSE = 1.5;

/** The two plots of a chart: values, and below them the scores. */
export class Plots {
  readonly #root: HTMLElement;
  readonly #view: View;
  readonly #scene: () => Scene;
  readonly #values: uPlot;
  readonly #scores: uPlot;

  /** @param scene what is to be drawn beside the lines, asked for at every drawing */
  constructor(root: HTMLElement, view: View, scene: () => Scene) {
    this.#root = root;
    this.#view = view;
    this.#scene = scene;
    const width = new AxisWidth();
    this.#values = new uPlot(this.#valueOptions(width), columns(5), root);
    this.#scores = new uPlot(this.#scoreOptions(width), columns(2), root);
    for (const plot of [this.#values, this.#scores]) attachGestures(plot, view);
  }

  /** Device pixels that the plots have for time. */
  get pixels(): number {
    return Math.max(100, Math.round(this.#values.bbox.width));
  }

  draw({ time, value, yhat, lower, upper, score }: Drawing): void {
    const { from, to } = this.#view;
    // where lines lie side by side, thin ones are as good, and far faster to draw
    const isDense = time.length > DENSE * this.pixels;
    for (const [index, width] of LINES) this.#values.series[index]!.width = isDense ? THIN / devicePixelRatio : width;
    const show = (plot: uPlot, data: uPlot.AlignedData) =>
      plot.batch(() => {
        plot.setData(data, false);
        plot.setScale("x", { min: from, max: to });
      });
    show(this.#values, [time, lower, upper, yhat, value]);
    show(this.#scores, [time, score.map((one) => (one === null ? null : scoreHeight(one)))]);
  }

  /** Draws anew what is beside the lines. */
  redraw(): void {
    const { min = 0, max = 0 } = this.#values.scales.y!;
    const isBeyond = this.#scene().path?.yhat.some((value) => value < min || value > max) ?? false;
    const { from, to } = this.#view;
    if (isBeyond) this.#values.setScale("x", { min: from, max: to });
    else this.#values.redraw(false, false);
    this.#scores.redraw(false, false);
  }

  resize(): void {
    const { width, height } = this.#size();
    this.#values.setSize({ width, height });
    this.#scores.setSize({ width, height: STRIP_HEIGHT });
  }

  remove(): void {
    this.#values.destroy();
    this.#scores.destroy();
  }

  #size(): { width: number; height: number } {
    const width = Math.max(200, this.#root.clientWidth);
    return { width, height: width < NARROW ? NARROW_HEIGHT : WIDE_HEIGHT };
  }

  #valueOptions(width: AxisWidth): uPlot.Options {
    const { colours } = this.#scene();
    const hidden = { scale: "y", stroke: "transparent", width: 0, points: { show: false }, auto: false };
    return {
      ...this.#size(),
      ...this.#shared(),
      padding: [12, 8, 0, 0],
      scales: { x: { time: true, auto: false }, y: { range: (_, low, high) => this.#valueRange(low, high) } },
      axes: valueAxes(colours, width),
      series: [
        {},
        hidden,
        hidden,
        { scale: "y", stroke: colours.forecast, points: { show: false }, auto: false },
        { scale: "y", stroke: colours.value, points: { show: false } },
      ],
      bands: [{ series: [2, 1], fill: colours.band }],
      hooks: this.#hooks(drawOverValues, (plot) => {
        shadeStretches(plot, this.#scene());
        drawStories(plot, this.#scene());
      }),
    };
  }

  #scoreOptions(width: AxisWidth): uPlot.Options {
    const { colours } = this.#scene();
    return {
      ...this.#size(),
      height: STRIP_HEIGHT,
      ...this.#shared(),
      padding: [2, 8, 4, 0],
      scales: { x: { time: true, auto: false }, y: { range: () => scoreRange } },
      axes: scoreAxes(colours, width),
      series: [
        {},
        {
          scale: "y",
          stroke: colours.score,
          width: 1,
          fill: colours.band,
          fillTo: 0,
          points: { show: false },
        },
      ],
      hooks: this.#hooks(drawOverScores),
    };
  }

  #shared(): Pick<uPlot.Options, "ms" | "tzDate" | "legend" | "pxAlign" | "cursor"> {
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
          // with shift a drag moves, which is for the gestures
          mousedown: (_plot, _target, handler) => (event) => (event.shiftKey ? null : handler(event)),
          dblclick: () => () => {
            this.#view.reset();
            return null;
          },
        },
      },
    };
  }

  #hooks(draw: (plot: uPlot, scene: Scene) => void, under?: (plot: uPlot) => void): uPlot.Hooks.Arrays {
    const view = this.#view;
    return {
      drawClear: under === undefined ? [] : [under],
      draw: [(plot) => draw(plot, this.#scene())],
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

  /** All values and the path are within it; a wide band is not, or nothing else could be seen. */
  #valueRange(low: number | null, high: number | null): [number, number] {
    let [least, greatest] = [low ?? 0, high ?? 1];
    for (const value of this.#scene().path?.yhat ?? []) {
      least = Math.min(least, value);
      greatest = Math.max(greatest, value);
    }
    const padding = greatest > least ? (greatest - least) * 0.09 : Math.abs(least) * 0.1 || 1;
    return [least - padding, greatest + padding];
  }
}

function columns(count: number): uPlot.AlignedData {
  return Array.from({ length: count }, () => []) as unknown as uPlot.AlignedData;
}
