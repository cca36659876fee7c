/** What a repeated measurement is told by. */
export interface Summary {
  readonly least: number;
  readonly mean: number;
  /** Sample standard deviation (n − 1); 0 of a single value. */
  readonly deviation: number;
}

/** @throws RangeError for no values */
export function summarise(values: readonly number[]): Summary {
  if (values.length === 0) throw new RangeError("nothing was measured");
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const deviation = values.length === 1 ? 0 : Math.sqrt(squares / (values.length - 1));
  return { least: Math.min(...values), mean, deviation };
}

/** The smallest of the values that a share of them does not exceed; NaN of none. Sorts in place: there may be millions. */
export function quantileOf(values: Float64Array, share: number): number {
  values.sort();
  return values[Math.max(0, Math.ceil(share * values.length) - 1)] ?? Number.NaN;
}

/** How many times the one is the other, to two digits; a dash where there is nothing to compare with. */
export function times(one: number | undefined, other: number | undefined): string {
  if (one === undefined || other === undefined || !Number.isFinite(one / other)) return "–";
  const ratio = one / other;
  return ratio >= 99.5 ? Math.round(ratio).toLocaleString("en") : String(Number(ratio.toPrecision(2)));
}

/** Three digits with a unit's prefix: 51.3, 30,700, 1.02 M. */
export function figure(value: number): string {
  if (value >= 999_500) return `${Number((value / 1e6).toPrecision(3))} M`;
  return Number(value.toPrecision(3)).toLocaleString("en");
}

/** Rates of some runs of `units` each: the best, and mean ± sd, in units a second. */
export function rates(seconds: readonly number[], units: number): { best: number; text: string } {
  const each = seconds.map((one) => units / one);
  const { mean, deviation } = summarise(each);
  return { best: Math.max(...each), text: each.length === 1 ? "one run" : `${figure(mean)} ± ${figure(deviation)}` };
}

/** A table in Markdown, its columns aligned for who reads the source; all but the first `lefts` stand at the right. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[], lefts = 1): string {
  const widths = head.map((title, column) => Math.max(3, ...[title, ...rows.map((row) => row[column]!)].map(width)));
  const line = (cells: readonly string[]) => {
    const padded = cells.map((cell, column) => {
      const blanks = " ".repeat(widths[column]! - width(cell));
      return column < lefts ? cell + blanks : blanks + cell;
    });
    return `| ${padded.join(" | ")} |\n`;
  };
  const rule = widths.map((size, column) => (column < lefts ? "-".repeat(size) : `${"-".repeat(size - 1)}:`));
  return line(head) + line(rule) + rows.map(line).join("");
}

const width = (text: string) => [...text].length;

/** Of those that are above 0 and finite: a series that never moves has no ratio. */
export function geometricMean(ratios: readonly number[]): number {
  const usable = ratios.filter((one) => one > 0 && one < Infinity);
  return Math.exp(usable.reduce((sum, one) => sum + Math.log(one), 0) / usable.length);
}
