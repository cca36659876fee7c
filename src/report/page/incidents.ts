import { count, counted, fixed, reasonText, seriesText, timeText } from "../../chart/words.js";
import { byId, element } from "../../playground/page/element.js";
import { markIcon } from "../../playground/page/marks.js";
import type { ReportFile, ReportIncident } from "../data.js";

/** Rows that are shown at once. */
const ROWS = 100;

const sortings = {
  time: { title: "At (UTC)", compare: (one: ReportIncident, other: ReportIncident) => one.time - other.time },
  series: { title: "Series", compare: (one: ReportIncident, other: ReportIncident) => one.series - other.series },
  score: { title: "Score", compare: (one: ReportIncident, other: ReportIncident) => other.score - one.score },
  reason: {
    title: "Reason",
    compare: (one: ReportIncident, other: ReportIncident) => one.reason.localeCompare(other.reason),
  },
};
type Sorting = keyof typeof sortings;

/** The list of incidents: sorted by a click on a title, and a click on a time goes there. */
export class IncidentTable {
  readonly #onGo: (incident: ReportIncident) => void;
  #file: ReportFile | undefined;
  #sorting: Sorting = "score";
  #shown = ROWS;

  constructor(onGo: (incident: ReportIncident) => void) {
    this.#onGo = onGo;
  }

  show(file: ReportFile): void {
    this.#file = file;
    this.#shown = ROWS;
    const { incidents, incidentCount } = file;
    const isPart = incidents.length < incidentCount;
    byId("incidents-title").textContent = isPart
      ? `The ${count(incidents.length)} strongest of ${counted(incidentCount, "incident")}`
      : counted(incidentCount, "incident");
    this.#showRows();
  }

  #showRows(): void {
    const { incidents } = this.#file!;
    byId("incidents-head").replaceChildren(
      this.#title("time"),
      this.#title("series"),
      plainTitle("Value", "number"),
      plainTitle("Expected", "incident-band"),
      this.#title("score"),
      this.#title("reason"),
    );
    const sorted = [...incidents].sort(sortings[this.#sorting].compare);
    const rows = sorted.slice(0, this.#shown).map((incident) => this.#row(incident));
    byId("incidents-rows").replaceChildren(...rows);
    this.#showMore(sorted.length - rows.length);
  }

  #showMore(left: number): void {
    const more = byId("incidents-more");
    more.hidden = left <= 0;
    const button = element("button", { type: "button" }, `Show ${count(Math.min(left, 5 * ROWS))} more`);
    button.addEventListener("click", () => {
      this.#shown += 5 * ROWS;
      this.#showRows();
    });
    more.replaceChildren(button);
  }

  #title(key: Sorting): HTMLElement {
    const isSorted = key === this.#sorting;
    const button = element("button", { type: "button" }, sortings[key].title);
    button.addEventListener("click", () => {
      this.#sorting = key;
      this.#showRows();
      byId("incidents-head").querySelector<HTMLElement>("[aria-sort$=cending] button")?.focus();
    });
    const order = key === "score" ? "descending" : "ascending";
    const attributes = { scope: "col", "aria-sort": isSorted ? order : "none" };
    return element("th", { className: key === "score" ? "number" : "", attributes }, button);
  }

  #row(incident: ReportIncident): HTMLElement {
    const { series, time, value, expected, score, reason } = incident;
    const name = seriesText(this.#file!.series[series]!.name);
    const [day = "", clock = ""] = timeText(time).split(" ");
    const attributes = { "aria-label": `Show ${day} ${clock} of ${name}` };
    const go = element("button", { type: "button", className: "go", attributes }, element("span", {}, day), " ", clock);
    go.addEventListener("click", () => this.#onGo(incident));
    return element(
      "tr",
      {},
      element("td", {}, go),
      element("td", { className: "name" }, name),
      element("td", { className: "number" }, value),
      element("td", { className: "incident-band" }, expected),
      element("td", { className: "number" }, fixed(score)),
      element("td", { className: "reason" }, markIcon(reason), ` ${reasonText(reason)}`),
    );
  }
}

function plainTitle(title: string, className: string): HTMLElement {
  return element("th", { className, attributes: { scope: "col" } }, title);
}
