import type { Stretch } from "../../chart/incidents.js";
import type { SeriesColumns } from "../../chart/store.js";
import { fixed, rangeText, reasonText, timeText, valueText } from "../../chart/words.js";
import { element } from "./element.js";
import { markIcon } from "./marks.js";

/** What is known of the point that is looked at. */
export class Readout {
  readonly root = element("dl", { className: "readout" });
  readonly #message = element("dd");
  readonly #event = element(
    "div",
    { className: "said", hidden: true },
    element("dt", {}, "Holtline says"),
    this.#message,
  );

  show(columns: SeriesColumns, row: number, stretches: readonly Stretch[]): void {
    this.say(undefined);
    const { time, value, yhat, lower, upper, score } = columns;
    const isScored = !Number.isNaN(yhat[row]!);
    const scored = (text: () => string) => [isScored ? text() : "–"];
    const reason = stretches.find(({ opened, closed }) => row >= opened && row <= closed)?.reason;
    const entries: [string, (Node | string)[]][] = [
      ["Time (UTC)", [timeText(time[row]!)]],
      ["Value", [valueText(value[row]!)]],
      ["Expected", scored(() => valueText(rounded(yhat[row]!, upper[row]! - lower[row]!)))],
      ["Band", scored(() => rangeText(lower[row]!, upper[row]!))],
      ["Score", scored(() => fixed(score[row]!))],
      ["Alarm", reason === undefined ? ["none"] : [markIcon(reason), ` ${reasonText(reason)}`]],
    ];
    const items = entries.map(([term, texts]) =>
      element("div", {}, element("dt", {}, term), element("dd", {}, ...texts)),
    );
    this.root.replaceChildren(...items, this.#event);
  }

  /** Shows the sentence of an event; none where there is none. */
  say(message: string | undefined): void {
    this.#event.hidden = message === undefined;
    this.#message.textContent = message ?? "";
  }
}

/** A forecast with the digits that its band's width is worth. */
function rounded(yhat: number, width: number): number {
  const digits = width > 0 ? Math.min(Math.max(2 - Math.floor(Math.log10(width)), 0), 12) : 6;
  return Number(yhat.toFixed(digits));
}
