import type { ToldStory } from "../../chart/stories.js";
import { count, timeText } from "../../chart/words.js";
import { element } from "./element.js";

/** Stories that are listed. */
const MOST = 100;

/** What groups of series have told, the newest first; a click on a time goes there. */
export class StoryList {
  readonly root = element("section", { className: "card stories", hidden: true });
  readonly #title = element("h2", { id: "stories-title" });
  readonly #list = element("ol");
  readonly #onGo: (story: ToldStory) => void;

  constructor(onGo: (story: ToldStory) => void) {
    this.#onGo = onGo;
    this.root.setAttribute("aria-labelledby", "stories-title");
    this.root.append(this.#title, this.#list);
  }

  show(stories: readonly ToldStory[]): void {
    this.root.hidden = stories.length === 0;
    const shown = stories.slice(-MOST).reverse();
    const isPart = shown.length < stories.length;
    const all = stories.length === 1 ? "1 story" : `${count(stories.length)} stories`;
    this.#title.textContent = isPart ? `The newest ${MOST} of ${all}` : all;
    this.#list.replaceChildren(...shown.map((story) => this.#row(story)));
  }

  #row(story: ToldStory): HTMLElement {
    const time = timeText(story.told);
    const attributes = { "aria-label": `Show ${time}` };
    const go = element("button", { type: "button", className: "go", attributes }, time);
    go.addEventListener("click", () => this.#onGo(story));
    const text = element("span", { className: story.severity > 1 ? "severe" : "" }, story.message);
    return element("li", {}, go, text);
  }
}
