import { parse } from "smol-toml";

/** Both counted from 1, as an editor does. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Keys and indexes that lead from the top of a document to a value. */
export type Path = readonly (string | number)[];

/** Where each key, table and element of a document stands, by `placeKey` of its path. */
export type Places = ReadonlyMap<string, Place>;

export function placeKey(path: Path): string {
  return JSON.stringify(path);
}

/** Looks for the keys of a document that has been parsed: what is no TOML is not noticed here. */
export function findPlaces(text: string): Places {
  return new Finder(text).document();
}

const strings = [
  /"""(?:\\[\s\S]|[^\\])*?"""(?:"{0,2})/y,
  /'''[\s\S]*?'''(?:'{0,2})/y,
  /"(?:\\.|[^"\\])*"/y,
  /'[^']*'/y,
];
const blank = /[ \t]*/y;
/** Also newlines and comments. */
const between = /(?:[ \t\r\n]|#[^\n]*)*/y;
const bareKey = /[A-Za-z0-9_-]+/y;
const bareValue = /[^,\]}#\r\n]*/y;

class Finder {
  readonly #text: string;
  #at = 0;
  readonly #places = new Map<string, Place>();
  /** Tables that each array of tables has so far. */
  readonly #counts = new Map<string, number>();
  #line = 1;
  #lineStart = 0;
  #counted = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): Places {
    let base: Path = [];
    for (this.#skip(between); this.#at < this.#text.length; this.#skip(between)) {
      if (this.#text[this.#at] === "[") base = this.#header();
      else this.#pair(base);
    }
    return this.#places;
  }

  /** `[table]` or `[[array of tables]]`; returns the path of what follows. */
  #header(): Path {
    const place = this.#place();
    const isArray = this.#text[this.#at + 1] === "[";
    this.#at += isArray ? 2 : 1;
    const keys = this.#keys();
    this.#at += isArray ? 2 : 1;
    let path: Path = [];
    for (const [index, key] of keys.entries()) {
      path = [...path, key];
      const isLast = index === keys.length - 1;
      const count = this.#counts.get(placeKey(path));
      if (isLast && isArray) {
        this.#mark(path, place);
        this.#counts.set(placeKey(path), (count ?? 0) + 1);
        path = [...path, count ?? 0];
      } else if (count !== undefined) path = [...path, count - 1];
      this.#mark(path, place);
    }
    return path;
  }

  #pair(base: Path): void {
    const place = this.#place();
    let path = base;
    for (const key of this.#keys()) {
      path = [...path, key];
      this.#mark(path, place);
    }
    this.#skip(blank);
    this.#at++; // =
    this.#skip(blank);
    this.#value(path);
  }

  #value(path: Path): void {
    const first = this.#text[this.#at];
    if (first === "[") {
      this.#list("]", (index) => {
        this.#mark([...path, index], this.#place());
        this.#value([...path, index]);
      });
    } else if (first === "{") this.#list("}", () => this.#pair(path));
    else if (first === '"' || first === "'") this.#string();
    else this.#skip(bareValue);
  }

  #list(end: string, element: (index: number) => void): void {
    this.#at++;
    this.#skip(between);
    for (let index = 0; this.#at < this.#text.length && this.#text[this.#at] !== end; index++) {
      element(index);
      this.#skip(between);
      if (this.#text[this.#at] === ",") this.#at++;
      this.#skip(between);
    }
    this.#at++;
  }

  /** The parts of a dotted key, and the blanks around them. */
  #keys(): string[] {
    const keys: string[] = [];
    do {
      if (keys.length > 0) this.#at++; // .
      this.#skip(blank);
      const first = this.#text[this.#at];
      const isQuoted = first === '"' || first === "'";
      const text = isQuoted ? this.#string() : this.#skip(bareKey);
      keys.push(isQuoted ? (parse(`key = ${text}`).key as string) : text);
      this.#skip(blank);
    } while (this.#text[this.#at] === ".");
    return keys;
  }

  #string(): string {
    for (const pattern of strings) {
      const text = this.#skip(pattern);
      if (text !== "") return text;
    }
    throw new Error("a document that has not been parsed");
  }

  /** Moves on over what the pattern matches here; returns it. */
  #skip(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const text = pattern.exec(this.#text)?.[0] ?? "";
    this.#at += text.length;
    return text;
  }

  /** A table may be entered again, from elsewhere: its first place counts. */
  #mark(path: Path, place: Place): void {
    const key = placeKey(path);
    if (!this.#places.has(key)) this.#places.set(key, place);
  }

  #place(): Place {
    for (; this.#counted < this.#at; this.#counted++) {
      if (this.#text[this.#counted] !== "\n") continue;
      this.#line++;
      this.#lineStart = this.#counted + 1;
    }
    return { line: this.#line, column: this.#at - this.#lineStart + 1 };
  }
}
