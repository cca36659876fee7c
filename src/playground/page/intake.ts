import { type Unit, units } from "../../input/time-unit.js";
import type { Answer, Origin, Request } from "../protocol.js";
import { type SampleEntry, samples } from "../sample-list.js";
import { byId, element } from "./element.js";

/** Milliseconds of work before a bar tells of it: shorter work would only flicker. */
const PATIENCE = 250;

/** What the intake tells the rest of the page. */
export interface IntakeHost {
  /** @param isFile whether the person has it as a file */
  open(origin: Origin, isFile: boolean, sample: SampleEntry["name"] | undefined): void;
  live(speed: number): void;
  ask(request: Request): void;
  say(text: string): void;
}

const stages = { reading: "Reading", scoring: "Scoring", writing: "Writing" } as const;

/** Where input comes in: dropped, chosen, pasted, a sample, or a stream. */
export class Intake {
  readonly #host: IntakeHost;
  /** The newest file or text that a person gave. */
  #given: [origin: Origin, isFile: boolean] | undefined;
  #isPlaying = false;
  #begun: number | undefined;

  constructor(host: IntakeHost) {
    this.#host = host;
    this.#listenForFiles();
    this.#listenForText();
    this.#listenForLive();
    this.#listenForPrecision();
    byId("cancel").addEventListener("click", () => host.ask({ kind: "cancel" }));
    for (const sample of samples) {
      const button = element("button", { type: "button" }, sample.title);
      button.addEventListener("click", () => this.openSample(sample));
      byId("samples").append(button);
    }
  }

  /** What the timestamps count, where the person says so. */
  get precision(): Unit | undefined {
    return units.find((unit) => unit === byId<HTMLSelectElement>("precision").value);
  }

  async openSample(sample: SampleEntry): Promise<void> {
    if (sample.path === undefined) return this.#open({ kind: "hosts", name: sample.file }, false, sample.name);
    try {
      this.#open({ kind: "blob", name: sample.file, blob: await fetchSample(sample) }, false, sample.name);
    } catch {
      this.fail(`The sample ${sample.file} can't be fetched: it should lie beside this page.`);
    }
  }

  showOpened({ name }: Extract<Answer, { kind: "opened" }>): void {
    byId("invitation").hidden = true;
    byId("formats").hidden = true;
    byId("source").hidden = false;
    byId("source-name").textContent = name;
    byId("source-facts").textContent = "";
    this.#showPaste(false);
  }

  showFacts(facts: readonly string[]): void {
    byId("source-facts").textContent = facts.join(" · ");
  }

  showProgress(stage: keyof typeof stages, share: number): void {
    this.#begun ??= performance.now();
    if (performance.now() - this.#begun < PATIENCE) return;
    byId("progress").hidden = false;
    byId("progress-label").textContent = stages[stage];
    byId<HTMLProgressElement>("progress-bar").value = share;
  }

  endProgress(): void {
    this.#begun = undefined;
    byId("progress").hidden = true;
  }

  /** Says, where the input comes in, why it can't be used. */
  fail(text: string): void {
    this.#begun = undefined;
    this.#host.say(text);
    byId("status").classList.add("failed");
  }

  #open(origin: Origin, isFile: boolean, sample: SampleEntry["name"] | undefined): void {
    this.#setPlaying(false);
    byId("live").hidden = true;
    this.#given = sample === undefined ? [origin, isFile] : undefined;
    byId("precision-choice").hidden = this.#given === undefined;
    if (this.#given === undefined) byId<HTMLSelectElement>("precision").value = "";
    byId("status").classList.remove("failed");
    this.#host.say(`Reading ${origin.name} …`);
    this.#host.open(origin, isFile, sample);
  }

  async #openFile(file: File): Promise<void> {
    const sample = samples.find((one) => one.path !== undefined && one.file === file.name);
    const isSample = sample !== undefined && (await holdsSample(file, sample));
    this.#open({ kind: "blob", name: file.name, blob: file }, true, isSample ? sample.name : undefined);
  }

