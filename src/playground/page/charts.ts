import { countReasons } from "../../chart/incidents.js";
import type { SeriesColumns } from "../../chart/store.js";
import type { ToldStory } from "../../chart/stories.js";
import type { Said } from "../path.js";
import type { Results, SeriesSummary } from "../protocol.js";
import { View } from "../view.js";
import { SeriesChart } from "./chart.js";
import { byId, element } from "./element.js";
import { type Picturable, pictureOf } from "./picture.js";
import { StoryList } from "./story-list.js";
import { type Colours, readColours } from "./theme.js";

/** Points of a stream that are shown. */
const LIVE_POINTS = 400;
/** Points that are shown around a short story. */
const AROUND = 30;
/** Series that are shown of a story. */
const STORY_CHARTS = 3;
/** Share of all time that is left free behind the newest point, for the path. */
const AHEAD = 0.04;

/** The charts of the picked series, one below the other, with one view of time. */
export class Charts {
  readonly view = new View();
  readonly #root = byId("charts");
  readonly #list = element("div", { className: "chart-list" });
  readonly #askPath: (series: number, ordinal: number) => void;
  readonly #say: (text: string) => void;
  readonly #stories: StoryList;
  #charts: SeriesChart[] = [];
  #colours: Colours = readColours();

  /** @param pick is asked to show these series, by number */
  constructor(
    askPath: (series: number, ordinal: number) => void,
    say: (text: string) => void,
    pick: (series: readonly number[]) => void,
  ) {
    this.#askPath = askPath;
    this.#say = say;
    const hint = "Drag to zoom, shift-drag or wheel to move, double-click to show all. Times are UTC.";
    this.#stories = new StoryList((story) => {
      pick(story.series.slice(0, STORY_CHARTS));
      this.#goTo(story);
    });
    this.#root.append(this.#toolbar(), this.#list, this.#stories.root, element("p", { className: "hint" }, hint));
    this.view.onStretch(() => {
      for (const chart of this.#charts) chart.draw();
    });
    this.view.onMoment(() => {
      for (const chart of this.#charts) chart.look();
    });
    this.#list.addEventListener("keydown", (event) => this.#onKey(event));
  }

  /** Shows these series: charts that are there already keep their place and what is zoomed into. */
  show(
    results: Pick<Results, "live" | "stories">,
    columns: readonly (readonly [SeriesSummary, SeriesColumns])[],
  ): void {
    const isNew = this.#charts.length === 0;
    const keys = columns.map(([{ key }]) => key);
    for (const chart of this.#charts) if (!keys.includes(chart.key)) chart.remove();
    const kept = this.#charts.filter(({ key }) => keys.includes(key));
    this.#charts = columns.map(([summary, own]) => {
      const known = kept.find(({ key }) => key === summary.key);
      known?.setData(summary, own);
      return known ?? this.#add(summary, own);
    });
    for (const chart of this.#charts) chart.setStories(results.stories);
    this.#stories.show(results.stories);
    this.#root.hidden = this.#charts.length === 0;
    this.#setBounds(results.live);
    if (isNew || results.live || this.view.moment === undefined) this.#lookAtNewest();
    else this.view.look(this.view.moment);
  }

  /** Brings the chart of a series into sight. */
  scrollTo(key: string): void {
    this.#charts.find((chart) => chart.key === key)?.root.scrollIntoView({ block: "center" });
  }

  setSaid(series: number, ordinal: number, said: Said): void {
    for (const chart of this.#charts) if (chart.number === series) chart.setSaid(ordinal, said);
  }

  /** Another input: what was zoomed into is no more. */
  clear(): void {
    for (const chart of this.#charts) chart.remove();
    this.#charts = [];
    this.view.moment = undefined;
    this.view.reset();
  }

  recolour(): void {
    this.#colours = readColours();
    for (const chart of this.#charts) chart.recolour();
  }

  async picture(caption: string): Promise<Blob | undefined> {
    if (this.#charts.length === 0) return undefined;
    const all = this.#charts.map(
      (chart): Picturable => ({
        title: chart.title,
        reasons: countReasons(chart.stretches),
        canvases: chart.canvases(),
      }),
    );
    return pictureOf(all, caption, this.#colours);
  }

  /** Goes to the next alarm of any of the charts, or to the one before. */
  goToAlarm(direction: 1 | -1): void {
    const { moment = direction > 0 ? -Infinity : Infinity } = this.view;
    const times = this.#charts.flatMap(({ stretches, time }) => stretches.map(({ opened }) => time[opened]!));
    const ahead = times.filter((time) => (time - moment) * direction > 0);
    if (ahead.length === 0) {
      this.#say(
        times.length === 0
          ? "There are no alarms."
          : `There is no alarm ${direction > 0 ? "after" : "before"} this one.`,
      );
      return;
    }
    const next =
      direction > 0
        ? ahead.reduce((one, other) => Math.min(one, other))
        : ahead.reduce((one, other) => Math.max(one, other));
    this.view.reveal(next);
    this.view.look(next);
  }

  /** Shows a story with as much time around it, or some points. */
  #goTo({ from, to, told }: ToldStory): void {
    const end = to ?? told;
    const { time } = this.#charts[0]!;
    const points = (AROUND * (time.at(-1)! - time[0]!)) / time.length;
    const around = Math.max(end - from, points);
    this.view.show(from - around, end + around);
    this.view.look(told);
  }

  #add(summary: SeriesSummary, columns: SeriesColumns): SeriesChart {
    const host = { view: this.view, colours: () => this.#colours, askPath: this.#askPath };
    const chart = new SeriesChart(host, summary, columns);
    this.#list.append(chart.root);
    chart.start();
    return chart;
  }

  #setBounds(live: boolean): void {
    const times = this.#charts.map(({ time }) => time).filter((time) => time.length > 0);
    if (times.length === 0) return;
    const firsts = times.map((time) => time[live ? Math.max(0, time.length - LIVE_POINTS) : 0]!);
    const first = Math.min(...firsts);
    const last = Math.max(...times.map((time) => time.at(-1)!));
    this.view.setBounds(first, last + Math.max((last - first) * (live ? 0.12 : AHEAD), 1));
    if (live) this.view.reset();
  }

  #lookAtNewest(): void {
    const newest = Math.max(...this.#charts.map(({ time }) => time.at(-1) ?? -Infinity));
    if (Number.isFinite(newest)) this.view.look(newest);
  }

  #toolbar(): HTMLElement {
    const button = (text: string, label: string, work: () => void) => {
      const made = element("button", { type: "button", title: label, attributes: { "aria-label": label } }, text);
      made.addEventListener("click", work);
      return made;
    };
    const { view } = this;
    return element(
      "div",
      { className: "toolbar", attributes: { role: "group", "aria-label": "Move the charts" } },
      button("‹ Alarm", "Previous alarm", () => this.goToAlarm(-1)),
      button("Alarm ›", "Next alarm", () => this.goToAlarm(1)),
      element("span", { className: "gap" }),
      button("←", "Earlier", () => view.pan(-0.25)),
      button("→", "Later", () => view.pan(0.25)),
      button("−", "Zoom out", () => view.zoom(2)),
      button("+", "Zoom in", () => view.zoom(0.5)),
      button("All", "Show all", () => view.reset()),
      lineKey(),
    );
  }

  #onKey(event: KeyboardEvent): void {
    const chart = this.#charts.find(({ root }) => root.contains(event.target as Node));
    if (chart === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const { view } = this;
    const { time } = chart;
    const step = (by: number) => {
      const at = Math.max(0, Math.min(time.length - 1, chart.row + by));
      view.reveal(time[at]!);
      view.look(time[at]!);
    };
    const far = Math.max(1, Math.round(time.length / 50));
    const actions: Record<string, () => void> = {
      ArrowLeft: () => step(event.shiftKey ? -far : -1),
      ArrowRight: () => step(event.shiftKey ? far : 1),
      PageUp: () => view.pan(-0.5),
      PageDown: () => view.pan(0.5),
      Home: () => step(-time.length),
      End: () => step(time.length),
      "+": () => view.zoom(0.5),
      "-": () => view.zoom(2),
      "0": () => view.reset(),
      Escape: () => view.reset(),
      n: () => this.goToAlarm(1),
      p: () => this.goToAlarm(-1),
    };
    const action = actions[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (action === undefined) return;
    event.preventDefault();
    action();
  }
}

/** What the lines and areas of the charts mean. */
function lineKey(): HTMLElement {
  const entries = ["value", "expected", "band", "path ahead", "alarm", "story", "limit of the score"];
  const items = entries.map((name) => {
    const swatch = element("i", {
      className: `swatch swatch-${name.split(" ")[0]}`,
      attributes: { "aria-hidden": "true" },
    });
    return element("li", {}, swatch, name);
  });
  return element("ul", { className: "key" }, ...items);
}
