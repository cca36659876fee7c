import { parse, TomlError } from "smol-toml";
import { findPlaces, type Path, type Place, type Places, placeKey } from "./places.js";

/** A document of TOML, and what is wrong with it: each problem with the place where it stands. */
export class Document {
  readonly #problems: { place: Place | undefined; text: string }[] = [];
  readonly #file: string;
  readonly #root: Record<string, unknown>;
  readonly #places: Places;

  /** @param file its name, for problems */
  constructor(text: string, file: string) {
    this.#file = file;
    const { root, places } = this.#parse(text.replace(/^\ufeff/, ""));
    this.#root = root;
    this.#places = places;
  }

  /** Empty when the text is no TOML, which is a problem then. */
  get entries(): [string, unknown][] {
    return Object.entries(this.#root);
  }

  /** In the order of their places. */
  get problems(): string[] {
    const order = ({ place }: { place: Place | undefined }) =>
      place === undefined ? 0 : place.line * 1e6 + place.column;
    return [...this.#problems]
      .sort((one, other) => order(one) - order(other))
      .map(({ place, text }) => {
        return `${this.#file}${place === undefined ? "" : `:${place.line}:${place.column}`}: ${text}`;
      });
  }

  /** Notes what is wrong with the value of a path, or with its key, where `value` is not given. Options lose their dashes. */
  object(path: Path, reason: string, value?: unknown): void {
    const said = value === undefined ? keyText(path) : `${keyText(path)} = ${valueText(value)}`;
    // what has no place of its own stands in the table around it
    let { length } = path;
    while (length > 0 && !this.#places.has(placeKey(path.slice(0, length)))) length--;
    const place = this.#places.get(placeKey(path.slice(0, length)));
    this.#problems.push({ place, text: `${said}: ${reason.replaceAll(/--(?=[a-z])/g, "")}` });
  }

  #parse(text: string): { root: Record<string, unknown>; places: Places } {
    try {
      return { root: parse(text), places: findPlaces(text) };
    } catch (error) {
      if (!(error instanceof TomlError)) throw error;
      const reason = error.message.split("\n", 1)[0]!.replace(/^Invalid TOML document: /, "");
      const hint = reason === "invalid value" ? "; a text stands in quotes" : "";
      const { line, column } = error;
      this.#problems.push({ place: { line, column }, text: `no TOML: ${reason}${hint}` });
      return { root: {}, places: new Map() };
    }
  }
}

/** `window`, `rule 2: tags.host`, as a person would say it. */
function keyText([first, ...rest]: Path): string {
  const [index, ...keys] = rest;
  if (typeof index !== "number") return [first, ...rest].join(".");
  const own = keys.filter((key) => typeof key === "string").join(".");
  return first === "rule" ? `rule ${index + 1}${own === "" ? "" : `: ${own}`}` : [first, ...keys].join(".");
}

/** As it would stand in the file, in a few words. */
function valueText(value: unknown): string {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (value instanceof Date) return value.toISOString();
  if (typeof value === "string") return JSON.stringify(value.length > 100 ? `${value.slice(0, 100)}…` : value);
  if (!Array.isArray(value)) return "{…}";
  return value.length > 3 ? "[…]" : `[${value.map(valueText).join(", ")}]`;
}
