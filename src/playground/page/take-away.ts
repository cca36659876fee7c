import { commandWords, settingsStanza, shellText } from "../../stanza.js";
import { flagsOf, type Given, toFragment } from "../given.js";
import { byId, copyFrom, save } from "./element.js";

/** What the take-away needs to know of the rest of the page. */
export interface TakeAwayHost {
  /** Asks the worker for a file. */
  write(what: "scored" | "input"): void;
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
    button("download").addEventListener("click", () => host.write("scored"));
    button("download-input").addEventListener("click", () => host.write("input"));
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

  /** Says what the command has to be given. */
  explain(name: string | undefined, converted: boolean, isSample: boolean): void {
    const file = name ?? "FILE";
    const lines = converted ? `${file.replace(/(\.[a-z]+)+$/i, "")}.lp` : file;
    const way = /\.gz$/i.test(lines)
      ? `gunzip -c ${shellText([lines])} | holtline run …`
      : `holtline run … < ${shellText([lines])}`;
    const also = converted ? " It reads line protocol: download the converted lines." : "";
    byId("command-hint").textContent =
      `Give it the lines on standard input: ${way} It writes what “Download scored lines” saves.${also}`;
    byId("link-hint").textContent = isSample
      ? "The link carries the settings and names the sample."
      : "The link carries the settings, not your data.";
    byId("download-input").hidden = !converted;
  }
}
