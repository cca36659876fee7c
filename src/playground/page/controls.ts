import { expectation, groups, type Option } from "../../options.js";
import { baseTexts, type Given, type Objection, pageOptions } from "../given.js";
import { type SliderScale, sliderScale } from "../slider.js";
import { byId, element } from "./element.js";

/** Groups that are open at first. */
const opened = ["model", "alarms"];

/** A control of one option. */
interface Control {
  readonly option: Option;
  readonly root: HTMLElement;
  readonly input: HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;
  readonly slider: HTMLInputElement | undefined;
  readonly scale: SliderScale | undefined;
  readonly error: HTMLElement;
}

/** The controls of all options that the page has a use for, made from the table of options. */
export class Controls {
  readonly #onChange: (texts: Given) => void;
  readonly #controls: readonly Control[];
  #texts = new Map<string, readonly string[]>();
  /** What each option is while nothing is given for it. */
  #bases = baseTexts(new Map());

  /** @param onChange is told every change, also of texts that no option takes */
  constructor(onChange: (texts: Given) => void) {
    this.#onChange = onChange;
    this.#controls = pageOptions.map((option) => this.#make(option));
    const form = byId<HTMLFormElement>("controls");
    form.addEventListener("submit", (event) => event.preventDefault());
    for (const { name, title } of groups) {
      const own = this.#controls.filter(({ option }) => option.group === name);
      if (own.length === 0) continue;
      const summary = element("summary", {}, title);
      form.append(element("details", { open: opened.includes(name) }, summary, ...own.map(({ root }) => root)));
    }
    byId("reset-settings").addEventListener("click", () => this.set(new Map()));
  }

  get texts(): Given {
    return this.#texts;
  }

  /** Gives the options these texts, and the others none. */
  set(texts: Given): void {
    this.#texts = new Map(texts);
    this.#bases = baseTexts(this.#texts);
    for (const control of this.#controls) this.#show(control);
    this.#onChange(this.#texts);
  }

  /** Shows what is wrong, each beside its control. */
  object(objections: readonly Objection[]): void {
    for (const { option, input, error, root } of this.#controls) {
      const found = objections.find((one) => one.option === option.name);
      error.textContent = found?.reason ?? "";
      input.setAttribute("aria-invalid", String(found !== undefined));
      root.classList.toggle("wrong", found !== undefined);
      const group = root.closest("details");
      if (found !== undefined && group !== null) group.open = true;
    }
  }

  #make(option: Option): Control {
    const { name, help } = option;
    const id = `option-${name}`;
    const scale = sliderScale(option);
    const input = inputOf(option, id);
    input.setAttribute("aria-describedby", `${id}-help ${id}-error`);
    const slider = scale && element("input", { type: "range", min: "0", max: String(scale.steps), step: "1" });
    slider?.setAttribute("aria-label", `${name} slider`);
    const error = element("p", { className: "error", id: `${id}-error` });
    const label = element("label", { htmlFor: id }, element("code", {}, `--${name}`));
    const unit = option.unit === undefined ? [] : [element("span", { className: "unit" }, option.unit)];
    const row = element(
      "div",
      { className: "control-row" },
      label,
      element("span", { className: "field" }, input, ...unit),
    );
    const hint = element("p", { className: "hint", id: `${id}-help` }, help);
    const root = element("div", { className: "control" }, row, ...(slider ? [slider] : []), hint, error);
    const control: Control = { option, root, input, slider, scale, error };
    input.addEventListener("input", () => this.#take(control, textsOf(control)));
    slider?.addEventListener("input", () => {
      input.value = String(scale!.toValue(Number(slider.value)));
      slider.setAttribute("aria-valuetext", input.value);
      this.#take(control, textsOf(control));
    });
    return control;
  }

  #take(control: Control, texts: readonly string[]): void {
    const { option } = control;
    const base = this.#bases.get(option.name);
    const isGiven = texts.length > 0 && !(texts.length === 1 && texts[0] === base);
    this.#texts = new Map(this.#texts);
    if (isGiven) this.#texts.set(option.name, texts);
    else this.#texts.delete(option.name);
    this.#bases = baseTexts(this.#texts);
    const isTypedIn = control.input === document.activeElement;
    for (const one of this.#controls) if (one !== control || !isTypedIn) this.#show(one);
    if (isTypedIn) this.#mark(control);
    this.#onChange(this.#texts);
  }

  /** Shows what an option is: as given, or as it is without. */
  #show(control: Control): void {
    const { option, input } = control;
    const given = this.#texts.get(option.name);
    const base = this.#bases.get(option.name);
    if (input instanceof HTMLInputElement && input.type === "checkbox") input.checked = given?.[0] === "true";
    else input.value = (given ?? (base === undefined ? [] : [base])).join("\n");
    this.#mark(control);
  }

  #mark({ option, root, input, slider, scale }: Control): void {
    root.classList.toggle("given", this.#texts.has(option.name));
    if (slider === undefined || scale === undefined) return;
    const value = input.value === "" ? Number.NaN : Number(input.value);
    // where there is no number, there is none to slide from
    slider.classList.toggle("unset", Number.isNaN(value));
    slider.value = String(Number.isNaN(value) ? 0 : scale.toPosition(value));
    slider.setAttribute("aria-valuetext", input.value === "" ? "not given" : input.value);
  }
}

function inputOf(option: Option, id: string): Control["input"] {
  const { type, choices = [], repeatable, default: value, range } = option;
  if (type === "switch") return element("input", { type: "checkbox", id });
  if (type === "choice") {
    const none = value === undefined ? [element("option", { value: "" }, "none")] : [];
    return element("select", { id }, ...none, ...choices.map((choice) => element("option", { value: choice }, choice)));
  }
  if (repeatable) {
    return element("textarea", { id, rows: 1, spellcheck: false, placeholder: "all; one pattern a line" });
  }
  const isNumber = choices.length === 0 && (type === "integer" || type === "number");
  return element("input", {
    type: "text",
    id,
    spellcheck: false,
    inputMode: isNumber && (range?.from ?? 0) >= 0 ? "decimal" : "text",
    placeholder: placeholderOf(option),
    title: `Takes ${expectation(option)}`,
  });
}

function placeholderOf({ name, default: value, example }: Option): string {
  if (value !== undefined) return "";
  if (["alpha", "beta", "phi"].includes(name)) return "fitted";
  return example === undefined ? "none" : `none, or ${example}`;
}

/** The texts in a control; none where it is empty. */
function textsOf({ input }: Control): string[] {
  if (input instanceof HTMLInputElement && input.type === "checkbox") return input.checked ? ["true"] : [];
  return input.value
    .split("\n")
    .map((text) => text.trim())
    .filter(Boolean);
}
