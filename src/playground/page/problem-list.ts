import { count, counted } from "../../chart/words.js";
import type { Results, ShownProblem } from "../protocol.js";
import { byId, element } from "./element.js";

/** Problems that are listed. */
const LISTED = 20;

/** Shows how the input was read, and what of it could not be used: which line, which column, and what was expected there. */
export function showProblems({ problems, problemCount, unparsable, lines }: Results, notices: readonly string[]): void {
  const section = byId("problems");
  section.hidden = problemCount === 0 && notices.length === 0;
  const items = problems.slice(0, LISTED).map(itemOf);
  items.unshift(...notices.map((notice) => element("li", { className: "notice" }, notice)));
  const rest = problemCount - Math.min(problems.length, LISTED);
  if (rest > 0) items.push(element("li", { className: "more" }, `and ${count(rest)} more`));
  byId("problem-list").replaceChildren(...items);
  const used = unparsable > 0 ? `; the other ${counted(lines - unparsable, "line")} are used` : "";
  byId("problems-title").textContent =
    problemCount === 0 ? "How it was read" : `${counted(problemCount, "problem")} in the input${used}`;
}

function itemOf({ line, column, text, excerpt }: ShownProblem): HTMLElement {
  const place = element("b", {}, `Line ${count(line)}, column ${count(column)}: `);
  const item = element("li", {}, place, text);
  if (excerpt !== undefined) {
    const mark = element("mark", {}, excerpt.behind.slice(0, 1) || "⏎");
    item.append(element("code", { className: "excerpt" }, excerpt.before, mark, excerpt.behind.slice(1)));
  }
  return item;
}
