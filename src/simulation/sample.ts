/** What is wrong with labelled points, in the words of Holtline's reasons. */
export type Fault = "spike" | "level_shift" | "drift" | "stuck" | "gap";

/** Points of one field, by number, both ends included. */
export interface Label {
  readonly field: string;
  readonly first: number;
  readonly last: number;
  readonly fault: Fault;
}

/** One series of metrics: a value of each field at every point, except where the line is missing. */
export interface Sample {
  /** Measurement and tags, as a line begins. */
  readonly key: string;
  /** Values are counts of 10^−decimals. */
  readonly decimals: number;
  readonly fields: readonly { readonly name: string; readonly values: Int32Array }[];
  /** 1 where the line is missing. */
  readonly missing: Uint8Array;
  readonly labels: readonly Label[];
}

/** When the points of a simulation stand, in nanoseconds. */
export interface Clock {
  readonly start: bigint;
  readonly interval: bigint;
}

/** A count of 10^−decimals as Telegraf writes a float: `184` tenths are `18.4`, `180` are `18`. */
export function decimalText(count: number, decimals: number): string {
  const scale = 10 ** decimals;
  const size = Math.abs(count);
  const fraction = String(size % scale)
    .padStart(decimals, "0")
    .replace(/0+$/, "");
  const sign = count < 0 ? "-" : "";
  return `${sign}${Math.floor(size / scale)}${fraction === "" ? "" : `.${fraction}`}`;
}

/** The line of a point, without its newline. */
export function lineOf({ key, decimals, fields }: Sample, point: number, { start, interval }: Clock): string {
  const values = fields.map(({ name, values }) => `${name}=${decimalText(values[point]!, decimals)}`);
  return `${key} ${values.join(",")} ${start + BigInt(point) * interval}`;
}

/** The labels of all series as CSV, in the order of time: `series,start,end,kind`, times in nanoseconds, both included. */
export function labelsTable(samples: readonly Sample[], { start, interval }: Clock): string {
  const rows = samples.flatMap(({ key, labels }) =>
    labels.map(({ field, first, last, fault }) => {
      const series = `${key} ${field}`.replaceAll('"', '""');
      const from = start + BigInt(first) * interval;
      return { from, text: `"${series}",${from},${start + BigInt(last) * interval},${fault}\n` };
    }),
  );
  rows.sort((one, other) => (one.from < other.from ? -1 : one.from > other.from ? 1 : 0));
  return `series,start,end,kind\n${rows.map(({ text }) => text).join("")}`;
}