  #listenForFiles(): void {
    const input = byId<HTMLInputElement>("file");
    input.addEventListener("change", () => {
      const file = input.files?.[0];
      if (file !== undefined) void this.#openFile(file);
      input.value = "";
    });
    const veil = byId("veil");
    let depth = 0;
    const isFile = (event: DragEvent) => event.dataTransfer?.types.includes("Files") === true;
    addEventListener("dragenter", (event) => {
      if (isFile(event)) veil.hidden = ++depth === 0;
    });
    addEventListener("dragleave", (event) => {
      if (isFile(event)) veil.hidden = --depth <= 0;
    });
    addEventListener("dragover", (event) => event.preventDefault());
    addEventListener("drop", (event) => {
      event.preventDefault();
      depth = 0;
      veil.hidden = true;
      const file = event.dataTransfer?.files[0];
      const text = event.dataTransfer?.getData("text/plain");
      if (file !== undefined) void this.#openFile(file);
      else if (text) this.#openText(text);
    });
  }

  #listenForText(): void {
    byId("paste-open").addEventListener("click", () => {
      this.#showPaste(byId("paste").hidden);
      if (!byId("paste").hidden) byId("pasted").focus();
    });
    byId("paste").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#openText(byId<HTMLTextAreaElement>("pasted").value);
    });
    addEventListener("paste", (event) => {
      if ((event.target as Element).matches("input, textarea")) return;
      const text = event.clipboardData?.getData("text/plain");
      if (text) this.#openText(text);
    });
  }

  #showPaste(isShown: boolean): void {
    byId("paste").hidden = !isShown;
    byId("paste-open").setAttribute("aria-expanded", String(isShown));
  }

  #openText(text: string): void {
    this.#open({ kind: "blob", name: "pasted.lp", blob: new Blob([text]) }, false, undefined);
  }

  #listenForLive(): void {
    const speed = () => Number(byId<HTMLSelectElement>("live-speed").value);
    byId("live-start").addEventListener("click", () => {
      byId("status").classList.remove("failed");
      byId("live").hidden = false;
      this.#setPlaying(true);
      this.#host.live(speed());
    });
    byId("live-speed").addEventListener("change", () => {
      if (this.#isPlaying) this.#host.ask({ kind: "speed", speed: speed() });
    });
    byId("live-pause").addEventListener("click", () => {
      this.#setPlaying(!this.#isPlaying);
      this.#host.ask({ kind: "speed", speed: this.#isPlaying ? speed() : 0 });
    });
    byId("misread").addEventListener("click", () => {
      this.#host.ask({ kind: "misread" });
      this.#host.say("The next reading of the first probe will be 7 degrees too high.");
    });
  }

  #listenForPrecision(): void {
    byId("precision").addEventListener("change", () => {
      if (this.#given !== undefined) this.#open(...this.#given, undefined);
    });
  }

  #setPlaying(isPlaying: boolean): void {
    this.#isPlaying = isPlaying;
    byId("live-pause").textContent = isPlaying ? "Pause" : "Go on";
    byId("live-badge").textContent = isPlaying ? "Live" : "Paused";
    byId("live-badge").classList.toggle("on", isPlaying);
  }
}

async function fetchSample(sample: SampleEntry): Promise<Blob> {
  const response = await fetch(new URL(sample.path!, document.baseURI));
  if (!response.ok) throw new Error(`status ${response.status}`);
  return response.blob();
}

/** Whether a file is a sample, byte for byte, so that a link can name it. */
async function holdsSample(file: File, sample: SampleEntry): Promise<boolean> {
  try {
    const blob = await fetchSample(sample);
    if (blob.size !== file.size) return false;
    const [own, its] = await Promise.all([file, blob].map(async (one) => new Uint8Array(await one.arrayBuffer())));
    return own!.every((byte, at) => byte === its![at]);
  } catch {
    return false;
  }
}
