/** What a character of a chart shows. */
export type Paint = "axis" | "value" | "band" | "alarm";

/** Dots of a braille character, by line and column: the bits of its code from U+2800 on. */
const dots = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
] as const;
const [ACROSS, DOWN] = [2, 4] as const;
const BRAILLE = 0x2800;

/**
 * A field of characters to draw on: a line in dots, of which a character has two by four, shaded cells below it, and
 * marks over it. Places are in dots, from the left and from the top.
 */
export class Canvas {
  readonly dotsAcross: number;
  readonly dotsDown: number;
  readonly #width: number;
  readonly #height: number;
  readonly #dots: Uint8Array;
  readonly #shaded: Uint8Array;
  /** The line of each column's mark, and its weight; -1: none. */
  readonly #marked: Int32Array;
  readonly #weights: Float64Array;
  /** 1 where an alarm lasts. */
  readonly #stained: Uint8Array;
  #pen: { readonly x: number; readonly y: number } | undefined;

  /** @param width in characters, as is the height */
  constructor(width: number, height: number) {
    this.#width = width;
    this.#height = height;
    this.dotsAcross = width * ACROSS;
    this.dotsDown = height * DOWN;
    this.#dots = new Uint8Array(width * height);
    this.#shaded = new Uint8Array(width * height);
    this.#marked = new Int32Array(width).fill(-1);
    this.#weights = new Float64Array(width).fill(Number.NEGATIVE_INFINITY);
    this.#stained = new Uint8Array(width);
  }

  /** Draws from where the last line ended; the first one is a dot. */
  lineTo(x: number, y: number): void {
    const to = { x: Math.round(x), y: Math.round(y) };
    const from = this.#pen ?? to;
    const steps = Math.max(Math.abs(to.x - from.x), Math.abs(to.y - from.y), 1);
    for (let step = 0; step <= steps; step++) {
      const share = step / steps;
      this.#dot(Math.round(from.x + share * (to.x - from.x)), Math.round(from.y + share * (to.y - from.y)));
    }
    this.#pen = to;
  }

  /** Shades the characters of a column whose middles lie from `top` to `bottom`. */
  shade(x: number, top: number, bottom: number): void {
    const column = this.#column(x);
    const first = Math.max(0, Math.ceil((top - 1.5) / DOWN));
    const last = Math.min(this.#height - 1, Math.floor((bottom - 1.5) / DOWN));
    for (let line = first; line <= last; line++) this.#shaded[line * this.#width + column] = 1;
  }

  /** Notes that an alarm lasts from `from` to `to`. */
  stain(from: number, to: number): void {
    this.#stained.fill(1, this.#column(from), this.#column(to) + 1);
  }

  /** Marks a place, over all else. Of several marks in a column the one with the greatest weight is shown. */
  mark(x: number, y: number, weight: number): void {
    const column = this.#column(x);
    if (!(weight > this.#weights[column]!)) return;
    this.#weights[column] = weight;
    this.#marked[column] = Math.min(this.#height - 1, Math.max(0, Math.floor(Math.round(y) / DOWN)));
  }

  /** The lines from top to bottom, each as long as the canvas is wide. */
  lines(paint: (text: string, as: Paint) => string): string[] {
    return Array.from({ length: this.#height }, (_, line) =>
      inRuns(this.#width, (column) => this.#cell(line, column), paint),
    );
  }

  /** The line below: thick where an alarm lasts. */
  axis(paint: (text: string, as: Paint) => string): string {
    return inRuns(this.#width, (column) => (this.#stained[column] === 1 ? ["━", "alarm"] : ["─", "axis"]), paint);
  }

  #cell(line: number, column: number): [string, Paint] {
    const at = line * this.#width + column;
    if (this.#marked[column] === line) return ["●", "alarm"];
    const isStained = this.#stained[column] === 1;
    if (this.#dots[at] !== 0) return [String.fromCharCode(BRAILLE + this.#dots[at]!), isStained ? "alarm" : "value"];
    return this.#shaded[at] === 1 ? ["░", "band"] : [" ", "value"];
  }

  #column(x: number): number {
    return Math.min(this.#width - 1, Math.max(0, Math.floor(Math.round(x) / ACROSS)));
  }

  #dot(x: number, y: number): void {
    if (x < 0 || x >= this.dotsAcross || y < 0 || y >= this.dotsDown) return;
    const at = Math.floor(y / DOWN) * this.#width + Math.floor(x / ACROSS);
    this.#dots[at]! |= dots[y % DOWN]![x % ACROSS]!;
  }
}

/** Characters that are painted alike are painted together. */
function inRuns(
  length: number,
  cell: (index: number) => [string, Paint],
  paint: (text: string, as: Paint) => string,
): string {
  let whole = "";
  let run = "";
  let as: Paint = "value";
  for (let index = 0; index < length; index++) {
    const [text, own] = cell(index);
    if (own !== as && run !== "") whole += paint(run, as);
    if (own !== as) run = "";
    as = own;
    run += text;
  }
  return whole + (run === "" ? "" : paint(run, as));
}
