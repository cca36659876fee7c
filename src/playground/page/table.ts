import { count, counted, fixed, percent, seriesText } from "../../chart/words.js";
import { type Results, type SeriesSummary, SHAPE_LENGTH } from "../protocol.js";
import { arranged, type SortKey, sortKeys } from "../sorting.js";
import { byId, element, svg } from "./element.js";
import { reasonList } from "./marks.js";

/** Rows that are shown; a search finds the others. */
const MOST_ROWS = 250;

const titles: Record<SortKey, [title: string, explanation: string]> = {
  series: ["Series", "Measurement, tags and field"],
  points: ["Points", "Points of the series"],
  alarms: ["Alarms", "Incidents, by what made them open"],
  coverage: ["In band", "Share of the values within their band"],
  mase: ["MASE", "Mean absolute error of the forecast over that of the value before: below 1 is better than that"],
};

/** What the table is about. */
type Shown = Pick<Results, "series" | "shapes">;

/** The table of the series: one row each, sorted and searched, and picked for the charts. */
export class SeriesTable {
  readonly #onPick: (picked: readonly string[]) => void;
  readonly #search = byId<HTMLInputElement>("search");
  #results: Shown | undefined;
  #picked: readonly string[] = [];
  #sorting: { key: SortKey; descending: boolean } = { key: "alarms", descending: true };

  /** @param onPick is told the keys of the series that are to be shown */
  constructor(onPick: (picked: readonly string[]) => void) {
    this.#onPick = onPick;
    this.#search.addEventListener("input", () => this.#showRows());
    this.#showHead();
  }

  show(results: Shown, picked: readonly string[]): void {
    this.#results = results;
    this.#picked = picked;
    byId("series-title").textContent = counted(results.series.length, "series", "series");
    this.#showRows();
  }

  #showHead(): void {
    const cells = sortKeys.map((key) => {
      const [title, explanation] = titles[key];
      const button = element("button", { type: "button", title: explanation }, title);
      button.addEventListener("click", () => this.#sortBy(key));
      const isSorted = this.#sorting.key === key;
      const attributes = {
        scope: "col",
        "aria-sort": isSorted ? (this.#sorting.descending ? "descending" : "ascending") : "none",
      };
      return element("th", { className: key === "series" || key === "alarms" ? "" : "number", attributes }, button);
    });
    const shape = element("th", { className: "shape", attributes: { scope: "col" } }, "Shape");
    const pick = element("th", { className: "pick", attributes: { scope: "col" } }, "Show");
    byId("series-head").replaceChildren(pick, cells[0]!, shape, ...cells.slice(1));
  }

  #sortBy(key: SortKey): void {
    const isSame = this.#sorting.key === key;
    this.#sorting = { key, descending: isSame ? !this.#sorting.descending : key !== "series" };
    this.#showHead();
    byId("series-head").querySelector<HTMLElement>("[aria-sort$=cending] button")?.focus();
    this.#showRows();
  }

  #showRows(): void {
    const results = this.#results;
    if (results === undefined) return;
    const focused = document.activeElement?.id;
    const found = arranged(results.series, this.#search.value, this.#sorting);
    const shown = found.slice(0, MOST_ROWS);
    const places = new Map(results.series.map(({ number }, index) => [number, index]));
    const rows = shown.map((summary) => {
      const start = places.get(summary.number)! * SHAPE_LENGTH;
      return this.#row(summary, results.shapes.subarray(start, start + SHAPE_LENGTH));
    });
    byId("series-rows").replaceChildren(...(rows.length > 0 ? rows : [noRow()]));
    const more = byId("series-more");
    more.hidden = found.length === shown.length;
    more.textContent = `${count(found.length - shown.length)} more: search for them, or sort.`;
    if (focused?.startsWith("pick-")) document.getElementById(focused)?.focus();
  }

  #row(summary: SeriesSummary, shape: Float32Array): HTMLElement {
    const { key, number, name, points, reasons, coverage, mase } = summary;
    const text = seriesText(name);
    const box = element("input", {
      type: "checkbox",
      id: `pick-${number}`,
      checked: this.#picked.includes(key),
      attributes: { "aria-label": `Show ${text}` },
    });
    box.addEventListener("change", () => {
      const others = this.#picked.filter((one) => one !== key);
      this.#picked = box.checked ? [...others, key] : others;
      this.#onPick(this.#picked);
    });
    const label = element("label", { htmlFor: `pick-${number}` }, text);
    return element(
      "tr",
      {},
      element("td", { className: "pick" }, box),
      element("th", { className: "name", attributes: { scope: "row" } }, label),
      element("td", { className: "shape" }, sparkline(shape)),
      element("td", { className: "number" }, count(points)),
      element("td", {}, reasons.length === 0 ? element("span", { className: "none" }, "none") : reasonList(reasons)),
      element("td", { className: "number" }, percent(coverage)),
      element("td", { className: "number" }, fixed(mase)),
    );
  }
}

function noRow(): HTMLElement {
  return element("tr", {}, element("td", { colSpan: 7, className: "none" }, "No series has such a name."));
}

const WIDTH = 110;
const HEIGHT = 26;

function sparkline(shape: Float32Array): SVGElement {
  const known = [...shape].filter((value) => !Number.isNaN(value));
  const low = Math.min(...known);
  const scale = Math.max(...known) - low || 1;
  const y = (value: number) => (HEIGHT - 3 - ((value - low) / scale) * (HEIGHT - 6)).toFixed(1);
  const steps = [...shape].flatMap((value, index) =>
    Number.isNaN(value) ? [] : [`${((index / (SHAPE_LENGTH - 1)) * WIDTH).toFixed(1)},${y(value)}`],
  );
  const line = svg("polyline", { points: steps.join(" ") });
  return svg("svg", { class: "sparkline", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, "aria-hidden": "true" }, line);
}
