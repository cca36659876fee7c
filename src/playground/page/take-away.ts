import { commandWords, settingsStanza, shellText } from "../../stanza.js";
import { flagsOf, type Given, toFragment } from "../given.js";
import { byId, copyFrom, element, save } from "./element.js";

/** What the take-away needs to know of the rest of the page. */
export interface TakeAwayHost {
  /** Asks the worker for the scored lines, and for those that came in. */
  writeScored(): void;
  writeInput(): void;
  /** A picture of the charts; undefined when there are none. */
  picture(): Promise<Blob | undefined>;
  say(text: string): void;
}

/** What a person takes from the page: stanza, command, files, link and picture. */
export class TakeAway {
  #stanza = "";
  #link = "";

  constructor(host: TakeAwayHost) {
    const button = (id: string) => byId<HTMLButtonElement>(id);
    const copies = (id: string, text: () => string) =>
      button(id).addEventListener("click", () => copyFrom(button(id), text(), (said) => host.say(said)));
    copies("copy-stanza", () => this.#stanza);
    copies("copy-command", () => byId<HTMLInputElement>("command").value);
    copies("copy-link", () => this.#link);
    button("download").addEventListener("click", () => host.writeScored());
    button("download-input").addEventListener("click", () => host.writeInput());
    button("picture").addEventListener("click", async () => {
      const picture = await host.picture();
      if (picture !== undefined) save("holtline.png", picture);
    });
  }

  /** Shows everything for these settings. The page's own address carries them, too. */
  show(texts: Given, more: Readonly<Record<string, string>>): void {
    const flags = flagsOf(texts);
    this.#stanza = settingsStanza(flags);
    byId("stanza").textContent = this.#stanza;
    // blank lines at the end are for Telegraf
    const words = ["holtline", "run", ...commandWords(flags), "--drain", "off"];
    byId<HTMLInputElement>("command").value = shellText(words);
    const fragment = toFragment(texts, more);
    const address = new URL(location.href);
    address.hash = fragment;
    this.#link = address.href;
    history.replaceState(null, "", address);
  }

  /** Says what the command has to be given, and offers it where a person does not have it. */
  explain(name: string, { isFile, isConverted, isSample }: InputFacts): void {
    const isSaved = isFile && !isConverted;
    const lines = isSaved ? name : `${name.replace(/(\.[a-z]+)+$/i, "")}.lp`;
    const file = shellText([lines]);
    const way = /\.gz$/i.test(lines) ? `gunzip -c ${file} | holtline run …` : `holtline run … < ${file}`;
    const rest = [" It writes what “Download scored lines” saves."];
    if (isConverted) rest.push(" It reads line protocol in nanoseconds: save the converted lines for it.");
    byId("command-hint").replaceChildren(
      "Give it the lines on standard input: ",
      element("code", {}, way),
      ".",
      ...rest,
    );
    byId("link-hint").textContent = isSample
      ? "The link carries the settings and names the sample."
      : "The link carries the settings, not your data.";
    const button = byId("download-input");
    button.hidden = isSaved;
    button.textContent = isConverted ? "Download converted lines" : "Download input lines";
  }
}

/** What the take-away depends on of an input. */
export interface InputFacts {
  /** A file that the person has. */
  readonly isFile: boolean;
  /** Lines were made of it. */
  readonly isConverted: boolean;
  /** A sample that a link can name. */
  readonly isSample: boolean;
}
