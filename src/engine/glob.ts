/** A glob that can't be read. */
export class GlobError extends Error {
  override readonly name = "GlobError";

  constructor(
    /** Name of the option that has it, without dashes. */
    readonly option: string,
    readonly value: string,
    readonly reason: string,
  ) {
    super(`--${option} ${value}: ${reason}`);
  }
}

/**
 * A test whether a name matches one of the globs, or undefined when there are none. Globs are Telegraf's: `*` any
 * characters, `?` one, `[abc]`, `[a-z]` one of these, `[!a-z]` one of all others, `{cpu,mem*}` alternatives, a backslash
 * before a character that stands for itself.
 *
 * @throws GlobError when one of them has an open or empty bracket or brace
 */
export function compileGlobs(option: string, globs: readonly string[]): ((name: string) => boolean) | undefined {
  if (globs.length === 0) return undefined;
  const patterns = globs.map((glob) => new RegExp(`^(?:${new GlobReader(option, glob).read()})$`, "su"));
  return (name) => patterns.some((pattern) => pattern.test(name));
}

/** Writes one glob as a regular expression. */
class GlobReader {
  readonly #characters: string[];
  #at = 0;

  constructor(
    readonly option: string,
    readonly glob: string,
  ) {
    this.#characters = [...glob];
  }

  read(): string {
    let pattern = "";
    let depth = 0;
    while (this.#at < this.#characters.length) {
      const character = this.#characters[this.#at++]!;
      if (character === "*") pattern += this.#characters[this.#at] === "*" ? "" : ".*";
      else if (character === "?") pattern += ".";
      else if (character === "[") pattern += this.#set();
      else if (character === "\\")
        pattern += literal(this.#next("ends in a backslash; write \\\\ for the character itself"));
      else if (character === "{") {
        depth++;
        pattern += "(?:";
      } else if (character === "}" && depth > 0) {
        depth--;
        pattern += ")";
      } else if (character === "," && depth > 0) pattern += "|";
      else pattern += literal(character);
    }
    if (depth > 0) throw this.#error("has a { without its }; write \\{ for the character itself");
    return pattern;
  }

  /** What follows a `[`, its `]` included. */
  #set(): string {
    const open = "has a [ without its ]; write \\[ for the character itself";
    const negated = this.#characters[this.#at] === "!";
    if (negated) this.#at++;
    let members = "";
    for (let character = this.#next(open); character !== "]"; character = this.#next(open)) {
      const from = character === "\\" ? this.#next(open) : character;
      members += literal(from);
      if (this.#characters[this.#at] !== "-" || this.#characters[this.#at + 1] === "]") continue;
      this.#at++;
      const last = this.#next(open);
      const to = last === "\\" ? this.#next(open) : last;
      if (to.codePointAt(0)! < from.codePointAt(0)!)
        throw this.#error(`has the range ${from}-${to} the wrong way round`);
      members += `-${literal(to)}`;
    }
    if (members === "") throw this.#error("has brackets with nothing in them; write \\[ for the character itself");
    return `[${negated ? "^" : ""}${members}]`;
  }

  #next(otherwise: string): string {
    const character = this.#characters[this.#at++];
    if (character === undefined) throw this.#error(otherwise);
    return character;
  }

  #error(reason: string): GlobError {
    return new GlobError(this.option, this.glob, reason);
  }
}

function literal(character: string): string {
  return `\\u{${character.codePointAt(0)!.toString(16)}}`;
}
