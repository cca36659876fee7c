import { byId, element } from "../../playground/page/element.js";
import type { ReportTable } from "../data.js";

/** Shows what labels say about the incidents; nothing without labels. */
export function showLabels(table: ReportTable | undefined): void {
  byId("labels").hidden = table === undefined;
  if (table === undefined) return;
  const { titles, rows, notes } = table;
  // so that it can be scrolled by keys where it is too wide
  byId("labels-wrap").tabIndex = 0;
  const classOf = (index: number) => (index === 0 ? "" : "number");
  const head = titles.map((title, index) =>
    element("th", { className: classOf(index), attributes: { scope: "col" } }, title),
  );
  byId("labels-head").replaceChildren(element("tr", {}, ...head));
  const body = rows.map((cells, row) =>
    element(
      "tr",
      { className: row > 0 && row === rows.length - 1 ? "total" : "" },
      ...cells.map((cell, index) => element("td", { className: classOf(index) }, cell)),
    ),
  );
  byId("labels-rows").replaceChildren(...body);
  byId("labels-notes").replaceChildren(...notes.map((note) => element("p", { className: "hint" }, note)));
}
