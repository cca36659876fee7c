import { decimate, nearestRow } from "../../chart/decimate.js";
import { countReasons, type Stretch, stretchesOf } from "../../chart/incidents.js";
import type { SeriesColumns } from "../../chart/store.js";
import type { ToldStory } from "../../chart/stories.js";
import { counted, seriesText } from "../../chart/words.js";
import type { Said } from "../path.js";
import type { SeriesSummary } from "../protocol.js";
import type { View } from "../view.js";
import type { Scene } from "./drawing.js";
import { element } from "./element.js";
import { reasonList } from "./marks.js";
import { Plots } from "./plots.js";
import { Readout } from "./readout.js";
import type { Colours } from "./theme.js";

const keysHelp =
  "Arrow keys move along, plus and minus zoom, Home and End jump, N and P go from alarm to alarm, 0 shows all.";

/** What a chart asks of the page. */
export interface ChartHost {
  readonly view: View;
  colours(): Colours;
  /** Asks for what the engine says about a point; `setSaid` is called when it is there. */
  askPath(series: number, ordinal: number): void;
}

/** The chart of one series: values, forecasts, band, path and alarms, and under it the scores. */
export class SeriesChart {
  readonly root: HTMLElement;
  readonly #host: ChartHost;
  readonly #title = element("h2");
  readonly #reasons = element("div", { className: "chart-reasons" });
  readonly #readout = new Readout();
  readonly #plot = element("div", { className: "plot", tabIndex: 0, attributes: { role: "application" } });
  readonly #resizes = new ResizeObserver(() => this.#fit());
  #plots: Plots | undefined;
  #summary: SeriesSummary;
  #columns: SeriesColumns;
  #stretches: readonly Stretch[] = [];
  #stories: readonly ToldStory[] = [];
  #row = -1;
  #said: { readonly row: number; readonly said: Said } | undefined;
  #drawing = 0;
  #isStale = false;
  #drawnWidth = 0;

  constructor(host: ChartHost, summary: SeriesSummary, columns: SeriesColumns) {
    this.#host = host;
    this.#summary = summary;
    this.#columns = columns;
    const head = element("div", { className: "chart-head" }, this.#title, this.#reasons);
    this.root = element("article", { className: "card chart" }, head, this.#readout.root, this.#plot);
    this.setData(summary, columns);
  }

  /** The chart is in the page: it can be drawn. */
  start(): void {
    this.recolour();
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

  get title(): string {
    return seriesText(this.#summary.name);
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
    this.#title.textContent = this.title;
    const reasons = countReasons(this.#stretches);
    this.#reasons.replaceChildren(reasons.length === 0 ? "No alarms" : reasonList(reasons));
    const alarms = counted(this.#stretches.length, "alarm");
    this.#plot.setAttribute("aria-label", `Chart of ${this.title}, ${alarms}. ${keysHelp}`);
  }

  /** Takes the stories of the series' groups. */
  setStories(stories: readonly ToldStory[]): void {
    this.#stories = stories.filter(({ series }) => series.includes(this.number));
    this.#drawSoon(true);
  }

  /** Takes what the engine said about a point, if that is the one that is looked at. */
  setSaid(ordinal: number, said: Said): void {
    if (this.#columns.ordinal[this.#row] !== ordinal) return;
    this.#said = { row: this.#row, said };
    this.#readout.say(said.message);
    this.#drawSoon(false);
  }

  /** Looks at the point nearest to the view's moment. */
  look(): void {
    const { moment } = this.#host.view;
    if (moment === undefined) return;
    const row = nearestRow(this.#columns.time, moment);
    if (row === this.#row || row < 0) return;
    this.#row = row;
    this.#readout.show(this.#columns, row, this.#stretches);
    this.#host.askPath(this.number, this.#columns.ordinal[row]!);
    this.#drawSoon(false);
  }

  /** Draws what the view shows, in the next frame. */
  draw(): void {
    this.#drawSoon(true);
  }

  /** Draws all of it anew, in the colours that are on. */
  recolour(): void {
    this.#plots?.remove();
    this.#drawnWidth = this.#plot.clientWidth;
    this.#plots = new Plots(this.#plot, this.#host.view, () => this.#scene());
    this.#draw();
  }

  remove(): void {
    this.#resizes.disconnect();
    cancelAnimationFrame(this.#drawing);
    this.#plots?.remove();
    this.#plots = undefined;
    this.root.remove();
  }

  /** The canvases from top to bottom: for a picture. */
  canvases(): HTMLCanvasElement[] {
    return [...this.#plot.querySelectorAll("canvas")];
  }

  #scene(): Scene {
    const { time } = this.#columns;
    const { from, to } = this.#host.view;
    return {
      columns: this.#columns,
      stretches: this.#stretches.filter(({ opened, closed }) => time[closed]! >= from && time[opened]! <= to),
      stories: this.#stories.filter((story) => story.from <= to && (story.to ?? to) >= from),
      row: this.#row,
      path: this.#said?.row === this.#row ? this.#said.said.path : undefined,
      colours: this.#host.colours(),
    };
  }

  #fit(): void {
    const width = this.#plot.clientWidth;
    if (width === 0 || width === this.#drawnWidth) return;
    this.#drawnWidth = width;
    this.#plots?.resize();
    this.#draw();
  }

  /** Draws in the next frame: all of it where the data or the stretch changed, else what lies beside the lines. */
  #drawSoon(isStale: boolean): void {
    this.#isStale ||= isStale;
    if (this.#drawing !== 0) return;
    this.#drawing = requestAnimationFrame(() => {
      this.#drawing = 0;
      if (this.#isStale) this.#draw();
      else this.#plots?.redraw();
    });
  }

  #draw(): void {
    this.#isStale = false;
    const { from, to } = this.#host.view;
    if (this.#plots !== undefined) this.#plots.draw(decimate(this.#columns, from, to, this.#plots.pixels));
  }
}
